"""What the cells of one row say about one person, whichever list the row stands in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process

from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, PLACE_FIELDS, field_of
from dashboard.ingest.deadline import check_time
from dashboard.ingest.document import Sheet
from dashboard.ingest.presence import Unreadable
from dashboard.ingest.schema import Choices, ColumnMatch, Problem, Severity
from dashboard.ingest.source import problem
from dashboard.ingest.tables import examples, is_remark, is_total, repeats_header
from dashboard.ingest.values import email_of, is_blank, postcode_of

IDENTITY = PERSON_FIELDS | PLACE_FIELDS | {"organisation"}
_PERSONAL = PERSON_FIELDS | {"address", "signature", "remark", NOT_READ}
_SAYS_NOTHING = frozenset({None, NOT_READ, "event_date"})

_ANONYMOUS = re.compile(
    r"^(?:anonym\w*|unbekannt|unknown(?: user)?|n\.?\s?n\.?|gast|guest|-+|\?+|x{2,}"
    r"|(?:gast|guest|teilnehmer(?:in)?|person)\s*\d+|(?:info requested\s*)+)$",
    re.I,
)
_COMMA = re.compile(r"\s*,\s*")


@dataclass(frozen=True)
class Row:
    """The cells of one row by field. ``number`` counts as Excel shows it.

    ``sheet`` is empty unless the rows of several sheets are read.
    """

    number: int
    cells: Sequence[str]
    at: Mapping[str, ColumnMatch]
    sheet: str = ""

    @cached_property
    def said(self) -> dict[str, str]:
        """What stands in each column that was recognised."""
        return {
            field: self.cells[column.index] if column.index < len(self.cells) else ""
            for field, column in self.at.items()
        }

    @property
    def where(self) -> str:
        """„Zeile 7“, with its sheet where there are several."""
        return where(self.number, self.sheet)

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
            f"{self.where}: {message}",
            row=self.number,
            column=self.at[field].heading if field else None,
            value=self.said[field] if field else None,
            suggestion=suggestion,
        )


def settle_names(fields: list[str | None]) -> None:
    """„Name“ beside a first name is the last name, alone it is the full name."""
    beside_first_name = "first_name" in fields and "last_name" not in fields
    meaning = "last_name" if beside_first_name else "full_name"
    for at, field in enumerate(fields):
        if field == "name":
            fields[at] = None if meaning in fields else meaning


def column_matches(
    sheet: Sheet,
    header: int,
    fields: Sequence[str | None],
    choices: Choices,
    *,
    personal: frozenset[str] = _PERSONAL,
) -> tuple[ColumnMatch, ...]:
    """One match per column; what a person has assigned comes first, personal cells stay hidden."""
    headings = sheet.rows[header] if sheet.rows else []
    settled = [*fields]
    for at, chosen in choices.columns.items():
        if at < len(settled):
            settled = [None if field == chosen else field for field in settled]
            settled[at] = chosen or NOT_READ

    def is_personal(at: int, field: str | None) -> bool:
        meaning = field or (field_of(headings[at]) if at < len(headings) else None)
        return meaning in personal or meaning == "name"

    return tuple(
        ColumnMatch(
            at,
            headings[at] if at < len(headings) else "",
            field,
            () if is_personal(at, field) else examples(sheet, header, at),
        )
        for at, field in enumerate(settled)
    )


def data_rows(
    sheet: Sheet,
    header: int,
    columns: Sequence[ColumnMatch],
    problems: list[Problem],
    *,
    telling: frozenset[str] = IDENTITY,
    name: str = "",
) -> Iterator[Row]:
    """The rows that may name a person; sums and remarks become notes.

    ``telling`` are the fields that make a row with a single text one of a person. ``name`` is that
    of the sheet where several are read.
    """
    at = {column.field: column for column in columns if column.field}
    saying = [column.index for column in columns if column.field not in _SAYS_NOTHING]
    for number, cells in enumerate(sheet.rows[header + 1 :], header + 2):
        check_time()
        # The numbers of a pre-printed sheet say nothing.
        if not any(index < len(cells) and cells[index] for index in saying):
            continue
        if repeats_header(cells, sheet.rows[header]):
            continue
        row = Row(number, cells, at, name)
        if is_total(cells) or is_remark(cells, columns, telling):
            problems.append(_not_a_person(row))
            continue
        yield row


def _not_a_person(row: Row) -> Problem:
    text = next(cell for cell in row.cells if cell)
    return row.problem(
        Severity.NOTE,
        "not_a_person",
        f"„{text[:40]}“ ist eine Summe oder Bemerkung und keine Person.",
    )


def nobody_listed(problems: Sequence[Problem]) -> str:
    """The sentence for a file that names no person, with the first reason among its problems."""
    reason = next((each.message for each in problems if each.severity is not Severity.NOTE), "")
    return " ".join(
        f"In der Datei steht keine Person, die gezählt werden kann. {reason} Bitte prüfen, ob "
        "Namen oder E-Mail-Adressen unter den Überschriften stehen.".split()
    )


def where(number: int, sheet: str = "") -> str:
    """„Zeile 7“ or „Blatt „Gäste“, Zeile 7“."""
    return f"Blatt „{sheet}“, Zeile {number}" if sheet else f"Zeile {number}"


def email_in(row: Row, problems: list[Problem], field: str = "email") -> str:
    """The address; empty where there is none, with a problem where the cell says another thing."""
    written = row.said.get(field, "")
    if not written or is_blank(written) or _ANONYMOUS.match(written):
        return ""
    address = email_of(written)
    if address is None:
        problems.append(
            row.problem(
                Severity.WARNING,
                "email_invalid",
                "Das ist keine E-Mail-Adresse; die Person zählt über ihren Namen.",
                field=field,
                suggestion="Bitte die Adresse berichtigen.",
            )
        )
    return address or ""


def postcode_in(row: Row, problems: list[Problem], field: str = "postcode") -> str:
    """Five digits; empty where there are none, with a problem where the cell says another thing."""
    written = row.said.get(field, "")
    if not written or is_blank(written):
        return ""
    code = postcode_of(written)
    if code is None:
        problems.append(
            row.problem(
                Severity.WARNING,
                "postcode_invalid",
                f"„{written}“ ist keine Postleitzahl (fünf Ziffern) und wurde nicht gelesen.",
                field=field,
                suggestion="Bitte die Postleitzahl berichtigen.",
            )
        )
    elif len(written) < len(code):
        problems.append(
            row.problem(
                Severity.NOTE,
                "postcode_padded",
                f"Die Postleitzahl {written} wurde als {code} gelesen.",
                field=field,
            )
        )
    return code or ""


def unreadable_in(row: Row, cell: Unreadable) -> Problem:
    """The error for a cell that leaves its row out, with the word that may have been meant."""
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


def person_missing(row: Row) -> Problem:
    """The warning for a row that names nobody."""
    return row.problem(
        Severity.WARNING,
        "person_missing",
        "Hier ist keine Person genannt; die Zeile wurde ausgelassen.",
        suggestion="Bitte Namen oder E-Mail-Adresse ergänzen, falls jemand gemeint ist.",
    )


def text_in(said: Mapping[str, str], name: str) -> str:
    """The text of a field on one line; empty for „k. A.“ and its like."""
    text = said.get(name, "")
    return "" if not text or is_blank(text) else " ".join(text.split())


def name_in(said: Mapping[str, str]) -> str:
    """„Anna Beispiel“ from any columns; empty for „Anonym“ and its like."""
    name = f"{text_in(said, 'first_name')} {text_in(said, 'last_name')}".strip()
    if not name:
        last, *first = _COMMA.split(text_in(said, "full_name"), maxsplit=1)
        name = f"{first[0]} {last}".strip() if first else last
    return "" if is_anonymous(name) else name


def is_anonymous(name: str) -> bool:
    """Whether a name names nobody: empty, „Gast“, „N. N.“, „???“."""
    return not re.search(r"\w", name) or bool(_ANONYMOUS.match(name))


def town_in_address(said: Mapping[str, str]) -> str:
    """The town in „Markt 1, 06526 Sangerhausen“, in a list that has no column for the town."""
    address = said.get("address", "")
    return address if re.search(r"\b\d{5}\s+\S", address) else ""
