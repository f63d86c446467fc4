"""Barrierefreiheit: the statement that §§ 16b and 16d BGG LSA ask for, with the true status."""

import html

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.accessibility import EVERYWHERE, Barrier, Check, checks, known_barriers, last_check
from dashboard.app_pages import shared
from dashboard.settings import Settings

_CAUSES = {"own": "unser Teil", "streamlit": "mitgelieferter Baustein (Streamlit)"}
_NO_RULE = "– (kein Programm findet sie)"
_NO_CONTACT = (
    "Hier fehlt noch die Anschrift der Stelle, die das Dashboard betreibt. Wer es einrichtet, "
    "trägt sie in der Einstellung REGIONALDIALOG_ACCESSIBILITY_CONTACT ein: Name, Telefon, E-Mail."
)
_OMBUDS_OFFICE = (
    "Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt, Unfallkasse "
    "Sachsen-Anhalt, Zerbst/Anhalt. Anschrift, Telefon und Formular stehen auf der Seite "
    "www.lf-barrierefreiheit-st.de."
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
    barriers = known_barriers()
    st.header("Was nicht barrierefrei ist")
    _draw_barriers([each for each in barriers if each.is_open])
    st.header("Was behoben ist")
    _draw_mended([each for each in barriers if not each.is_open])
    st.header("Was geprüft ist und was nicht")
    _draw_checks(checks())
    st.header("Erstellung dieser Erklärung")
    _draw_paragraphs(
        f"Zuletzt geprüft am {formatting.day(last_check())}. Grundlage ist eine Selbstbewertung "
        "in einem Browser (Chromium). Programme finden nur einen Teil der Barrieren. Die Liste der "
        "Barrieren wird bei jeder Änderung des Dashboards gegen das Prüfprogramm gehalten: Was es "
        "findet und nicht in der Liste steht, fällt auf, und ebenso, was in der Liste steht und "
        "behoben ist.",
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


def _draw_barriers(barriers: list[Barrier]) -> None:
    if not barriers:
        _draw_paragraphs("Bei der letzten Prüfung ist nichts gefunden worden.")
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
                    "Regel von axe-core": barrier.rule or _NO_RULE,
                }
                for barrier in barriers
            ]
        ),
        caption="Bekannte Barrieren",
    )


def _draw_mended(barriers: list[Barrier]) -> None:
    if not barriers:
        _draw_paragraphs("Der mitgelieferte Baustein bringt keine bekannten Barrieren mit.")
        return
    _draw_paragraphs(
        "Diese Barrieren bringt der mitgelieferte Baustein (Streamlit) mit. Im Dashboard sind sie "
        "behoben, solange der Browser seine Skripte und Stilvorlagen lädt.",
    )
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Barriere": barrier.what,
                    "Wo": _where(barrier),
                    "Wie behoben": barrier.workaround,
                    "Regel von axe-core": barrier.rule or _NO_RULE,
                }
                for barrier in barriers
            ]
        ),
        caption="Behobene Barrieren des mitgelieferten Bausteins",
    )


def _draw_checks(every: tuple[Check, ...]) -> None:
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Geprüft": check.what,
                    "Umfang": check.scope,
                    "Zuletzt am": formatting.day(check.checked_on),
                }
                for check in every
                if check.checked_on is not None
            ]
        ),
        caption="Geprüft",
    )
    never = "".join(
        f"<li>{html.escape(check.what)}</li>" for check in every if check.checked_on is None
    )
    if never:
        _draw_paragraphs("Noch nicht geprüft:")
        st.html(f'<ul class="rd-list">{never}</ul>')


def _where(barrier: Barrier) -> str:
    from dashboard.app_pages import menu  # noqa: PLC0415 - the menu knows this page

    if barrier.where == EVERYWHERE:
        return "überall"
    titles = {address: title for _, title, address, _ in menu.PAGES}
    return ", ".join(titles.get(address, address) for address in barrier.where.split("|"))
