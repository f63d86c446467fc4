"""From the rows of a file to questionnaires with answers, problems and decisions.

Every source of feedback ends here: a row of its file is a ``Filled``; which column asks what, on
which scale, and what a person has to decide is the same for all sources.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.column_scales import Column, Settled, settle
from dashboard.ingest.deadline import check_time
from dashboard.ingest.free_text import seems_to_name, without_contacts
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.question_columns import ID, QUESTION, RESPONDENT
from dashboard.ingest.questionnaire_problems import (
    EMPTY,
    INCOMPLETE,
    REASONS,
    TEST,
    contact_removed,
    left_out_notes,
    name_in_text,
    outside_scale,
    question_decisions,
    text_decision,
    unread_columns,
)
from dashboard.ingest.schema import (
    Answer,
    Choices,
    Decision,
    FeedbackRow,
    Kind,
    ParsedFile,
    Problem,
    Question,
)
from dashboard.ingest.source import Recognised, Tools, in_file_order
from dashboard.ingest.submitted import moment_of, submission_note
from dashboard.ingest.survey_format import Format, Role
from dashboard.ingest.tables import repeats_header
from dashboard.ingest.values import date_of, is_blank

_TEST_WORDS = frozenset({"test", "testeintrag", "testantwort", "testlauf", "test test", "testing"})
_CODE = re.compile(r"^[A-Z]{0,2}\d+$")


@dataclass(frozen=True)
class Filled:
    """One row that is a questionnaire. ``row`` counts as Excel shows it.

    ``identity``: what makes it the same one in a later export; empty: its answers do.
    """

    row: int
    cells: Sequence[str]
    identity: tuple[str, ...] = ()


@dataclass
class _Gathering:
    """What comes together while the questionnaires are read."""

    rows: list[FeedbackRow] = field(default_factory=list)
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    """Reason → rows."""
    problems: list[Problem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def leave_out(self, reason: str, row: int) -> None:
        self.left_out.setdefault(reason, []).append(row)


def parse_export(
    recognised: Recognised, layout: Format, tools: Tools, choices: Choices
) -> ParsedFile:
    """The questionnaires of a tool's export; those not handed in are left out and counted."""
    headings = [column.heading for column in recognised.finding.columns]
    roles = {role: at for at, role in reversed([*layout.roles(headings).items()])}
    filled: list[Filled] = []
    incomplete: list[int] = []
    moments: list[datetime] = []
    header = recognised.finding.header
    for number, cells in enumerate(recognised.sheet.rows[header + 1 :], header + 2):
        if not any(cells) or repeats_header(cells, recognised.sheet.rows[header]):
            continue
        if layout.tells_completion and not _cell(cells, roles.get(Role.SUBMITTED)):
            incomplete.append(number)
            continue
        moment = moment_of(_cell(cells, roles.get(Role.SUBMITTED)), utc=layout.in_utc)
        moments += [moment] if moment else []
        filled.append(Filled(number, cells, _identity(cells, roles, layout)))
    return gather(
        recognised,
        filled,
        layout,
        tools=tools,
        choices=choices,
        incomplete=incomplete,
        notes=submission_note(moments),
    )


def gather(
    recognised: Recognised,
    filled: Sequence[Filled],
    layout: Format,
    *,
    tools: Tools,
    choices: Choices,
    incomplete: Sequence[int] = (),
    notes: Sequence[Problem] = (),
) -> ParsedFile:
    """One row per questionnaire; answers outside their scale become no answer and a problem.

    ``incomplete``: rows that were never handed in. ``notes``: what the source itself has found.
    Raises ``FileUnusable`` if not a single questionnaire remains or no question is known.
    """
    gathering = _Gathering(
        left_out={INCOMPLETE: list(incomplete)} if incomplete else {}, problems=list(notes)
    )
    settled = settle(recognised, layout, tools, choices)
    decisions = (*settled.decisions, *question_decisions(recognised, settled, layout, tools))
    reader = _Reader(layout, settled.columns, tools, choices, gathering)
    for each in filled:
        reader.read(each)
    _refuse_nothing(gathering, settled, decisions)
    left_out = sum(map(len, gathering.left_out.values()))
    return ParsedFile(
        kind=Kind.FEEDBACK,
        source=layout.name,
        summary=_summary(recognised, layout, gathering, settled),
        columns=tuple(column.match for column in settled.columns),
        rows_read=len(gathering.rows) + left_out,
        left_out=left_out,
        feedback=tuple(gathering.rows),
        problems=in_file_order(
            [
                *recognised.problems,
                *settled.problems,
                *unread_columns(recognised, settled, layout, tools),
                *left_out_notes(gathering.left_out),
                *gathering.problems,
            ]
        ),
        decisions=(*decisions, *gathering.decisions),
        event_date=recognised.event_date or _date_in_headings(settled),
        event_title=recognised.event_title,
        new_questions=settled.new_questions,
    )


