"""The look of all charts: colours, type, the frame with title and source, words in a picture.

Colours: a blue scale whose steps differ in lightness, so that they stay apart in greyscale, and an
orange for the opposite (blue and orange are told apart by all common kinds of colour blindness).
Where two fills mean different things they also differ by pattern.
"""

import html
import textwrap
from collections.abc import Callable
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from dashboard.formatting import SUPPRESSED

FONT = '"Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif'
INK = "#1f2a30"
SOFT_INK = "#4c5b63"
GRID = "#d9e0e3"
PAPER = "#ffffff"
ACCENT = "#1d5f80"
ACCENT_LIGHT = "#8fbcd4"
CONTRAST = "#b4530f"
CONTRAST_LIGHT = "#f0b27a"
NEUTRAL = "#c9d1d5"
DEMO_INK = "#7a5200"
NOTE_INK = "#8f3f0a"
# Around fills that stand side by side and are too alike to be told apart by themselves.
SEPARATOR = SOFT_INK
HIDDEN = "zu wenige, verborgen"
# From little to much; each step at least 12 points of lightness (CIE L*) from the next.
SEQUENCE = ("#d3e5ef", "#9cc3d9", "#5c98b8", "#1d5f80", "#0a3147")

# Fills that do not stand out from the paper (3:1) without a line around them.
PALE = frozenset({*SEQUENCE[:2], ACCENT_LIGHT, CONTRAST_LIGHT, NEUTRAL})

TEXT_SIZE = 13
SMALL_SIZE = 11
TITLE_SIZE = 17
# Characters a line: what fits beside each other on a screen of 400 pixels.
TITLE_WIDTH = 42
NOTE_WIDTH = 66
LABEL_WIDTH = 20
LABEL_MARGIN = 158  # pixels for the names beside horizontal bars
LEGEND_ENTRY = 96  # pixels: three entries beside each other on the narrowest screen
_LINE = 1.3
_MOST_FLAT_TICKS = 5
_MOST_TICKS = 12  # upright beside each other on a narrow screen
_NARROWEST = 344  # pixels of a chart on a screen of 400 pixels

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": TEXT_SIZE, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "colorway": [ACCENT, CONTRAST, ACCENT_LIGHT, NEUTRAL],
        "separators": ",.",
        "dragmode": False,
        "hoverlabel": {
            "font": {"family": FONT, "size": TEXT_SIZE, "color": INK},
            "bgcolor": PAPER,
            "bordercolor": SOFT_INK,
            "namelength": -1,
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "entrywidth": LEGEND_ENTRY,
            "entrywidthmode": "pixels",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "gridcolor": GRID,
            "zerolinecolor": SOFT_INK,
            "linecolor": SOFT_INK,
            "fixedrange": True,
            "automargin": False,
        },
        "yaxis": {
            "gridcolor": GRID,
            "zerolinecolor": SOFT_INK,
            "linecolor": SOFT_INK,
            "fixedrange": True,
            "automargin": False,
        },
        "bargap": 0.35,
    }
)


def figure(*, height: int, left: int = LABEL_MARGIN, right: int = 24, top: int = 8) -> go.Figure:
    """An empty figure in the look of the project; ``framed`` adds the space for title and note.

    Pixels: ``height`` of the plot with its axes, margins beside and above it.
    """
    return go.Figure(
        layout={
            "template": TEMPLATE,
            "height": height,
            "margin": {"l": left, "r": right, "t": top, "b": 36, "pad": 4},
        }
    )


