"""The tables in the exports of meeting tools: where they stand and what their columns mean.

The tools differ in where the table stands and what surrounds it. The columns mean the same
everywhere: who, from when to when, how long, in which role. Headings are known in English and
German; in any other language the cells tell what a column holds.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dashboard.ingest import columns
from dashboard.ingest.columns import NOT_READ, compact
from dashboard.ingest.deadline import check_time
from dashboard.ingest.document import Sheet
from dashboard.ingest.moments import clock_of, moment_of
from dashboard.ingest.schema import Choices, ColumnMatch, Problem, Severity
from dashboard.ingest.source import problem
from dashboard.ingest.tables import HEADER_ROWS, is_remark, is_total, repeats_header
from dashboard.ingest.values import email_of, is_blank, seconds_of

SIGNATURE = 1100.0
STRUCTURE = 1000.0  # recognised by its shape alone, without a known heading

ENGLISH: dict[str, tuple[str, ...]] = {
    "full_name": ("User name", "Name (original name)", "User name (original name)"),
    "email": ("User email", "Attendee email", "Participant email"),
    "account": ("Participant ID", "UPN"),
    "join": ("Join", "Join time", "First join", "Joined", "Joined at", "Time joined"),
    "leave": ("Leave", "Left", "Leave time", "Last leave", "Left at", "Time exited", "Exit time"),
    "minutes": (
        "Duration",
        "In-meeting duration",
        "Meeting duration",
        "Total duration",
        "Attendance duration",
        "Time in session",
        "Time in meeting",
    ),
    "role": ("Role",),
    "action": ("Action", "User action"),
    "timestamp": ("Timestamp", "UtcEventTimestamp"),
    "attended": ("Attended",),
    "registered_at": ("Registration time", "Registration date", "Registration Date/Time"),
    "approval": ("Approval status",),
    "waiting_room": ("In waiting room",),
    "meeting_name": ("Meeting name",),
    "meeting_start": ("Meeting start time",),
    "meeting_end": ("Meeting end time",),
    NOT_READ: (
        "Guest",
        "Is guest",
        "Recording consent",
        "Recording disclaimer response",
        "Connection type",
        "Country/Region Name",
        "Source name",
        "Interest rating",
        "Unsubscribed",
        "User agent",
        "Session ID",
    ),
}
GERMAN: dict[str, tuple[str, ...]] = {
    "full_name": ("Benutzername", "Anzeigename", "Name (ursprünglicher Name)", "Teilnehmername"),
    "email": ("Benutzer-E-Mail", "E-Mail des Benutzers", "E-Mail des Teilnehmers"),
    "account": ("Teilnehmer-ID", "Teilnehmerkennung"),
    "join": (
        "Beitritt",
        "Beitreten",
        "Beigetreten",
        "Beigetreten um",
        "Erster Beitritt",
        "Erste Teilnahme",
        "Beitrittszeit",
        "Beitrittszeitpunkt",
        "Teilnahmezeit",
        "Eintrittszeit",
    ),
    "leave": (
        "Verlassen",
        "Verlassen um",
        "Letztes Verlassen",
        "Zuletzt verlassen",
        "Verlassenszeit",
        "Austritt",
        "Letzter Austritt",
        "Austrittszeit",
    ),
    "minutes": (
        "Dauer",
        "Gesamtdauer",
        "Dauer der Besprechung",
        "Dauer in der Besprechung",
        "Besprechungsdauer",
        "Anwesenheitsdauer",
        "Teilnahmedauer",
        "Sitzungsdauer",
        "Zeit in Sitzung",
        "Zeit in der Sitzung",
    ),
    "role": ("Rolle",),
    "action": ("Aktion", "Benutzeraktion"),
    "timestamp": ("Zeitstempel",),
    "attended": ("Teilgenommen", "Hat teilgenommen"),
    "registered_at": (
        "Registrierungszeit",
        "Anmeldezeit",
        "Registrierungsdatum",
        "Zeitpunkt der Registrierung",
        "Registrierungsdatum/-uhrzeit",
    ),
    "approval": ("Genehmigungsstatus",),
    "waiting_room": ("Im Warteraum", "Im Wartezimmer"),
    "meeting_name": ("Meetingname", "Name des Meetings", "Meeting-Name"),
    "meeting_start": ("Meeting-Startzeit", "Startzeit des Meetings", "Startzeit Meeting"),
    "meeting_end": ("Meeting-Endzeit", "Endzeit des Meetings", "Endzeit Meeting"),
    NOT_READ: (
        "Gast",
        "Ist Gast",
        "Verbindungstyp",
        "Land/Region",
        "Name des Landes/der Region",
        "Interessenbewertung",
        "Quellenname",
    ),
}
_ENGLISH = {compact(word): field for field, words in ENGLISH.items() for word in words}
_GERMAN = {compact(word): field for field, words in GERMAN.items() for word in words}
_WITHOUT_EXAMPLES = columns.PERSON_FIELDS | {"account", "address", "remark", NOT_READ, None}
# What stands beside another label, so that the values of both are in the row below.
_LABELS = frozenset({"webinarid", "meetingid", "actualstarttime", "actualdurationminutes"})
_BRACKETS = re.compile(r"\([^()]*\)")
_SAMPLE_ROWS = 60
_LONGEST_BLANK = 16  # „keine Angaben“


@dataclass(frozen=True)
class Record:
    """One row of a table, by field. ``number`` counts as Excel shows it."""

    number: int
    cells: Sequence[str]
    table: "Table"

    def said(self, field: str) -> str:
        """The text in the column of a field; empty for „--“ and where there is no such column."""
        at = self.table.at.get(field)
        text = self.cells[at] if at is not None and at < len(self.cells) else ""
        return "" if len(text) < _LONGEST_BLANK and is_blank(text) else " ".join(text.split())


@dataclass(frozen=True)
class Table:
    """A table inside a sheet: its heading and the rows below, up to ``end`` (all from 0)."""

    sheet: Sheet
    header: int
    end: int
    columns: tuple[ColumnMatch, ...]
    title: str = ""

    @cached_property
    def at(self) -> dict[str, int]:
        """Field → column."""
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def headings(self) -> list[str]:
        """The cells of the heading; none for a table that has no heading."""
        return self.sheet.rows[self.header] if self.header >= 0 else []

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        """The rows of data; sums and remarks become a note."""
        for at in range(self.header + 1, self.end):
            check_time()
            cells = self.sheet.rows[at]
            if not any(cells) or repeats_header(cells, self.headings):
                continue
            if is_total(cells) or is_remark(cells, self.columns, columns.PERSON_FIELDS):
                problems.append(_not_a_person(at + 1, cells))
                continue
            yield Record(at + 1, cells, self)

    def texts(self, *fields: str) -> list[str]:
        """The filled cells of some columns, one row after the other."""
        places = [self.at[field] for field in fields if field in self.at]
        rows = self.sheet.rows[self.header + 1 : self.end]
        return [row[at] for row in rows for at in places if at < len(row) and row[at]]


@lru_cache(maxsize=5_000)
def field_of(heading: str) -> str | None:
    """The field that a heading of a meeting tool means; null if it is none that is known."""
    for text in (heading, _BRACKETS.sub(" ", heading)):
        key = compact(text)
        if field := _ENGLISH.get(key) or _GERMAN.get(key):
            return field
    return columns.field_of(heading)


def fields_of(row: Sequence[str]) -> set[str]:
    """The fields that the cells of a row mean, read as headings."""
    return {field for cell in row if cell and len(cell) < 80 and (field := field_of(cell))}


def language_of(headings: Iterable[str]) -> str:
    """The language by the headings that only one of the two knows."""
    german = english = 0
    for heading in headings:
        keys = {compact(heading), compact(_BRACKETS.sub(" ", heading))}
        german += bool(keys & _GERMAN.keys() - _ENGLISH.keys())
        english += bool(keys & _ENGLISH.keys() - _GERMAN.keys())
    if german == english == 0:
        return "andere Sprache"
    return "deutsch" if german >= english else "englisch"


def find_header(sheet: Sheet, fits: Callable[[Sequence[str]], bool]) -> int | None:
    """The first row among the first ones that is the heading looked for."""
    for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
        if len(row) > 1 and fits(row):
            return at
    return None


def table_at(
    sheet: Sheet, header: int, *, choices: Choices, end: int | None = None, title: str = ""
) -> Table:
    """The table below a heading: columns by heading, then by what their cells hold."""
    end = len(sheet.rows) if end is None else end
    rows = sheet.rows[header + 1 : end]
    headings = sheet.rows[header]
    sample = [row for row in rows[:_SAMPLE_ROWS] if not repeats_header(row, headings)]
    width = max((len(row) for row in (headings, *rows)), default=0)
    values = [[row[at] for row in sample if at < len(row) and row[at]] for at in range(width)]
    headings = [*headings, *[""] * (width - len(headings))]
    fields = [field_of(heading) if heading else None for heading in headings]
    _settle_names(fields)
    _settle_twins(fields, values)
    for at, chosen in choices.columns.items():
        if at < width:
            fields = [None if field == chosen else field for field in fields]
            fields[at] = chosen or NOT_READ
    _fill_by_content(fields, values)
    matches = (
        ColumnMatch(at, headings[at], field, _examples(field, values[at]))
        for at, field in enumerate(fields)
    )
    return Table(sheet, header, end, tuple(matches), title)


def tables_in(
    sheet: Sheet, heads: Callable[[Sequence[str]], bool], *, choices: Choices
) -> list[Table]:
    """All tables of a file in sections; the line above a heading is its title if it stands alone.

    In an unknown language the row below a title is a heading if joining and leaving stand below.
    """
    found: list[tuple[int, int]] = []
    title = -1
    for at, row in enumerate(sheet.rows):
        check_time()
        filled = sum(map(bool, row))
        if filled == 1:
            title = at
            continue
        known = (title >= 0 or at < HEADER_ROWS) and heads(row)
        again = found and title < 0 and row == sheet.rows[found[-1][1]]
        if not again and (known or (title >= 0 and _is_above_times(sheet, at))):
            found.append((title if title >= 0 else at, at))
        if filled:
            title = -1
    ends = [top for top, _ in found[1:]] + [len(sheet.rows)]
    return [
        table_at(
            sheet,
            header,
            choices=choices,
            end=end,
            title=next(filter(None, sheet.rows[top])) if top < header else "",
        )
        for (top, header), end in zip(found, ends, strict=False)
    ]


def _is_above_times(sheet: Sheet, at: int) -> bool:
    """Whether a row names columns of times, and holds none itself."""
    if any("@" in cell or is_moment(cell) for cell in sheet.rows[at]):
        return False
    section = itertools.takewhile(lambda row: sum(map(bool, row)) > 1, sheet.rows[at + 1 :])
    return any(sum(map(is_moment, row)) > 1 for row in itertools.islice(section, _SAMPLE_ROWS))


def fact(rows: Sequence[Sequence[str]], labels: frozenset[str]) -> str:
    """The value of a label (as ``compact`` writes it): to the right of it, or below.

    Below where the row consists of labels, as „Topic, Webinar ID, Actual Start Time“.
    """
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if compact(cell) not in labels:
                continue
            below = rows[at + 1] if at + 1 < len(rows) else []
            of_labels = sum(map(bool, row)) > 2 or any(
                compact(other) in _LABELS for other in row if other != cell
            )
            right = row[column + 1] if column + 1 < len(row) else ""
            if right and not of_labels:
                return right
            return below[column] if column < len(below) else ""
    return ""


def facts_above(rows: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Label and value of each row that has exactly these two."""
    pairs = [[cell for cell in row if cell] for row in rows]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def _not_a_person(number: int, cells: Sequence[str]) -> Problem:
    text = next(cell for cell in cells if cell)
    return problem(
        Severity.NOTE,
        "not_a_person",
        f"Zeile {number}: „{text[:40]}“ ist eine Summe oder Bemerkung und keine Person.",
        row=number,
    )


