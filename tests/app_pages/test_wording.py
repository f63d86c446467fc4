"""Foreign text in labels and messages, and events by name."""

from datetime import date

import pytest

from dashboard.app_pages import wording
from dashboard.warehouse.events import Event

SERIES = {"regionaldialog": "Regionaldialog", "ag": "AG Wirtschaftsförderung"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Firma *X* & <b>Y</b>", r"Firma \*X\* \& \<b>Y\</b>"),
        ("[hier](https://x.example)", r"\[hier\](https://x.example)"),
        (":red[rot] $x$ `y` ~z~ a|b", r"\:red\[rot\] \$x\$ \`y\` \~z\~ a\|b"),
        ("zwei\n# Zeilen", "zwei # Zeilen"),
        ("Müller-Söhne GmbH (Halle), 2. Etage", "Müller-Söhne GmbH (Halle), 2. Etage"),
    ],
)
def test_foreign_text_does_not_work_as_markdown(written: str, shown: str) -> None:
    assert wording.plain(written) == shown


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Event("a", "A", held_on=date(2024, 2, 20)), "20.02.2024"),
        (
            Event("a", "A", held_on=date(2024, 2, 20), date_basis="announced"),
            "20.02.2024 (angekündigt)",
        ),
        (
            Event("a", "A", date_text="2024-04", date_basis="announced"),
            "angekündigt für April 2024",
        ),
        (
            Event("a", "A", date_text="Frühjahr 2027", date_basis="announced"),
            "angekündigt für Frühjahr 2027",
        ),
        (Event("a", "A", date_basis="unknown"), "Datum unbekannt"),
    ],
)
def test_a_date_is_said_as_sure_as_it_is(event: Event, said: str) -> None:
    assert wording.event_day(event) == said


def test_two_events_of_one_day_are_told_apart() -> None:
    day = date(2024, 2, 20)
    events = [
        Event("rd-08", "Fachkräfte", number=8, held_on=day),
        Event("awf-03", "Fachkräfte", "ag", number=3, held_on=day),
        Event("awf-3b", "Fachkräfte", "ag", number=3, held_on=day),
    ]
    assert wording.event_names(events, SERIES) == {
        "rd-08": "20.02.2024 · 8. Regionaldialog · Fachkräfte",
        "awf-03": "20.02.2024 · 3. AG Wirtschaftsförderung · Fachkräfte (awf-03)",
        "awf-3b": "20.02.2024 · 3. AG Wirtschaftsförderung · Fachkräfte (awf-3b)",
    }
