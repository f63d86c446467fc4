"""Bericht: build the yearly report of a year, download it, freeze it, compare it with today."""

import html
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from dashboard import formatting, tasks
from dashboard.access import Action, Actor, may
from dashboard.app_pages import shared, wording
from dashboard.disclosure import Audience
from dashboard.errors import DashboardError
from dashboard.pictures.picture import Studio
from dashboard.report.archives import zipped
from dashboard.report.editions import Change, Rendered
from dashboard.report.files import Progress, ReportFile
from dashboard.report.look import Look, look_of
from dashboard.report.model import Bullets, Facts, Figure, Paragraph, Report, Section, Table
from dashboard.report.prints import Prints
from dashboard.settings import Settings
from dashboard.warehouse.editions import LONGEST_LABEL, Edition

_CIRCLES = {Audience.PUBLIC: "öffentlich", Audience.INTERNAL: "intern"}
_FORMATS = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_JOB, _MESSAGE = "bericht-auftrag", "bericht-meldung"
_MOST_CHANGES = 200
_FAILED = "Der Bericht ließ sich nicht erstellen: Im Programm ist ein Fehler aufgetreten."


@dataclass
class Job:
    """A report in the making, in a thread of its own; the page only reads it."""

    title: str
    what: str = "Die Zahlen werden zusammengestellt"
    done: int = 0
    total: int = 0
    report: Report | None = None
    prints: Prints | None = None
    look: Look = field(default_factory=Look)
    files: tuple[ReportFile, ...] = ()
    different: tuple[str, ...] | None = None
    changes: tuple[Change, ...] | None = None
    complaint: str = ""
    is_over: bool = False

    def tell(self, what: str, done: int, total: int) -> None:
        """Progress, from the other thread."""
        self.what, self.done, self.total = what, done, total


def page() -> None:
    """The page „Bericht“."""
    st.title("Bericht")
    shared.draw_sentence(
        "Der Jahresbericht entsteht aus denselben Zahlen wie die Seiten des Dashboards: als PDF, "
        "Word, PowerPoint und Excel, dazu jede Abbildung einzeln als SVG, PNG und PDF."
    )
    _draw_form()
    _draw_job()
    _draw_editions()


# --- build -----------------------------------------------------------------------------------


def _draw_form() -> None:
    years = _years()
    if not years:
        shared.draw_sentence("Noch ist kein Dialog mit Datum eingetragen.")
        return
    chosen = shared.period().year
    with st.form("bericht-formular"):
        left, right = st.columns(2)
        with left:
            year = st.selectbox(
                "Berichtsjahr",
                years,
                index=years.index(chosen) if chosen in years else 0,
                key="bericht-jahr",
            )
        with right:
            audience = st.radio(
                "Für wen",
                list(_CIRCLES),
                format_func=_CIRCLES.__getitem__,
                key="bericht-kreis",
                horizontal=True,
                help="„intern“ enthält auch Zahlen, die nicht veröffentlicht werden; das steht "
                "auf dem Titel und auf jeder Seite.",
            )
        pressed = st.form_submit_button(
            "Bericht erstellen", type="primary", key="bericht-erstellen", disabled=_is_busy()
        )
    if pressed:
        _start(int(year), Audience(audience))


def _years() -> list[int]:
    events = tasks.list_events(shared.workspace(), shared.actor())
    return sorted({each.held_on.year for each in events if each.held_on}, reverse=True)


def _is_busy() -> bool:
    job = st.session_state.get(_JOB)
    return job is not None and not job.is_over


def _start(year: int, audience: Audience) -> None:
    workspace, actor, settings = shared.workspace(), shared.actor(), Settings()
    job = Job(f"Jahresbericht {year}, {_CIRCLES[audience]}")

    def build() -> None:
        job.look = look_of(settings)
        with Studio(settings) as studio:
            studio.start()
            job.report = tasks.build_report(
                workspace, actor, year, audience, agency=settings.agency
            )
            job.prints, job.files = tasks.render_report(
                actor, job.report, studio=studio, look=job.look, progress=job.tell
            )

    _run(job, build)


