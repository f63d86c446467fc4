"""How questions, scales and uncertain shares are written in all charts of the evaluation."""

from typing import Any

import pandas as pd

from dashboard import formatting
from dashboard.charts import theme
from dashboard.disclosure import SUPPRESSED

NONE = "Zu den Dialogen dieses Zeitraums liegen noch keine Rückmeldungen vor."
TOO_FEW = "verborgen, schützt kleine Gruppen"
HIDDEN_SENTENCE = (
    "Die Antworten sind verborgen: Es sind zu wenige, oder aus ihnen ließen sich zu wenige "
    "andere ausrechnen."
)
HIDDEN_BASE = "n verborgen"
AGREEMENT = (
    "Zustimmung sind die Stufen 4 und 5 von 5, die Noten 1 und 2 und „Ja“, auf anderen Skalen die "
    "Stufen im besten Viertel zwischen der schlechtesten und der besten."
)
VERSION = ["question_id", "version"]
SHARE_TICKS: dict[str, Any] = {
    "tickvals": [0, 0.25, 0.5, 0.75, 1],
    "ticktext": ["0 %", "25 %", "50 %", "75 %", "100 %"],
}
BAR = 0.27  # below the middle of a row whose name stands above, in rows
_QUESTION_WIDTH = 44
_GRADE = (1, 6, "low")


def scale(row: Any) -> str:
    """„Schulnote“, „1 bis 5, 5 ist am besten“."""
    if (row.low, row.high, row.best) == _GRADE:
        return "Schulnote"
    best = row.high if row.best == "high" else row.low
    return f"{formatting.whole(row.low)} bis {formatting.whole(row.high)}, {best} ist am besten"


def question(row: Any, frame: pd.DataFrame) -> str:
    """The short name of a question; versions of one question are told apart by their scale.

    Where two of them have the same scale their wording differs, and they are numbered.
    """
    others = frame[frame["question_id"] == row.question_id].drop_duplicates("version")
    if len(others) == 1:
        return str(row.short_label)
    alike = others[["low", "high", "best"]].duplicated(keep=False).any()
    number = f", Fassung {row.version}" if alike else ""
    return f"{row.short_label} ({scale(row)}{number})"


def n(row: Any) -> str:
    """The number of answers, a dot where it is hidden."""
    return formatting.SUPPRESSED if is_hidden(row) else formatting.whole(row.answered)


def is_hidden(row: Any) -> bool:
    """Whether the answers of a row may not be shown; another of its numbers alone may be hidden."""
    return bool(getattr(row, SUPPRESSED)) and formatting.is_missing(row.answered)


def share_range(low: float, high: float) -> str:
    """„55–91 %“."""
    first, last = (formatting.decimal(round(share * 100, 12), 0) for share in (low, high))
    return f"{first}–{last} %"


def from_to(low: int, high: int) -> str:
    """„5 bis 12“, „5“ where both are the same."""
    if low == high:
        return formatting.whole(low)
    return f"{formatting.whole(low)} bis {formatting.whole(high)}"


def answers(number: object) -> str:
    """„1 Antwort“, „18 Antworten“."""
    return formatting.count(int(number), "Antwort", "Antworten")  # type: ignore[call-overload]


def rows_with_names_above(drawn: Any, names: list[tuple[str, str]], *, height: int) -> Any:
    """Two texts above the bar of each row: bold the name, plain what matters most about it.

    Beside the bars they would take half of a narrow screen. The rows are numbered from the top and
    ``height`` pixels high; ``BAR`` is where the bar lies in them.
    """
    for place, (name, told) in enumerate(names):
        drawn.add_annotation(
            name="row",
            text=f"<b>{theme.wrapped(name, _QUESTION_WIDTH)}</b><br>{theme.wrapped(told, 52)}",
            align="left",
            xref="paper",
            x=0,
            xanchor="left",
            y=place - 0.5,
            yanchor="top",
            yshift=-0.1 * height,
            bgcolor=theme.PAPER,
            borderpad=0,
            showarrow=False,
        )
    return drawn.update_yaxes(
        showticklabels=False,
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        showline=False,
        zeroline=False,
    )


def say_hidden(drawn: Any, place: int) -> None:
    """Words in place of the bar of a row whose name stands above."""
    drawn.add_annotation(
        text=TOO_FEW,
        xref="paper",
        x=0,
        xanchor="left",
        y=place + BAR,
        bgcolor=theme.PAPER,
        showarrow=False,
        font={"color": theme.SOFT_INK},
    )


def row_height(names: list[tuple[str, str]], *, bar: int = 36) -> int:
    """Pixels of a row whose name may take several lines."""
    lines = [
        2
        + theme.wrapped(name, _QUESTION_WIDTH).count("<br>")
        + theme.wrapped(told, 52).count("<br>")
        for name, told in names
    ]
    return bar + 20 * max(lines, default=2)
