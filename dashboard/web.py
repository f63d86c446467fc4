"""What is served around the Streamlit pages: headers, the German frame, own files, health.

Streamlit has no setting for any of it: its page says ``lang="en"``, sends no security headers and
answers on addresses that nobody here needs. This module knows HTTP only; the Streamlit app is put
together in ``app.py``.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import links, paths

FIRST_PAGE = "/uebersicht"
_STATIC_PREFIX = "/static-regionaldialog/"
_MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

SECURITY_HEADERS = {
    # Nothing from another host, no inline script. Styles are inline because Streamlit and Plotly
    # write theirs at run time; blob: and data: are pictures and workers the page makes itself.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Operation figures and the interface for programs: both would show data past every page.
_BLOCKED = re.compile(r"/_stcore/(metrics|agent)(/|$)")
# Addresses whose answer is never the page itself, even when it is HTML (a downloaded report).
_NOT_A_PAGE = re.compile(r"^/(media|component|static|app/static|_stcore|charts)/|\.[a-z0-9]+$")
# Headers that would have the page answered compressed, in parts or as "unchanged": it is rewritten
# here, so only the whole plain text is of use.
_SHORTENING = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


@dataclass(frozen=True)
class Asset:
    """One own script or style sheet; ``address`` changes with the content."""

    name: str
    content: bytes

    @property
    def version(self) -> str:
        """The first characters of the content's hash."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @property
    def address(self) -> str:
        """Relative, like all addresses in Streamlit's page, so that it holds behind a prefix."""
        return f".{_STATIC_PREFIX}{self.name}?v={self.version}"

    @property
    def tag(self) -> str:
        """The element that loads it."""
        if self.name.endswith(".css"):
            return f'<link rel="stylesheet" href="{self.address}">'
        return f'<script src="{self.address}" defer></script>'


def read_assets(folder: Path = paths.STATIC) -> tuple[Asset, ...]:
    """Every own script and style sheet, by name."""
    return tuple(
        Asset(path.name, path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.suffix in _MEDIA_TYPES
    )


def routes() -> list[BaseRoute]:
    """The addresses that are not Streamlit's: health, own static files, the name of page one."""
    assets = {asset.name: asset for asset in read_assets()}

    async def asset_file(request: Request) -> Response:
        asset = assets.get(request.path_params["name"])
        if asset is None:
            return PlainTextResponse("Diese Datei gibt es nicht.", status_code=404)
        current = request.query_params.get("v") == asset.version
        cache = "public, max-age=31536000, immutable" if current else "no-cache"
        return Response(
            asset.content,
            media_type=_MEDIA_TYPES[Path(asset.name).suffix],
            headers={"Cache-Control": cache},
        )

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def first_page(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"./{query}", headers={"Cache-Control": "no-store"})

    return [
        Route("/health", health),
        Route(_STATIC_PREFIX + "{name}", asset_file),
        # Streamlit serves the first page at the root only; its own address should work as well.
        Route(FIRST_PAGE, first_page),
    ]


def middleware() -> list[Middleware]:
    """What every answer passes on its way out, outermost first."""
    return [
        Middleware(SecurityHeaders),
        Middleware(BlockedAddresses),
        Middleware(GermanPage, assets=read_assets()),
    ]


class SecurityHeaders:
    """Puts ``SECURITY_HEADERS`` on every answer; charts for other websites have their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, add the headers to the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_link = scope["path"].startswith(links.PREFIX)
                MutableHeaders(scope=message).update(links.HEADERS if is_link else SECURITY_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BlockedAddresses:
    """Answers 404 for the addresses of Streamlit that show more than the pages do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on."""
        if scope["type"] == "http" and _BLOCKED.search(scope["path"]):
            refusal = PlainTextResponse("Diese Adresse gibt es nicht.", status_code=404)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


class GermanPage:
    """Rewrites the one HTML page that Streamlit serves for every screen."""

    def __init__(self, app: ASGIApp, assets: tuple[Asset, ...]) -> None:
        self._app = app
        self._assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Collect a page's body, rewrite it, send it; leave every other answer alone."""
        if scope["type"] != "http" or scope["method"] != "GET" or _NOT_A_PAGE.search(scope["path"]):
            await self._app(scope, receive, send)
            return
        headers = [pair for pair in scope["headers"] if pair[0] not in _SHORTENING]
        # Without extensions the body comes as bytes, never as the path of a file to send.
        whole = {**scope, "headers": headers, "extensions": {}}
        start: Message | None = None
        body = b""

        async def send_rewritten(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif message["type"] == "http.response.body" and start is not None:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _send_page(start, german_page(body.decode(), self._assets), send)
            else:
                await send(message)

        await self._app(whole, receive, send_rewritten)


def _is_html(start: Message) -> bool:
    content_type = MutableHeaders(scope=start).get("content-type", "")
    return start["status"] == 200 and content_type.startswith("text/html")


async def _send_page(start: Message, page: str, send: Send) -> None:
    content = page.encode()
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(len(content))
    # Both describe Streamlit's file, not what is sent.
    del headers["etag"], headers["last-modified"]
    await send(start)
    await send({"type": "http.response.body", "body": content})


_NOSCRIPT = "<noscript><p>Für das Dashboard bitte JavaScript im Browser einschalten.</p></noscript>"


def german_page(page: str, assets: tuple[Asset, ...]) -> str:
    """Streamlit's page with German language, own title, own files and no inline script."""
    page = page.replace('<html lang="en">', '<html lang="de">')
    page = re.sub(r"<title>.*?</title>", "<title>Regionaldialog</title>", page)
    # The description of the interface for programs, which is blocked, in its three places.
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, page, flags=re.DOTALL)
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    # An inline script only tells search engines when the page is ready; the policy forbids it.
    page = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    return page.replace("</head>", "".join(asset.tag for asset in assets) + "</head>")
