"""What a report is made of: chapters, sentences, tables, figures. Renderers know nothing else.

Everything here is text and numbers, so that an edition can be stored and read again; only a figure
that was just built still carries the published chart its picture is drawn from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dashboard.charts.publish import Published
from dashboard.disclosure import Audience

DEMO_MARK = "Beispieldaten (erfunden)"
INTERNAL_MARK = "Intern – nicht zur Veröffentlichung bestimmt"


class Kind(StrEnum):
    """What a cell holds; decides its type in a spreadsheet and on which side it stands."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    DATE = "date"


@dataclass(frozen=True)
class Cell:
    """One cell: as people read it, and its value for spreadsheets.

    ``value``: a number; a share (0 to 1) for ``PERCENT``; hundredths for ``POINTS``; ISO text for
    ``DATE``; null for text, and where a number is unknown or hidden (``text`` says which).
    """

    text: str
    value: float | str | None = None
    kind: Kind = Kind.TEXT
    digits: int = 0


@dataclass(frozen=True)
class TableColumn:
    """A column: its heading, and of which kind its cells are where they are known."""

    heading: str
    kind: Kind


@dataclass(frozen=True)
class Table:
    """A table with everything that is said about it; ``definition`` empty where nothing counts."""

    key: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sentence: str = ""
    source: str = ""
    definition: str = ""


@dataclass(frozen=True)
class Series:
    """The values of one row of a native chart; null: unknown or hidden, never zero.

    ``pattern`` over the colour, as in the picture: "", "/" or "x".
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    pattern: str = ""


@dataclass(frozen=True)
class NativeChart:
    """A chart that Word and PowerPoint draw themselves: horizontal bars, one row per category.

    ``stacked``: the series of a row stand behind each other and make up the whole.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str
    axis_title: str
    stacked: bool = False


@dataclass(frozen=True)
class Figure:
    """One picture of the report.

    ``key`` names its files. ``published`` is what the picture is drawn from; null in an edition,
    whose pictures are stored with it.
    """

    key: str
    title: str
    alt: str
    sentence: str
    n: str
    source: str
    native: NativeChart | None = None
    published: Published | None = field(default=None, compare=False, repr=False)

    @property
    def caption(self) -> str:
        """Below the picture: what it shows and how many that rests on."""
        return f"{self.title} ({self.n})" if self.n else self.title


class Style(StrEnum):
    """How a paragraph is meant."""

    BODY = "body"
    LEAD = "lead"
    QUOTE = "quote"
    SMALL = "small"


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Words and what is known about them: „Datum“, „19.09.2023“."""

    title: str
    entries: tuple[tuple[str, str], ...]


Block = Paragraph | Bullets | Facts | Table | Figure


@dataclass(frozen=True)
class Section:
    """A chapter or a part of one."""

    key: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    landscape: bool = False

    def walk(self) -> Iterator[Block]:
        """Every block in reading order."""
        yield from self.blocks
        for section in self.sections:
            yield from section.walk()

    def with_pictures(self) -> Iterator[tuple[Block, Figure | None]]:
        """Its own blocks, each with the picture below that it is about, where there is one."""
        for block, below in zip(self.blocks, (*self.blocks[1:], None), strict=False):
            is_about = isinstance(block, Paragraph) and block.style is Style.BODY
            yield block, below if is_about and isinstance(below, Figure) else None


@dataclass(frozen=True)
class Definition:
    """How something is counted, for the sheet of definitions."""

    name: str
    text: str
    protection: str = ""
    source: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report; ``made_at`` (UTC) dates its files, ``as_of`` is the state of the data.

    ``more_figures``: charts of the year that the text does not show, for the folder of pictures.
    """

    year: int
    audience: Audience
    is_demo: bool
    agency: str
    as_of: datetime | None
    made_at: datetime
    chapters: tuple[Section, ...]
    definitions: tuple[Definition, ...]
    data_state: tuple[tuple[str, str], ...]
    more_figures: tuple[Figure, ...] = ()

    @property
    def title(self) -> str:
        """„Jahresbericht 2023“."""
        return f"Jahresbericht {self.year}"

    @property
    def full_title(self) -> str:
        """The title with the name of the series, for metadata."""
        return f"Regionaldialog: {self.title}"

    @property
    def marks(self) -> tuple[str, ...]:
        """What cover and every page have to say about the circle and about invented data."""
        internal = (INTERNAL_MARK,) if self.audience is not Audience.PUBLIC else ()
        return ((DEMO_MARK,) if self.is_demo else ()) + internal

    @property
    def file_stem(self) -> str:
        """The name of its files, without the ending."""
        demo = "beispieldaten-" if self.is_demo else ""
        internal = "-intern" if self.audience is not Audience.PUBLIC else ""
        return f"{demo}jahresbericht-{self.year}{internal}"

    @property
    def part_prefix(self) -> str:
        """Begins the names of single pictures and tables: no internal one passes for a public."""
        internal = "intern-" if self.audience is not Audience.PUBLIC else ""
        return ("beispieldaten-" if self.is_demo else "") + internal

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order."""
        return tuple(block for chapter in self.chapters for block in chapter.walk())

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the text, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """Those of the text, then the others."""
        return (*self.figures, *self.more_figures)

    @property
    def native_figures(self) -> tuple[Figure, ...]:
        """The main charts: those that Word and PowerPoint can draw themselves."""
        return tuple(figure for figure in self.figures if figure.native is not None)
