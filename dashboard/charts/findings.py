"""What stands out: at most three German sentences, made from published figures and nothing else.

Each kind of finding is one function: it gets published frames, sees only what the audience may see,
and returns a sentence whose every number is in them, or nothing. A hidden or missing number is
never guessed: where one could turn the sentence around, there is no sentence.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from math import erfc, sqrt
from typing import Any

import pandas as pd

from dashboard import formatting
from dashboard.charts.rows import largest, rows_of
from dashboard.disclosure import SUPPRESSED
from dashboard.errors import NotAllowed
from dashboard.intervals import Z_95, beyond_chance, difference
from dashboard.period import Period

MOST = 3
LOWEST_RESPONSE_RATE = 0.3
FEWEST_RESPONSES = 5
_LEVEL = 0.05  # of error, for all comparisons together
_EARLIER = 3  # dialogues that have to lie before one that is compared with them
_GONE = 3  # dialogues after the last one about a topic before it counts as not continued

Frames = Callable[[str, Period], pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """One sentence, and where its chart is: key, page of the menu, year (null: all years)."""

    kind: str
    sentence: str
    chart_id: str
    page: str
    year: int | None


@dataclass(frozen=True)
class Findings:
    """At most three, the weightiest first; without any, ``silence`` says what is the case."""

    found: tuple[Finding, ...]
    silence: str


def find(frames: Frames, period: Period) -> Findings:
    """What stands out in a period.

    ``frames`` gives the published result of a query for a period. First comes what happened last,
    then who is missing, then what limits the figures; of each kind there is one sentence at most,
    and none where its figures are not for this audience.
    """
    if frames("participation.by_event", period).empty:
        return Findings((), "In diesem Zeitraum hat kein Dialog stattgefunden.")
    found: list[Finding] = []
    for kind in _KINDS:
        with suppress(NotAllowed):
            found += filter(None, [kind(frames, period)])
    if found:
        return Findings(tuple(found[:MOST]), "")
    return Findings((), _silence(_listed(frames, period), period))


def _silence(listed: pd.DataFrame, period: Period) -> str:
    # Whether a dialogue without a date was before the end of a year, nobody knows.
    dated = listed if period.year is None else listed[listed["held_on"].notna()]
    if dated.empty:
        return "Es liegt noch keine Teilnahmeliste vor, an der etwas auffallen könnte."
    if len(listed) <= _EARLIER:
        lists = formatting.count(len(dated), "Dialog", "Dialogen")
        until = "Erst" if period.year is None else f"Bis Ende {period.year} liegt erst"
        verb = " liegt" if period.year is None else ""
        return f"{until} zu {lists}{verb} eine Teilnahmeliste vor: zu wenig für einen Vergleich."
    return (
        "Nichts sticht hervor. Geprüft sind Höchst- und Tiefstwerte der Teilnahmen, die Bewertung "
        "gegenüber dem Jahr davor, fehlende Gemeinden, der Rücklauf, Erstteilnahmen und Themen."
    )


def _listed(frames: Frames, period: Period) -> pd.DataFrame:
    """The events up to the end of the period that have a list, hidden numbers included.

    Taken from the whole series: no other span of time is published.
    """
    events = frames("participation.by_event", Period.whole())
    days = pd.to_datetime(events["held_on"])
    until = days.isna() | (days.dt.date <= period.to_date)
    return events[until & (events["attendances"].notna() | events[SUPPRESSED])]


def _until(period: Period) -> Period:
    """All that was known at the end of the period."""
    return Period(date.min, period.to_date)


def _name(row: Any) -> str:
    day = formatting.is_missing(row.held_on)
    return f"{row.short_title}" if day else f"{row.short_title} am {formatting.day(row.held_on)}"


def _is_in(row: Any, period: Period) -> bool:
    if formatting.is_missing(row.held_on):
        return period.year is None
    return period.from_date <= pd.Timestamp(row.held_on).date() <= period.to_date


# --- attendances -----------------------------------------------------------------------------


def extreme_attendances(frames: Frames, period: Period) -> Finding | None:
    """A dialogue with more or fewer attendances than every one before it.

    In a year the last such one, over all years only the newest dialogue with a list.
    """
    known = _listed(frames, period)
    rows = rows_of(known)
    first = 0 if period.year is not None else len(rows) - 1
    for place in range(len(rows) - 1, max(first, _EARLIER) - 1, -1):
        if _is_in(rows[place], period) and (said := _extreme(rows[place], known.iloc[:place])):
            return Finding("attendances", said, "beteiligung-veranstaltungen", "beteiligung", None)
    return None


def _extreme(row: Any, before: pd.DataFrame) -> str | None:
    if formatting.is_missing(row.attendances):
        return None
    # Hidden numbers are smaller than any shown one: they cannot refute a new high.
    hides = bool(before["attendances"].isna().any())
    lowest, highest = before["attendances"].min(), before["attendances"].max()
    lists = f"{formatting.whole(len(before))} Dialoge davor, zu denen eine Liste vorliegt"
    earlier = f"bei keinem der {lists}"
    counted = formatting.count(int(row.attendances), "Person", "Personen")
    came = "kam" if row.attendances == 1 else "kamen"
    if not formatting.is_missing(highest) and row.attendances > highest:
        return (
            f"Zum {_name(row)} {came} {counted}, so viele wie {earlier} "
            f"(bisher höchstens {formatting.whole(highest)})."
        )
    if not hides and row.attendances < lowest:
        return (
            f"Zum {_name(row)} {came} {counted}, so wenige wie {earlier} "
            f"(bisher mindestens {formatting.whole(lowest)})."
        )
    return None


# --- ratings ---------------------------------------------------------------------------------


def changed_agreement(frames: Frames, period: Period) -> Finding | None:
    """The question whose agreement changed most against the year before, beyond chance.

    Over all years the newest year with answers. So many questions are compared at once that one of
    them would often pass by chance: the level is divided among them (Bonferroni).
    """
    year = period.year or _newest_year(frames("evaluation.response_rate", period))
    if year is None:
        return None
    compared = frames("evaluation.year_before", Period.of_year(year)).dropna(subset=["change"])
    sure = [row for row in rows_of(compared) if _is_sure(row, among=len(compared))]
    if not sure:
        return None
    most = max(sure, key=lambda row: abs(row.change))
    sentence = (
        f"Die Zustimmung zu „{most.short_label}“ ist {year} mit "
        f"{formatting.percent(most.agreement)} (n = {formatting.whole(most.answered)}) "
        f"{'höher' if most.change > 0 else 'niedriger'} als im Jahr davor mit "
        f"{formatting.percent(most.agreement_before)} "
        f"(n = {formatting.whole(most.answered_before)}): mehr, als der Zufall erklärt."
    )
    return Finding("agreement", sentence, "auswertung-vorjahr", "auswertung", year)


def _newest_year(events: pd.DataFrame) -> int | None:
    days = events[events["responses"].notna()]["held_on"].dropna()
    return int(pd.Timestamp(days.max()).year) if len(days) else None


def _is_sure(row: Any, *, among: int) -> bool:
    """Whether a change is beyond chance also as the largest of several.

    The 95 % interval reaches from the change towards zero; how many times that distance zero lies
    away gives the chance of such a change, which is multiplied by the number of comparisons.
    """
    low, high = difference(row.agreement, row.answered, row.agreement_before, row.answered_before)
    towards_zero = row.change - low if row.change > 0 else high - row.change
    if row.change == 0 or towards_zero <= 0:
        return False
    chance = erfc(Z_95 * abs(row.change) / towards_zero / sqrt(2))
    return bool(chance * among < _LEVEL)


# --- municipalities --------------------------------------------------------------------------


def missing_municipalities(frames: Frames, period: Period) -> Finding | None:
    """Municipalities that came once and not to any of the dialogues of more than a year.

    Counted back from the newest dialogue with a list, not from today: without dialogues nobody is
    missing. Where the day of the last visit is unknown, the year is not certain.
    """
    days = _listed(frames, period)["held_on"].dropna()
    newest = pd.Timestamp(days.max()).date() if len(days) else date.min
    if not period.from_date <= newest or newest == date.min:
        return None
    year_ago = newest - timedelta(days=365)
    missing = frames("municipalities.not_reached", Period(year_ago, newest))
    gone = missing[missing["last_held_on"].notna() & (missing["dialogues_since"] >= 2)]
    if gone.empty:
        return None
    # The chart of all years holds only those who never came.
    chart = ("gemeinden-nicht-erreicht", "gemeinden", newest.year)
    rows = rows_of(gone)
    if len(rows) == 1:
        only = rows[0]
        return Finding(
            "municipality",
            f"{only.municipality_name} war zuletzt am {formatting.day(only.last_held_on)} "
            f"vertreten ({only.last_event}) und seitdem bei "
            f"{formatting.whole(only.dialogues_since)} Dialogen mit Liste nicht.",
            *chart,
        )
    named = [
        f"{row.municipality_name} (zuletzt {formatting.day(row.last_held_on)})" for row in rows
    ]
    return Finding(
        "municipality",
        f"Am {formatting.day(newest)} fehlten seit mehr als einem Jahr "
        f"{formatting.whole(len(rows))} Gemeinden, die vorher dabei waren: "
        f"{formatting.listing(named, limit=4)}.",
        *chart,
    )


# --- response rate ---------------------------------------------------------------------------


def low_response(frames: Frames, period: Period) -> Finding | None:
    """Dialogues whose questionnaires are too few to judge by."""
    events = frames("evaluation.response_rate", period)
    told = events[events["responses"].notna() & events["response_rate"].notna()]
    low = told[
        (told["response_rate"] < LOWEST_RESPONSE_RATE) | (told["responses"] < FEWEST_RESPONSES)
    ]
    if low.empty:
        return None
    chart = ("auswertung-ruecklauf", "auswertung", period.year)
    last = rows_of(low)[-1]
    told_last = (
        f"{formatting.whole(last.responses)} von {formatting.whole(last.attendances)} "
        f"Teilnehmenden ({formatting.percent(last.response_rate)})"
    )
    if len(low) == 1:
        gave = "gab" if last.responses == 1 else "gaben"
        return Finding(
            "response_rate",
            f"Zum {_name(last)} {gave} nur {told_last} einen Fragebogen ab: zu wenige für ein "
            "Urteil.",
            *chart,
        )
    return Finding(
        "response_rate",
        f"Bei {formatting.whole(len(low))} von {formatting.count(len(told), 'Dialog', 'Dialogen')} "
        "mit Fragebögen ist der Rücklauf zu gering für ein Urteil "
        f"(unter {formatting.percent(LOWEST_RESPONSE_RATE)} oder weniger als {FEWEST_RESPONSES} "
        f"Fragebögen), zuletzt beim {_name(last)} mit {told_last}.",
        *chart,
    )


# --- people who come for the first time ------------------------------------------------------


def unusual_newcomers(frames: Frames, period: Period) -> Finding | None:
    """The newest dialogue of the period has an unusual share of people who had not come before.

    It lies outside the range of the three dialogues before it, and differs from them together by
    more than chance. The first dialogue of all is left out: there everybody is new.
    """
    events = frames("participation.newcomers", _until(period)).iloc[1:]
    told = events.assign(told=events["first_time"] + events["returning_people"])
    told = told.tail(_EARLIER + 1)
    if len(told) <= _EARLIER or not (told["told"].fillna(0) > 0).all():
        return None
    if not _is_in(rows_of(told)[-1], period):
        return None
    newest, before = rows_of(told)[-1], told.iloc[-1 - _EARLIER : -1]
    share = newest.first_time / newest.told
    shares = before["first_time"] / before["told"]
    pooled, n_pooled = int(before["first_time"].sum()), int(before["told"].sum())
    if shares.min() <= share <= shares.max():
        return None
    if not beyond_chance(share, int(newest.told), pooled / n_pooled, n_pooled):
        return None
    much = "viele" if share > shares.max() else "wenige"
    return Finding(
        "newcomers",
        f"Beim {_name(newest)} waren ungewöhnlich {much} zum ersten Mal dabei: "
        f"{formatting.whole(newest.first_time)} von {formatting.whole(newest.told)} "
        f"({formatting.percent(share)}); bei den {_EARLIER} Dialogen davor waren es zusammen "
        f"{formatting.whole(pooled)} von {formatting.whole(n_pooled)} "
        f"({formatting.percent(pooled / n_pooled)}).",
        "beteiligung-erstmals",
        "beteiligung",
        None,
    )


# --- topics ----------------------------------------------------------------------------------


def dropped_topic(frames: Frames, period: Period) -> Finding | None:
    """A valid topic of several dialogues that none of the last ones was about, and none is planned.

    Read from the whole time up to the end of the period; without one of those, a topic that was
    announced and did not come although dialogues followed.
    """
    topics = frames("topics.trend", _until(period))
    gone = topics[
        (topics["events"] >= 2)
        & (topics["dialogues_since"] >= _GONE)
        & topics["is_topic_valid"]
        & topics["planned_on"].isna()
    ]
    if len(gone):
        row = largest(gone, "events")
        day = "" if formatting.is_missing(row.last_on) else f" am {formatting.day(row.last_on)}"
        return Finding(
            "topic",
            f"„{row.topic_label}“ war Thema von {formatting.whole(row.events)} Dialogen, zuletzt"
            f"{day} ({row.last_event}); bei den {formatting.whole(row.dialogues_since)} Dialogen "
            "danach war es nicht mehr Thema.",
            "themen-entwicklung",
            "themen",
            None,
        )
    return _announced(frames, period)


def _announced(frames: Frames, period: Period) -> Finding | None:
    topics = frames("topics.not_taken_up", period)
    waiting = topics[
        topics["raised_way"].isin(("event", "outlook"))
        & (topics["dialogues_since"] > 0)
        & topics["planned_on"].isna()
    ]
    if waiting.empty:
        return None
    row = rows_of(waiting)[0]
    since = formatting.count(int(row.dialogues_since), "Dialog", "Dialoge")
    day = "" if formatting.is_missing(row.held_on) else f" ({formatting.day(row.held_on)})"
    announced = (
        f"war mit dem {row.short_title}{day} angekündigt"
        if row.raised_way == "event"
        else f"wurde beim {row.short_title}{day} als Ausblick angekündigt"
    )
    others = (
        f"folgte {since}, nicht mit diesem Thema"
        if row.dialogues_since == 1
        else f"folgten {since}, keiner davon mit diesem Thema"
    )
    return Finding(
        "topic",
        f"„{row.topic_label}“ {announced}; seitdem {others}.",
        "themen-offen",
        "themen",
        period.year,
    )


_KINDS = (
    extreme_attendances,
    changed_agreement,
    missing_municipalities,
    low_response,
    unusual_newcomers,
    dropped_topic,
)
