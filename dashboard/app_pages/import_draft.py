"""A file that was uploaded and not stored yet.

A ``Draft`` lives in the visitor's session, never in a shared cache: a file holds personal data.
Widgets only write into it (``on_change``), so that a decision survives the widget that asked for
it: once decided, the question is no longer part of the next preview.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from dashboard import tasks
from dashboard.app_pages import shared, wording
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.import_report import ImportReport
from dashboard.imports import ImportRequest
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


def read(draft: Draft) -> None:
    """Preview the file, once for everything that was said about it and for the data as they are."""
    workspace = shared.workspace()
    state = (draft.request, workspace.warehouse.version())
    if draft.previewed == state:
        return
    with st.spinner(f"„{plain(draft.file_name)}“ wird geprüft …"):
        try:
            draft.report = tasks.preview_import(workspace, shared.actor(), draft.request)
            draft.trouble = None
        except DashboardError as problem:
            draft.report, draft.trouble = None, str(problem)
        draft.previewed = state
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
    on_change: Callable[..., None] | None = None,
    args: tuple[object, ...] = (),
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """A select whose value is kept by the caller, because questions come and go."""
    shown = wording.distinct(options)
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        label,
        list(shown),
        format_func=shown.__getitem__,
        key=key,
        on_change=on_change,
        args=args,
        width=width,
    )