@dataclass(frozen=True)
class _Reader:
    """Reads one questionnaire after the other into ``gathering``."""

    layout: Format
    columns: Sequence[Column]
    tools: Tools
    choices: Choices
    gathering: _Gathering

    def read(self, filled: Filled) -> None:
        check_time()
        told = [
            text
            for column in self.columns
            if column.match.field in (QUESTION, RESPONDENT, None)
            and not is_blank(text := self._answer_in(filled, column))
        ]
        if not told:
            self.gathering.leave_out(EMPTY, filled.row)
            return
        texts = [
            learned_key(self._answer_in(filled, column))
            for column in self.columns
            if column.question and column.question.kind == "text"
        ]
        if any(text in _TEST_WORDS for text in texts):
            self.gathering.leave_out(TEST, filled.row)
            return
        answers = [
            self._answer(filled, column, column.question)
            for column in self.columns
            if column.question
        ]
        identity = filled.identity or self._content(filled)
        self.gathering.seen[identity] += 1
        self.gathering.rows.append(
            FeedbackRow(
                row=filled.row,
                row_key=self.tools.pseudonyms.row(*identity, str(self.gathering.seen[identity])),
                answers=tuple(answers),
                respondent_type=self._respondent(filled),
            )
        )

    def _answer_in(self, filled: Filled, column: Column) -> str:
        return self.layout.answer_of(_cell(filled.cells, column.match.index))

    def _content(self, filled: Filled) -> tuple[str, ...]:
        """Its number where it has one, else everything that it says."""
        numbered = self._first(filled, ID)
        if numbered:
            return ("id", numbered)
        return tuple(
            _cell(filled.cells, column.match.index)
            for column in self.columns
            if column.match.field in (QUESTION, RESPONDENT)
        )

    def _first(self, filled: Filled, field_name: str) -> str:
        found = (
            self._answer_in(filled, each) for each in self.columns if each.match.field == field_name
        )
        return next(found, "")

    def _respondent(self, filled: Filled) -> str | None:
        """The group, „Kommune; Verein“ where several are ticked; the code of an option is none."""
        written = self._first(filled, RESPONDENT)
        parts = [part.strip() for part in written.split(";") if part.strip()]
        text = "; ".join(parts)
        return None if is_blank(text) or _CODE.match(text) else text

    def _answer(self, filled: Filled, column: Column, question: Question) -> Answer:
        identity = (question.question_id, question.version)
        written = self._answer_in(filled, column)
        if is_blank(written):
            return Answer(*identity)
        if question.kind == "text":
            return Answer(*identity, text=self._text(filled.row, column, written))
        if column.reading is None:
            return Answer(*identity)
        value = column.reading.value(written, question)
        if value is None:
            self.gathering.problems.append(outside_scale(filled.row, column, written))
        return Answer(*identity, value=value)

    def _text(self, row: int, column: Column, written: str) -> str | None:
        """Addresses and telephone numbers are dropped even where people wrote them themselves."""
        text = without_contacts(written)
        heading = column.match.heading
        if text != written:
            self.gathering.problems.append(contact_removed(row, heading))
        decided = self.choices.decisions.get(f"text:{row}")
        if decided == "drop":
            return None
        if decided != "keep" and seems_to_name(text):
            self.gathering.problems.append(name_in_text(row, heading))
            self.gathering.decisions.append(text_decision(row, text))
        return text


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _identity(cells: Sequence[str], roles: dict[Role, int], layout: Format) -> tuple[str, ...]:
    """The tool's number and the minute: a re-saved file has lost the seconds.

    Two surveys about one event may number alike, so the number alone is not enough.
    """
    number = _cell(cells, roles.get(Role.ID))
    written = _cell(cells, roles.get(Role.STARTED, roles.get(Role.SUBMITTED)))
    moment = moment_of(written, utc=layout.in_utc)
    at = f"{moment:%Y-%m-%d %H:%M}" if moment else ""
    return (layout.name, number, at) if number or at else ()


def _refuse_nothing(gathering: _Gathering, settled: Settled, decisions: Sequence[Decision]) -> None:
    if not gathering.rows:
        reasons = [
            formatting.count(len(rows), *REASONS[reason])
            for reason, rows in gathering.left_out.items()
        ]
        found = f" Gefunden: {formatting.listing(reasons)}." if reasons else ""
        raise FileUnusable(
            f"Die Datei enthält keinen einzigen auswertbaren Fragebogen.{found} Bitte prüfen, ob "
            "der Export vollständig ist."
        )
    if not any(column.question for column in settled.columns) and not decisions:
        raise FileUnusable(
            "In der Datei wurde keine Frage gefunden, die ausgewertet werden kann. Bitte mit den "
            "Wortlauten des Fragenkatalogs exportieren (ganze Fragen und ganze Antworten) oder "
            "die Spalten zuordnen."
        )


def _summary(
    recognised: Recognised, layout: Format, gathering: _Gathering, settled: Settled
) -> str:
    """„LimeSurvey-Export, deutsch, 24 vollständige Rückmeldungen, 7 Fragen, UTF-8, Komma“."""
    complete = "vollständige " if layout.tells_completion else ""
    counted = formatting.count(
        len(gathering.rows), f"{complete}Rückmeldung", f"{complete}Rückmeldungen"
    )
    questions = sum(column.match.field == QUESTION for column in settled.columns)
    parts = (
        layout.label,
        "" if layout.is_typed else _language(recognised, layout),
        counted,
        "" if layout.is_typed else formatting.count(questions, "Frage", "Fragen"),
        recognised.how,
    )
    return ", ".join(filter(None, parts))


def _language(recognised: Recognised, layout: Format) -> str:
    """As the tool's own headings tell, or the language that the questionnaires were filled in."""
    headings = [column.heading for column in recognised.finding.columns]
    written = layout.language(headings)
    at = next((at for at, role in layout.roles(headings).items() if role is Role.LANGUAGE), None)
    if written or at is None:
        return written
    rows = recognised.sheet.rows[recognised.finding.header + 1 :]
    used = {_cell(row, at)[:2].lower() for row in rows} - {""}
    return {"de": "deutsch", "en": "englisch"}.get(used.pop(), "") if len(used) == 1 else ""


def _date_in_headings(settled: Settled) -> date | None:
    """The one date that the questions name: „… mit dem Regionaldialog am 12.10.2022?“."""
    dates = {found for each in settled.columns if (found := date_of(each.match.heading))}
    return dates.pop() if len(dates) == 1 else None