def _settle_names(fields: list[str | None]) -> None:
    """„Name“ beside a first name is the last name, alone it is the full name."""
    beside_first_name = "first_name" in fields and "last_name" not in fields
    for at, field in enumerate(fields):
        if field == "name":
            fields[at] = "last_name" if beside_first_name else "full_name"


def _settle_twins(fields: list[str | None], values: Sequence[Sequence[str]]) -> None:
    """Of two columns with one meaning the fuller one is read, so that none overwrites the other."""
    for field in {field for field in fields if field and field != NOT_READ}:
        twins = [at for at, each in enumerate(fields) if each == field]
        fullest = max(twins, key=lambda at: (len(values[at]), -at))
        for at in twins:
            if at != fullest:
                fields[at] = None


def _fill_by_content(fields: list[str | None], values: Sequence[Sequence[str]]) -> None:
    """Give columns under unknown headings the field that their cells show, from the left."""
    wanted: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("join", is_moment),
        ("leave", is_moment),
        ("minutes", is_duration),
        ("email", lambda text: email_of(text) is not None),
    )
    for field, holds in wanted:
        if field not in fields:
            _give(fields, values, field, holds)
    if not fields or {"full_name", "first_name", "last_name"} & set(fields):
        return
    # Telephones stand among the names, so that half of them suffices.
    _give(fields, values, "full_name", lambda text: not re.search(r"\d|@", text), share=0.5)


def _give(
    fields: list[str | None],
    values: Sequence[Sequence[str]],
    field: str,
    holds: Callable[[str], bool],
    *,
    share: float = 0.8,
) -> None:
    for at, texts in enumerate(values):
        told = [text for text in texts if not is_blank(text)]
        if fields[at] is None and told and sum(map(holds, told)) >= share * len(told):
            fields[at] = field
            return


def is_moment(text: str) -> bool:
    """Whether a cell holds a date with a clock time."""
    return ":" in text and moment_of(text) is not None


def is_clock(text: str) -> bool:
    """Whether a cell holds a clock time without a date."""
    return clock_of(text) is not None


def is_duration(text: str) -> bool:
    """Whether a cell holds a duration with its unit, or as hours, minutes and seconds."""
    return bool(re.search(r"[^\W\d]|:", text)) and seconds_of(text) is not None


def _examples(field: str | None, values: Sequence[str]) -> tuple[str, ...]:
    return () if field in _WITHOUT_EXAMPLES else tuple(dict.fromkeys(values))[:3]