def _run(job: Job, work: Callable[[], None]) -> None:
    """In a thread that never touches Streamlit, so that no session waits for it."""

    def run() -> None:
        try:
            work()
        except DashboardError as problem:
            job.complaint = str(problem)
        except Exception:
            job.complaint = _FAILED
            raise
        finally:
            job.is_over = True

    st.session_state[_JOB] = job
    st.session_state[_MESSAGE] = None
    threading.Thread(target=run, name="bericht", daemon=True).start()


def _draw_job() -> None:
    job = st.session_state.get(_JOB)
    if job is None:
        return
    if not job.is_over:
        _draw_progress()
        return
    if job.complaint:
        wording.draw_message("error", job.complaint)
        return
    if job.changes is not None:
        _draw_changes(job)
        return
    st.header(job.title)
    if job.different is not None:
        _draw_sameness(job.different)
    _draw_downloads(job.files)
    if job.report is not None:
        _draw_preview(job.report)
        _draw_freezing(job)


@st.fragment(run_every=1.0)
def _draw_progress() -> None:
    job = st.session_state.get(_JOB)
    if job is None or job.is_over:
        st.rerun()
        return
    share = job.done / job.total if job.total else 0.0
    counted = f" ({job.done} von {job.total})" if job.total else ""
    st.progress(min(1.0, share), text=f"{job.title}: {job.what}{counted} …")


def _draw_downloads(files: tuple[ReportFile, ...]) -> None:
    with st.container(horizontal=True):
        for file in files:
            label, kind = _FORMATS.get(file.path.rpartition(".")[2], ("", ""))
            if "/" not in file.path and label:
                st.download_button(
                    label,
                    file.content,
                    file_name=file.path,
                    mime=kind,
                    key=f"bericht-datei-{file.path}",
                    on_click="ignore",
                )
        stem = next((each.path for each in files if each.path.endswith(".pdf")), "bericht.pdf")
        st.download_button(
            "Alles als ZIP",
            lambda: _zip(files),
            file_name=stem.replace(".pdf", ".zip"),
            mime="application/zip",
            key="bericht-zip",
            on_click="ignore",
        )


def _zip(files: tuple[ReportFile, ...]) -> bytes:
    return zipped(((file.path, file.content) for file in files), shared.workspace().now())


# --- preview ---------------------------------------------------------------------------------


def _draw_preview(report: Report) -> None:
    with st.expander("Vorschau des Inhalts", key="bericht-vorschau"):
        for chapter in report.chapters:
            if not chapter.landscape:
                st.html(_section_html(chapter, 3))
        tables = formatting.count(len(report.tables), "Tabelle", "Tabellen")
        figures = formatting.count(len(report.all_figures), "Abbildung", "Abbildungen")
        shared.draw_small_print(f"Dazu gehören insgesamt {tables} und {figures}.")


def _section_html(section: Section, level: int) -> str:
    inside = "".join(_block_html(block) for block in section.blocks) + "".join(
        _section_html(part, min(level + 1, 6)) for part in section.sections
    )
    return f"<h{level}>{html.escape(section.heading)}</h{level}>{inside}"


def _block_html(block: Paragraph | Bullets | Facts | Table | Figure) -> str:
    match block:
        case Paragraph():
            return f'<p class="rd-sentence">{html.escape(block.text)}</p>'
        case Bullets():
            listed = "".join(f"<li>{html.escape(item)}</li>" for item in block.items)
            return f'<ul class="rd-list">{listed}</ul>'
        case Facts():
            listed = "".join(
                f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>"
                for name, text in block.entries
            )
            return f'<dl class="rd-definition">{listed}</dl>'
        case Table():
            rows = formatting.count(len(block.rows), "Zeile", "Zeilen")
            said = f"Tabelle: {block.title}, {rows}"
        case Figure():
            said = f"Abbildung: {block.caption}"
    return f'<p class="rd-small-print">{html.escape(said)}</p>'


# --- editions --------------------------------------------------------------------------------


def _draw_freezing(job: Job) -> None:
    actor = shared.actor()
    if not may(actor.role, Action.FREEZE):
        return
    with st.form("bericht-einfrieren", border=True):
        st.text_input(
            "Name der Ausgabe",
            value="Druckfassung",
            max_chars=LONGEST_LABEL,
            key="bericht-ausgabe-name",
            help="Eine Ausgabe behält Zahlen, Definitionen, Datenstand und Bilder für immer.",
        )
        st.form_submit_button(
            "Ausgabe einfrieren", key="bericht-ausgabe-einfrieren", on_click=_freeze, args=(job,)
        )


