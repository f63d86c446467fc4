"""One chart as a file: picture, table, data, or a page that another website can embed."""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import formatting
from dashboard.errors import WrongUsage
from dashboard.pictures.picture import Picture, Studio, pdf, png
from dashboard.pictures.presets import PRESETS, Preset

if TYPE_CHECKING:
    from dashboard.charts.publish import Published

PICTURES: dict[str, Callable[[Picture], bytes]] = {
    "svg": lambda picture: picture.svg.encode(),
    "png": png,
    "pdf": pdf,
}
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
# Below this width of the frame the page shows the picture of a narrow column.
_NARROW_PX = 600


@dataclass(frozen=True)
class File:
    """Bytes with their kind and the name under which they are saved."""

    content: bytes
    media_type: str
    name: str


def chart_file(studio: Studio, shown: "Published", form: str, preset: Preset) -> File:
    """One chart in one form; raises ``PictureError``, and ``WrongUsage`` for other forms.

    The preset counts for pictures only; a page brings a wide and a narrow picture.
    """
    if form not in MEDIA_TYPES:
        raise WrongUsage(
            f"Das Format „{form}“ gibt es nicht. Möglich sind: {', '.join(MEDIA_TYPES)}."
        )
    stem = shown.file_stem
    if form in PICTURES:
        if shown.figure is None:
            raise WrongUsage(
                f"„{shown.chart.title}“ ist eine Tabelle und hat kein Bild. "
                "Bitte csv, json oder html verwenden."
            )
        picture = studio.picture(shown, preset)
        stem, content = picture.file_stem, PICTURES[form](picture)
    elif form == "csv":
        content = shown.csv()
    elif form == "json":
        content = json.dumps(as_json(shown), ensure_ascii=False, indent=1).encode()
    else:
        content = as_page(studio, shown).encode()
    return File(content, MEDIA_TYPES[form], f"{stem}.{form}")


def as_json(shown: "Published") -> dict[str, object]:
    """Everything that is published, as texts of the table and as values (suppressed: null)."""
    return {
        "id": shown.chart.id,
        "titel": shown.title,
        "frage": shown.chart.question,
        "zeitraum": "alle Jahre" if shown.period.year is None else shown.period.year,
        "veranstaltung": shown.event.event_id if shown.event else None,
        "satz": shown.sentence,
        "n": shown.n,
        "definition": shown.chart.definition,
        "quelle": shown.source_note,
        "datenstand": formatting.moment(shown.as_of) if shown.as_of else None,
        "beispieldaten": shown.is_demo,
        "anmerkungen": list(shown.remarks),
        "spalten": [str(name) for name in shown.table.columns],
        "tabelle": shown.table.to_numpy().tolist(),
        "werte": json.loads(shown.frame.to_json(orient="records", date_format="iso")),
    }


def as_page(studio: Studio, shown: "Published") -> str:
    """A page that needs nothing else: no script, no other file, no cookie."""
    pictures = ""
    if shown.figure is not None:
        wide, narrow = studio.pictures([(shown, PRESETS["web"]), (shown, PRESETS["spalte"])])
        pictures = f'<div class="breit">{wide.svg}</div><div class="schmal">{narrow.svg}</div>'
    remarks = "".join(f"<li>{html.escape(remark)}</li>" for remark in shown.remarks)
    parts = [
        f"<h1>{html.escape(shown.title)}</h1>" if not pictures else "",
        pictures,
        f"<p>{html.escape(shown.sentence)}</p>",
        f"<ul>{remarks}</ul>" if remarks else "",
        _table(shown),
        f"<details><summary>Wie wird gezählt?</summary><p>{html.escape(shown.chart.definition)}"
        "</p></details>",
        f'<p class="quelle">{html.escape(shown.source_note)}</p>',
    ]
    return page(shown.title, "".join(parts))


def page(title: str, body: str) -> str:
    """A German HTML page in the look of the project."""
    return (
        '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def _table(shown: "Published") -> str:
    if shown.table.empty:
        return ""
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in shown.table)
    rows = "".join(
        "<tr>"
        + f'<th scope="row">{html.escape(str(row[0]))}</th>'
        + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in shown.table.itertuples(index=False, name=None)
    )
    caption = html.escape(shown.title)
    table = (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
    scrolled = (
        f'<div class="tabelle" role="region" aria-label="{caption}" tabindex="0">{table}</div>'
    )
    if shown.figure is None:
        return scrolled
    return f"<details><summary>Zahlen als Tabelle</summary>{scrolled}</details>"


_STYLE = f"""
body {{ margin: 0; color: #1f2a30; background: #fff;
  font: 1rem/1.5 "Source Sans 3", "Source Sans", "Helvetica Neue", Arial, sans-serif; }}
main {{ max-width: 50rem; margin: 0 auto; padding: 0.5rem; }}
h1 {{ font-size: 1.25rem; }}
svg {{ display: block; width: 100%; height: auto; }}
.schmal {{ display: none; }}
@media (max-width: {_NARROW_PX}px) {{ .breit {{ display: none; }} .schmal {{ display: block; }} }}
summary {{ cursor: pointer; padding: 0.25rem 0; }}
summary:focus-visible, .tabelle:focus-visible {{ outline: 2px solid #1d5f80; }}
.tabelle {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: 0.875rem; }}
caption {{ text-align: left; font-weight: 600; }}
th, td {{ padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #d9e0e3; text-align: left;
  vertical-align: top; }}
.quelle {{ color: #4c5b63; font-size: 0.8125rem; }}
"""