def framed(drawn: go.Figure, *, title: str, note: str, is_demo: bool) -> go.Figure:
    """The figure with its title above and source, n and date below, inside the picture."""
    _outline_pale_bars(drawn)
    top_lines = wrapped(title, TITLE_WIDTH)
    head = f"<b>{top_lines}</b>"
    height_above = _height(top_lines, TITLE_SIZE) + 14
    if is_demo:
        mark = f"<span style='font-size:{SMALL_SIZE}px;color:{DEMO_INK}'>"
        head = f"{mark}<b>Beispieldaten</b> – erfunden, nicht gemessen</span><br>{head}"
        height_above += round(SMALL_SIZE * 1.6)
    # Plotly places the top of a single line there, but the baseline of the first of several.
    first_line = SMALL_SIZE if is_demo else TITLE_SIZE
    above_text = 10 if "<br>" not in head else round(first_line * 0.7) + 4
    below = wrapped(note, NOTE_WIDTH)
    height_below = _height(below, SMALL_SIZE) + 12
    margin = drawn.layout.margin.to_plotly_json()
    bare = {"height": drawn.layout.height, "top": margin["t"], "bottom": margin["b"]}
    # What a picture of another width needs to set the frame anew.
    drawn.update_layout(meta={"title": title, "note": note, "is_demo": is_demo, **bare})
    legend = _legend_height(drawn)
    # Streamlit's chart element and the exported file read the height from the layout.
    drawn.update_layout(
        height=drawn.layout.height + height_above + height_below + legend,
        title={
            "text": head,
            "font": {"size": TITLE_SIZE, "color": INK},
            "xref": "container",
            "x": 0.01,
            "xanchor": "left",
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "pad": {"t": above_text},
            "automargin": False,
        },
        margin={
            "t": margin["t"] + height_above + legend,
            "b": margin["b"] + height_below,
        },
    )
    return drawn.add_annotation(
        text=below,
        name="note",
        align="left",
        showarrow=False,
        font={"size": SMALL_SIZE, "color": SOFT_INK},
        xref="paper",
        x=0,
        xanchor="left",
        xshift=4 - margin["l"],
        yref="paper",
        y=0,
        yanchor="top",
        yshift=-margin["b"],
    )


def _outline_pale_bars(drawn: go.Figure) -> None:
    """A line around the bars of a trace with a pale fill, unless it has one that is seen."""
    for trace in drawn.select_traces(selector={"type": "bar"}):
        fills = trace.marker.color
        pale = PALE.intersection([fills] if isinstance(fills, str) else fills or ())
        if pale and trace.marker.line.color in (None, PAPER):
            trace.marker.line = {"color": SEPARATOR, "width": 1}


def _legend_height(drawn: go.Figure) -> int:
    """Room for the legend on the narrowest screen, where the names beside bars take half of it."""
    named = [trace for trace in drawn.data if trace.showlegend is not False and trace.name]
    if drawn.layout.showlegend is False or not named:
        return 0
    longest = max(len(trace.name) for trace in named)
    room = _NARROWEST - int(drawn.layout.margin.l)
    entry = int(drawn.layout.legend.entrywidth or 0) or max(LEGEND_ENTRY, longest * 7)
    drawn.update_layout(legend={"entrywidth": entry})
    beside = max(1, room // (entry + 40))
    return int(8 + 20 * -(-len(named) // beside))


def _height(lines: str, size: int) -> int:
    return round((lines.count("<br>") + 1) * size * _LINE)


def empty_figure(sentence: str) -> go.Figure:
    """A picture that says why it is empty."""
    drawn = figure(height=150, left=16, right=16)
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(visible=False)
    return drawn.add_annotation(
        text=wrapped(sentence, TITLE_WIDTH),
        showarrow=False,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"color": SOFT_INK},
    )


@lru_cache(maxsize=4096)  # the same few names stand in thousands of labels
def wrapped(text: str, width: int) -> str:
    """Lines of at most ``width`` characters; no sign in the text is taken for markup."""
    lines = textwrap.wrap(text, width, break_long_words=False) or [""]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def label(text: str) -> str:
    """A name beside a bar."""
    return wrapped(text, LABEL_WIDTH)


def rows_height(rows: int, *, per_row: int = 40) -> int:
    """Height of a plot with horizontal bars."""
    return 56 + per_row * max(rows, 1)


def bars(
    names: list[str],
    values: pd.Series,
    *,
    texts: list[str],
    hover: list[str] | None = None,
    colour: str = ACCENT,
) -> go.Figure:
    """Horizontal bars from top to bottom, each with its value at the end; null is words alone."""
    drawn = figure(height=rows_height(len(names)), right=64)
    drawn.add_bar(
        y=list(range(len(names))),
        x=values.astype("Float64").to_numpy(dtype="float64", na_value=float("nan")),
        orientation="h",
        marker={"color": colour},
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hovertext=hover or texts,
        hoverinfo="text",
    )
    for place, is_null in enumerate(values.isna()):
        if is_null:
            words = HIDDEN if texts[place] == SUPPRESSED else texts[place]
            say_hidden(drawn, place, text=words)
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False, zeroline=True)
    return name_rows(drawn, names)


def name_rows(drawn: go.Figure, names: list[str]) -> go.Figure:
    """Names beside the rows 0, 1, 2 … of a figure, first on top.

    The rows are numbered, because Plotly would draw two rows of one name on top of each other.
    """
    return drawn.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=[label(name) for name in names],
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )


