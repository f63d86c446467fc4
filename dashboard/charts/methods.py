"""Every figure's definition in words, generated from the catalogue: what „Methodik“ shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY
from dashboard.charts.chart import Chart, Dataset
from dashboard.charts.overview import FIGURES
from dashboard.disclosure import Audience, Protection, Thresholds, Unit

_UNITS = {
    Unit.PEOPLE: "Personen",
    Unit.ORGANISATIONS: "Organisationen",
    Unit.ANSWERS: "Antworten",
}
# What the public never sees, however many it are.
_HEADS = (
    "Wie viele Personen aus einem Ort kamen, sehen nur Angemeldete; öffentlich ist, ob und bei wie "
    "vielen Dialogen jemand da war."
)
_INTERNAL = {
    "participation.by_event": "Einladungen, Anmeldungen und Abmeldungen sehen nur Angemeldete."
}
# The page that shows a chart, by the first word of its id; another word names itself.
_PAGES = {
    "uebersicht": "Übersicht",
    "themen": "Themen",
    "anmerkungen": "Veranstaltungen",
    "gemeinden": "Gemeinden",
    "gemeinde": "Gemeinden",
    "verwaltungen": "Gemeinden",
    "beteiligung": "Beteiligung",
    "auswertung": "Auswertung",
    "gespraeche": "Auswertung",
    "wirkung": "Wirkung",
    "vorschlaege": "Wirkung",
}


@dataclass(frozen=True)
class Definition:
    """How one chart counts, in German; ``anchor`` is its place on the page, also for links."""

    anchor: str
    title: str
    question: str
    text: str
    protection: str
    source: str
    notes: tuple[str, ...]
    query: str


@dataclass(frozen=True)
class Section:
    """The charts of one page of the menu."""

    title: str
    definitions: tuple[Definition, ...]


def anchor_of(chart_id: str) -> str:
    """Where a chart is defined: ``methodik#definition-wirkung-stand``."""
    return f"definition-{chart_id}"


def figure_definitions() -> tuple[tuple[str, str], ...]:
    """The headline figures: name and definition, in the order of the overview."""
    return tuple((figure.label, figure.definition) for figure in FIGURES.values())


def sections(
    thresholds: Thresholds, charts: Sequence[Chart] = (*CATALOGUE, *OF_MUNICIPALITY)
) -> tuple[Section, ...]:
    """Every chart under the page that shows it, in the order of the catalogue."""
    by_page: dict[str, list[Definition]] = {}
    for chart in charts:
        by_page.setdefault(_page_of(chart.id), []).append(_definition(chart, thresholds))
    return tuple(Section(title, tuple(found)) for title, found in by_page.items())


def _page_of(chart_id: str) -> str:
    first = chart_id.partition("-")[0]
    return _PAGES.get(first, first.capitalize())


def _definition(chart: Chart, thresholds: Thresholds) -> Definition:
    return Definition(
        anchor_of(chart.id),
        chart.title,
        chart.question,
        chart.definition,
        protection_in_words(chart.data, thresholds),
        chart.source,
        chart.notes,
        chart.query,
    )


def protection_in_words(data: Dataset, thresholds: Thresholds) -> str:
    """Which numbers are hidden from whom, and who may see the table at all."""
    if data.audience is Audience.STAFF:
        return "Nicht öffentlich: nur für die Redaktion."
    if data.audience is Audience.INTERNAL:
        return "Nicht öffentlich: nur für Angemeldete."
    if not data.protections:
        return "Hier wird nichts verborgen: Die Zahlen sagen nichts über einzelne Personen."
    sentences = [
        _unit_in_words(unit, data.protections, thresholds)
        for unit in _UNITS
        if any(each.table and each.unit is unit for each in data.protections)
    ]
    if sentences:
        sentences.append("Was einen verborgenen Wert verraten würde, ist ebenfalls verborgen.")
    if any(each.internal for each in data.protections):
        sentences.append(_INTERNAL.get(data.query, _HEADS))
    return " ".join(sentences)


def _unit_in_words(unit: Unit, every: Sequence[Protection], thresholds: Thresholds) -> str:
    is_for_all = next(each for each in every if each.unit is unit).binds(Audience.INTERNAL)
    return (
        f"Verborgen ist {'für alle' if is_for_all else 'für die Öffentlichkeit'}, was auf weniger "
        f"als {thresholds.of(unit)} {_UNITS[unit]} beruht."
    )