def _freeze(job: Job) -> None:
    if job.report is None or job.prints is None:
        return
    try:
        number = tasks.freeze_edition(
            shared.workspace(),
            shared.actor(),
            job.report,
            str(st.session_state.get("bericht-ausgabe-name") or ""),
            prints=job.prints,
            look=job.look,
            files=job.files,
        )
    except DashboardError as problem:
        st.session_state[_MESSAGE] = ("error", str(problem))
    else:
        st.session_state[_MESSAGE] = ("done", f"Die Ausgabe {number} ist eingefroren.")


def _draw_editions() -> None:
    st.header("Ausgaben")
    message = st.session_state.get(_MESSAGE)
    if message:
        wording.draw_message(*message)
    editions = tasks.list_editions(shared.workspace(), shared.actor())
    if not editions:
        shared.draw_sentence("Noch ist keine Ausgabe eingefroren.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Nr.": str(each.edition_id),
                    "Name": each.label,
                    "Jahr": str(each.year),
                    "Kreis": _CIRCLES[Audience(each.audience)],
                    "Eingefroren": formatting.moment(each.frozen_at),
                    "von": each.frozen_by,
                    "Datenstand": formatting.moment(each.data_as_of) if each.data_as_of else "leer",
                    "Prüfsumme": each.content_sha256[:12],
                }
                for each in editions
            ]
        ),
        caption="Eingefrorene Ausgaben, die neueste zuerst",
    )
    chosen = st.selectbox(
        "Ausgabe",
        editions,
        format_func=lambda each: f"{each.edition_id}: {each.label}, {each.year}",
        key="bericht-ausgabe",
    )
    with st.container(horizontal=True):
        st.button(
            "Erneut ausgeben",
            key="bericht-ausgabe-erneut",
            on_click=_render_again,
            args=(chosen,),
            disabled=_is_busy(),
        )
        st.button(
            "Mit heute vergleichen",
            key="bericht-ausgabe-vergleichen",
            on_click=_compare,
            args=(chosen,),
            disabled=_is_busy(),
        )


def _render_again(edition: Edition) -> None:
    workspace, actor = shared.workspace(), shared.actor()
    job = Job(f"Ausgabe {edition.edition_id}: {edition.label}", "Die Ausgabe wird gelesen")

    def render() -> None:
        made = _rendered(actor, edition, job.tell)
        job.files, job.different = made.files, made.different

    def _rendered(actor: Actor, edition: Edition, progress: Progress) -> Rendered:
        return tasks.render_edition(workspace, actor, edition.edition_id, progress=progress)

    _run(job, render)


def _compare(edition: Edition) -> None:
    workspace, actor = shared.workspace(), shared.actor()
    job = Job(f"Ausgabe {edition.edition_id} und die Daten von heute")

    def compare() -> None:
        job.changes = tasks.compare_edition(workspace, actor, edition.edition_id)

    _run(job, compare)


def _draw_sameness(different: tuple[str, ...]) -> None:
    if not different:
        shared.draw_sentence("Jede Datei ist Byte für Byte dieselbe wie beim Einfrieren.")
        return
    shared.draw_sentence(
        f"Inhalt und Zahlen sind die der Ausgabe. {len(different)} Dateien sind nicht Byte für "
        "Byte gleich, weil inzwischen eine andere Programmfassung sie schreibt: "
        f"{formatting.listing(list(different), limit=6)}."
    )


def _draw_changes(job: Job) -> None:
    changes = job.changes or ()
    st.header(job.title)
    if not changes:
        shared.draw_sentence("Seit der Ausgabe hat sich keine Zahl geändert.")
        return
    count = formatting.count(len(changes), "Angabe", "Angaben")
    shared.draw_sentence(f"Seit der Ausgabe geändert: {count}.")
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Tabelle": each.table,
                    "Zeile": each.row,
                    "Angabe": each.column,
                    "in der Ausgabe": each.before or "–",
                    "heute": each.now or "–",
                }
                for each in changes[:_MOST_CHANGES]
            ]
        ),
        caption="Seit der Ausgabe geändert",
    )
    if len(changes) > _MOST_CHANGES:
        shared.draw_small_print(f"Gezeigt sind die ersten {_MOST_CHANGES}.")
