"""A sign-in sheet or any list of people: one row per person under headings in some order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.listed_rows import (
    IDENTITY,
    Row,
    column_matches,
    data_rows,
    email_in,
    name_in,
    nobody_listed,
    person_missing,
    postcode_in,
    settle_names,
    text_in,
    town_in_address,
    unreadable_in,
)
from dashboard.ingest.people import Listed, People, gather
from dashboard.ingest.presence import SAYS_STATUS, presence_of, status_of_sheet, tells_presence
from dashboard.ingest.schema import (
    Choices,
    ColumnMatch,
    Kind,
    ParsedFile,
    Problem,
    Severity,
    Status,
)
from dashboard.ingest.source import Finding, Recognised, Source, Tools, in_file_order, problem
from dashboard.ingest.tables import (
    best_header,
    column_values,
    width_of,
)

LABEL = "Teilnahmeliste"

_WEIGHTS = dict.fromkeys(PERSON_FIELDS | {"name"}, 3.0) | {NOT_READ: 0.5, "remark": 0.5}


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """The table with the most headings that say something about people; null without any."""
    header, score = best_header(sheet, _score)
    if score <= 0 and not choices.columns:
        return None
    columns = _columns(sheet, header, choices)
    if not any(column.field in IDENTITY for column in columns):
        return None
    return Finding(score, header, columns)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per person; every unreadable cell and every row left out becomes a problem."""
    problems = [*recognised.problems, *_twins(recognised.sheet, recognised.finding)]
    listed: list[Listed] = []
    rows_read = 0
    tables = _tables(recognised)
    for table in tables:
        found = table.finding
        rows = list(data_rows(table.sheet, found.header, found.columns, problems, name=table.name))
        rows_read += len(rows)
        listed += [person for row in rows if (person := _listed(row, table, problems))]
    people = gather(listed, tools, choices)
    if not people.rows:
        raise FileUnusable(nobody_listed(problems))
    named = any(PERSON_FIELDS & table.at.keys() for table in tables)
    counted = formatting.count(
        len(people.rows),
        "Person" if named else "Person ohne Namen",
        "Personen" if named else "Personen ohne Namen",
    )
    return ParsedFile(
        kind=Kind.ATTENDANCE,
        source=SOURCE.name,
        summary=f"{LABEL}, {counted}{_came(people)}, {recognised.how}",
        columns=recognised.finding.columns,
        rows_read=rows_read,
        left_out=rows_read - len(listed),
        attendance=people.rows,
        merged=people.merged,
        problems=in_file_order([*problems, *people.problems]),
        decisions=people.decisions,
        event_date=recognised.event_date,
        event_title=recognised.event_title,
        tells_registration=any(table.tells_registration for table in tables),
    )


def _twins(sheet: Sheet, finding: Finding) -> list[Problem]:
    """A note for every filled column that is not read because another one means the same."""
    read = {column.field: column for column in finding.columns if column.field != NOT_READ}
    notes = []
    for column in finding.columns:
        meaning = field_of(column.heading) if column.field is None else None
        twin = read.get({"name": "full_name"}.get(meaning, meaning)) if meaning else None
        if twin and any(column_values(sheet, finding.header, column.index)):
            notes.append(
                problem(
                    Severity.NOTE,
                    "column_repeated",
                    f"Die Spalten {column.index + 1} („{column.heading}“) und {twin.index + 1} "
                    f"(„{twin.heading}“) bedeuten dasselbe. Gelesen wurde Spalte {twin.index + 1}.",
                    column=column.heading,
                )
            )
    return notes


def _came(people: People) -> str:
    """„, 38 anwesend“, where that is not everybody."""
    attended = sum(row.status is Status.ATTENDED for row in people.rows)
    return f", {formatting.whole(attended)} anwesend" if attended < len(people.rows) else ""


