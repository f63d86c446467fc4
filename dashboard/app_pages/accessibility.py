"""Barrierefreiheit: the statement that §§ 16b and 16d BGG LSA ask for, with the true status."""

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.accessibility import EVERYWHERE, LAST_CHECK, Barrier, known_barriers
from dashboard.app_pages import shared
from dashboard.settings import Settings

_CAUSES = {"own": "unser Teil", "streamlit": "mitgelieferter Baustein (Streamlit)"}
_NO_CONTACT = (
    "Hier fehlt noch die Anschrift der Stelle, die das Dashboard betreibt. Wer es einrichtet, "
    "trägt sie in der Einstellung REGIONALDIALOG_ACCESSIBILITY_CONTACT ein: Name, Telefon, E-Mail."
)
_OMBUDS_OFFICE = (
    "Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt, Unfallkasse "
    "Sachsen-Anhalt, Zerbst/Anhalt. Anschrift, Telefon und Formular stehen auf der Seite "
    "www.lf-barrierefreiheit-st.de."
)
_BY_NATURE = (
    "Diagramme sind Bilder. Neben jedem steht deshalb ein Satz, der sagt, was zu sehen ist, und "
    "darunter eine Tabelle mit denselben Zahlen. Der Satz ist auch der Alternativtext des Bildes.",
    "Einzelne Werte im Diagramm zeigen sich beim Überfahren mit der Maus. Mit der Tastatur sind "
    "sie dort nicht zu erreichen; in der Tabelle stehen sie alle.",
    "Gespeicherte Bilder (SVG, PNG) haben keinen Alternativtext. Wer sie weiterverwendet, nimmt "
    "den Satz unter dem Diagramm.",
    "Ohne JavaScript zeigt das Dashboard nichts.",
    "Erläuterungen in Leichter Sprache und Videos in Gebärdensprache gibt es nicht.",
)


def page() -> None:
    """The page „Barrierefreiheit“."""
    st.title("Barrierefreiheit")
    st.header("Erklärung zur Barrierefreiheit")
    _draw_paragraphs(
        "Diese Erklärung gilt für das Dashboard „Regionaldialog“. Öffentliche Stellen in "
        "Sachsen-Anhalt müssen ihre Websites barrierefrei gestalten, auch die, die nur nach einer "
        "Anmeldung zu sehen sind (§§ 16 bis 16d des Behindertengleichstellungsgesetzes "
        "Sachsen-Anhalt, BGG LSA).",
        "Maßstab ist die Norm EN 301 549 in der Fassung V3.2.1, für Webseiten also WCAG 2.1 in den "
        "Stufen A und AA. Angestrebt ist darüber hinaus WCAG 2.2, Stufe AA.",
    )
    st.header("Stand der Vereinbarkeit")
    _draw_paragraphs(
        "Das Dashboard ist mit diesen Anforderungen teilweise vereinbar. Was nicht vereinbar ist, "
        "steht im nächsten Abschnitt. Dass es im Übrigen vereinbar ist, hat noch keine unabhängige "
        "Stelle geprüft, und mit Menschen, die auf Hilfsmittel angewiesen sind, ist es noch nicht "
        "erprobt.",
    )
    st.header("Was nicht barrierefrei ist")
    _draw_barriers(known_barriers())
    st.subheader("Was kein Prüfprogramm findet")
    _draw_paragraphs(*_BY_NATURE)
    st.header("Erstellung dieser Erklärung")
    _draw_paragraphs(
        f"Zuletzt geprüft am {formatting.day(LAST_CHECK)}: Selbstbewertung, jede Seite mit dem "
        "Prüfprogramm axe-core in einem Browser (Chromium), hell und dunkel, auch auf 320 Pixeln "
        "Breite, was 400 % Vergrößerung entspricht. Prüfprogramme finden nur einen Teil der "
        "Barrieren. Eine vollständige Prüfung mit Tastatur und Vorleseprogramm steht noch aus.",
    )
    st.header("Barrieren melden")
    _draw_paragraphs(
        "Sind Ihnen Mängel beim barrierefreien Zugang aufgefallen, oder brauchen Sie einen Inhalt "
        "in anderer Form? Bitte sagen Sie es uns:",
        Settings().accessibility_contact or _NO_CONTACT,
    )
    st.header("Durchsetzungsverfahren")
    _draw_paragraphs(
        "Bekommen Sie auf Ihre Meldung keine zufriedenstellende Antwort, können Sie sich an die "
        "Ombudsstelle wenden (§ 16d BGG LSA).",
        _OMBUDS_OFFICE,
    )


def _draw_paragraphs(*paragraphs: str) -> None:
    for paragraph in paragraphs:
        shared.draw_sentence(paragraph)


def _draw_barriers(barriers: tuple[Barrier, ...]) -> None:
    if not barriers:
        _draw_paragraphs("Bei der letzten Prüfung hat das Prüfprogramm nichts gefunden.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Barriere": barrier.what,
                    "Wo": _where(barrier),
                    "Ursache": _CAUSES[barrier.cause],
                    "Was hilft": barrier.workaround or "noch nichts",
                    "Bekannt seit": formatting.day(barrier.since),
                    "Regel von axe-core": barrier.rule or "–",
                }
                for barrier in barriers
            ]
        ),
        caption="Bekannte Barrieren",
    )


def _where(barrier: Barrier) -> str:
    from dashboard.app_pages import menu  # noqa: PLC0415 - the menu knows this page

    if barrier.where == EVERYWHERE:
        return "überall"
    titles = {address: title for _, title, address, _ in menu.PAGES}
    return ", ".join(titles.get(address, address) for address in barrier.where.split("|"))
