"""A report as JSON and back: what an edition keeps, with its pictures and its look.

The text is canonical (sorted keys, no blanks), so that equal content has an equal hash.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from dashboard.disclosure import Audience
from dashboard.pictures.picture import Picture
from dashboard.pictures.presets import find_preset
from dashboard.report import model
from dashboard.report.look import Logo, Look
from dashboard.report.prints import Prints

_CLASS = "is"
_CLASSES = {
    each.__name__: each
    for each in (
        *(model.Cell, model.TableColumn, model.Table, model.Series, model.NativeChart),
        *(model.Figure, model.Paragraph, model.Bullets, model.Facts, model.Section),
        *(model.Definition, model.Report),
    )
}
_DATES = {"as_of", "made_at"}
_ENUMS: dict[str, type[Enum]] = {"kind": model.Kind, "style": model.Style, "audience": Audience}
_NOT_KEPT = {"published"}


def freeze(report: model.Report, prints: Prints, look: Look) -> bytes:
    """Everything that rendering needs, as UTF-8."""
    kept = {
        "report": _plain(report),
        "pictures": {key: _picture(each) for key, each in prints.pictures.items()},
        "look": {
            "colour": look.colour,
            "logo": None
            if look.logo is None
            else {"content": _text(look.logo.content), "ending": look.logo.ending},
            "word_template": None if look.word_template is None else _text(look.word_template),
        },
    }
    written = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode()


def thaw(kept: bytes) -> tuple[model.Report, Prints, Look]:
    """The opposite of ``freeze``."""
    read = json.loads(kept)
    report = _built(read["report"])
    pictures = {key: _picture_again(each) for key, each in read["pictures"].items()}
    logo, template = read["look"]["logo"], read["look"]["word_template"]
    look = Look(
        read["look"]["colour"],
        None if logo is None else Logo(base64.b64decode(logo["content"]), logo["ending"]),
        None if template is None else base64.b64decode(template),
    )
    return report, Prints(pictures), look


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kept = {
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if each.name not in _NOT_KEPT
        }
        return {_CLASS: type(value).__name__, **kept}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _built(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(each) for each in value)
    if not isinstance(value, dict):
        return value
    given = {name: _field(name, each) for name, each in value.items() if name != _CLASS}
    return _CLASSES[value[_CLASS]](**given)


def _field(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return datetime.fromisoformat(value)
    if name in _ENUMS:
        return _ENUMS[name](value)
    return _built(value)


def _picture(picture: Picture) -> dict[str, Any]:
    kept = {
        each.name: _plain(getattr(picture, each.name))
        for each in fields(picture)
        if each.name != "preset"
    }
    return {**kept, "preset": picture.preset.key}


def _picture_again(kept: Mapping[str, Any]) -> Picture:
    as_of = kept["as_of"]
    return Picture(
        **{
            **kept,
            "as_of": None if as_of is None else datetime.fromisoformat(as_of),
            "preset": find_preset(kept["preset"]),
        }
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
