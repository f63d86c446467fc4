"""A sign-in sheet or any list of people: one row per person under headings in some order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process

from dashboard import formatting
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, PLACE_FIELDS, field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.people import Listed, gather
from dashboard.ingest.presence import SAYS_STATUS, Unreadable, presence_of, tells_presence
from dashboard.ingest.schema import Choices, ColumnMatch, Kind, ParsedFile, Problem, Severity
from dashboard.ingest.source import Finding, Recognised, Source, Tools, in_file_order, problem
from dashboard.ingest.tables import (
    best_header,
    column_values,
    examples,
    is_remark,
    is_total,
    repeats_header,
    width_of,
)
from dashboard.ingest.values import email_of, is_blank, postcode_of

LABEL = "Teilnahmeliste"

_IDENTITY = PERSON_FIELDS | PLACE_FIELDS | {"organisation"}
_PERSONAL = PERSON_FIELDS | {"address", "signature", "remark", NOT_READ}
_SAYS_NOTHING = frozenset({NOT_READ, "event_date"})
_WEIGHTS = dict.fromkeys(PERSON_FIELDS | {"name"}, 3.0) | {NOT_READ: 0.5, "remark": 0.5}
_ANONYMOUS = re.compile(
    r"^(?:anonym\w*|unbekannt|unknown(?: user)?|n\.?\s?n\.?|gast|guest|-+|\?+|x{2,}"
    r"|(?:gast|guest|teilnehmer(?:in)?|person)\s*\d+)$",
    re.I,
)
_COMMA = re.compile(r"\s*,\s*")


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """The table with the most headings that say something about people; null without any."""
    header, score = best_header(sheet, _score)
    if score <= 0 and not choices.columns:
        return None
    columns = _columns(sheet, header, choices)
    if not any(column.field in _IDENTITY for column in columns):
        return None
    return Finding(score, header, columns)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per person; every unreadable cell and every row left out becomes a problem."""
    columns = recognised.finding.columns
    at = {column.field: column for column in columns if column.field}
    sheet, header = recognised.sheet, recognised.finding.header
    statuses = list(column_values(sheet, header, at["status"].index)) if "status" in at else []
    telling = tells_presence(at, statuses)
    problems = [*recognised.problems]
    listed: list[Listed] = []
    rows_read = 0
    for number, cells in enumerate(sheet.rows[header + 1 :], header + 2):
        row = _Row(number, cells, at)
        if row.is_empty or repeats_header(cells, sheet.rows[header]):
            continue
        if is_total(cells) or is_remark(cells, columns, _IDENTITY):
            problems.append(_not_a_person(number, cells))
            continue
        rows_read += 1
        person = _listed(row, problems, tells_presence=telling)
        if person:
            listed.append(person)
    people = gather(listed, tools, choices)
    unnamed = "" if PERSON_FIELDS & at.keys() else " ohne Namen"
    counted = formatting.count(len(people.rows), f"Person{unnamed}", f"Personen{unnamed}")
    return ParsedFile(
        kind=Kind.ATTENDANCE,
        source=SOURCE.name,
        summary=f"{LABEL}, {counted}, {recognised.how}",
        columns=columns,
        rows_read=rows_read,
        left_out=rows_read - len(listed),
        attendance=people.rows,
        merged=people.merged,
        problems=in_file_order([*problems, *people.problems]),
        decisions=people.decisions,
        event_date=recognised.event_date,
        event_title=recognised.event_title,
        tells_registration=bool(SAYS_STATUS & at.keys()),
    )


def _score(row: Sequence[str]) -> float:
    """Headings of people and places weigh most; a row of data scores next to nothing."""
    fields = {field for cell in row if cell and (field := field_of(cell))}
    filled = sum(bool(cell) for cell in row)
    telling = sum(_WEIGHTS.get(field, 2.0) for field in fields)
    if not fields & (_IDENTITY | {"name"}) or telling < filled:
        return 0
    return telling


def _columns(sheet: Sheet, header: int, choices: Choices) -> tuple[ColumnMatch, ...]:
    headings = sheet.rows[header] if sheet.rows else []
    width = width_of(sheet, header)
    fields = [field_of(headings[at]) if at < len(headings) else None for at in range(width)]
    _settle_names(fields)
    _settle_twins(fields, sheet, header)
    for at, chosen in choices.columns.items():
        if at < width:
            fields = [None if field == chosen else field for field in fields]
            fields[at] = chosen or NOT_READ
    return tuple(
        ColumnMatch(
            at,
            headings[at] if at < len(headings) else "",
            field,
            () if field in _PERSONAL else examples(sheet, header, at),
        )
        for at, field in enumerate(fields)
    )


def _settle_names(fields: list[str | None]) -> None:
    """„Name“ beside a first name is the last name, alone it is the full name."""
    beside_first_name = "first_name" in fields and "last_name" not in fields
    meaning = "last_name" if beside_first_name else "full_name"
    for at, field in enumerate(fields):
        if field == "name":
            fields[at] = None if meaning in fields else meaning


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


