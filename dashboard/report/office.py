"""What Word and PowerPoint share: the main charts as chart parts that Office draws and edits."""

from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt

from dashboard.charts import theme
from dashboard.pictures import typeface
from dashboard.report.model import NativeChart, Series

# Millimetres per row of bars, and what title, axis and legend need besides.
_ROW, _AROUND = 8.0, 30.0
_PATTERNS = {"/": MSO_PATTERN.LIGHT_UPWARD_DIAGONAL, "x": MSO_PATTERN.DIAGONAL_CROSS}


def chart_data(chart: NativeChart) -> CategoryChartData:
    """The numbers for python-pptx; an unknown or hidden one is an empty cell, never zero."""
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def chart_type(chart: NativeChart) -> XL_CHART_TYPE:
    """Horizontal bars; shares of one whole fill the width."""
    if not chart.stacked:
        return XL_CHART_TYPE.BAR_CLUSTERED
    is_share = chart.number_format.endswith("%")
    return XL_CHART_TYPE.BAR_STACKED_100 if is_share else XL_CHART_TYPE.BAR_STACKED


def height_mm(chart: NativeChart) -> float:
    """Millimetres that all rows need."""
    return _AROUND + _ROW * len(chart.categories)


def dress(drawn: Chart, chart: NativeChart, *, size: float) -> None:
    """Our look on a chart of python-pptx: colours, font, labels with the numbers, no clutter."""
    drawn.font.size = Pt(size)
    drawn.font.name = typeface.FAMILY
    drawn.font.color.rgb = RGBColor.from_string(theme.INK[1:])
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    plot = drawn.plots[0]
    plot.gap_width = 45
    if chart.stacked:
        plot.overlap = 100
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = chart.number_format, False
    labels.font.size = Pt(size)
    labels.position = XL_LABEL_POSITION.CENTER if chart.stacked else XL_LABEL_POSITION.OUTSIDE_END
    for series, given in zip(plot.series, chart.series, strict=True):
        _fill(series, given)
        if chart.stacked:
            ink = theme.ink_on(given.colour)
            series.data_labels.show_value = True
            series.data_labels.number_format = _without_small(chart.number_format)
            series.data_labels.number_format_is_linked = False
            series.data_labels.font.size = Pt(size)
            series.data_labels.font.color.rgb = RGBColor.from_string(ink[1:])
    categories = drawn.category_axis
    categories.reverse_order = True  # first row on top, as in the picture
    categories.has_major_gridlines = False
    categories.format.line.color.rgb = RGBColor.from_string(theme.SOFT_INK[1:])
    values = drawn.value_axis
    values.visible = False
    values.has_major_gridlines = False
    values.minimum_scale = 0
    if chart.number_format.endswith("%"):
        values.maximum_scale = 1
    elif not chart.stacked:
        most = max((each for each in chart.series[0].values if each is not None), default=1)
        values.maximum_scale = max(1.0, most * 1.12)


def _fill(drawn: Any, given: Series) -> None:
    fill = drawn.format.fill
    if given.pattern:
        fill.patterned()
        fill.pattern = _PATTERNS[given.pattern]
        fill.fore_color.rgb = RGBColor.from_string(theme.SOFT_INK[1:])
        fill.back_color.rgb = RGBColor.from_string(given.colour[1:])
        drawn.format.line.color.rgb = RGBColor.from_string(theme.SOFT_INK[1:])
    else:
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(given.colour[1:])


def _without_small(number_format: str) -> str:
    """No label where there is hardly a bar: under 5 percent, or nothing."""
    condition = "<0.05" if number_format.endswith("%") else "=0"
    return f'[{condition}]"";{number_format}'