def say_hidden(drawn: go.Figure, place: int, *, text: str = HIDDEN) -> go.Figure:
    """Words where a row has no bar, because its number is hidden or unknown."""
    return drawn.add_annotation(
        x=0,
        y=place,
        text=text,
        xanchor="left",
        showarrow=False,
        font={"color": SOFT_INK},
    )


def pattern(shape: str | list[str], colour: str = PAPER) -> dict[str, object]:
    """A pattern over the colour of a bar, so that the bar is told apart without colour."""
    return {"shape": shape, "fillmode": "overlay", "fgcolor": colour, "size": 6, "solidity": 0.2}


def turned_ticks(drawn: go.Figure, columns: int) -> go.Figure:
    """Names below many columns stand upright, so that they do not overlap on a narrow screen.

    Of very many only every so manieth has its name; the last always has.
    """
    if columns <= _MOST_FLAT_TICKS:
        return drawn
    step = -(-columns // _MOST_TICKS)
    if step > 1:
        places, names = drawn.layout.xaxis.tickvals, drawn.layout.xaxis.ticktext
        kept = range((columns - 1) % step, columns, step)
        drawn.update_xaxes(
            tickvals=[places[place] for place in kept], ticktext=[names[place] for place in kept]
        )
    drawn.update_xaxes(tickangle=-60, tickfont={"size": SMALL_SIZE})
    return drawn.update_layout(margin={"b": 60})


def title_below(drawn: go.Figure, text: str) -> go.Figure:
    """What the numbers below the plot count, with room for it above the note."""
    drawn.update_xaxes(title={"text": text, "standoff": 6, "font": {"size": TEXT_SIZE}})
    return drawn.update_layout(margin={"b": 62})


def ink_on(colour: str) -> str:
    """Text on a filled shape: light on the dark colours, dark on all others."""
    return PAPER if colour in (*SEQUENCE[-2:], ACCENT, CONTRAST) else INK


def step_colour(goodness: float) -> tuple[str, str]:
    """Colour and pattern of a step of a scale, from worst (0) to best (1)."""
    for bound, colour, pattern in (
        (0.9, ACCENT, ""),
        (0.7, ACCENT_LIGHT, ""),
        (0.35, NEUTRAL, ""),
        (0.1, CONTRAST_LIGHT, "/"),
    ):
        if goodness >= bound:
            return colour, pattern
    return CONTRAST, "x"


def value_classes(values: pd.Series, text: Callable[[object], str]) -> list[tuple[float, str]]:
    """Upper bounds and names of at most as many classes as there are colours, lowest first.

    Positive values only. Few different values get a class each; many are cut into equal steps.
    """
    positive = sorted({float(value) for value in values.dropna() if value > 0})
    if not positive:
        return []
    if len(positive) <= len(SEQUENCE):
        # Values that are written alike are one class, up to the largest of them.
        return [(value, name) for name, value in {text(each): each for each in positive}.items()]
    step = positive[-1] / len(SEQUENCE)
    if all(value.is_integer() for value in positive):
        step = -(-positive[-1] // len(SEQUENCE))  # whole numbers get whole bounds
        bounds = [step * (place + 1) for place in range(len(SEQUENCE))]
        return [
            (bound, f"{text(bound - step + 1)} bis {text(bound)}" if step > 1 else text(bound))
            for bound in bounds
            if bound - step < positive[-1]
        ]
    return [
        (step * (place + 1), f"bis {text(step * (place + 1))}") for place in range(len(SEQUENCE))
    ]
