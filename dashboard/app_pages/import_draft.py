"""A file that was uploaded and not stored yet.

A ``Draft`` lives in the visitor's session, never in a shared cache: a file holds personal data.
Widgets only write into it (``on_change``), so that a decision survives the widget that asked for
it: once decided, the question is no longer part of the next preview.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from dashboard import formatting, tasks
from dashboard.app_pages import shared, wording
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.import_report import ImportReport
from dashboard.imports import ImportRequest
from dashboard.ingest.recognise import TableUnknown
from dashboard.ingest.schema import Choices, Decision, Kind

AUTOMATIC = "auto"
EVENT = "event"  # the key of the decision which event a file belongs to


@dataclass
class Draft:
    """A file that is not stored yet, with what a person has said about it so far."""

    draft_id: str
    file_name: str
    content: bytes
    kind: Kind | None = None
    event_id: str | None = None
    decisions: dict[str, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    replaces: bool | None = None
    asked: dict[str, Decision] = field(default_factory=dict)
    """Every question about the file, answered or not, in the order in which they came up."""
    report: ImportReport | None = None
    trouble: str | None = None
    """Why there is no report."""
    unknown: TableUnknown | None = None
    """The columns to be assigned by hand, where none is known by its heading."""
    previewed: tuple[ImportRequest, int] | None = None
    """What the report is about: the request and the version of the data."""

    @property
    def request(self) -> ImportRequest:
        """The file with everything that was said about it."""
        choices = Choices(dict(self.decisions), dict(self.columns))
        return ImportRequest(
            self.file_name, self.content, self.kind, self.event_id, choices, self.replaces
        )

    def key(self, name: str) -> str:
        """The key of one of its widgets."""
        return f"importe_{self.draft_id}_{name}"

    def forget_choices(self) -> None:
        """Back to what the file itself says, the chosen event excepted."""
        self.decisions, self.columns, self.replaces, self.asked = {}, {}, None, {}


def read(drafts: Sequence[Draft]) -> None:
    """Preview every file, once for what was said about it and for the data as they are."""
    version = shared.workspace().warehouse.version()
    waiting = [draft for draft in drafts if draft.previewed != (draft.request, version)]
    if not waiting:
        return
    bar = st.progress(0.0, _reading(waiting[0], 1, len(waiting)))
    for number, draft in enumerate(waiting, 1):
        bar.progress((number - 1) / len(waiting), _reading(draft, number, len(waiting)))
        _preview(draft)
        draft.previewed = (draft.request, version)
    bar.empty()


def _reading(draft: Draft, number: int, of: int) -> str:
    """„liste.csv“ wird gelesen (2 von 3) …"""
    counted = f" ({formatting.whole(number)} von {formatting.whole(of)})" if of > 1 else ""
    return f"„{plain(draft.file_name)}“ wird gelesen{counted} …"


def _preview(draft: Draft) -> None:
    draft.report, draft.trouble, draft.unknown = None, None, None
    try:
        draft.report = tasks.preview_import(shared.workspace(), shared.actor(), draft.request)
    except TableUnknown as unknown:
        draft.trouble, draft.unknown = str(unknown), unknown
    except DashboardError as problem:
        draft.trouble = str(problem)
    if draft.report:
        pending = {each.key: each for each in draft.report.decisions if each.key != EVENT}
        known = {
            key: decision
            for key, decision in draft.asked.items()
            if key in draft.decisions or key in pending
        }
        draft.asked = known | pending


def choose(
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    chosen: str,
    on_change: Callable[..., None],
    args: tuple[object, ...] = (),
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """A select whose value is kept by the caller, because questions come and go.

    ``on_change`` finds the answer in the session under ``key``.
    """
    shown = wording.distinct(options)
    widget = _widget_of(key, chosen, shown[chosen])
    if st.session_state.get(widget) != chosen:
        st.session_state[widget] = chosen
    st.selectbox(
        label,
        list(shown),
        format_func=shown.__getitem__,
        key=widget,
        on_change=_take_answer,
        args=(widget, key, on_change, args),
        width=width,
    )


def _widget_of(key: str, chosen: str, label: str) -> str:
    """The widget's own key: a new one once the chosen option is called something else.

    The browser knows an option by its label. One that has changed it would show no longer, and
    send back later as an answer that nobody offered.
    """
    last_key = f"{key}_zuletzt"
    number, last_chosen, last_label = st.session_state.get(last_key, (0, chosen, label))
    if last_chosen == chosen and last_label != label:
        number += 1
    st.session_state[last_key] = (number, chosen, label)
    return f"{key}_{number}"


def _take_answer(
    widget: str, key: str, on_change: Callable[..., None], args: tuple[object, ...]
) -> None:
    st.session_state[key] = st.session_state[widget]
    on_change(*args)
