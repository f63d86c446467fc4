"""Tables that people have made: where the heading is, and which rows are no data."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from dashboard.ingest.columns import field_of
from dashboard.ingest.deadline import check_time
from dashboard.ingest.document import Sheet
from dashboard.ingest.schema import ColumnMatch
from dashboard.ingest.values import date_of, without_dates

HEADER_ROWS = 40
EXAMPLES = 3

_TOTAL = re.compile(
    r"^(?:gesamt|gesamtzahl|gesamtsumme|summe|zwischensumme|total|anzahl|durchschnitt|mittelwert"
    r"|mittel|median|insgesamt)\b[\w\s.()-]{0,30}[:=]?\s*[\d.,]*\s*(?:personen|teilnehm\w*|tn)?\.?$"
    r"|^ø.{0,30}$|^n\s*[:=]?\s*\d*$",
    re.I,
)
_HEAD_COUNT = re.compile(r"^(?:anwesend|angemeldet|teilnehm\w*|davon)\b\D{0,30}\d+\D{0,15}$", re.I)
_COUNT = re.compile(r"^[\d.,]+\s*(?:%|personen|teilnehm\w*|tn)?$", re.I)
_FOOTNOTE = re.compile(
    r"^(?:\*|hinweis|anmerkung|stand\b|quelle\b|legende|datenschutz|mit (?:ihrer|der) unterschrift"
    r"|erstellt|gedruckt|druckdatum|seite \d|ort, datum|unterschrift|für die richtigkeit|fotos?\b)",
    re.I,
)
_SECTION = re.compile(
    r"^(?:gäste|referent\w*|referierende|moderation|podium|presse|organisation|veranstalter\w*"
    r"|teilnehmer\w*|teilnehmende|online\w*|präsenz\w*|vor ort|nachmeldungen|nachrücker|weitere"
    r"|verwaltung|politik|wirtschaft)\b[\s:*/\w-]{0,25}:?$",
    re.I,
)
_LONGEST_NAME = 60
_PRINTED_ON = re.compile(r"\b(?:stand|druckdatum|gedruckt|erstellt|ausdruck|export)\b", re.I)
_LIST_WORDS = re.compile(
    r"^(?:teilnehmer\w*liste|teilnehmendenliste|teilnahmeliste|anwesenheitsliste|teilnehmer\w*"
    r"|gästeliste|anmeldeliste|liste|feedback\w*|fragebögen|auswertung\w*|rückmeldungen"
    r"|veranstaltung|titel|thema)\b\s*(?:der|des|zum|zur|für|von)?\b[\s:–-]*",
    re.I,
)


def best_header(sheet: Sheet, score: Callable[[Sequence[str]], float]) -> tuple[int, float]:
    """The row among the first that looks most like a heading, counted from 0, and its score."""
    scores = [(score(row), -at) for at, row in enumerate(sheet.rows[:HEADER_ROWS])]
    best, minus_at = max(scores, default=(0.0, 0))
    return -minus_at, best


def column_values(sheet: Sheet, header: int, column: int) -> Iterator[str]:
    """The filled cells of a column below the heading."""
    check_time()
    for row in sheet.rows[header + 1 :]:
        if column < len(row) and row[column]:
            yield row[column]


def examples(sheet: Sheet, header: int, column: int) -> tuple[str, ...]:
    """The first few different texts of a column."""
    found: dict[str, None] = {}
    for value in column_values(sheet, header, column):
        found[value] = None
        if len(found) == EXAMPLES:
            break
    return tuple(found)


def width_of(sheet: Sheet, header: int) -> int:
    """How many columns the table has, headings or not."""
    return max((len(row) for row in sheet.rows[header:]), default=0)


def repeats_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the heading again, as on the next printed page."""
    filled = [(cell, heading) for cell, heading in zip(row, header, strict=False) if cell]
    return len(filled) > 1 and all(cell == heading for cell, heading in filled)


def is_total(row: Sequence[str]) -> bool:
    """Whether a row sums up others: „Gesamt: 42“, „Durchschnitt | 1,8 | 2,1“, „Anwesend: 23“."""
    label, *numbers = [cell for cell in row if cell] or [""]
    if not numbers:
        says_number = re.search(r"\d|:$", label)
        return bool(says_number and (_TOTAL.match(label) or _HEAD_COUNT.match(label)))
    return bool(_TOTAL.match(label)) and all(map(_COUNT.match, numbers))


def is_remark(row: Sequence[str], columns: Sequence[ColumnMatch], telling: frozenset[str]) -> bool:
    """Whether a row with a single text is a footnote or the title of a section, and no person."""
    filled = [(at, cell) for at, cell in enumerate(row) if cell]
    if len(filled) != 1 or sum(column.field is not None for column in columns) < 2:
        return False
    at, cell = filled[0]
    field = columns[at].field if at < len(columns) else None
    return (
        bool(_FOOTNOTE.match(cell) or _SECTION.match(cell))
        or len(cell) > _LONGEST_NAME
        or (field not in telling and not re.fullmatch(r"[\d.]+", cell))
    )


def date_above(sheet: Sheet, header: int) -> date | None:
    """The one date that the rows above the heading name; null for none and for several."""
    cells = [cell for row in sheet.rows[:header] for cell in row if cell]
    dates = Counter(
        found for cell in cells if not _PRINTED_ON.search(cell) and (found := date_of(cell))
    )
    return next(iter(dates)) if len(dates) == 1 else None


def title_above(sheet: Sheet, header: int) -> str | None:
    """What the rows above the heading call the event, without „Teilnehmerliste“ and the date."""
    for row in sheet.rows[:header]:
        for cell in row:
            title = without_dates(cell).strip(" ,;:–-")
            while (shorter := _LIST_WORDS.sub("", title)) != title:
                title = shorter.strip(" ,;:–-")
            title = title.removesuffix(" am").strip(" ,;:–-")
            # A heading over two rows: „Anschrift“ above „PLZ“ and „Ort“.
            if len(title) > 3 and not _PRINTED_ON.search(cell) and not field_of(cell):
                return title
    return None


def text_above(sheet: Sheet, header: int) -> str:
    """All texts above the heading, where a scale may be explained."""
    return " · ".join(cell for row in sheet.rows[:header] for cell in row if cell)
