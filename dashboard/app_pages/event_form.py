"""The form for one event. What is typed stays in the session until it is saved or given up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import shared, wording
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.warehouse.events import AgendaItem, Event

_NOWHERE = {"": "außerhalb des Landkreises oder unbekannt"}
_WEIGHTS = (1.0, 0.75, 0.5, 0.25)
_REVISION = "veranstaltungen_fassung"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Form:
    """One open form: the event as stored (null for a new one) and what there is to choose from."""

    event: Event | None
    events: Sequence[Event]
    series: Mapping[str, str]
    topics: Mapping[str, str]

    @property
    def is_new(self) -> bool:
        """Whether the event is yet to be added."""
        return self.event is None

    def key(self, name: str) -> str:
        """The key of a widget; a new one after each save, so that the form starts afresh."""
        opened = self.event.event_id if self.event else "neu"
        return f"veranstaltungen_{st.session_state.get(_REVISION, 0)}_{opened}_{name}"

    def said(self, name: str) -> Any:
        """What stands in a widget now."""
        return st.session_state.get(self.key(name))

    def text(self, name: str) -> str | None:
        """What stands in a text field; null if it is empty."""
        return str(self.said(name) or "").strip() or None


@dataclass(frozen=True)
class _Suggestion:
    """What was put into the form without being asked; whatever differs from it was typed."""

    series_id: str
    number: int | None
    event_id: str


def open_form(event: Event | None) -> Form:
    """The form of an event, or of a new one; what is stored is put in where nothing is typed."""
    workspace, actor = shared.workspace(), shared.actor()
    form = Form(
        event,
        tasks.list_events(workspace, actor),
        tasks.list_series(workspace, actor),
        {topic.topic_id: topic.label for topic in tasks.list_topics(workspace, actor)},
    )
    _fill(form)
    return form


def _fill(form: Form) -> None:
    event = form.event or _blank(form)
    values: dict[str, object] = {
        "reihe": event.series_id,
        "nummer": event.number,
        "kuerzel": event.event_id,
        "titel": event.title,
        "datum_art": event.date_basis,
        "datum": event.held_on,
        "datum_text": None if event.held_on else event.date_text,
        "form": event.mode,
        "stand": event.status,
        "haus": event.venue,
        "ort": event.locality,
        "gemeinde": event.ags or "",
        "zusammen": event.held_with or "",
        "themen": [topic for topic in event.topics if topic in form.topics],
        "punkte": list(range(len(event.agenda))),
        "vorschlag": _Suggestion(event.series_id, event.number, event.event_id),
    }
    values |= {f"gewicht_{topic}": weight for topic, weight in event.topics.items()}
    for position, item in enumerate(event.agenda):
        values |= _item_values(position, item)
    for name, value in values.items():
        st.session_state.setdefault(form.key(name), value)


def _blank(form: Form) -> Event:
    series_id = next(iter(form.series))
    number = _next_number(form, series_id)
    return Event(_suggested_id(form, series_id, number), "", series_id=series_id, number=number)


def _item_values(position: int, item: AgendaItem) -> dict[str, object]:
    return {
        f"punkt_{position}_art": item.kind,
        f"punkt_{position}_titel": item.title,
        f"punkt_{position}_thema": item.topic_id or "",
        f"punkt_{position}_organisation": item.organisation,
        f"punkt_{position}_person": item.speaker,
    }


def draw(form: Form, *, close: Callable[[str | None], None]) -> None:
    """The form; ``close`` is called with what was done, or null when it was given up."""
    _draw_identity(form)
    _draw_date(form)
    _draw_facts(form)
    _draw_topics(form)
    _draw_agenda(form)
    complaint = form.said("klage")
    if complaint:
        wording.draw_message("error", complaint)
    with st.container(horizontal=True):
        st.button(
            "Veranstaltung anlegen" if form.is_new else "Änderungen speichern",
            type="primary",
            key=form.key("speichern"),
            on_click=_save,
            args=(form, close),
        )
        st.button("Abbrechen", key=form.key("abbrechen"), on_click=_finish, args=(close, None))


# --- the parts -------------------------------------------------------------------------------


def _draw_identity(form: Form) -> None:
    series, number, event_id = st.columns([2, 1, 1])
    with series:
        _select(
            "Reihe",
            form.series,
            form,
            "reihe",
            disabled=not form.is_new,
            on_change=_suggest,
            args=(form,),
        )
    with number:
        st.number_input(
            "Nummer in der Reihe",
            min_value=1,
            step=1,
            value=None,
            key=form.key("nummer"),
            on_change=_suggest,
            args=(form,),
        )
    with event_id:
        st.text_input(
            "Kürzel",
            key=form.key("kuerzel"),
            disabled=not form.is_new,
            max_chars=40,
            help="Steht in Adressen und Dateien und bleibt, wie es ist. Kleinbuchstaben, Ziffern "
            "und Bindestriche.",
        )
    st.text_input("Titel", key=form.key("titel"), max_chars=300)


def _draw_date(form: Form) -> None:
    _segments("Datum der Veranstaltung", labels.DATE_BASES, form, "datum_art")
    basis = form.said("datum_art")
    if basis == "unknown":
        st.caption("Ohne Datum zählt die Veranstaltung bei „alle Jahre“ mit, aber in keinem Jahr.")
        return
    day, text = st.columns(2)
    with day:
        st.date_input(
            "Tag",
            value=None,
            min_value=_EARLIEST,
            max_value=_LATEST,
            format="DD.MM.YYYY",
            key=form.key("datum"),
        )
    if basis == "announced":
        with text:
            st.text_input(
                "oder, solange der Tag offen ist",
                placeholder="zum Beispiel 2027-04 oder Frühjahr 2027",
                max_chars=40,
                key=form.key("datum_text"),
            )


def _draw_facts(form: Form) -> None:
    mode, status = st.columns(2)
    with mode:
        _segments("Form", labels.MODES, form, "form")
    with status:
        _segments("Stand", labels.EVENT_STATUSES, form, "stand")
        if form.said("stand") == "planned":
            st.caption("Zählt als stattgefunden, sobald eine Teilnahmeliste eingelesen ist.")
    venue, locality, municipality = st.columns(3)
    with venue:
        st.text_input("Haus oder Saal", max_chars=200, key=form.key("haus"))
    with locality:
        st.text_input("Ort oder Ortsteil", max_chars=100, key=form.key("ort"))
    with municipality:
        _select("Gemeinde", _NOWHERE | _municipalities(), form, "gemeinde")
    others = [event for event in form.events if event != form.event]
    names = wording.event_names(others, form.series)
    _select("Zusammen mit", {"": "keiner anderen Veranstaltung"} | names, form, "zusammen")


def _municipalities() -> dict[str, str]:
    named = shared.workspace().gazetteer.municipalities
    return dict(sorted(named.items(), key=lambda entry: entry[1]))


def _draw_topics(form: Form) -> None:
    st.multiselect(
        "Themen",
        list(form.topics),
        format_func=form.topics.__getitem__,
        placeholder="Themen auswählen",
        key=form.key("themen"),
    )
    chosen = form.said("themen")
    if len(chosen) < 2:
        return
    st.caption("Gewicht: 1,00 zählt voll, ein Nebenthema weniger.")
    with st.container(horizontal=True, key=form.key("gewichte")):
        for topic in chosen:
            key = form.key(f"gewicht_{topic}")
            weight = st.session_state.setdefault(key, 1.0)
            st.selectbox(
                plain(f"Gewicht von {form.topics[topic]}"),
                sorted({*_WEIGHTS, weight}, reverse=True),
                format_func=lambda value: formatting.decimal(value, 2),
                key=key,
                width=220,
            )


def _draw_agenda(form: Form) -> None:
    st.header("Tagesordnung")
    points = form.said("punkte")
    if not points:
        st.caption("Noch ohne Punkte. Öffentlich bekannte Vorträge und Beiträge gehören hierher.")
    for position, point in enumerate(points, start=1):
        with st.container(border=True, key=form.key(f"punkt_{point}")):
            _draw_item(form, point, position, last=len(points))
    st.button("Punkt hinzufügen", key=form.key("punkt_neu"), on_click=_add_item, args=(form,))


def _draw_item(form: Form, point: int, position: int, *, last: int) -> None:
    kind, title = st.columns([1, 3])
    with kind:
        known = {form.said(f"punkt_{point}_art"): str(form.said(f"punkt_{point}_art"))}
        _select(f"Punkt {position}: Art", known | labels.AGENDA_KINDS, form, f"punkt_{point}_art")
    with title:
        st.text_input(
            f"Punkt {position}: Titel", max_chars=300, key=form.key(f"punkt_{point}_titel")
        )
    topic, organisation, speaker = st.columns(3)
    with topic:
        _select(
            f"Punkt {position}: Thema",
            {"": "ohne Thema", **form.topics},
            form,
            f"punkt_{point}_thema",
        )
    with organisation:
        st.text_input(
            f"Punkt {position}: Organisation",
            max_chars=200,
            key=form.key(f"punkt_{point}_organisation"),
        )
    with speaker:
        st.text_input(
            f"Punkt {position}: Vortragende", max_chars=200, key=form.key(f"punkt_{point}_person")
        )
    with st.container(horizontal=True):
        if position > 1:
            st.button(
                f"Punkt {position} nach oben",
                key=form.key(f"punkt_{point}_hoch"),
                on_click=_move_up,
                args=(form, point),
            )
        if position < last:
            st.button(
                f"Punkt {position} nach unten",
                key=form.key(f"punkt_{point}_runter"),
                on_click=_move_down,
                args=(form, point),
            )
        st.button(
            f"Punkt {position} entfernen",
            key=form.key(f"punkt_{point}_weg"),
            on_click=_remove_item,
            args=(form, point),
        )


def _select(
    label: str,
    options: Mapping[str, str],
    form: Form,
    name: str,
    *,
    disabled: bool = False,
    on_change: Callable[..., None] | None = None,
    args: tuple[object, ...] = (),
) -> None:
    shown = wording.distinct(options)
    st.selectbox(
        label,
        list(shown),
        format_func=lambda value: shown.get(value, str(value)),
        key=form.key(name),
        disabled=disabled,
        on_change=on_change,
        args=args,
    )


def _segments(label: str, options: Mapping[str, str], form: Form, name: str) -> None:
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=form.key(name),
    )


# --- what the buttons do ---------------------------------------------------------------------


def _add_item(form: Form) -> None:
    points = form.said("punkte")
    point = max(points, default=-1) + 1
    for name, value in _item_values(point, AgendaItem("presentation", "")).items():
        st.session_state[form.key(name)] = value
    st.session_state[form.key("punkte")] = [*points, point]


def _remove_item(form: Form, point: int) -> None:
    st.session_state[form.key("punkte")] = [each for each in form.said("punkte") if each != point]


def _move_up(form: Form, point: int) -> None:
    points = list(form.said("punkte"))
    at = points.index(point)
    points[at - 1], points[at] = points[at], points[at - 1]
    st.session_state[form.key("punkte")] = points


def _move_down(form: Form, point: int) -> None:
    points = form.said("punkte")
    _move_up(form, points[points.index(point) + 1])


def _suggest(form: Form) -> None:
    """A new series or number changes number and id, as far as nobody has typed another."""
    if not form.is_new:
        return
    series_id, number = form.said("reihe"), form.said("nummer")
    last = form.said("vorschlag")
    if series_id != last.series_id and number == last.number:
        number = _next_number(form, series_id)
        st.session_state[form.key("nummer")] = number
    suggestion = _Suggestion(series_id, number, _suggested_id(form, series_id, number))
    if form.said("kuerzel") in ("", None, last.event_id):
        st.session_state[form.key("kuerzel")] = suggestion.event_id
    st.session_state[form.key("vorschlag")] = suggestion


def _next_number(form: Form, series_id: str) -> int | None:
    numbers = [
        event.number
        for event in form.events
        if event.series_id == series_id and event.number is not None
    ]
    return max(numbers) + 1 if numbers else None


def _suggested_id(form: Form, series_id: str, number: int | None) -> str:
    """„rd-10“ after „rd-09“; without a number the prefix alone, to be completed."""
    prefix = _prefix(form, series_id)
    return f"{prefix}-{number:02d}" if number is not None else f"{prefix}-"


def _prefix(form: Form, series_id: str) -> str:
    known = [event.event_id for event in form.events if event.series_id == series_id]
    if known:
        return known[0].split("-")[0]
    return "".join(part[0] for part in series_id.split("-") if part)


def _save(form: Form, close: Callable[[str | None], None]) -> None:
    event = _typed(form)
    try:
        tasks.save_event(shared.workspace(), shared.actor(), event, is_new=form.is_new)
    except DashboardError as problem:
        st.session_state[form.key("klage")] = str(problem)
        return
    verb = "angelegt" if form.is_new else "gespeichert"
    _finish(close, f"„{event.label}“ ist {verb}.")


def _finish(close: Callable[[str | None], None], message: str | None) -> None:
    st.session_state[_REVISION] = st.session_state.get(_REVISION, 0) + 1
    close(message)


def _typed(form: Form) -> Event:
    """The event as it stands in the form, right or wrong."""
    basis = form.said("datum_art") or "unknown"
    held_on = form.said("datum") if basis != "unknown" else None
    date_text = form.text("datum_text") if basis == "announced" and not held_on else None
    return Event(
        event_id=form.text("kuerzel") or "",
        title=form.text("titel") or "",
        series_id=form.said("reihe"),
        number=form.said("nummer"),
        held_on=held_on,
        date_text=date_text,
        date_basis=basis,
        mode=form.said("form") or "unknown",
        venue=form.text("haus"),
        locality=form.text("ort"),
        ags=form.text("gemeinde"),
        status=form.said("stand") or "planned",
        held_with=form.text("zusammen"),
        topics={topic: form.said(f"gewicht_{topic}") or 1.0 for topic in form.said("themen")},
        agenda=tuple(_typed_item(form, point) for point in form.said("punkte")),
    )


def _typed_item(form: Form, point: int) -> AgendaItem:
    return AgendaItem(
        form.said(f"punkt_{point}_art"),
        form.text(f"punkt_{point}_titel") or "",
        form.text(f"punkt_{point}_thema"),
        form.text(f"punkt_{point}_organisation"),
        form.text(f"punkt_{point}_person"),
    )
