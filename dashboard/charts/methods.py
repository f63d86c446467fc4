"""Every figure's definition in words, generated from the catalogue: what „Methodik“ shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY
from dashboard.charts.chart import MAP_NOTE, Chart, Dataset
from dashboard.charts.evaluation_words import AGREEMENT
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


# How everything counts, whatever the chart: the same on the page and in the report.
PEOPLE = (
    "Eine Teilnahme ist eine Person bei einer Veranstaltung, die stattgefunden hat. Es zählt nur, "
    "wer da war: Anmeldungen, Abmeldungen, Nichterschienene, Summenzeilen und leere Zeilen zählen "
    "nicht. Wer spricht oder moderiert, war auch da.",
    "Eine Person ist, wer dieselbe E-Mail-Adresse hat; Groß- und Kleinschreibung spielt keine "
    "Rolle. Ohne Adresse gelten Name und Organisation zusammen; Anrede und Zusätze wie „(Gast)“ "
    "zählen nicht mit. Wer beides nicht angibt, zählt als Teilnahme, lässt sich aber nicht "
    "wiedererkennen.",
    "Steht jemand zweimal auf einer Liste, gilt die sicherere Angabe: teilgenommen vor nicht "
    "erschienen, abgemeldet, angemeldet und eingeladen.",
)
PLACES = (
    "Eine Postleitzahl von außerhalb des Landkreises schlägt jeden Ortsnamen im Landkreis.",
    "Sonst gilt zuerst, was jemand über diese Schreibweise entschieden hat, und zwar für alle "
    "Listen.",
    "Dann gilt der geschriebene Name: eine Gemeinde, ein Ortsteil, eine bekannte andere "
    "Schreibweise, eine Verbandsgemeinde, der Landkreis oder ein Ort außerhalb. Bei mehreren "
    "Teilen („Sangerhausen OT Wettelrode“) müssen sie zusammenpassen.",
    "Eine Postleitzahl des Landkreises wählt unter gleichen Namen aus. Für sich allein gilt sie "
    "nur, wenn sie zu genau einer Gemeinde gehört.",
    "Was mehrdeutig ist oder einem bekannten Namen nur ähnelt, entscheidet ein Mensch. Bis dahin "
    "zählt die Teilnahme ohne Gemeinde; sie fällt nie weg.",
    "Fehlt der Ort, gilt der Ort der Organisation, wenn ihr Name ihn nennt.",
)
PLACES_AFTER = (
    "Wer für eine Verbandsgemeinde kommt, zählt zu keiner ihrer Mitgliedsgemeinden. Deshalb gibt "
    "es zwei Karten: 22 Gemeinden und 11 Verwaltungen.",
    "Gemeinde und Art der Organisation gelten so, wie sie bei der Veranstaltung waren. Spätere "
    "Änderungen schreiben alte Jahre nicht um. Einwohnerzahlen sind die zuletzt davor "
    "gezählten, und wo keine frühere Zählung vorliegt, die erste danach.",
)
PSEUDONYMS = (
    "Namen, Adressen, Telefonnummern und Unterschriften werden beim Einlesen verworfen. Es bleibt "
    "ein Pseudonym (HMAC-SHA256 mit einem Schlüssel, der nicht in der Datenbank liegt). Damit "
    "lässt sich zählen, wer wiederkommt, aber nicht sagen, wer es ist. Ohne den Schlüssel lassen "
    "sich neue Listen nicht mehr mit alten verbinden.",
    "Rückmeldungen haben kein Pseudonym: Kein Fragebogen lässt sich einer Person zuordnen.",
)
INTERVALS = (
    "Die 95-%-Intervalle von Anteilen sind Wilson-Intervalle (E. B. Wilson, JASA 22, 1927). Sie "
    "stimmen auch bei wenigen Antworten und bei Anteilen nahe 0 und 1.",
    "Ob sich zwei Anteile um mehr als den Zufall unterscheiden, sagt das 95-%-Intervall ihrer "
    "Differenz nach R. G. Newcombe (Statistics in Medicine 17, 1998, S. 873–890, Verfahren 10): Es "
    "darf die Null nicht enthalten.",
    "Antworten auf Skalen sind geordnete Stufen. Gezeigt werden Verteilung, Median und Zustimmung. "
    f"{AGREEMENT} Verglichen wird nur, was auf gleiche Weise gefragt wurde.",
)
LIMITS = (
    "Veranstaltungen, Tagesordnungen und Ergebnisse bis 2024 stammen aus der öffentlichen Chronik. "
    "Was sie nicht sagt, bleibt unbekannt und wird nicht geschätzt.",
    "Veranstaltungen ohne bekanntes Datum zählen in keinem einzelnen Jahr, nur bei allen Jahren "
    "zusammen.",
    "Listen nennen nicht alles: Ohne Ort gibt es keine Gemeinde, ohne Namen keine Köpfe. „k. A.“ "
    "heißt unbekannt, „·“ verborgen, „–“ trifft nicht zu, 0 heißt wirklich null.",
    "Einwohnerzahlen, die bis 2023 gezählt sind, beruhen auf dem Zensus 2011, spätere auf dem von "
    "2022; ein Vergleich über diese Grenze sagt nichts.",
    "Wer einen Fragebogen ausfüllt, steht nicht für alle, die da waren. Der Rücklauf steht deshalb "
    "dabei.",
    f"{MAP_NOTE}. Die Flächen weichen um höchstens 2 % von den amtlichen ab, die von Ahlsdorf um "
    "2,4 %.",
)


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
