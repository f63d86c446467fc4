"""Feedback talks with mayors: what the record says, and counts of the talks noted by staff."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import RECORD, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Protection, Time, Unit

_TALKS = "Notizen zu Feedbackgesprächen, SEG Mansfeld-Südharz"
_NONE = "Aus diesem Zeitraum sind noch keine einzelnen Feedbackgespräche festgehalten."
_FEW = (
    "Die Zahlen sind verborgen: Aus diesem Zeitraum oder aus einem Teil davon sind weniger als "
    "fünf Feedbackgespräche festgehalten."
)
_UNSTATED = "keine Tendenz festgehalten"


def talks(counted: pd.DataFrame) -> go.Figure:
    """A bar per tendency, the best first. Takes the result of ``evaluation.talks``."""
    if counted["talks"].isna().all():
        return theme.empty_figure(_FEW)
    rows = rows_of(counted)
    drawn = theme.bars(
        [tendency(row.tendency) for row in rows],
        counted["talks"].where(counted["talks"] > 0),
        texts=[_text(row) for row in rows],
    )
    return drawn.update_layout(margin={"r": 96})


def _text(row: Any) -> str:
    if formatting.is_missing(row.talks):
        return theme.HIDDEN
    if not row.talks:
        return "kein Gespräch"
    if formatting.is_missing(row.talk_share):
        return formatting.whole(row.talks)
    return f"{formatting.whole(row.talks)} ({formatting.percent(row.talk_share)})"


def tendency(step: object) -> str:
    """„eher positiv“; null as „keine Tendenz festgehalten“."""
    if formatting.is_missing(step):
        return _UNSTATED
    return labels.TENDENCIES[int(step)]  # type: ignore[call-overload]


def describe_talks(counted: pd.DataFrame) -> str:
    """How many talks there are and how many of them were (rather) positive."""
    if counted["talks"].isna().all():
        return _FEW
    held = int(counted["talks_held"].max())
    stated = counted[counted["tendency"].notna()]
    number = int(stated["talks"].sum())
    if not number:
        return (
            f"{formatting.whole(held)} Feedbackgespräche sind festgehalten, keines davon mit einer "
            "Tendenz."
        )
    good = int(stated[stated["tendency"] >= 4]["talks"].sum())
    return (
        f"{formatting.whole(good)} von "
        f"{formatting.count(number, 'Feedbackgespräch', 'Feedbackgesprächen')} mit festgehaltener "
        f"Tendenz {'war' if good == 1 else 'waren'} positiv oder eher positiv; festgehalten sind "
        f"insgesamt {formatting.whole(held)}."
    )


def talks_base(counted: pd.DataFrame) -> str:
    """„n = 9 Feedbackgespräche“."""
    held = counted["talks_held"].dropna()
    if held.empty:
        return "n verborgen"
    return f"n = {formatting.count(int(held.max()), 'Feedbackgespräch', 'Feedbackgespräche')}"


def talk_codes(counted: pd.DataFrame) -> go.Figure:
    """A bar per code with the talks in which it occurs. Takes ``evaluation.talk_codes``."""
    if counted["talks_held"].isna().all():
        return theme.empty_figure(_FEW)
    rows = rows_of(counted)
    drawn = theme.bars(
        [row.code_label for row in rows],
        counted["talks"].where(counted["talks"] > 0),
        texts=[_text(row) for row in rows],
    )
    return drawn.update_layout(margin={"r": 96})


def describe_talk_codes(counted: pd.DataFrame) -> str:
    """The codes that occur in most talks, among those shown."""
    if counted["talks_held"].isna().all():
        return _FEW
    held = int(counted["talks_held"].max())
    known = counted[counted["talks"] > 0]
    if known.empty:
        return (
            f"Unter {formatting.whole(held)} Feedbackgesprächen kommt kein Code so oft vor, dass "
            "er gezeigt werden darf."
        )
    most = int(known["talks"].max())
    names = [f"„{label}“" for label in known[known["talks"] == most]["code_label"]]
    return (
        f"Am häufigsten kommt vor: {formatting.listing(names)}, in {formatting.whole(most)} von "
        f"{formatting.whole(held)} Feedbackgesprächen."
    )


def describe_record(entries: pd.DataFrame) -> str:
    """What the record says of the first entry, in its own words."""
    first = rows_of(entries)[0]
    note = "" if formatting.is_missing(first.note) else f" ({_period(first)}): „{first.note}“"
    more = len(entries) - 1
    others = (
        f" Dazu {formatting.count(more, 'weiterer Eintrag', 'weitere Einträge')}." if more else ""
    )
    return f"{first.title}{note}.{others}"


def _period(row: Any) -> str:
    """„12/2022–01/2023“."""
    days = [_month(each) for each in (row.starts, row.ends) if not formatting.is_missing(each)]
    return "–".join(dict.fromkeys(days)) or "Datum unbekannt"


def _month(text: str) -> str:
    """2022-12 as 12/2022, 2022-12-14 as 14.12.2022."""
    parts = text.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else "/".join(reversed(parts))


TALK_RECORD = Chart(
    id="gespraeche-chronik",
    title="Feedback außerhalb der Fragebögen laut Chronik",
    question="Was sagt die Chronik über weitere Rückmeldungen?",
    data=Dataset("evaluation.talk_record"),
    definition="Wörtlich, was die öffentliche Chronik festhält. Wie viele Gespräche es waren und "
    "mit wem, sagt sie nicht.",
    columns=(
        Column("title", "Was", formatting.text),
        Column("starts", "Zeitraum", formatting.text, text_of_row=_period),
        Column("short_title", "genannt beim", formatting.text),
        Column("note", "Ergebnis laut Chronik", formatting.text),
    ),
    describe=describe_record,
    base=lambda entries: f"n = {formatting.count(len(entries), 'Eintrag', 'Einträge')}",
    source=RECORD,
    empty="Die Chronik nennt für diesen Zeitraum keine weiteren Rückmeldungen.",
)

TALKS = Chart(
    id="gespraeche-tendenz",
    title="Tendenz der Feedbackgespräche",
    question="Wie verliefen die Feedbackgespräche?",
    data=Dataset(
        "evaluation.talks",
        (
            Protection(
                Unit.ANSWERS, ("talks", "talk_share", "talks_held"), "talks", time=Time.SCOPE
            ),
        ),
        scoped=True,
    ),
    definition="Gespräche mit Bürgermeisterinnen, Bürgermeistern und anderen, die die SEG "
    "festgehalten hat. Die Tendenz schätzt ein, wer das Gespräch geführt hat: negativ, eher "
    "negativ, gemischt, eher positiv oder positiv. Anteile beziehen sich auf die Gespräche mit "
    "einer Tendenz. Ein Gespräch zählt in dem Jahr, in dem es begann. Unter fünf Gesprächen wird "
    "nichts gezeigt.",
    columns=(
        Column("tendency", "Tendenz", tendency),
        Column("talks", "Gespräche", formatting.whole),
        Column("talk_share", "Anteil", formatting.percent),
    ),
    describe=describe_talks,
    base=talks_base,
    source=_TALKS,
    draw=talks,
    empty=_NONE,
)

TALK_CODES = Chart(
    id="gespraeche-codes",
    title="Worum es in den Feedbackgesprächen ging",
    question="Worum ging es in den Feedbackgesprächen?",
    data=Dataset(
        "evaluation.talk_codes",
        (
            Protection(Unit.ANSWERS, ("talks_held", "talk_share"), "talks", time=Time.SCOPE),
            Protection(
                Unit.ANSWERS, ("talks", "talk_share"), "talk_codes", ("code_id",), Time.SCOPE
            ),
        ),
        scoped=True,
    ),
    definition="In wie vielen Gesprächen eine Aussage vorkommt, die dem Code zugeordnet ist; ein "
    "Gespräch kann mehrere Codes haben. Codes aus weniger als fünf Gesprächen werden nicht "
    "gezeigt.",
    columns=(
        Column("code_label", "Code", formatting.text),
        Column("description", "Bedeutung", formatting.text),
        Column("talks", "Gespräche", formatting.whole),
        Column("talk_share", "Anteil", formatting.percent),
        Column("talks_held", "n", formatting.whole),
    ),
    describe=describe_talk_codes,
    base=talks_base,
    source=_TALKS,
    draw=talk_codes,
    empty="Aus diesem Zeitraum ist noch keine Aussage eines Feedbackgesprächs einem Code "
    "zugeordnet.",
)
