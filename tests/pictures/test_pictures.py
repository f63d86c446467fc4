"""Pictures read back by programs that know nothing of ours: SVG, PNG and PDF."""

import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pdfua
import pikepdf
import pytest
import resvg_py
from PIL import Image

from dashboard import formatting, paths
from dashboard.charts import theme
from dashboard.charts.catalogue import CATALOGUE, find_chart
from dashboard.charts.publish import Published
from dashboard.errors import PictureError
from dashboard.period import Period
from dashboard.pictures import svg, typeface
from dashboard.pictures.picture import Studio, pdf, png
from dashboard.pictures.presets import PRESETS

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [chart.id for chart in CATALOGUE if chart.draw is not None]
MAP = "gemeinden-karte-teilnahmen"
AS_OF = datetime(2026, 3, 5, 11)  # noqa: DTZ001 - as the warehouse keeps it


def published_with(title: str = "Probe", **changes: object) -> Published:
    """A chart of one bar, made by hand."""
    chart = replace(find_chart("beteiligung-format"), title=title)
    figure = theme.framed(
        theme.bars(["Präsenz"], pd.Series([3]), texts=["3"]),
        title=f"{title}, 2025",
        note="Quelle: Probe. n = 3.",
        is_demo=False,
    )
    made = Published(
        chart,
        Period.of_year(2025),
        pd.DataFrame(),
        "Drei in Präsenz.",
        pd.DataFrame(),
        "n = 3",
        AS_OF,
        False,
        figure,
    )
    return replace(made, **changes)


def words(picture_svg: str) -> list[str]:
    """Every text of the picture, one per ``text`` element."""
    root = ET.fromstring(picture_svg)
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def chunk(text: str) -> str:
    """Without blanks of any kind: lines may be broken anywhere."""
    return re.sub(r"\s", "", text)


# --- SVG -------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("chart_id", DRAWN)
def test_every_chart_becomes_a_picture_that_needs_nothing_else(chart_id, preset, drawn) -> None:
    picture = drawn(chart_id, preset)
    root = ET.fromstring(picture.svg)
    for element in root.iter():
        for name, value in element.attrib.items():
            assert "//" not in value, f"{name}={value}"
            for target in re.findall(r"url\(([^)]*)\)", value):
                assert target.startswith("#")
                assert root.find(f".//*[@id='{target[1:]}']") is not None
    (style,) = root.iter(f"{SVG}style")
    assert set(re.findall(r"url\((\S{10})", style.text)) == {"data:font/"}
    assert not list(root.iter(f"{SVG}image"))
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("chart_id", DRAWN)
def test_title_source_and_mark_of_invented_data_stand_in_the_picture(
    chart_id, preset, drawn, published
) -> None:
    shown = published(chart_id)
    said = [chunk(text) for text in words(drawn(chart_id, preset).svg)]
    assert chunk(shown.title) in said
    assert chunk(shown.source_note) in said
    assert chunk("Beispieldaten – erfunden, nicht gemessen") in said
    assert f"Datenstand: {formatting.moment(shown.as_of)}" in shown.source_note


def test_the_picture_says_what_it_is_about_to_programs(drawn, published) -> None:
    shown = published(MAP)
    root = ET.fromstring(drawn(MAP).svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, description.text) == (shown.title, shown.sentence)
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert root.get("role") == "img"
    dublin_core = {
        element.tag.rpartition("}")[2]: element.text
        for element in root.iter()
        if svg.DC in element.tag
    }
    assert dublin_core["title"] == shown.title
    assert dublin_core["source"] == shown.source_note
    assert "BKG" in dublin_core["source"]
    assert dublin_core["subject"] == "Beispieldaten (erfunden)"
    assert dublin_core["language"] == "de"
    assert dublin_core["date"].startswith(f"{shown.as_of:%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize(
    ("preset", "width"), [("spalte", "85mm"), ("seite", "170mm"), ("folie", "338.67mm")]
)
def test_a_picture_for_print_has_its_width_in_millimetres(preset, width, drawn) -> None:
    assert ET.fromstring(drawn(MAP, preset).svg).get("width") == width


def test_a_picture_for_the_web_has_its_width_in_pixels(drawn) -> None:
    assert ET.fromstring(drawn(MAP, "web").svg).get("width") == "800"


@pytest.mark.parametrize("preset", PRESETS)
def test_the_drawn_pixels_fill_the_picture(preset, drawn) -> None:
    picture = drawn(MAP, preset)
    _, _, width, height = map(float, ET.fromstring(picture.svg).get("viewBox").split())
    assert width / height == pytest.approx(picture.width_mm / picture.height_mm, rel=0.005)
    paper = ET.fromstring(picture.svg).find(f"{SVG}rect")
    assert (float(paper.get("width")), float(paper.get("height"))) == (width, height)


