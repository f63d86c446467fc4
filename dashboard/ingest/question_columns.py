"""Which column asks which question, and whether a table holds questionnaires at all."""

from collections import Counter
from collections.abc import Sequence

from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, PLACE_FIELDS, compact, field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.free_text import without_contacts
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.questions import Asked, asked_by, find_question
from dashboard.ingest.scales import is_scale_like, number_of
from dashboard.ingest.schema import Choices, ColumnMatch
from dashboard.ingest.source import Finding, Tools
from dashboard.ingest.survey_format import Format, Role
from dashboard.ingest.tables import column_values, examples, width_of
from dashboard.ingest.values import is_blank

QUESTION, RESPONDENT, ID, EVENT_DATE = "question", "respondent_type", "id", "event_date"
SIGNATURE_SCORE = 1000.0

RESPONDENT_HEADINGS = frozenset(
    compact(heading)
    for heading in (
        "Ich nehme teil als",
        "Ich bin hier als",
        "Ich vertrete",
        "Wen vertreten Sie?",
        "Sie nehmen teil als",
        "Als was nehmen Sie teil?",
        "In welcher Funktion nehmen Sie teil?",
        "In welcher Rolle nehmen Sie teil?",
        "Welcher Gruppe gehören Sie an?",
        "Zu welcher Gruppe gehören Sie?",
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
        "I am attending as",
        "I represent",
        "I attend as",
        "Which group do you belong to?",
        "What type of organisation do you represent?",
        "What type of organization do you represent?",
    )
)
ID_HEADINGS = frozenset(
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
_MOSTLY = 0.6
_TICKS = frozenset({"0", "1", "Y", "N"})
_SCORES = {QUESTION: 4.0, RESPONDENT: 2.0, ID: 1.0, NOT_READ: 0.5}
_NAMES = PERSON_FIELDS | {"name"}
_REGISTERS = _NAMES | PLACE_FIELDS | {"organisation", "mode", "attended", "registered", "status"}


def columns_of(
    sheet: Sheet,
    header: int,
    headings: Sequence[str],
    *,
    layout: Format,
    tools: Tools,
    choices: Choices,
) -> tuple[ColumnMatch, ...]:
    """Every column with its question, as far as headings, cells and people tell.

    Version 0 of a question: asked for, while its scale is open. Of two columns that ask the same
    question the first one counts.
    """
    roles = layout.roles(headings)
    taken: set[str] = set()
    field: str | None
    found = []
    for at in range(width_of(sheet, header)):
        heading = headings[at] if at < len(headings) else ""
        cells = [layout.answer_of(cell) for cell in column_values(sheet, header, at)]
        if at in roles and at not in choices.columns:
            field, asked = ID if roles[at] is Role.ID else NOT_READ, None
        else:
            field, asked = _meaning(heading, at, cells, layout=layout, tools=tools, choices=choices)
        if asked and asked.question_id in taken:
            field, asked = None, None
        if asked:
            taken.add(asked.question_id)
        hidden = at in roles or field == NOT_READ or field_of(heading) in _NAMES
        found.append(
            ColumnMatch(
                at,
                heading,
                field,
                () if hidden else tuple(map(without_contacts, examples(sheet, header, at))),
                (asked.question_id, asked.version or 0) if asked else None,
            )
        )
    return tuple(found)


def table_finding(
    sheet: Sheet, header: int, columns: tuple[ColumnMatch, ...], tools: Tools
) -> Finding | None:
    """A table without a signature; null without any question.

    A table without a known heading is still one of questionnaires if two of its columns hold
    nothing but ratings and none names a person.
    """
    scales = sum(is_open_scale(sheet, header, column) for column in columns)
    names = sum(field_of(column.heading) in _NAMES for column in columns)
    asked = [column for column in columns if column.question or column.field == QUESTION]
    if not asked and (scales < 2 or names):
        return None
    score = sum(_SCORES.get(column.field or "", 0.0) for column in columns) + 3.0 * scales
    texts = sum(is_text(column, tools) for column in asked)
    return Finding(score - 3.0 * texts - 2.0 * names, header, columns)


def export_finding(
    sheet: Sheet,
    header: int,
    headings: Sequence[str],
    *,
    layout: Format,
    tools: Tools,
    choices: Choices,
    is_survey: bool,
) -> Finding | None:
    """The export of a tool that was recognised by its signature; null for a registration.

    Forms are filled in to register, too: more columns about a person than ratings mean that.
    ``is_survey``: the tool makes nothing but surveys, so that unknown questions are enough.
    """
    columns = columns_of(sheet, header, headings, layout=layout, tools=tools, choices=choices)
    roles = layout.roles(headings)
    fields = [
        field_of(layout.wordings_of(column.heading)[-1])
        for column in columns
        if column.index not in roles and column.field in (None, NOT_READ)
    ]
    registers = sum(field in _REGISTERS for field in fields)
    asked = [column for column in columns if column.question]
    texts = sum(is_text(column, tools) for column in asked)
    scales = sum(
        is_open_scale(sheet, header, column, layout) and not field_of(column.heading)
        for column in columns
    )
    rated = len(asked) - texts + scales
    if any(field in _NAMES for field in fields) and registers >= rated:
        return None
    if not rated and (registers or not (asked or is_survey)):
        return None
    return Finding(SIGNATURE_SCORE + len(asked) + scales, header, columns)


def _meaning(
    heading: str,
    at: int,
    cells: Sequence[str],
    *,
    layout: Format,
    tools: Tools,
    choices: Choices,
) -> tuple[str | None, Asked | None]:
    chosen = choices.columns.get(at)
    key = learned_key(heading)
    if chosen is None and f"question:{key}" in choices.decisions:
        chosen = _chosen_question(choices.decisions[f"question:{key}"], tools)
    if chosen is not None:
        return _assigned(chosen, tools)
    if layout.is_typed and (compact(heading) in ID_HEADINGS or heading.strip() == "#"):
        return ID, None
    asked = asked_in(heading, layout, tools)
    if asked and _fits(asked, cells, tools):
        return QUESTION, asked
    wordings = layout.wordings_of(heading)
    if any(compact(wording) in RESPONDENT_HEADINGS for wording in wordings):
        return RESPONDENT, None
    fields = {field_of(wording) for wording in wordings}
    if EVENT_DATE in fields and not any(":" in cell for cell in cells):
        return EVENT_DATE, None
    return (NOT_READ if fields - {None} else None), None


def asked_in(heading: str, layout: Format, tools: Tools) -> Asked | None:
    """The question that a heading asks word for word, or that people have decided it asks."""
    known = tools.learned_questions.get(learned_key(heading))
    if known and _is_known(known[0], tools):
        return Asked(*known)
    for wording in layout.wordings_of(heading):
        if asked := asked_by(wording, tools.questions, {}):
            return asked
    return None


def _chosen_question(value: str, tools: Tools) -> str:
    """„overall“ or „overall:2“ as a column choice; anything else leaves the column unread."""
    question_id, _, version = value.partition(":")
    return f"question:{question_id}:{version}" if _is_known(question_id, tools) else ""


def _assigned(chosen: str, tools: Tools) -> tuple[str, Asked | None]:
    """What a person has assigned: a field, nothing, or ``question:<id>:<version>``."""
    if not chosen:
        return NOT_READ, None
    kind, _, rest = chosen.partition(":")
    if kind != QUESTION:
        return chosen, None
    question_id, _, version = rest.partition(":")
    if not _is_known(question_id, tools):
        return NOT_READ, None
    return QUESTION, Asked(question_id, int(version) if version.isdigit() else None)


def _is_known(question_id: str, tools: Tools) -> bool:
    return any(question.question_id == question_id for question in tools.questions)


def _fits(asked: Asked, cells: Sequence[str], tools: Tools) -> bool:
    """„Organisation“ may head ratings or names of firms: the cells tell which."""
    if asked.version and kind_of(asked, tools) == "text":
        return True
    values = Counter(cells)
    given = {value: count for value, count in values.items() if not is_blank(value)}
    answers = sum(
        count
        for value, count in given.items()
        if is_scale_like(value) or number_of(value) is not None
    )
    return answers >= _MOSTLY * sum(given.values())


def kind_of(asked: Asked, tools: Tools) -> str:
    """``scale`` or ``text``; empty for a question that is not in the catalogue."""
    found = find_question(asked.question_id, asked.version or 1, tools.questions)
    return found.kind if found else ""


def is_text(column: ColumnMatch, tools: Tools) -> bool:
    """Whether a column asks for words of one's own."""
    return bool(column.question) and kind_of(Asked(*column.question), tools) == "text"  # type: ignore[misc]


def is_open_scale(
    sheet: Sheet, header: int, column: ColumnMatch, layout: Format | None = None
) -> bool:
    """Whether a column that nobody knows holds ratings; the ticks of an option are none."""
    if column.field is not None or not column.heading:
        return False
    written = {v for v in column_values(sheet, header, column.index) if not is_blank(v)}
    values = {layout.answer_of(value) for value in written} if layout else written
    given = values - {""}
    return bool(given) and bool(written - _TICKS) and all(map(is_scale_like, given))
