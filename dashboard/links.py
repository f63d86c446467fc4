"""Stable addresses of charts for websites: ``/charts/<id>.<form>?jahr=…``.

A link is for whoever has it, signed in or not: it always gives what the public may see, by the
same ``publish`` as the pages. Nothing here sets a cookie.
"""

import hashlib
import html
import json
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard import tasks
from dashboard.charts.areas import areas
from dashboard.charts.catalogue import OF_MUNICIPALITY
from dashboard.errors import (
    DashboardError,
    NotAllowed,
    NotFound,
    PictureError,
    WarehouseBusy,
    WrongUsage,
)
from dashboard.period import Period
from dashboard.pictures.files import MEDIA_TYPES, File, chart_file, page
from dashboard.pictures.presets import PRESETS, Preset, find_preset
from dashboard.workspace import Workspace

PREFIX = "/charts/"
# For every answer below the prefix: may be shown in any page, runs nothing, loads nothing.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors *"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
_KEPT_SECONDS = 300
_KEPT_FILES, _KEPT_BYTES = 256, 64 * 1024 * 1024
_AT_ONCE = 4
_NAME = re.compile(r"([a-z0-9-]+)\.([a-z0-9]+)")
_PARAMETERS = ("jahr", "preset", "gemeinde", "veranstaltung")
_WHOLE = "alle Jahre"
_STATUS: tuple[tuple[type[DashboardError], int], ...] = (
    (WrongUsage, 400),
    (NotAllowed, 403),
    (NotFound, 404),
    (PictureError, 503),
    (WarehouseBusy, 503),
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; everything in it has been checked."""

    chart_id: str
    form: str
    period: Period
    preset: Preset
    ags: str | None = None
    event_id: str | None = None


@dataclass(frozen=True)
class Kept:
    """A finished file and the tag that changes with the data and with the content."""

    file: File
    tag: str
    changed: str | None


class Shelf:
    """The last files of each state of the data, bounded in number and bytes."""

    def __init__(self, *, files: int = _KEPT_FILES, size: int = _KEPT_BYTES) -> None:
        self._files, self._size = files, size
        self._kept: OrderedDict[object, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[object, threading.Lock] = {}

    def get(self, key: object, make: Callable[[], Kept]) -> Kept:
        """The file of this key; who asks for one that is being made waits for it."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if (found := self._kept.get(key)) is not None:
                    return found
            try:
                made = make()
                self._keep(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
            return made

    def _keep(self, key: object, made: Kept) -> None:
        with self._lock:
            self._kept[key] = made
            while self._kept and (
                len(self._kept) > self._files
                or sum(len(each.file.content) for each in self._kept.values()) > self._size
            ):
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """The addresses of all charts; ``workspace`` is asked for at the first of them."""
    shelf = Shelf()
    limit: list[CapacityLimiter] = []

    async def chart(request: Request) -> Response:
        if not limit:  # belongs to the running event loop
            limit.append(CapacityLimiter(_AT_ONCE))
        return await to_thread.run_sync(
            lambda: _answer(
                request.path_params["name"],
                request.query_params.multi_items(),
                request.headers.get("if-none-match", ""),
                workspace,
                shelf,
            ),
            limiter=limit[0],
        )

    return [Route(PREFIX + "{name:path}", chart)]


def _answer(
    name: str,
    parameters: list[tuple[str, str]],
    known_tags: str,
    workspace: Callable[[], Workspace],
    shelf: Shelf,
) -> Response:
    form = name.rpartition(".")[2]
    try:
        wanted = wanted_of(name, parameters)
        opened = workspace()
        kept = shelf.get((wanted, opened.warehouse.state()), lambda: _made(opened, wanted))
    except DashboardError as problem:
        status = next((code for kind, code in _STATUS if isinstance(problem, kind)), 500)
        return refusal(form, status, str(problem))
    except Exception:
        _log.exception("chart %s", name)
        return refusal(
            form,
            500,
            "Das Diagramm lässt sich gerade nicht zeigen. Bitte später noch einmal versuchen.",
        )
    headers = {
        "ETag": kept.tag,
        "Cache-Control": f"public, max-age={_KEPT_SECONDS}",
        "Content-Disposition": f'inline; filename="{kept.file.name}"',
        **({"Last-Modified": kept.changed} if kept.changed else {}),
    }
    if _knows(known_tags, kept.tag):
        return Response(status_code=304, headers=headers)
    return Response(kept.file.content, media_type=kept.file.media_type, headers=headers)


def _knows(known_tags: str, tag: str) -> bool:
    known = {each.strip().removeprefix("W/") for each in known_tags.split(",")}
    return tag in known or "*" in known


def wanted_of(name: str, parameters: list[tuple[str, str]]) -> Wanted:
    """Read an address; raises ``NotFound`` and ``WrongUsage``."""
    match = _NAME.fullmatch(name)
    if match is None or match[2] not in MEDIA_TYPES:
        raise NotFound(
            "Diese Adresse gibt es nicht. Diagramme haben Adressen wie "
            f"{PREFIX}gemeinden-karte-dialoge.svg; möglich sind die Endungen "
            f"{', '.join(MEDIA_TYPES)}."
        )
    given = _given(parameters)
    chart_id, form = match[1], match[2]
    of_municipality = {chart.id for chart in OF_MUNICIPALITY}
    if chart_id in of_municipality and "gemeinde" not in given:
        raise WrongUsage("Für dieses Diagramm bitte eine Gemeinde angeben, etwa ?gemeinde=Berga.")
    if chart_id not in of_municipality and "gemeinde" in given:
        raise WrongUsage("Dieses Diagramm gibt es nicht für einzelne Gemeinden.")
    if "veranstaltung" in given and "jahr" in given:
        raise WrongUsage("Bitte entweder jahr oder veranstaltung angeben, nicht beides.")
    return Wanted(
        chart_id,
        form,
        _period(given.get("jahr", _WHOLE)),
        find_preset(given["preset"]) if "preset" in given else PRESETS["web"],
        _ags(given["gemeinde"]) if "gemeinde" in given else None,
        given.get("veranstaltung"),
    )


def _given(parameters: list[tuple[str, str]]) -> Mapping[str, str]:
    given: dict[str, str] = {}
    for key, value in parameters:
        if key not in _PARAMETERS:
            raise WrongUsage(
                f"Die Angabe „{key}“ gibt es nicht. Möglich sind: {', '.join(_PARAMETERS)}."
            )
        if key in given:
            raise WrongUsage(f"„{key}“ steht mehr als einmal in der Adresse.")
        given[key] = value
    return given


def _period(text: str) -> Period:
    if text == _WHOLE:
        return Period.whole()
    if not re.fullmatch(r"[0-9]{4}", text):
        raise WrongUsage(f"„{text}“ ist kein Jahr. Bitte vier Ziffern angeben, etwa ?jahr=2023.")
    return Period.of_year(int(text))


def _ags(text: str) -> str:
    for area in areas("municipality"):
        if text in {area.area_id, area.name}:
            return area.area_id
    raise NotFound(f"Die Gemeinde „{text}“ gibt es im Landkreis nicht.")


def _made(workspace: Workspace, wanted: Wanted) -> Kept:
    shown = tasks.publish_for_website(
        workspace,
        wanted.chart_id,
        wanted.period,
        event_id=wanted.event_id,
        ags=wanted.ags,
    )
    file = chart_file(workspace.studio, shown, wanted.form, wanted.preset)
    content = hashlib.sha256(file.content).hexdigest()[:16]
    changed = format_datetime(shown.as_of.replace(tzinfo=UTC), usegmt=True) if shown.as_of else None
    return Kept(file, f'"{workspace.warehouse.version()}-{content}"', changed)


def refusal(form: str, status: int, sentence: str) -> Response:
    """A German sentence in the form that was asked for; never kept by a browser."""
    headers = {"Cache-Control": "no-store"}
    if form == "json":
        content, media_type = (
            json.dumps({"fehler": sentence}, ensure_ascii=False),
            "application/json",
        )
    elif form == "html":
        content = page("Nicht verfügbar", f"<h1>Nicht verfügbar</h1><p>{html.escape(sentence)}</p>")
        media_type = MEDIA_TYPES["html"]
    else:
        content, media_type = sentence, "text/plain; charset=utf-8"
    return Response(content, status_code=status, media_type=media_type, headers=headers)