@dataclass(frozen=True)
class _Row:
    """The cells of one row by field. ``number`` counts as Excel shows it."""

    number: int
    cells: Sequence[str]
    at: Mapping[str, ColumnMatch]

    @cached_property
    def said(self) -> dict[str, str]:
        """What stands in each column that was recognised."""
        return {
            field: self.cells[column.index] if column.index < len(self.cells) else ""
            for field, column in self.at.items()
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said; the numbers of a pre-printed sheet say nothing."""
        return not any(text for field, text in self.said.items() if field not in _SAYS_NOTHING)

    def problem(
        self,
        severity: Severity,
        code: str,
        message: str,
        *,
        field: str | None = None,
        suggestion: str | None = None,
    ) -> Problem:
        """A problem of this row, in the column of a field."""
        return problem(
            severity,
            code,
            f"Zeile {self.number}: {message}",
            row=self.number,
            column=self.at[field].heading if field else None,
            value=self.said[field] if field else None,
            suggestion=suggestion,
        )


def _listed(row: _Row, problems: list[Problem], *, tells_presence: bool) -> Listed | None:
    """What the row says about a person; null, with the reason among the problems, for none."""
    said = row.said
    presence = presence_of(said, tells_presence=tells_presence)
    problems.extend(_unreadable(row, each) for each in presence.unreadable)
    person = Listed(
        row=row.number,
        status=presence.status,
        name=_name_of(said),
        email=_email_of(row, problems),
        organisation=_text(said, "organisation"),
        place=_text(said, "place") or _town_in_address(said),
        locality=_text(said, "locality"),
        postcode=_postcode_of(row, problems),
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
    problems.append(
        row.problem(
            Severity.WARNING,
            "person_missing",
            "Hier ist keine Person genannt; die Zeile wurde ausgelassen.",
            suggestion="Bitte Namen oder E-Mail-Adresse ergänzen, falls jemand gemeint ist.",
        )
    )
    return None


def _email_of(row: _Row, problems: list[Problem]) -> str:
    written = row.said.get("email", "")
    if not written or is_blank(written) or _ANONYMOUS.match(written):
        return ""
    address = email_of(written)
    if address is None:
        problems.append(
            row.problem(
                Severity.WARNING,
                "email_invalid",
                "Das ist keine E-Mail-Adresse; die Person zählt über ihren Namen.",
                field="email",
                suggestion="Bitte die Adresse berichtigen.",
            )
        )
    return address or ""


def _postcode_of(row: _Row, problems: list[Problem]) -> str:
    written = row.said.get("postcode", "")
    if not written or is_blank(written):
        return ""
    code = postcode_of(written)
    if code is None:
        problems.append(
            row.problem(
                Severity.WARNING,
                "postcode_invalid",
                f"„{written}“ ist keine Postleitzahl (fünf Ziffern) und wurde nicht gelesen.",
                field="postcode",
                suggestion="Bitte die Postleitzahl berichtigen.",
            )
        )
    elif len(written) < len(code):
        problems.append(
            row.problem(
                Severity.NOTE,
                "postcode_padded",
                f"Die Postleitzahl {written} wurde als {code} gelesen.",
                field="postcode",
            )
        )
    return code or ""


def _unreadable(row: _Row, cell: Unreadable) -> Problem:
    near = process.extractOne(cell.written.lower(), cell.words, score_cutoff=60)
    heading = row.at[cell.field].heading
    return row.problem(
        Severity.ERROR,
        f"{cell.field}_unreadable",
        f"„{cell.written}“ in der Spalte „{heading}“ ist nicht lesbar, erwartet wird "
        f"{cell.expected}. Die Zeile wurde ausgelassen.",
        field=cell.field,
        suggestion=f"Ist „{near[0]}“ gemeint?" if near else None,
    )


def _not_a_person(number: int, cells: Sequence[str]) -> Problem:
    text = next(cell for cell in cells if cell)
    return problem(
        Severity.NOTE,
        "not_a_person",
        f"Zeile {number}: „{text[:40]}“ ist eine Summe oder Bemerkung und keine Person.",
        row=number,
    )


def _text(said: Mapping[str, str], name: str) -> str:
    text = " ".join(said.get(name, "").split())
    return "" if is_blank(text) else text


def _name_of(said: Mapping[str, str]) -> str:
    """„Anna Beispiel“ from any columns; empty for „Anonym“ and its like."""
    name = f"{_text(said, 'first_name')} {_text(said, 'last_name')}".strip()
    if not name:
        last, *first = _COMMA.split(_text(said, "full_name"), maxsplit=1)
        name = f"{first[0]} {last}".strip() if first else last
    return "" if _ANONYMOUS.match(name) or not re.search(r"\w", name) else name


def _town_in_address(said: Mapping[str, str]) -> str:
    """The town in „Markt 1, 06526 Sangerhausen“, in a list that has no column for the town."""
    address = said.get("address", "")
    return address if re.search(r"\b\d{5}\s+\S", address) else ""


SOURCE = Source("attendance_list", LABEL, Kind.ATTENDANCE, recognise, parse)