@dataclass(frozen=True)
class _Table:
    """One sheet of the list. ``status`` is what its name says of everybody on it, or null."""

    sheet: Sheet
    finding: Finding
    name: str
    status: Status | None

    @cached_property
    def at(self) -> dict[str, ColumnMatch]:
        """The column of each field."""
        return {column.field: column for column in self.finding.columns if column.field}

    @cached_property
    def tells_presence(self) -> bool:
        """Whether the columns can tell who came from who only registered."""
        header, at = self.finding.header, self.at
        told = column_values(self.sheet, header, at["status"].index) if "status" in at else ()
        return tells_presence(at, list(told))

    @property
    def tells_registration(self) -> bool:
        """Whether registrations stand apart from attendances."""
        return bool(SAYS_STATUS & self.at.keys()) or self.status is not None


def _tables(recognised: Recognised) -> list[_Table]:
    """The sheet that was recognised and those with the same headings."""
    every = [(recognised.sheet, recognised.finding), *recognised.more]
    if len(every) == 1:
        return [_Table(recognised.sheet, recognised.finding, "", None)]
    signed = any(column.field == "signature" for _, each in every for column in each.columns)
    return [
        _Table(
            sheet,
            _with_signatures(finding) if signed else finding,
            sheet.name,
            status_of_sheet(sheet.name),
        )
        for sheet, finding in every
    ]


def _with_signatures(finding: Finding) -> Finding:
    """Where one sheet is signed, nobody came of another one that nobody signed."""
    columns = tuple(
        replace(column, field="signature")
        if column.field == NOT_READ and field_of(column.heading) == "signature"
        else column
        for column in finding.columns
    )
    return replace(finding, columns=columns)


def _score(row: Sequence[str]) -> float:
    """Headings of people and places weigh most; a row of data scores next to nothing."""
    fields = {field for cell in row if cell and (field := field_of(cell))}
    filled = sum(bool(cell) for cell in row)
    telling = sum(_WEIGHTS.get(field, 2.0) for field in fields)
    identity = fields & (IDENTITY | {"name"})
    # Many unknown headings beside a name and a place are questions, not the cells of a person.
    names_people = len(identity) > 1 and identity & (PERSON_FIELDS | {"name"})
    if not identity or (telling < filled and not names_people):
        return 0
    return telling


def _columns(sheet: Sheet, header: int, choices: Choices) -> tuple[ColumnMatch, ...]:
    headings = sheet.rows[header] if sheet.rows else []
    width = width_of(sheet, header)
    fields = [field_of(headings[at]) if at < len(headings) else None for at in range(width)]
    settle_names(fields)
    _settle_twins(fields, sheet, header)
    return column_matches(sheet, header, fields, choices)


def _settle_twins(fields: list[str | None], sheet: Sheet, header: int) -> None:
    """Of two columns with one meaning the fuller one is read, so that none overwrites the other."""
    for field in {field for field in fields if field and field != NOT_READ}:
        twins = [at for at, each in enumerate(fields) if each == field]
        fullest = max(twins, key=lambda at: sum(1 for _ in column_values(sheet, header, at)))
        for at in twins:
            if at != fullest:
                fields[at] = None
    # A sheet printed for signatures and never signed says nothing about who came.
    if "signature" in fields and not any(column_values(sheet, header, fields.index("signature"))):
        fields[fields.index("signature")] = NOT_READ


def _listed(row: Row, table: _Table, problems: list[Problem]) -> Listed | None:
    """What the row says about a person; null, with the reason among the problems, for none."""
    said = row.said
    presence = presence_of(said, tells_presence=table.tells_presence)
    problems.extend(unreadable_in(row, each) for each in presence.unreadable)
    status = presence.status
    if table.status and status is Status.ATTENDED and not table.tells_presence:
        status = table.status
    person = Listed(
        row=row.number,
        sheet=row.sheet,
        status=status,
        name=name_in(said),
        email=email_in(row, problems),
        organisation=text_in(said, "organisation"),
        place=text_in(said, "place") or town_in_address(said),
        locality=text_in(said, "locality"),
        postcode=postcode_in(row, problems),
        mode=presence.mode,
        minutes=presence.minutes,
    )
    if presence.unreadable:
        return None
    if PERSON_FIELDS & row.at.keys():
        named = bool(person.name or person.email)
    else:
        named = bool(person.organisation or person.place or person.locality or person.postcode)
    if named:
        return person
    problems.append(person_missing(row))
    return None


SOURCE = Source("attendance_list", LABEL, Kind.ATTENDANCE, recognise, parse, reads_more_sheets=True)
