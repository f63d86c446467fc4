"""A frozen report: the same bytes again, and what today's data would say instead."""

from dataclasses import replace

import pytest

from dashboard.errors import WarehouseDamaged
from dashboard.report.editions import Change, compare, frozen, opened, render_again
from dashboard.report.files import make_files
from dashboard.report.frozen import freeze, thaw
from dashboard.report.look import Logo, Look
from dashboard.report.model import Cell, Kind, Report, Table
from tests.report.conftest import SVG, prints_of, small_report

LOOK = Look("#224466", Logo(SVG.encode(), "svg"))


def test_a_report_comes_back_from_its_edition_as_it_was() -> None:
    report = small_report()
    prints = prints_of(report)
    assert thaw(freeze(report, prints, LOOK)) == (report, prints, LOOK)


def test_an_edition_is_rendered_again_byte_for_byte() -> None:
    report = small_report()
    prints = prints_of(report)
    files = make_files(report, prints, LOOK)
    kept = frozen(report, prints, LOOK, files)
    again = render_again(kept.content, kept.sha256, kept.files)
    assert again.files == files
    assert again.different == ()


def test_a_file_that_comes_out_differently_is_named() -> None:
    report = small_report()
    prints = prints_of(report)
    kept = frozen(report, prints, LOOK, make_files(report, prints, LOOK))
    name = "beispieldaten-jahresbericht-2025.docx"
    again = render_again(kept.content, kept.sha256, {**kept.files, name: "0" * 64})
    assert again.different == (name,)


def test_a_changed_content_is_refused() -> None:
    report = small_report()
    kept = frozen(report, prints_of(report), LOOK, ())
    for content in (kept.content[:-20], b"", kept.content.replace(kept.content[80:90], b"x" * 10)):
        with pytest.raises(WarehouseDamaged, match="passt nicht mehr zu seiner Prüfsumme"):
            opened(content, kept.sha256)


def changed(report: Report, change) -> Report:
    """The report with its first table changed."""
    [chapter, *others] = report.chapters
    blocks = tuple(change(block) if isinstance(block, Table) else block for block in chapter.blocks)
    return replace(report, chapters=(replace(chapter, blocks=blocks), *others))


def test_a_report_is_equal_to_itself() -> None:
    assert compare(small_report(), small_report()) == ()


def test_every_changed_figure_is_named_with_both_values() -> None:
    report = small_report()

    def change(table: Table) -> Table:
        [first, second] = table.rows
        now = (first[0], Cell("1.240", 1240.0, Kind.NUMBER), *first[2:])
        return replace(table, rows=(now, second))

    [found] = compare(report, changed(report, change))
    table = report.tables[0]
    assert found == Change(table.title, table.rows[0][0].text, "Anzahl", "1.234", "1.240")


def test_a_row_that_is_new_or_gone_is_named() -> None:
    report = small_report()
    found = compare(report, changed(report, lambda table: replace(table, rows=table.rows[1:])))
    assert [(each.column, each.before, each.now) for each in found] == [
        ("Anzahl", "1.234", ""),
        ("Anteil", "56 %", ""),
        ("Veränderung", "+5 Punkte", ""),
        ("Tag", "05.03.2026", ""),
    ]
