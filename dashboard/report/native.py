"""The main charts as numbers for Word and PowerPoint, taken from what is published.

Each function gets the frame of a published chart with at least one row; no number is computed here.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.evaluation_questions import STEPS, nearest
from dashboard.charts.outcomes import LOOKS
from dashboard.charts.publish import Published
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED
from dashboard.report.model import NativeChart, Series

WHOLE, PERCENT = "#,##0", "0 %"
_FEWEST_CATEGORIES, _MOST_CATEGORIES = 2, 24


def native_of(shown: Published) -> NativeChart | None:
    """The chart for Office; null for a chart that is none of the main ones or shows nothing."""
    build = _BUILDERS.get(shown.chart.id)
    if build is None or shown.frame.empty:
        return None
    chart = build(shown.frame)
    has_value = any(value is not None for series in chart.series for value in series.values)
    fits = _FEWEST_CATEGORIES <= len(chart.categories) <= _MOST_CATEGORIES
    return chart if has_value and fits else None


def _value(value: object) -> float | None:
    return None if formatting.is_missing(value) else float(value)  # type: ignore[arg-type]


def _bars(
    frame: pd.DataFrame,
    name: Callable[[Any], str],
    column: str,
    *,
    series: str,
    number_format: str = WHOLE,
    axis_title: str | None = None,
) -> NativeChart:
    rows = rows_of(frame)
    values = tuple(_value(getattr(row, column)) for row in rows)
    return NativeChart(
        tuple(_named(name(row), row, column) for row in rows),
        (Series(series, values, theme.ACCENT),),
        number_format,
        axis_title or series,
    )


def _named(name: str, row: Any, column: str) -> str:
    """A row without a bar says why: a hidden number is no zero."""
    is_hidden = formatting.is_missing(getattr(row, column)) and getattr(row, SUPPRESSED, False)
    return f"{name} (verborgen)" if is_hidden else name


def _attendances(events: pd.DataFrame) -> NativeChart:
    return _bars(events, _event, "attendances", series="Teilnahmen")


def _event(row: Any) -> str:
    return f"{row.short_title}: {row.title}"


def _response_rate(events: pd.DataFrame) -> NativeChart:
    known = events[events["response_rate"].notna()]
    return _bars(known, _event, "response_rate", series="Rücklauf", number_format=PERCENT)


def _topics(topics: pd.DataFrame) -> NativeChart:
    held = topics[topics["events"] > 0].sort_values("events", ascending=False, kind="stable")
    return _bars(held, lambda row: str(row.topic_label), "events", series="Dialoge")


def _reach(reach: pd.DataFrame) -> NativeChart:
    if not reach["events_with_list"].max():
        reach = reach.iloc[:0]  # without a list nobody knows who came: a zero would be wrong
    shown = reach.sort_values(
        ["dialogues", "municipality_name"], ascending=[False, True], kind="stable"
    )
    return _bars(
        shown, lambda row: str(row.municipality_name), "dialogues", series="Besuchte Dialoge"
    )


def _organisation_types(types: pd.DataFrame) -> NativeChart:
    return _bars(
        types,
        lambda row: labels.ORGANISATION_TYPES[row.organisation_type],
        "attendances",
        series="Teilnahmen",
    )


def _modes(modes: pd.DataFrame) -> NativeChart:
    return _bars(
        modes,
        lambda row: labels.MODES[row.attended_mode],
        "per_event",
        series="Teilnahmen je Dialog",
        number_format="#,##0.0",
    )


def _agreement(questions: pd.DataFrame) -> NativeChart:
    return _bars(
        questions,
        _question(questions),
        "agreement",
        series="Zustimmung",
        number_format=PERCENT,
    )


def _question(questions: pd.DataFrame) -> Callable[[Any], str]:
    """The short name; versions of one question are told apart by their number."""
    versions = questions.drop_duplicates(["question_id", "version"])["question_id"]
    several = set(versions[versions.duplicated()])
    return lambda row: (
        f"{row.short_label} (Fassung {row.version})"
        if row.question_id in several
        else str(row.short_label)
    )


def _answers(answers: pd.DataFrame) -> NativeChart:
    """From worst to best, in the classes of the picture: steps of all scales share five names."""
    name = _question(answers)
    asked = rows_of(answers.drop_duplicates(["question_id", "version"]))
    shares: dict[tuple[str, int, float], float] = {}
    for row in rows_of(answers):
        share = _value(row.share)
        if share is not None:
            key = (row.question_id, row.version, nearest(row.goodness))
            shares[key] = shares.get(key, 0.0) + share
    series = tuple(
        Series(
            step_name,
            tuple(shares.get((row.question_id, row.version, goodness)) for row in asked),
            *theme.step_colour(goodness),
        )
        for goodness, step_name in reversed(STEPS)
    )
    used = tuple(each for each in series if any(each.values))
    categories = tuple(name(row) for row in asked)
    return NativeChart(categories, used, PERCENT, "Anteil der Antworten", stacked=True)


def _outcomes(outcomes: pd.DataFrame) -> NativeChart:
    kinds = list(dict.fromkeys(outcomes["kind"]))
    known = {(row.kind, row.status): _value(row.outcomes) for row in rows_of(outcomes)}
    present = [status for status in LOOKS if status in set(outcomes["status"])]
    return NativeChart(
        tuple(labels.OUTCOME_KINDS[kind] for kind in kinds),
        tuple(
            Series(
                labels.OUTCOME_STATUSES[status],
                tuple(known.get((kind, status)) for kind in kinds),
                *LOOKS[status],
            )
            for status in present
        ),
        WHOLE,
        "Ergebnisse",
        stacked=True,
    )


_BUILDERS: dict[str, Callable[[pd.DataFrame], NativeChart]] = {
    "beteiligung-veranstaltungen": _attendances,
    "beteiligung-organisationstyp": _organisation_types,
    "beteiligung-format": _modes,
    "themen-jahr-veranstaltungen": _topics,
    "gemeinden-karte-dialoge": _reach,
    "auswertung-ruecklauf": _response_rate,
    "auswertung-fragen": _answers,
    "auswertung-zustimmung": _agreement,
    "wirkung-stand": _outcomes,
}
