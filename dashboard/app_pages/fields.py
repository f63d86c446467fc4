"""Fields of a form whose values stay in the session until they are saved or given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard.app_pages import wording

_EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Fields:
    """The fields of one open form: ``prefix`` names the form, ``opened`` what it is about.

    A complaint leaves every field as it is; ``start_afresh`` gives all of them new keys.
    """

    prefix: str
    opened: str

    @property
    def _revision(self) -> str:
        return f"{self.prefix}_fassung"

    def key(self, name: str) -> str:
        """The key of one widget."""
        return f"{self.prefix}_{st.session_state.get(self._revision, 0)}_{self.opened}_{name}"

    def said(self, name: str) -> Any:
        """What stands in a field now."""
        return st.session_state.get(self.key(name))

    def text(self, name: str) -> str | None:
        """What stands in a text field; null if it is empty."""
        return str(self.said(name) or "").strip() or None

    def fill(self, values: Mapping[str, object]) -> None:
        """Put in what is stored, where nothing is typed yet."""
        for name, value in values.items():
            st.session_state.setdefault(self.key(name), value)

    def start_afresh(self) -> None:
        """Forget everything typed and every complaint."""
        st.session_state[self._revision] = st.session_state.get(self._revision, 0) + 1

    def complain(self, complaint: str | None, *, about: str = "klage") -> None:
        """Keep a complaint for the next run."""
        st.session_state[self.key(about)] = complaint

    def draw_complaint(self, *, about: str = "klage") -> None:
        """Show what is still wrong."""
        if complaint := self.said(about):
            wording.draw_message("error", str(complaint))

    # --- widgets ---------------------------------------------------------------------------

    def draw_line(self, label: str, name: str, *, length: int = 300, hint: str = "") -> None:
        """One line of text."""
        st.text_input(label, key=self.key(name), max_chars=length, placeholder=hint or None)

    def draw_text(self, label: str, name: str, *, length: int = 2000) -> None:
        """Several lines of text."""
        st.text_area(label, key=self.key(name), max_chars=length, height=100)

    def draw_select(self, label: str, options: Mapping[str, str], name: str) -> None:
        """One of several; what is stored stays to choose even if it is no option any more."""
        shown = wording.distinct(options)
        stored = self.said(name)
        values = list(shown) if stored in shown or stored is None else [*shown, stored]
        st.selectbox(
            label,
            values,
            format_func=lambda value: shown.get(value, str(value)),
            key=self.key(name),
        )

    def draw_segments(self, label: str, options: Mapping[str, str], name: str) -> None:
        """One of a few, all of them in sight."""
        st.segmented_control(
            label,
            list(options),
            format_func=options.__getitem__,
            required=True,
            key=self.key(name),
        )

    def draw_several(self, label: str, options: Mapping[str, str], name: str, *, hint: str) -> None:
        """Any number of several."""
        shown = wording.distinct(options)
        st.multiselect(
            label,
            list(shown),
            format_func=shown.__getitem__,
            placeholder=hint,
            key=self.key(name),
        )

    def draw_day(self, label: str, name: str, *, latest: date) -> None:
        """A day up to ``latest``, or none."""
        st.date_input(
            label,
            value=None,
            min_value=_EARLIEST,
            max_value=latest,
            format="DD.MM.YYYY",
            key=self.key(name),
        )


def with_none(none: str, options: Mapping[str, str]) -> dict[str, str]:
    """The options after one that stands for nothing."""
    return {"": none, **options}


def chosen(values: Sequence[str] | None) -> tuple[str, ...]:
    """What is chosen of several; empty where nothing is."""
    return tuple(values or ())
