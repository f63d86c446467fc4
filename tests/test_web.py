"""The frame around the pages without a browser: what is rewritten, refused and kept as it is."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard import web
from dashboard.web import Asset, german_page

# The real one: a new Streamlit that changes it has to be noticed here.
STREAMLIT_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def streamlit_page() -> str:
    return STREAMLIT_PAGE.read_text(encoding="utf-8")


async def _any_answer(request: Request) -> Response:
    if "json" in request.url.path:
        return JSONResponse({"encodings": request.headers.get("accept-encoding")})
    if "kaputt" in request.url.path:
        return HTMLResponse("<html>", status_code=500)
    return HTMLResponse(streamlit_page(), headers={"ETag": '"streamlit"'})


def call(path: str, *, query: str = "", method: str = "GET") -> Answer:
    """One request to the frame around a stand-in for Streamlit."""
    every = ["GET", "POST", "PUT"]
    app = Starlette(
        routes=[*web.routes(), Route("/{path:path}", _any_answer, methods=every)],
        middleware=web.middleware(),
    )
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"accept-encoding", b"gzip"), (b"if-none-match", b'"streamlit"')],
        "root_path": "",
        "scheme": "http",
        "server": ("127.0.0.1", 8501),
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(int(str(sent[0]["status"])), headers, body)


def test_streamlits_page_becomes_german_and_keeps_its_scripts() -> None:
    page = german_page(streamlit_page(), (Asset("a.js", b"1"), Asset("b.css", b"2")))
    assert '<html lang="de">' in page
    assert "<title>Regionaldialog</title>" in page
    assert '<script type="module" crossorigin src="./static/js/index.' in page
    assert '<div id="root"></div>' in page


def test_no_inline_script_and_no_pointer_to_the_blocked_interface_remain() -> None:
    page = german_page(streamlit_page(), ())
    assert "<script>" not in page
    assert "agent" not in page
    assert "need to enable JavaScript" not in page


def test_a_page_loads_every_own_file_by_its_content() -> None:
    page = call("/gemeinden").body.decode()
    for asset in web.read_assets():
        assert asset.tag in page
    assert {asset.name for asset in web.read_assets()} == {
        "accessibility.js",
        "chart_link.js",
        "clipboard.js",
        "german.js",
        "regionaldialog.css",
    }


def test_a_page_is_never_answered_as_unchanged_or_with_a_wrong_length() -> None:
    answer = call("/")
    assert answer.status == 200
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize("path", ["/media/bericht.html", "/component/x/index.html", "/media/abc"])
def test_downloads_and_components_are_not_rewritten(path: str) -> None:
    assert b'<html lang="en">' in call(path).body


def test_other_answers_pass_unchanged() -> None:
    assert call("/kaputt").body == b"<html>"
    assert call("/media/json").body == b'{"encodings":"gzip"}'


@pytest.mark.parametrize("path", ["/", "/gemeinden", "/media/abc", "/health", "/_stcore/metrics"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    headers = call(path).headers
    assert {name: headers[name.lower()] for name in web.SECURITY_HEADERS} == web.SECURITY_HEADERS


def test_the_policy_names_no_other_host() -> None:
    policy = web.SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent", "/_stcore/agent/mcp"],
)
def test_interfaces_past_the_pages_do_not_exist(path: str, method: str) -> None:
    assert call(path, method=method).status == 404


def test_the_addresses_the_pages_need_are_not_blocked() -> None:
    assert call("/_stcore/upload_file/a/b", method="PUT").status == 200
    assert call("/_stcore/health").status == 200


def test_health_answers_without_streamlit() -> None:
    answer = call("/health")
    assert (answer.status, answer.body) == (200, b'{"status":"ok"}')


def test_an_own_file_is_kept_for_ever_under_its_own_address_only() -> None:
    style = next(asset for asset in web.read_assets() if asset.name == "regionaldialog.css")
    path = "/static-regionaldialog/regionaldialog.css"
    current = call(path, query=f"v={style.version}")
    assert current.body == style.content
    assert current.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in current.headers["cache-control"]
    assert call(path, query="v=old").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["app.py", "..%2fapp.py", "missing.js"])
def test_no_other_file_can_be_read(name: str) -> None:
    assert call(f"/static-regionaldialog/{name}").status == 404


def test_an_own_file_changes_its_address_with_its_content() -> None:
    assert Asset("a.js", b"1").address != Asset("a.js", b"2").address
