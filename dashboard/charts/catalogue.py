"""Every chart of the project, once: the pages, the command line and the report choose from here."""

from dashboard.charts import (
    evaluation,
    municipalities,
    municipality_section,
    notes,
    outcome_progress,
    outcomes,
    overview,
    participation,
    suggestions,
    timeline,
    topic_interest,
    topic_trend,
    topics,
)
from dashboard.charts.chart import Chart, Dataset
from dashboard.errors import NotFound

CATALOGUE: tuple[Chart, ...] = (
    *overview.CHARTS,
    *timeline.CHARTS,
    *topics.CHARTS,
    *topic_trend.CHARTS,
    *topic_interest.CHARTS,
    *notes.CHARTS,
    *municipalities.CHARTS,
    *participation.CHARTS,
    *evaluation.CHARTS,
    *outcomes.CHARTS,
    *outcome_progress.CHARTS,
    *suggestions.CHARTS,
)

# About one municipality, which has to be chosen.
OF_MUNICIPALITY: tuple[Chart, ...] = municipality_section.CHARTS

_BY_ID = {chart.id: chart for chart in CATALOGUE}
_OF_MUNICIPALITY = {chart.id: chart for chart in OF_MUNICIPALITY}
_DATASETS = {chart.query: chart.data for chart in (*CATALOGUE, *OF_MUNICIPALITY)}


def find_chart(chart_id: str) -> Chart:
    """One chart; raises ``NotFound``."""
    if chart_id not in _BY_ID:
        raise NotFound(
            f"Das Diagramm „{chart_id}“ gibt es nicht. „regionaldialog charts“ zeigt alle."
        )
    return _BY_ID[chart_id]


def find_chart_of_municipality(chart_id: str) -> Chart:
    """One chart about a single municipality; raises ``NotFound``."""
    if chart_id not in _OF_MUNICIPALITY:
        raise NotFound(f"Das Diagramm „{chart_id}“ gibt es für einzelne Gemeinden nicht.")
    return _OF_MUNICIPALITY[chart_id]


def find_dataset(query: str) -> Dataset:
    """The rules under which a query is published; raises ``NotFound`` for any other query."""
    if query not in _DATASETS:
        raise NotFound(
            f"Die Abfrage „{query}“ wird nicht veröffentlicht. "
            "„regionaldialog charts“ zeigt, welche Abfragen es gibt."
        )
    return _DATASETS[query]
