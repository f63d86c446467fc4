"""Agreement by the group to which people say they belong, where the groups are large enough."""

from itertools import combinations
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import evaluation_words as words
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Protection, Time, Unit
from dashboard.intervals import beyond_chance

_NOT_SAID = "Gruppe nicht angegeben"
_HIDDEN_GROUPS = "verborgen"
_NO_GROUPS = "Die Fragebögen sagen nicht, zu welcher Gruppe jemand gehört."
_ALL_HIDDEN = (
    "Keine Gruppe hat genug Antworten, um sie zu zeigen, ohne einzelne erkennbar zu machen."
)


def by_group(answers: pd.DataFrame) -> go.Figure:
    """Below the name of each question a bar per group that may be shown.

    Takes the result of ``evaluation.by_group``; what is hidden is one row per question.
    """
    if not _has_groups(answers) or not answers["agreement"].notna().any():
        return theme.empty_figure(describe_groups(answers))
    names: list[str] = []
    drawn_rows: list[tuple[int, Any]] = []
    hidden: list[tuple[int, int]] = []
    for _, frame in answers.groupby(words.VERSION, sort=False):
        rows = rows_of(frame)
        names.append(f"<b>{theme.label(words.question(rows[0], answers))}</b>")
        for row in rows:
            if not words.is_hidden(row) and not formatting.is_missing(row.agreement):
                drawn_rows.append((len(names), row))
                names.append(theme.label(group(row.respondent_group)))
        concealed = sum(words.is_hidden(row) for row in rows)
        if concealed:
            hidden.append((len(names), concealed))
            names.append(
                theme.label(formatting.count(concealed, "weitere Gruppe", "weitere Gruppen"))
            )
    drawn = theme.figure(height=theme.rows_height(len(names), per_row=34), right=76)
    drawn.add_bar(
        y=[place for place, _ in drawn_rows],
        x=[row.agreement for _, row in drawn_rows],
        width=0.65,  # else as wide as the rows without a bar leave room
        orientation="h",
        marker={"color": theme.ACCENT},
        text=[
            f"{formatting.percent(row.agreement)} (n\xa0=\xa0{words.n(row)})"
            for _, row in drawn_rows
        ],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="text",
    )
    for place, _ in hidden:
        theme.say_hidden(drawn, place, text=f"{formatting.SUPPRESSED} {_HIDDEN_GROUPS}")
    drawn.update_xaxes(range=[0, 1], showgrid=False, showticklabels=False, zeroline=True)
    theme.name_rows(drawn, names)
    return drawn.update_yaxes(ticktext=names)


def group(value: object) -> str:
    """The group as ticked."""
    return _NOT_SAID if formatting.is_missing(value) else str(value)


def _has_groups(answers: pd.DataFrame) -> bool:
    return bool(answers["respondent_group"].notna().any())


def describe_groups(answers: pd.DataFrame) -> str:
    """The largest difference between two groups, and whether it is more than chance explains."""
    if not _has_groups(answers):
        return _NO_GROUPS
    known = answers[answers["agreement"].notna()]
    if known.empty:
        return _ALL_HIDDEN
    pairs = [
        pair
        for _, frame in known[known["respondent_group"].notna()].groupby(words.VERSION, sort=False)
        for pair in combinations(rows_of(frame), 2)
    ]
    if not pairs:
        return (
            "Nur eine Gruppe hat genug Antworten; ein Vergleich zwischen Gruppen ist nicht möglich."
        )
    one, other = max(pairs, key=lambda pair: abs(pair[0].agreement - pair[1].agreement))
    if one.agreement < other.agreement:
        one, other = other, one
    if one.agreement == other.agreement:
        return "Die Gruppen, die gezeigt werden dürfen, stimmen gleich stark zu."
    chance = (
        "Für sich betrachtet ist das mehr, als der Zufall erklärt; unter vielen Vergleichen kommt "
        "so etwas trotzdem vor."
        if beyond_chance(one.agreement, one.answered, other.agreement, other.answered)
        else "Bei so wenigen Antworten kann das Zufall sein."
    )
    return (
        f"Am weitesten liegen die Gruppen hier auseinander: {words.question(one, answers)}, "
        f"{_group_told(one)}, {_group_told(other)}. {chance}"
    )


def _group_told(row: Any) -> str:
    return f"{group(row.respondent_group)} {formatting.percent(row.agreement)} (n = {words.n(row)})"


def groups_base(answers: pd.DataFrame) -> str:
    """„n = 5 bis 14 Antworten je Gruppe und Frage“."""
    known = answers["answered"].dropna()
    known = known[known > 0]
    if known.empty:
        return words.HIDDEN_BASE
    return f"n = {words.from_to(int(known.min()), int(known.max()))} Antworten je Gruppe und Frage"


GROUPS = Chart(
    id="auswertung-gruppen",
    title="Zustimmung nach Gruppen",
    question="Bewerten die Gruppen die Dialoge verschieden?",
    data=Dataset(
        "evaluation.by_group",
        (
            Protection(
                Unit.ANSWERS,
                ("answered", "agreement", "hiding"),
                "groups",
                ("question_id", "version", "respondent_group"),
                Time.SCOPE,
            ),
        ),
        scoped=True,
    ),
    definition=f"{words.AGREEMENT} Die Gruppe ist die, die im Fragebogen angekreuzt ist. Gezeigt "
    "werden nur Gruppen mit mindestens fünf Antworten, die nicht alle gleich sind: Sonst wüsste "
    "man von jeder Person, was sie geantwortet hat. Weitere Gruppen bleiben verborgen, wo sich "
    "eine verborgene sonst ausrechnen ließe. Im Gesamtergebnis sind alle enthalten.",
    columns=(
        Column("short_label", "Frage", formatting.text),
        Column("low", "Skala", formatting.whole, text_of_row=words.scale),
        Column(
            "respondent_group",
            "Gruppe",
            formatting.text,
            text_of_row=lambda row: group(row.respondent_group),
        ),
        Column("agreement", "Zustimmung", formatting.percent),
        Column("answered", "n", formatting.whole),
    ),
    describe=describe_groups,
    base=groups_base,
    source=QUESTIONNAIRES,
    draw=by_group,
    empty=words.NONE,
)
