"""Methodik: how every figure is counted, generated from the catalogue of charts."""

import html
from collections.abc import Sequence

import streamlit as st

from dashboard.app_pages import shared
from dashboard.app_pages.wording import plain
from dashboard.charts import methods
from dashboard.charts.methods import Definition, Section


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
    _draw_part("Personen und Teilnahmen", "personen", methods.PEOPLE)
    _draw_part("Orte", "orte", ("Ein geschriebener Ort wird in dieser Reihenfolge gelesen:",))
    _draw_list(methods.PLACES, ordered=True)
    _draw_paragraphs(methods.PLACES_AFTER)
    _draw_part("Pseudonyme", "pseudonyme", methods.PSEUDONYMS)
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
    _draw_part("Unsicherheit", "unsicherheit", methods.INTERVALS)
    _draw_part("Grenzen der Daten", "grenzen", ())
    _draw_list(methods.LIMITS, ordered=False)
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
