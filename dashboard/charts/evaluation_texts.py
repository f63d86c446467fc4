"""What people wrote: how often which code fits, and the quotes that were released."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import evaluation_words as words
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Protection, Time, Unit

_FEW = "zu wenige, verborgen"


def codes(counted: pd.DataFrame) -> go.Figure:
    """A bar per code with the number of texts that carry it. Takes ``evaluation.codes``."""
    if not _is_coded(counted):
        return theme.empty_figure(describe_codes(counted))
    rows = rows_of(counted)
    drawn = theme.bars(
        [row.code_label for row in rows],
        counted["texts"].where(counted["texts"] > 0),
        texts=[_text(row.texts, row.text_share) for row in rows],
    )
    return drawn.update_layout(margin={"r": 96})


def _text(number: object, share: object) -> str:
    if formatting.is_missing(number):
        return _FEW
    if not number:
        return "kein Text"
    return f"{formatting.whole(number)} ({formatting.percent(share)})"


def _is_coded(counted: pd.DataFrame) -> bool:
    """Hidden is how many only where there are some."""
    return bool((counted["texts_coded"].isna() | (counted["texts_coded"] > 0)).any())


def describe_codes(counted: pd.DataFrame) -> str:
    """How many texts are coded, and which codes occur most often among those shown."""
    first = rows_of(counted)[0]
    given = int(first.texts_given)
    texts = formatting.count(given, "Freitext liegt", "Freitexte liegen")
    if formatting.is_missing(first.texts_coded):
        return f"{texts} vor; kein Code kommt so oft vor, dass er gezeigt werden darf."
    coded = int(first.texts_coded)
    if not coded:
        return f"{texts} vor; davon ist noch keiner einem Code zugeordnet."
    told = (
        f"{formatting.whole(coded)} von {formatting.count(given, 'Freitext', 'Freitexten')} "
        f"{'ist' if coded == 1 else 'sind'} mindestens einem Code zugeordnet"
    )
    known = counted[counted["texts"] > 0]
    if known.empty:
        return f"{told}; kein Code kommt so oft vor, dass er gezeigt werden darf."
    most = known["texts"].max()
    names = [f"„{label}“" for label in known[known["texts"] == most]["code_label"]]
    return f"{told}; am häufigsten: {formatting.listing(names)} ({formatting.whole(most)})."


def codes_base(counted: pd.DataFrame) -> str:
    """„n = 28 zugeordnete Freitexte“."""
    coded = rows_of(counted)[0].texts_coded
    if formatting.is_missing(coded):
        return words.HIDDEN_BASE
    return f"n = {formatting.count(int(coded), 'zugeordneter Freitext', 'zugeordnete Freitexte')}"


def describe_quotes(quotes: pd.DataFrame) -> str:
    """How many quotes are released, and from how many events."""
    number, events = len(quotes), quotes["event_id"].nunique()
    return (
        f"{formatting.count(number, 'Zitat ist', 'Zitate sind')} freigegeben, aus den "
        f"Rückmeldungen zu {formatting.count(events, 'einem Dialog', 'Dialogen')}."
    ).replace("1 einem", "einem")


def quotes_base(quotes: pd.DataFrame) -> str:
    """„n = 3 freigegebene Zitate“."""
    return f"n = {formatting.count(len(quotes), 'freigegebenes Zitat', 'freigegebene Zitate')}"


CODES = Chart(
    id="auswertung-codes",
    title="Worum es in den Freitexten geht",
    question="Wovon handeln die Freitexte?",
    data=Dataset(
        "evaluation.codes",
        (
            Protection(Unit.ANSWERS, ("texts", "text_share"), "codes", ("code_id",), Time.SCOPE),
            # Every text that counts here carries a code: few of them would tell of the codes.
            Protection(
                Unit.ANSWERS, ("texts", "text_share", "texts_coded"), "texts", time=Time.SCOPE
            ),
        ),
        scoped=True,
    ),
    definition="Menschen lesen die Freitexte und ordnen sie den Codes des Codebuchs zu. Ein Text "
    "kann mehrere Codes tragen; die Anteile beziehen sich auf alle zugeordneten Texte und ergeben "
    "zusammen mehr als 100 %. Codes mit weniger als fünf Texten werden nicht gezeigt.",
    columns=(
        Column("code_label", "Code", formatting.text),
        Column("description", "Bedeutung", formatting.text),
        Column("texts", "Texte", formatting.whole),
        Column("text_share", "Anteil", formatting.percent),
        Column("texts_coded", "n", formatting.whole),
    ),
    describe=describe_codes,
    base=codes_base,
    source=QUESTIONNAIRES,
    draw=codes,
    empty="Es gibt noch keine Freitexte, oder das Codebuch ist leer.",
)

QUOTES = Chart(
    id="auswertung-zitate",
    title="Zitate aus den Freitexten",
    question="Was haben Teilnehmende geschrieben?",
    data=Dataset("evaluation.quotes"),
    definition="Gezeigt wird nur, was eine Person gelesen und freigegeben hat. Wer es geschrieben "
    "hat, ist nicht bekannt. Zitate sind Beispiele; wie oft etwas gesagt wurde, zeigen die Codes.",
    columns=(
        Column("quote", "Zitat", formatting.text),
        Column("question_label", "Frage", formatting.text),
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
    ),
    describe=describe_quotes,
    base=quotes_base,
    source=QUESTIONNAIRES,
    empty="Aus diesem Zeitraum ist noch kein Zitat freigegeben.",
)
