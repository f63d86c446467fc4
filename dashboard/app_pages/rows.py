"""Zeilen: what is behind every figure, row by row, without names and with file and row."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, spreadsheet, tasks
from dashboard.app_pages import row_links, shared, wording
from dashboard.charts.rows import rows_of
from dashboard.period import Period

_ALL = ""
_PART = "zeilen_teil"
_AT_ONCE = 500
_FILTERS = (
    *(row_links.EVENT, row_links.PLACE, row_links.ORGANISATION),
    *(row_links.STATUS, row_links.BATCH),
)
_NOTHING = "–"

Cells = dict[str, str]


def page() -> None:
    """The page „Zeilen“."""
    st.title("Zeilen")
    st.write(
        "Hier stehen die Zeilen, aus denen die Zahlen entstehen, mit Datei und Zeile. Statt des "
        "Namens steht ein Kennzeichen: Gleiches Kennzeichen heißt gleiche Person."
    )
    kind = st.segmented_control(
        "Woher",
        list(row_links.KINDS),
        format_func=row_links.KINDS.__getitem__,
        default="attendance",
        required=True,
        key=row_links.KIND,
        bind="query-params",
    )
    if kind == "feedback":
        _draw_questionnaires()
    else:
        _draw_attendance()


def _draw_attendance() -> None:
    with st.container(horizontal=True, key="zeilen_filter"):
        event, batch = _choose_event(), _choose_batch("attendance")
        place = _choose("Gemeinde oder Ort", _places(), key=row_links.PLACE, without="alle Orte")
        organisation = _choose(
            "Art der Organisation",
            labels.ORGANISATION_TYPES,
            key=row_links.ORGANISATION,
            without="alle Arten",
        )
        status = _choose("Stand", row_links.STATUSES, key=row_links.STATUS, without="jeder Stand")
    period = _period(event, batch)
    frame = tasks.list_attendance_rows(shared.workspace(), shared.actor(), period)
    frame = _of(_of(frame, "event_id", event), "batch_id", batch)
    frame = _of_place(_of(frame, "organisation_type", organisation), place)
    if status == row_links.COUNTED:
        frame = frame[frame["is_counted"]]
    else:
        frame = _of(frame, "status", status)
    counted = formatting.whole(int(frame["is_counted"].sum()))
    said = f"Davon zählen {counted} als Teilnahme."
    _draw(frame, _attendance_row, said, period, "teilnahmelisten")


def _draw_questionnaires() -> None:
    with st.container(horizontal=True, key="zeilen_filter_boegen"):
        event, batch = _choose_event(), _choose_batch("feedback")
    period = _period(event, batch)
    frame = tasks.list_questionnaire_rows(shared.workspace(), shared.actor(), period)
    frame = _of(_of(frame, "event_id", event), "batch_id", batch)
    counted = formatting.whole(int(frame["is_counted"].sum()))
    st.caption("Was in einem Fragebogen steht, wird nur zusammengefasst gezeigt.")
    said = f"Davon zählen {counted} in der Auswertung."
    _draw(frame, _questionnaire_row, said, period, "frageboegen")


# --- filters ---------------------------------------------------------------------------------


def _choose(label: str, options: Mapping[str, str], *, key: str, without: str) -> str:
    shown = wording.distinct({_ALL: without, **options})
    return str(
        st.selectbox(
            label,
            list(shown),
            format_func=shown.__getitem__,
            key=key,
            bind="query-params",
            width=260,
        )
        or _ALL
    )


def _choose_event() -> str:
    names = wording.known_events()
    return _choose("Veranstaltung", names, key=row_links.EVENT, without="alle Veranstaltungen")


def _choose_batch(kind: str) -> str:
    batches = tasks.list_imports(shared.workspace(), shared.actor())
    active = batches[(batches["state"] == "active") & (batches["kind"] == kind)]
    names = {str(number): row_links.batch_name(int(number)) for number in active["batch_id"]}
    return _choose("Import", names, key=row_links.BATCH, without="alle Importe")


def _period(event: str, batch: str) -> Period:
    """The chosen period; an event or an import is shown whenever it was."""
    return shared.period() if event == batch == _ALL else Period.whole()


def _places() -> dict[str, str]:
    """Level and name → label; a level alone holds all of its rows."""
    gazetteer = shared.workspace().gazetteer
    return {
        **{f"municipality:{name}": name for name in gazetteer.municipalities.values()},
        **{f"association:{name}": name for name in gazetteer.associations.values()},
        "district:": "Landkreis, ohne Gemeinde",
        "outside:": "außerhalb des Landkreises",
        "unknown:": "unbekannt oder noch offen",
    }


def _of(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return frame if value == _ALL else frame[frame[column].astype(str) == value]


def _of_place(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    level, _, name = value.partition(":")
    return _of(_of(frame, "level", level), "place_name", name)


def _show_all() -> None:
    for key in _FILTERS:
        if key in st.session_state:
            st.session_state[key] = _ALL


# --- rows ------------------------------------------------------------------------------------


def _draw(
    frame: pd.DataFrame,
    cells_of: Callable[[Any], Cells],
    counted: str,
    period: Period,
    file_name: str,
) -> None:
    """``counted``: how many of the rows are behind the figures."""
    if frame.empty:
        _draw_nothing(period)
        return
    found = formatting.count(len(frame), "Zeile", "Zeilen")
    shared.draw_sentence(f"{found}, {period.label}. {counted}")
    shown = frame[shared.choose_part(len(frame), key=_PART, size=_AT_ONCE)]
    with st.container(key="zeilen_tabelle"):
        shared.draw_table(
            _table(shown, cells_of), caption="Die neuesten Veranstaltungen zuerst, ohne Namen"
        )
    demo = "beispieldaten-" if shared.workspace().warehouse.is_demo else ""
    st.download_button(
        f"{found} als CSV",
        lambda: _csv(_table(frame, cells_of)),
        file_name=f"{demo}zeilen-{file_name}.csv",
        mime="text/csv",
        key="zeilen_csv",
        on_click="ignore",
    )


def _draw_nothing(period: Period) -> None:
    chosen = any(st.session_state.get(key) not in (None, _ALL) for key in _FILTERS)
    hint = (
        "Bitte die Auswahl ändern."
        if chosen
        else "Nach dem ersten Import stehen sie hier."
        if period.year is None
        else "Links lässt sich der Zeitraum ändern."
    )
    st.info(f"Dazu gibt es keine Zeilen ({period.label}). {hint}")
    if chosen:
        st.button("Alle Filter aufheben", key="zeilen_alle", on_click=_show_all)


def _table(frame: pd.DataFrame, cells_of: Callable[[Any], Cells]) -> pd.DataFrame:
    return pd.DataFrame([cells_of(row) for row in rows_of(frame)])


def _csv(table: pd.DataFrame) -> bytes:
    demo = ["BEISPIELDATEN (erfunden)"] if shared.workspace().warehouse.is_demo else []
    return spreadsheet.to_csv(table.columns, table.itertuples(index=False, name=None), demo)


def _origin(row: Any) -> Cells:
    """Where a row comes from: event, import, file and row."""
    return {
        "Veranstaltung": f"{row.short_title or row.title}, {formatting.day(row.held_on)}",
        "Import Nr.": formatting.whole(row.batch_id),
        "Datei": row.file_name,
        "Zeile der Datei": formatting.whole(row.source_row),
    }


def _attendance_row(row: Any) -> Cells:
    status = labels.ATTENDANCE_STATUSES[row.status]
    if row.status == "attended" and not row.is_counted:
        status = f"{status}, zählt nicht mit"
    return _origin(row) | {
        "Person": _or_nothing(row.person, "ohne Namen"),
        "Organisation": _or_nothing(row.organisation_name),
        "Art": labels.ORGANISATION_TYPES[row.organisation_type],
        "Ort": _place(row),
        "Stand": status,
        "Minuten": _NOTHING
        if formatting.is_missing(row.minutes)
        else formatting.whole(row.minutes),
    }


def _questionnaire_row(row: Any) -> Cells:
    return _origin(row) | {
        "gestellte Fragen": formatting.whole(row.asked),
        "beantwortet": formatting.whole(row.answered),
        "zählt in der Auswertung": "ja" if row.is_counted else "nein",
    }


def _or_nothing(value: object, otherwise: str = _NOTHING) -> str:
    return otherwise if formatting.is_missing(value) else str(value)


def _place(row: Any) -> str:
    """„Helbra, geschrieben: „Helbra Nord““, „Sangerhausen, aus der Organisation“."""
    name = _or_nothing(row.place_name, labels.LEVELS[row.level])
    if row.level == "outside" and not formatting.is_missing(row.place_name):
        name = f"{name} (außerhalb)"
    if not formatting.is_missing(row.place_text):
        name = f"{name}, geschrieben: „{row.place_text}“"
    return f"{name}, aus der Organisation" if row.place_inferred else name
