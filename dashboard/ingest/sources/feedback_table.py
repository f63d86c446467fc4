"""A table of questionnaires: typed from paper or exported, one row per questionnaire."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import formatting
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, compact, field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.questions import (
    Asked,
    asked_by,
    find_question,
    only_version,
    similar_questions,
)
from dashboard.ingest.scales import (
    SCALE_LABELS,
    Scale,
    again_of,
    is_scale_like,
    scale_of,
    value_of,
)
from dashboard.ingest.schema import (
    Answer,
    Candidate,
    Choices,
    ColumnMatch,
    Decision,
    FeedbackRow,
    Kind,
    ParsedFile,
    Problem,
    Question,
    Severity,
)
from dashboard.ingest.source import Finding, Recognised, Source, Tools, in_file_order, problem
from dashboard.ingest.tables import (
    best_header,
    column_values,
    examples,
    is_total,
    repeats_header,
    text_above,
    width_of,
)
from dashboard.ingest.values import is_blank

LABEL = "Fragebögen"
QUESTION, RESPONDENT, ID = "question", "respondent_type", "id"

_RESPONDENT_HEADINGS = frozenset(
    compact(heading)
    for heading in (
        "Ich nehme teil als",
        "Ich bin hier als",
        "Teilnahme als",
        "Funktion",
        "Rolle",
        "Institutionstyp",
        "Art der Institution",
        "Art der Organisation",
        "Akteursgruppe",
        "Zielgruppe",
        "Teilnehmergruppe",
        "Gruppe",
        "Respondent type",
    )
)
_ID_HEADINGS = frozenset(
    compact(heading)
    for heading in (
        "ID",
        "Nr",
        "Nummer",
        "Lfd Nr",
        "Laufende Nummer",
        "Bogen",
        "Bogen Nr",
        "Fragebogen",
        "Fragebogen Nr",
        "Antwort ID",
        "Response ID",
        "#",
    )
)
_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}|(?:\+49|\b0)[\d\s/()-]{7,}\d")
_MOSTLY = 0.6
_VERSIONS = {Scale.RATING: 1, Scale.RATING_REVERSED: 1, Scale.GRADE: 2}
_SCORES = {QUESTION: 4.0, RESPONDENT: 2.0, ID: 1.0, NOT_READ: 0.5}


@dataclass(frozen=True)
class _Column:
    """A column with its question. ``scale`` null: text, „would come again“, or still open."""

    match: ColumnMatch
    question: Question | None
    scale: Scale | None = None


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table with the most headings that ask a known question; null without any question.

    A table without a known heading is still one of questionnaires if two of its columns hold
    nothing but ratings and none names a person.
    """
    header, _ = best_header(sheet, lambda row: _heading_score(row, tools))
    columns = _columns(sheet, header, tools, choices)
    scales = sum(_is_open_scale(sheet, header, column) for column in columns)
    names = sum(field_of(column.heading) in PERSON_FIELDS | {"name"} for column in columns)
    asked = [column for column in columns if column.question or column.field == QUESTION]
    if not asked and (scales < 2 or names):
        return None
    score = sum(_SCORES.get(column.field or "", 0.0) for column in columns) + 3.0 * scales
    texts = sum(_is_text(column, tools) for column in asked)
    return Finding(score - 3.0 * texts - 2.0 * names, header, columns)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per questionnaire; answers outside their scale become no answer and a problem."""
    sheet, header = recognised.sheet, recognised.finding.header
    columns, decisions, notes = _settled(recognised, tools, choices)
    problems = [*recognised.problems, *notes]
    rows: list[FeedbackRow] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for number, cells in enumerate(sheet.rows[header + 1 :], header + 2):
        told = _told(cells, columns)
        if not any(told) or repeats_header(cells, sheet.rows[header]):
            continue
        if _sums_up(cells, columns):
            problems.append(_not_a_questionnaire(number, cells))
            continue
        rows.append(_row(number, cells, columns, tools=tools, seen=seen, problems=problems))
    return ParsedFile(
        kind=Kind.FEEDBACK,
        source=SOURCE.name,
        summary=f"{LABEL}, {formatting.count(len(rows), 'Rückmeldung', 'Rückmeldungen')}, "
        f"{recognised.how}",
        columns=tuple(column.match for column in columns),
        rows_read=len(rows),
        left_out=0,
        feedback=tuple(rows),
        problems=in_file_order(problems),
        decisions=decisions,
        event_date=recognised.event_date,
        event_title=recognised.event_title,
    )


def _heading_score(row: Sequence[str], tools: Tools) -> float:
    filled = [cell for cell in row if cell]
    score = sum(
        2.0
        if asked_by(cell, tools.questions, tools.learned_questions)
        else 1.0
        if compact(cell) in _RESPONDENT_HEADINGS | _ID_HEADINGS or field_of(cell)
        else 0.1 * (not is_scale_like(cell))
        for cell in filled
    )
    return score if len(filled) > 1 or score > 1 else 0


def _columns(sheet: Sheet, header: int, tools: Tools, choices: Choices) -> tuple[ColumnMatch, ...]:
    headings = sheet.rows[header] if sheet.rows else []
    taken: set[str] = set()
    found = []
    for at in range(width_of(sheet, header)):
        heading = headings[at] if at < len(headings) else ""
        field, asked = _meaning(sheet, header, at, heading=heading, tools=tools, choices=choices)
        if asked and asked.question_id in taken:
            field, asked = None, None
        if asked:
            taken.add(asked.question_id)
        hidden = field == NOT_READ or field_of(heading) in PERSON_FIELDS | {"name"}
        found.append(
            ColumnMatch(
                at,
                heading,
                field,
                () if hidden else tuple(map(_without_contact, examples(sheet, header, at))),
                # Version 0: asked for, while the scale is open.
                (asked.question_id, asked.version or 0) if asked else None,
            )
        )
    return tuple(found)


def _meaning(
    sheet: Sheet, header: int, at: int, *, heading: str, tools: Tools, choices: Choices
) -> tuple[str | None, Asked | None]:
    chosen = choices.columns.get(at)
    key = learned_key(heading)
    if chosen is None and f"question:{key}" in choices.decisions:
        chosen = _chosen_question(choices.decisions[f"question:{key}"], tools)
    if chosen is not None:
        return _assigned(chosen)
    field: str | None = None
    if compact(heading) in _ID_HEADINGS or heading.strip() == "#":
        return ID, None
    asked = asked_by(heading, tools.questions, tools.learned_questions)
    if asked and _fits(asked, sheet, header, at, tools):
        return QUESTION, asked
    if compact(heading) in _RESPONDENT_HEADINGS:
        return RESPONDENT, None
    if field_of(heading):
        field = NOT_READ
    return field, None


def _chosen_question(value: str, tools: Tools) -> str:
    """„overall“ or „overall:2“ as a column choice; anything else leaves the column unread."""
    question_id, _, version = value.partition(":")
    known = {question.question_id for question in tools.questions}
    return f"question:{question_id}:{version}" if question_id in known else ""


def _assigned(chosen: str) -> tuple[str, Asked | None]:
    """What a person has assigned: a field, nothing, or ``question:<id>:<version>``."""
    if not chosen:
        return NOT_READ, None
    kind, _, rest = chosen.partition(":")
    if kind != QUESTION:
        return chosen, None
    question_id, _, version = rest.partition(":")
    return QUESTION, Asked(question_id, int(version) if version.isdigit() else None)


def _fits(asked: Asked, sheet: Sheet, header: int, at: int, tools: Tools) -> bool:
    """„Organisation“ may head ratings or names of firms: the cells tell which."""
    if asked.version and _kind(asked, tools) == "text":
        return True
    values = [value for value in column_values(sheet, header, at) if not is_blank(value)]
    return not values or sum(map(is_scale_like, values)) >= _MOSTLY * len(values)


def _kind(asked: Asked, tools: Tools) -> str:
    found = find_question(asked.question_id, asked.version or 1, tools.questions)
    return found.kind if found else ""


def _is_text(column: ColumnMatch, tools: Tools) -> bool:
    return bool(column.question) and _kind(Asked(*column.question), tools) == "text"  # type: ignore[misc]


def _is_open_scale(sheet: Sheet, header: int, column: ColumnMatch) -> bool:
    """Whether a column that nobody knows holds ratings."""
    if column.field is not None or not column.heading:
        return False
    values = [v for v in column_values(sheet, header, column.index) if not is_blank(v)]
    return bool(values) and all(map(is_scale_like, values))


def _settled(
    recognised: Recognised, tools: Tools, choices: Choices
) -> tuple[list[_Column], tuple[Decision, ...], list[Problem]]:
    """Each column with its version, as far as file and decisions tell, and what is still open."""
    sheet, header = recognised.sheet, recognised.finding.header
    titles = text_above(sheet, header)
    proven: dict[int, Scale] = {}
    open_columns: list[ColumnMatch] = []
    for match in recognised.finding.columns:
        if not match.question or only_version(match.question[0], tools.questions):
            continue
        answers = list(column_values(sheet, header, match.index))
        scale = _decided_scale(match, choices) or scale_of(match.heading, titles, answers)
        if match.question[1]:
            scale = _scale_of_version(match.question[1], scale)
        if scale:
            proven[match.index] = scale
        elif answers:
            open_columns.append(match)
    notes: list[Problem] = []
    if len(set(proven.values())) == 1 and open_columns:
        shared = next(iter(proven.values()))
        notes = [_inherited(match, shared) for match in open_columns]
        proven |= {match.index: shared for match in open_columns}
        open_columns = []
    columns = [_with_question(match, proven, tools) for match in recognised.finding.columns]
    decisions = (
        *_scale_decisions(open_columns),
        *_question_decisions(columns, sheet, header, tools),
    )
    return columns, decisions, notes


def _decided_scale(match: ColumnMatch, choices: Choices) -> Scale | None:
    for key in (f"scale:{learned_key(match.heading)}", "scale"):
        value = choices.decisions.get(key, "")
        if value in set(Scale):
            return Scale(value)
    return None


def _scale_of_version(version: int, scale: Scale | None) -> Scale:
    """A person who chose the version has said how the numbers are meant, except their direction."""
    if version == _VERSIONS[Scale.GRADE]:
        return Scale.GRADE
    return Scale.RATING_REVERSED if scale is Scale.RATING_REVERSED else Scale.RATING


def _with_question(match: ColumnMatch, proven: Mapping[int, Scale], tools: Tools) -> _Column:
    if not match.question:
        return _Column(match, None)
    question_id, _ = match.question
    scale = proven.get(match.index)
    version = only_version(question_id, tools.questions) or (_VERSIONS[scale] if scale else None)
    question = find_question(question_id, version, tools.questions) if version else None
    settled = (question_id, version) if version else None
    return _Column(
        ColumnMatch(match.index, match.heading, match.field, match.examples, settled),
        question,
        scale,
    )


def _scale_decisions(columns: Sequence[ColumnMatch]) -> tuple[Decision, ...]:
    """One required decision, for the whole file where several columns are open."""
    if not columns:
        return ()
    candidates = tuple(Candidate(scale, label) for scale, label in SCALE_LABELS.items())
    if len(columns) == 1:
        heading = columns[0].heading
        question = f"Wie sind die Zahlen in der Spalte „{heading}“ gemeint?"
        return (Decision(f"scale:{learned_key(heading)}", question, candidates, required=True),)
    listed = formatting.listing([f"„{column.heading}“" for column in columns])
    question = f"Wie sind die Zahlen in den Spalten {listed} gemeint?"
    return (Decision("scale", question, candidates, required=True),)


def _question_decisions(
    columns: Sequence[_Column], sheet: Sheet, header: int, tools: Tools
) -> tuple[Decision, ...]:
    """What an unknown heading asks: offered where it is alike, needed where nothing is known."""
    none_known = not any(column.match.field == QUESTION for column in columns)
    decisions = []
    for column in columns:
        match = column.match
        alike = similar_questions(match.heading, tools.questions) if not match.field else []
        needed = none_known and _is_open_scale(sheet, header, match)
        if alike or needed:
            every = dict.fromkeys([*alike, *(each.question_id for each in tools.questions)])
            decisions.append(
                Decision(
                    f"question:{learned_key(match.heading)}",
                    f"Welche Frage steht in der Spalte „{match.heading}“?",
                    (
                        *(Candidate(each, _short_label(each, tools)) for each in every),
                        Candidate("none", "nicht auswerten"),
                    ),
                    required=needed,
                )
            )
    return tuple(decisions)


def _short_label(question_id: str, tools: Tools) -> str:
    return next(each.short_label for each in tools.questions if each.question_id == question_id)


def _told(cells: Sequence[str], columns: Sequence[_Column]) -> list[str]:
    """What a questionnaire says, without its number and without anything about a person."""
    return [
        cells[column.match.index]
        for column in columns
        if column.match.index < len(cells)
        and (column.match.field in (QUESTION, RESPONDENT) or column.match.field is None)
        and not is_blank(cells[column.match.index])
    ]


def _sums_up(cells: Sequence[str], columns: Sequence[_Column]) -> bool:
    """Whether a row holds means or counts: by its label, or unnumbered among numbered rows."""
    if is_total(cells):
        return True
    numbered = [column.match.index for column in columns if column.match.field == ID]
    if not numbered or (numbered[0] < len(cells) and cells[numbered[0]]):
        return False
    told = _told(cells, columns)
    return len(told) > 1 and all(re.fullmatch(r"\d+[.,]\d+", text) for text in told)


def _not_a_questionnaire(number: int, cells: Sequence[str]) -> Problem:
    text = next(cell for cell in cells if cell)
    return problem(
        Severity.NOTE,
        "not_a_questionnaire",
        f"Zeile {number}: „{text[:40]}“ ist eine Auswertung und kein Fragebogen.",
        row=number,
    )


def _inherited(match: ColumnMatch, scale: Scale) -> Problem:
    return problem(
        Severity.NOTE,
        "scale_inherited",
        f"Die Spalte „{match.heading}“ wurde wie die übrigen Spalten gelesen "
        f"({SCALE_LABELS[scale]}).",
        column=match.heading,
    )


def _row(
    number: int,
    cells: Sequence[str],
    columns: Sequence[_Column],
    *,
    tools: Tools,
    seen: Counter[tuple[str, ...]],
    problems: list[Problem],
) -> FeedbackRow:
    def cell(column: _Column) -> str:
        return cells[column.match.index] if column.match.index < len(cells) else ""

    answers = [
        _answer(number, column, column.question, cell(column), problems)
        for column in columns
        if column.question
    ]
    numbered = next((cell(each) for each in columns if each.match.field == ID), "")
    respondent = next((cell(each) for each in columns if each.match.field == RESPONDENT), "")
    identity = ("id", numbered) if numbered else tuple(_cells_that_count(cells, columns))
    seen[identity] += 1
    return FeedbackRow(
        row=number,
        row_key=tools.pseudonyms.row(*identity, str(seen[identity])),
        answers=tuple(answers),
        respondent_type=None if is_blank(respondent) else respondent,
    )


def _cells_that_count(cells: Sequence[str], columns: Sequence[_Column]) -> list[str]:
    return [
        cells[column.match.index] if column.match.index < len(cells) else ""
        for column in columns
        if column.match.field in (QUESTION, RESPONDENT)
    ]


def _answer(
    number: int, column: _Column, question: Question, written: str, problems: list[Problem]
) -> Answer:
    identity = (question.question_id, question.version)
    if is_blank(written):
        return Answer(*identity)
    if question.kind == "text":
        return Answer(*identity, text=_without_contacts(number, column, written, problems))
    value = value_of(written, column.scale) if column.scale else again_of(written)
    if value is None:
        problems.append(_outside_scale(number, column, written))
    return Answer(*identity, value=value)


def _without_contacts(number: int, column: _Column, written: str, problems: list[Problem]) -> str:
    """Addresses and telephone numbers are dropped even where people wrote them themselves."""
    text = _without_contact(written)
    if text != written:
        problems.append(
            problem(
                Severity.WARNING,
                "contact_removed",
                f"Zeile {number}: Aus „{column.match.heading}“ wurden Kontaktdaten entfernt.",
                row=number,
                column=column.match.heading,
            )
        )
    return text


def _without_contact(text: str) -> str:
    return _CONTACT.sub("[…]", text)


def _outside_scale(number: int, column: _Column, written: str) -> Problem:
    expected = "„Ja“, „Vielleicht“ oder „Nein“"
    if column.scale:
        expected = (
            "eine Note von 1 bis 6" if column.scale is Scale.GRADE else "eine Zahl von 1 bis 5"
        )
    return problem(
        Severity.ERROR,
        "answer_outside_scale",
        f"Zeile {number}, „{column.match.heading}“: „{written}“ ist keine Antwort auf der Skala, "
        f"erwartet wird {expected}. Sie zählt als keine Angabe.",
        row=number,
        column=column.match.heading,
        value=written,
        suggestion="Bitte auf dem Fragebogen nachsehen.",
    )


SOURCE = Source("feedback_table", LABEL, Kind.FEEDBACK, recognise, parse)
