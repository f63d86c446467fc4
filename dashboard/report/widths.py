"""How wide the columns of a printed table are: by what stands in them, as browsers do it."""

from dashboard.pictures import typeface
from dashboard.report.model import Table

_MM_PER_POINT = 25.4 / 72
_PADDING = 3.2  # millimetres left and right of a cell together
_LONGEST_WORD = 16  # letters; a longer word is hyphenated
_LONGEST_LINE = 62  # letters; a longer text takes several lines anyway


def column_widths(table: Table, room: float, size: float) -> list[float]:
    """Millimetres per column, together at most ``room``; ``size`` of the text in points.

    Each column gets what its longest word needs; what is left goes to where lines would break.
    """
    least, most = [], []
    for place, column in enumerate(table.columns):
        texts = [column.heading, *(row[place].text for row in table.rows)]
        words = [word[:_LONGEST_WORD] for text in texts for word in text.split()]
        least.append(max((_width(word, size) for word in words), default=0.0) + _PADDING)
        lines = [text[:_LONGEST_LINE] for text in texts]
        most.append(max(least[-1], max(_width(line, size) for line in lines) + _PADDING))
    if sum(most) <= room:
        return [round(each, 2) for each in most]
    spare = max(0.0, room - sum(least))
    wish = sum(most) - sum(least) or 1.0
    given = [low + spare * (high - low) / wish for low, high in zip(least, most, strict=True)]
    shrink = min(1.0, room / sum(given))
    return [round(each * shrink, 2) for each in given]


def _width(text: str, size: float) -> float:
    return typeface.width(text, size, typeface.SEMIBOLD) * _MM_PER_POINT