def test_one_chart_gives_the_same_bytes_every_time(studio, published) -> None:
    first, second = studio.pictures([(published("beteiligung-treue"), PRESETS["web"])] * 2)
    assert first.svg == second.svg
    assert first.pdf() == second.pdf()


def test_two_pictures_can_stand_in_one_page(drawn) -> None:
    ids = [
        {element.get("id") for element in ET.fromstring(drawn(chart).svg).iter()} - {None}
        for chart in ("wirkung-stand", "wirkung-themen")
    ]
    assert not ids[0] & ids[1]


def test_signs_of_markup_stay_text(studio) -> None:
    title = "Mieten < 5 € & „Wärme“ <b>"
    picture = studio.picture(published_with(title), PRESETS["seite"])
    assert f"{title}, 2025" in words(picture.svg)
    assert picture.title == f"{title}, 2025"


# --- typeface ----------------------------------------------------------------------------------


def test_the_typeface_writes_what_germans_write() -> None:
    wanted = "ÄÖÜäöüß„“‚‘–−·…€%²³≥≤§°½×→ \u00a0éčł0123456789"
    for face in (*typeface.FACES, typeface.SEMIBOLD):
        assert set(map(ord, wanted)) <= typeface.glyphs(face), face.file_name


def test_a_sign_that_the_typeface_lacks_is_refused_and_named(studio) -> None:
    with pytest.raises(PictureError, match=r"„漢“ \(U\+6F22\).*Ersatzschrift"):
        studio.picture(published_with("Probe 漢"), PRESETS["seite"])


def test_an_unusual_sign_that_the_typeface_has_is_brought_along(studio) -> None:
    picture = studio.picture(published_with("Đorđe"), PRESETS["seite"])
    assert "Đorđe, 2025" in words(picture.svg)


def test_a_foreign_typeface_is_refused(studio) -> None:
    shown = published_with()
    shown.figure.update_layout(yaxis_tickfont_family="Comic Sans MS")
    with pytest.raises(PictureError, match=r"fremde Schrift „.?Comic Sans MS"):
        studio.picture(shown, PRESETS["seite"])


@pytest.mark.parametrize("make", [lambda picture: picture.png(), lambda picture: picture.pdf()])
def test_without_the_font_files_nothing_is_drawn_with_another_font(
    make, studio, drawn, tmp_path, monkeypatch
) -> None:
    finished = drawn("beteiligung-format")
    monkeypatch.setattr(paths, "FONTS", tmp_path)
    for attempt in (
        lambda: studio.picture(published_with(), PRESETS["seite"]),
        lambda: make(finished),
    ):
        with pytest.raises(PictureError, match=r"Schriftdatei SourceSans3-Regular\.ttf fehlt"):
            attempt()


def test_a_damaged_font_file_is_said(tmp_path, monkeypatch) -> None:
    (tmp_path / typeface.REGULAR.file_name).write_bytes(b"no font")
    monkeypatch.setattr(paths, "FONTS", tmp_path)
    with pytest.raises(PictureError, match="beschädigt"):
        typeface.width("n", 10)


def test_the_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (paths.FONTS / "OFL.txt").read_text(encoding="utf-8")


# --- PNG ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_a_png_has_300_dots_per_inch_on_the_width_of_its_preset(preset, drawn) -> None:
    picture = drawn(MAP, preset)
    image = Image.open(io.BytesIO(png(picture)))
    image.load()
    assert image.size[0] == round(PRESETS[preset].width_mm / 25.4 * 300)
    assert image.size[1] == pytest.approx(picture.height_mm / 25.4 * 300, abs=1)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_a_png_says_what_it_is_about(drawn, published) -> None:
    shown = published(MAP)
    image = Image.open(io.BytesIO(png(drawn(MAP))))
    assert image.text["Title"] == shown.title
    assert image.text["Description"] == shown.sentence
    assert image.text["Source"] == shown.source_note
    assert image.text["Comment"] == "Beispieldaten (erfunden)"


def test_a_png_shows_what_another_renderer_makes_of_the_svg(drawn) -> None:
    picture = drawn("auswertung-fragen")
    ours = Image.open(io.BytesIO(png(picture, 100))).convert("L")
    drawn_by_another = resvg_py.svg_to_bytes(
        svg_string=picture.svg,
        width=ours.width,
        dpi=100.0,
        background="white",
        skip_system_fonts=True,
        font_files=typeface.font_files(),
    )
    other = Image.open(io.BytesIO(bytes(drawn_by_another))).convert("L")
    other = other.resize(ours.size)
    differing = sum(abs(a - b) > 80 for a, b in zip(ours.tobytes(), other.tobytes(), strict=True))
    assert differing / (ours.width * ours.height) < 0.01


