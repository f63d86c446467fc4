"""Methodik: how every figure is counted, generated from the catalogue of charts."""

import html
from collections.abc import Sequence

import streamlit as st

from dashboard.app_pages import shared
from dashboard.app_pages.wording import plain
from dashboard.charts import methods
from dashboard.charts.chart import MAP_NOTE
from dashboard.charts.methods import Definition, Section

_PEOPLE = (
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
_PLACES = (
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
_PLACES_AFTER = (
    "Wer für eine Verbandsgemeinde kommt, zählt zu keiner ihrer Mitgliedsgemeinden. Deshalb gibt "
    "es zwei Karten: 22 Gemeinden und 11 Verwaltungen.",
    "Gemeinde und Art der Organisation gelten so, wie sie bei der Veranstaltung waren. Spätere "
    "Änderungen schreiben alte Jahre nicht um. Einwohnerzahlen sind die zuletzt davor gezählten.",
)
_PSEUDONYMS = (
    "Namen, Adressen, Telefonnummern und Unterschriften werden beim Einlesen verworfen. Es bleibt "
    "ein Pseudonym (HMAC-SHA256 mit einem Schlüssel, der nicht in der Datenbank liegt). Damit "
    "lässt sich zählen, wer wiederkommt, aber nicht sagen, wer es ist. Ohne den Schlüssel lassen "
    "sich neue Listen nicht mehr mit alten verbinden.",
    "Rückmeldungen haben kein Pseudonym: Kein Fragebogen lässt sich einer Person zuordnen.",
)
_INTERVALS = (
    "Vertrauensbereiche von Anteilen sind Wilson-Bereiche zu 95 % (E. B. Wilson, JASA 22, "
    "1927). Sie stimmen auch bei wenigen Antworten und bei Anteilen nahe 0 und 1.",
    "Ob sich zwei Anteile um mehr als den Zufall unterscheiden, sagt der Bereich ihrer Differenz "
    "nach R. G. Newcombe (Statistics in Medicine 17, 1998, S. 873–890, Verfahren 10): Er darf die "
    "Null nicht enthalten.",
    "Antworten auf Skalen sind geordnete Stufen. Gezeigt werden Verteilung, Median und Zustimmung; "
    "Zustimmung ist das beste Viertel der Skala. Verglichen wird nur, was auf gleiche Weise "
    "gefragt wurde.",
)
_LIMITS = (
    "Veranstaltungen, Tagesordnungen und Ergebnisse bis 2024 stammen aus der öffentlichen Chronik. "
    "Was sie nicht sagt, bleibt unbekannt und wird nicht geschätzt.",
    "Veranstaltungen ohne bekanntes Datum zählen nur, wenn alle Jahre gewählt sind, und in keinem "
    "einzelnen Jahr.",
    "Listen nennen nicht alles: Ohne Ort gibt es keine Gemeinde, ohne Namen keine Köpfe. „k. A.“ "
    "heißt unbekannt, „·“ verborgen, „–“ trifft nicht zu, 0 heißt wirklich null.",
    "Einwohnerzahlen bis 2023 beruhen auf dem Zensus 2011, spätere auf dem von 2022; ein Vergleich "
    "über diese Grenze sagt nichts.",
    "Wer einen Fragebogen ausfüllt, steht nicht für alle, die da waren. Der Rücklauf steht deshalb "
    "dabei.",
    f"{MAP_NOTE}. Die Flächen weichen um höchstens 2 % von den amtlichen ab, die von Ahlsdorf um "
    "2,4 %.",
)


def page() -> None:
    """The page „Methodik“."""
    st.title("Methodik")
    thresholds = shared.workspace().thresholds
    sections = methods.sections(thresholds)
    shared.draw_sentence(
        "Wie jede Zahl in diesem Dashboard entsteht. Der zweite Teil wird aus demselben "
        "Verzeichnis erzeugt wie die Diagramme selbst. Mit der Suche des Browsers (Strg+F) findet "
        "sich jeder Begriff."
    )
    _draw_contents(sections)
    st.header("Wie gezählt wird", anchor="zaehlen")
    _draw_part("Personen und Teilnahmen", "personen", _PEOPLE)
    _draw_part("Orte", "orte", ("Ein geschriebener Ort wird in dieser Reihenfolge gelesen:",))
    _draw_list(_PLACES, ordered=True)
    _draw_paragraphs(_PLACES_AFTER)
    _draw_part("Pseudonyme", "pseudonyme", _PSEUDONYMS)
    _draw_part(
        "Kleine Fallzahlen",
        "fallzahlen",
        (
            f"Was auf weniger als {thresholds.min_people} Personen oder Antworten oder auf weniger "
            f"als {thresholds.min_organisations} Organisationen beruht, wird verborgen und als „·“ "
            "gezeigt. Ließe sich ein verborgener Wert aus einer gezeigten Summe ausrechnen, werden "
            "so viele weitere verborgen, bis es nicht mehr geht.",
            "Antworten sind gegenüber allen vertraulich; Zahlen zu Personen sieht die Redaktion, "
            "die die Listen einliest, ungekürzt. Eine echte Null wird gezeigt. Vorbild ist die "
            "Statistik der Bundesagentur für Arbeit, die Werte unter 3 verbirgt.",
        ),
    )
    _draw_part("Unsicherheit", "unsicherheit", _INTERVALS)
    _draw_part("Grenzen der Daten", "grenzen", ())
    _draw_list(_LIMITS, ordered=False)
    st.header("Kennzahlen", anchor="kennzahlen")
    _draw_facts(methods.figure_definitions())
    for section in sections:
        st.header(plain(f"Diagramme und Tabellen: {section.title}"), anchor=_anchor(section))
        for definition in section.definitions:
            _draw_definition(definition)


def _anchor(section: Section) -> str:
    return f"seite-{section.definitions[0].query.partition('.')[0]}"


def _draw_contents(sections: Sequence[Section]) -> None:
    places = {
        "zaehlen": "Wie gezählt wird",
        "kennzahlen": "Kennzahlen",
        **{_anchor(section): f"Diagramme: {section.title}" for section in sections},
    }
    entries = "".join(
        f'<li><a href="#{anchor}">{html.escape(title)}</a></li>' for anchor, title in places.items()
    )
    st.html(f'<nav aria-label="Inhalt dieser Seite"><ul class="rd-contents">{entries}</ul></nav>')


def _draw_part(title: str, anchor: str, paragraphs: Sequence[str]) -> None:
    st.subheader(title, anchor=anchor)
    _draw_paragraphs(paragraphs)


def _draw_paragraphs(paragraphs: Sequence[str]) -> None:
    for paragraph in paragraphs:
        shared.draw_sentence(paragraph)


def _draw_list(entries: Sequence[str], *, ordered: bool) -> None:
    tag = "ol" if ordered else "ul"
    listed = "".join(f"<li>{html.escape(entry)}</li>" for entry in entries)
    st.html(f'<{tag} class="rd-list">{listed}</{tag}>')


def _draw_facts(facts: Sequence[tuple[str, str]]) -> None:
    listed = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in facts
    )
    st.html(f'<dl class="rd-definition">{listed}</dl>')


def _draw_definition(definition: Definition) -> None:
    st.subheader(plain(definition.title), anchor=definition.anchor)
    _draw_facts(
        (
            ("Frage", definition.question),
            ("Definition", definition.text),
            ("Geheimhaltung", definition.protection),
            ("Quelle", ". ".join((definition.source, *definition.notes)) + "."),
            ("Abfrage", definition.query),
        )
    )
