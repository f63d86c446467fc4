"""Addresses of charts for websites: what they give, to whom, how long, and what they refuse."""

import asyncio
import csv
import io
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette

from dashboard import links, tasks, web
from dashboard.access import Actor, Role
from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY
from dashboard.disclosure import Audience
from dashboard.errors import PictureError
from dashboard.links import Kept, Shelf
from dashboard.period import Period
from dashboard.pictures.engines import BuiltinEngine
from dashboard.pictures.files import MEDIA_TYPES, File
from dashboard.pictures.picture import Studio
from dashboard.workspace import Workspace
from tests.builders import HELBRA, people
from tests.conftest import WorkspaceOver, import_list, shipped_warehouse, store

CHART = "gemeinden-karte-teilnahmen"
PUBLIC = [chart.id for chart in CATALOGUE if chart.data.audience is Audience.PUBLIC]
NOT_PUBLIC = [chart.id for chart in CATALOGUE if chart.data.audience is not Audience.PUBLIC]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """The server around one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.asked = 0
        routes = [*web.routes(), *links.routes(self._open)]
        self._app = Starlette(routes=routes, middleware=web.middleware())

    def _open(self) -> Workspace:
        self.asked += 1
        return self.workspace

    def get(self, address: str, *, method: str = "GET", **headers: str) -> Answer:
        return asyncio.run(self.answer(address, method=method, **headers))

    async def answer(self, address: str, *, method: str = "GET", **headers: str) -> Answer:
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        parts = urlsplit(address)
        scope = {
            "type": "http",
            "method": method,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
            ],
            "root_path": "",
            "scheme": "http",
            "server": ("127.0.0.1", 8501),
        }
        await self._app(scope, receive, send)  # type: ignore[arg-type]
        named = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(int(str(sent[0]["status"])), named, body)


def filled(workspace: Workspace) -> Site:
    """Two dialogues in 2025: seven people from Helbra, two from Sangerhausen."""
    store(workspace.warehouse, "muster-1", topics={"energy": 1.0})
    import_list(workspace.warehouse, "muster-1", tuple(people(7, ags=HELBRA)))
    store(workspace.warehouse, "muster-2", topics={"energy": 1.0})
    import_list(workspace.warehouse, "muster-2", tuple(people(2, prefix="zwei")))
    return Site(replace(workspace, studio=Studio(engine=BuiltinEngine(seconds=60))))


@pytest.fixture(scope="module")
def site(workspace_over: WorkspaceOver) -> Iterator[Site]:
    """A site whose data nobody changes."""
    warehouse = shipped_warehouse()
    opened = filled(workspace_over(warehouse))
    yield opened
    opened.workspace.studio.close()
    warehouse.close()


@pytest.fixture
def own_site(workspace: Workspace) -> Iterator[Site]:
    """A site for one test."""
    opened = filled(workspace)
    yield opened
    opened.workspace.studio.close()


# --- what they give ------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "media_type"), MEDIA_TYPES.items())
def test_a_chart_has_an_address_in_every_form(form, media_type, site) -> None:
    answer = site.get(f"/charts/{CHART}.{form}?jahr=2025")
    assert answer.status == 200
    assert answer.headers["content-type"].split(";")[0] == media_type.split(";")[0]
    assert int(answer.headers["content-length"]) == len(answer.body)
    starts = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!DOCTYPE html>"}
    assert answer.body.startswith(starts.get(form, b""))


@pytest.mark.parametrize("chart_id", PUBLIC)
def test_every_public_chart_can_be_had_as_page_and_data(chart_id, site) -> None:
    page = site.get(f"/charts/{chart_id}.html?jahr=2025")
    data = site.get(f"/charts/{chart_id}.json?jahr=2025")
    assert (page.status, data.status) == (200, 200)
    assert json.loads(data.body)["id"] == chart_id


def test_json_and_csv_carry_what_the_public_page_shows(site) -> None:
    shown = tasks.publish_for_website(site.workspace, CHART, Period.of_year(2025))
    data = json.loads(site.get(f"/charts/{CHART}.json?jahr=2025").body)
    assert (data["titel"], data["satz"], data["n"]) == (shown.title, shown.sentence, shown.n)
    assert data["tabelle"] == shown.table.to_numpy().tolist()
    assert data["zeitraum"] == 2025
    answer = site.get(f"/charts/{CHART}.csv?jahr=2025")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(shown.table.columns)


def test_a_preset_changes_the_size(site) -> None:
    widths = {
        preset: ET.fromstring(site.get(f"/charts/{CHART}.svg?preset={preset}").body).get("width")
        for preset in ("spalte", "web")
    }
    assert widths == {"spalte": "85mm", "web": "800"}


def test_a_page_stands_for_itself(site) -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: set[str] = set()
            self.references: list[str] = []

        def handle_starttag(self, tag, attrs):
            self.tags.add(tag)
            self.references += [
                value or ""
                for name, value in attrs
                if name in {"src", "href", "xlink:href", "action"}
            ]

    answer = site.get(f"/charts/{CHART}.html?jahr=2025")
    reader = Reader()
    reader.feed(answer.text)
    assert not reader.tags & {"script", "link", "img", "iframe", "form"}
    assert all(reference.startswith("#") for reference in reader.references)
    assert {"svg", "table", "caption"} <= reader.tags
    assert '<html lang="de">' in answer.text
    shown = tasks.publish_for_website(site.workspace, CHART, Period.of_year(2025))
    assert f"<p>{shown.sentence}</p>" in answer.text


def test_a_table_without_a_picture_is_a_page_and_no_picture(site) -> None:
    table = next(chart.id for chart in CATALOGUE if chart.draw is None and chart.id in PUBLIC)
    assert "<table>" in site.get(f"/charts/{table}.html").text
    answer = site.get(f"/charts/{table}.svg")
    assert answer.status == 400
    assert "ist eine Tabelle und hat kein Bild" in answer.text


def test_a_chart_about_one_municipality_takes_its_name_or_key(site) -> None:
    chart = next(each.id for each in OF_MUNICIPALITY if each.data.audience is Audience.PUBLIC)
    by_name = site.get(f"/charts/{chart}.json?gemeinde=Helbra")
    by_key = site.get(f"/charts/{chart}.json?gemeinde={HELBRA}")
    assert by_name.status == 200
    assert by_name.body == by_key.body
    assert "Helbra" in json.loads(by_name.body)["titel"]


# --- to whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", MEDIA_TYPES)
@pytest.mark.parametrize("chart_id", NOT_PUBLIC)
def test_what_is_not_public_has_no_link_that_works(chart_id, form, site) -> None:
    answer = site.get(f"/charts/{chart_id}.{form}")
    assert answer.status == 403
    assert "nicht öffentlich" in answer.text or "einzelne Organisationen" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_hidden_cell_stays_hidden_whatever_the_address_says(site) -> None:
    everything = tasks.publish_chart(
        site.workspace, Actor("probe", Role.ADMIN), CHART, Period.of_year(2025)
    ).frame
    public = tasks.publish_for_website(site.workspace, CHART, Period.of_year(2025)).frame
    assert everything["attendances"].notna().sum() > public["attendances"].notna().sum()
    for extra in ("", "&preset=folie"):
        values = json.loads(site.get(f"/charts/{CHART}.json?jahr=2025{extra}").body)["werte"]
        shown = [row["attendances"] for row in values]
        assert shown == json.loads(public["attendances"].to_json(orient="values"))
    for attempt in (
        *("audience=staff", "rolle=admin", "role=admin", "audience=internal", "min_people=1"),
        *(
            "from_date=2025-05-06&to_date=2025-05-06",
            "jahr=2025&jahr=2024",
            "veranstaltung=muster-2",
        ),
        *("jahr=2025&veranstaltung=muster-2", "gemeinde=Helbra", "jahr=2025%27", "JAHR=2025"),
    ):
        answer = site.get(f"/charts/{CHART}.json?{attempt}")
        assert answer.status == 400, attempt
        assert set(json.loads(answer.body)) == {"fehler"}


def test_no_answer_sets_a_cookie(site) -> None:
    for address in (f"/charts/{CHART}.html", f"/charts/{CHART}.svg", "/charts/nichts.html"):
        assert "set-cookie" not in site.get(address).headers


def test_any_page_may_show_a_chart_and_none_the_dashboard(site) -> None:
    for address in (f"/charts/{CHART}.html", "/charts/nichts.html"):
        headers = site.get(address).headers
        assert "frame-ancestors *" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script" not in headers["content-security-policy"]
        assert "x-frame-options" not in headers
        assert headers["cross-origin-resource-policy"] == "cross-origin"
    app = site.get("/health").headers
    assert "frame-ancestors 'self'" in app["content-security-policy"]
    assert app["x-frame-options"] == "SAMEORIGIN"


# --- how long it is kept -------------------------------------------------------------------------


def test_what_a_browser_has_already_is_not_sent_again(site) -> None:
    first = site.get(f"/charts/{CHART}.svg")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = site.get(f"/charts/{CHART}.svg", if_none_match=f'"old", W/{first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_new_data_change_the_tag_and_the_picture(own_site) -> None:
    address = f"/charts/{CHART}.json?jahr=2025"
    before = own_site.get(address)
    store(own_site.workspace.warehouse, "muster-3")
    import_list(
        own_site.workspace.warehouse, "muster-3", tuple(people(9, prefix="drei", ags=HELBRA))
    )
    after = own_site.get(address, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.body != before.body


def test_a_picture_is_drawn_once_for_all_who_ask(own_site, monkeypatch) -> None:
    drawn: list[str] = []

    def counted(studio, shown, form, preset) -> File:
        drawn.append(form)
        return File(b"x" * 10, "image/svg+xml", "x.svg")

    monkeypatch.setattr(links, "chart_file", counted)

    async def all_at_once() -> list[Answer]:
        return await asyncio.gather(*(own_site.answer(f"/charts/{CHART}.svg") for _ in range(6)))

    answers = asyncio.run(all_at_once())
    assert {answer.status for answer in answers} == {200}
    assert drawn == ["svg"]


def test_drawing_does_not_hold_up_others(own_site, monkeypatch) -> None:
    go_on = threading.Event()

    def slow(studio, shown, form, preset) -> File:
        assert go_on.wait(20)
        return File(b"x", "image/svg+xml", "x.svg")

    monkeypatch.setattr(links, "chart_file", slow)

    async def both() -> tuple[Answer, Answer]:
        picture = asyncio.ensure_future(own_site.answer(f"/charts/{CHART}.svg"))
        await asyncio.sleep(0.2)
        health = await own_site.answer("/health")
        go_on.set()
        return await picture, health

    picture, health = asyncio.run(both())
    assert (picture.status, health.status) == (200, 200)


def kept(size: int) -> Kept:
    return Kept(File(b"x" * size, "text/plain", "x"), '"x"', None)


def test_the_shelf_holds_so_many_files_and_bytes_and_no_more() -> None:
    shelf = Shelf(files=3, size=100)
    for key in range(5):
        shelf.get(key, lambda: kept(10))
    assert len(shelf) == 3
    shelf.get("large", lambda: kept(95))
    assert len(shelf) == 1
    assert shelf.get("too large", lambda: kept(500)).file.content == b"x" * 500
    assert len(shelf) == 0


def test_what_is_asked_for_again_stays_longest() -> None:
    shelf = Shelf(files=2, size=100)
    shelf.get("a", lambda: kept(1))
    shelf.get("b", lambda: kept(1))
    shelf.get("a", lambda: kept(1))
    shelf.get("c", lambda: kept(1))
    made: list[str] = []
    shelf.get("a", lambda: made.append("a") or kept(1))
    shelf.get("b", lambda: made.append("b") or kept(1))
    assert made == ["b"]


# --- what they refuse ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("nichts.FORM", 404, "Das Diagramm „nichts“ gibt es nicht"),
        (f"{CHART}.FORM?jahr=zwei", 400, "„zwei“ ist kein Jahr"),
        (f"{CHART}.FORM?jahr=1066", 400, "kein mögliches Berichtsjahr"),
        (f"{CHART}.FORM?preset=plakat", 400, "Die Größe „plakat“ gibt es nicht"),
        (f"{CHART}.FORM?farbe=rot", 400, "Die Angabe „farbe“ gibt es nicht"),
        (f"{CHART}.FORM?jahr=2024&jahr=2025", 400, "„jahr“ steht mehr als einmal"),
        (f"{CHART}.FORM?gemeinde=Helbra", 400, "nicht für einzelne Gemeinden"),
        ("gemeinde-themen.FORM", 400, "bitte eine Gemeinde angeben"),
        ("gemeinde-themen.FORM?gemeinde=Entenhausen", 404, "Die Gemeinde „Entenhausen“"),
        (f"{CHART}.FORM?veranstaltung=rd-08", 400, "nicht für eine Veranstaltung"),
        ("auswertung-fragen.FORM?veranstaltung=nie", 404, "nie"),
    ],
)
@pytest.mark.parametrize("form", ["svg", "json", "html"])
def test_a_wrong_address_is_answered_in_german(form, address, status, sentence, site) -> None:
    answer = site.get(f"/charts/{address.replace('FORM', form)}")
    assert answer.status == status
    kinds = {"svg": "text/plain", "json": "application/json", "html": "text/html"}
    assert answer.headers["content-type"].split(";")[0] == kinds[form]
    said = json.loads(answer.body)["fehler"] if form == "json" else answer.text
    assert sentence in said
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["", "x", f"{CHART}", f"{CHART}.exe", f"../{CHART}.svg", "ä.svg"])
def test_what_is_no_chart_does_not_exist(name, site) -> None:
    answer = site.get(f"/charts/{name}")
    assert answer.status == 404
    assert "gibt es nicht" in answer.text


def test_signs_of_markup_in_an_address_stay_text(site) -> None:
    answer = site.get(f"/charts/{CHART}.html?jahr=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status == 400
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_picture_that_cannot_be_drawn_is_said_and_not_kept(own_site, monkeypatch) -> None:
    def failing(studio, shown, form, preset) -> File:
        raise PictureError("Der Browser hat nicht rechtzeitig geantwortet.")

    with monkeypatch.context() as patch:
        patch.setattr(links, "chart_file", failing)
        answer = own_site.get(f"/charts/{CHART}.png")
    assert (answer.status, answer.text) == (503, "Der Browser hat nicht rechtzeitig geantwortet.")
    assert own_site.get(f"/charts/{CHART}.png").status == 200


def test_a_bug_is_answered_without_its_details(own_site, monkeypatch, caplog) -> None:
    def failing(studio, shown, form, preset) -> File:
        raise RuntimeError("secret")

    monkeypatch.setattr(links, "chart_file", failing)
    answer = own_site.get(f"/charts/{CHART}.png")
    assert answer.status == 500
    assert "secret" not in answer.text
    assert re.search("RuntimeError: secret", caplog.text)


def test_a_chart_is_only_ever_read(site) -> None:
    answer = site.get(f"/charts/{CHART}.svg", method="HEAD")  # the server leaves the body out
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert site.get(f"/charts/{CHART}.svg", method="POST").status == 405