# --- PDF ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdf_file(drawn, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "bild.pdf"
    path.write_bytes(pdf(drawn(MAP)))
    return path


def test_a_pdf_is_one_page_of_the_size_of_the_picture(pdf_file, drawn) -> None:
    picture = drawn(MAP)
    with pikepdf.open(pdf_file) as document:
        (page,) = document.pages
        _, _, width, height = (float(each) for each in page.mediabox)
    assert (width, height) == pytest.approx(
        (picture.width_mm / 25.4 * 72, picture.height_mm / 25.4 * 72), abs=0.1
    )


def test_a_pdf_is_tagged_german_and_carries_the_sentence_as_alternative_text(
    pdf_file, published
) -> None:
    shown = published(MAP)
    with pikepdf.open(pdf_file) as document:
        assert str(document.Root.Lang) == "de-DE"
        assert bool(document.Root.MarkInfo.Marked)
        figures = [
            each
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert [str(each.Alt) for each in figures] == [shown.sentence]
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"] == shown.title


def test_a_pdf_embeds_our_fonts_and_no_other(pdf_file) -> None:
    with pikepdf.open(pdf_file) as document:
        descriptors = [
            each
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        names = {str(each.FontName).rpartition("+")[2] for each in descriptors}
        assert names == {"SourceSans3-Regular", "SourceSans3-Bold"}
        assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)
        assert "/Image" not in {
            str(each.get("/Subtype"))
            for each in document.objects
            if isinstance(each, pikepdf.Stream)
        }


def test_a_pdf_passes_the_checks_for_accessibility(pdf_file) -> None:
    report = pdfua.validate(pdf_file)
    assert [
        finding.rule_id for finding in report.findings if finding.severity.name == "ERROR"
    ] == []


# --- refusals ----------------------------------------------------------------------------------


def test_a_chart_without_data_becomes_a_picture_that_says_so(studio) -> None:
    figure = theme.framed(
        theme.empty_figure("Für diesen Zeitraum gibt es noch keine Daten."),
        title="Probe, 2030",
        note="Quelle: Probe.",
        is_demo=True,
    )
    picture = studio.picture(published_with(figure=figure, is_demo=True), PRESETS["spalte"])
    said = "".join(words(picture.svg))
    assert chunk("Für diesen Zeitraum gibt es noch keine Daten.") in chunk(said)
    assert png(picture).startswith(b"\x89PNG")
    assert pdf(picture).startswith(b"%PDF")


def test_a_table_has_no_picture(studio) -> None:
    with pytest.raises(PictureError, match="ist eine Tabelle und hat kein Bild"):
        studio.picture(published_with(figure=None), PRESETS["web"])


def test_one_chart_that_fails_fails_the_whole_batch(studio) -> None:
    with pytest.raises(PictureError):
        studio.pictures(
            [(published_with(), PRESETS["web"]), (published_with("漢"), PRESETS["web"])]
        )


def test_progress_counts_the_finished_pictures() -> None:
    class Copying:
        name = "probe"

        def draw(self, drawings):
            return [f'<svg xmlns="http://www.w3.org/2000/svg" id="{len(drawings)}"/>'] * len(
                drawings
            )

        def close(self) -> None:
            pass

    told: list[tuple[int, int]] = []
    Studio(engine=Copying()).pictures(
        [(published_with(), PRESETS["web"])] * 30, progress=lambda *done: told.append(done)
    )
    assert told == [(done, 30) for done in range(1, 31)]


def test_an_engine_that_fails_is_not_asked_for_the_rest() -> None:
    asked: list[int] = []

    class Failing:
        name = "probe"

        def start(self) -> None:
            pass

        def draw(self, drawings):
            asked.append(len(drawings))
            raise PictureError("no")

        def close(self) -> None:
            pass

    with pytest.raises(PictureError, match="no"):
        Studio(engine=Failing()).pictures([(published_with(), PRESETS["web"])] * 30)
    assert asked == [12]


def test_what_is_no_svg_is_said() -> None:
    class Broken:
        name = "probe"

        def draw(self, drawings):
            return ["<svg"] * len(drawings)

        def close(self) -> None:
            pass

    with pytest.raises(PictureError, match="kein lesbares SVG"):
        Studio(engine=Broken()).picture(published_with(), PRESETS["web"])


def test_the_figure_of_the_page_is_not_changed_by_drawing_it(studio, published) -> None:
    shown = published("wirkung-stand")
    before = shown.figure.to_json()
    studio.picture(shown, PRESETS["folie"])
    assert shown.figure.to_json() == before
