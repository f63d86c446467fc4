"""All files or none: what stays in the folder when writing goes well, again, or wrong."""

import errno
from pathlib import Path

import pytest

from dashboard.report.files import NotWritten, ReportFile, make_files, write
from dashboard.report.look import Look
from tests.report.conftest import prints_of, small_report

FILES = (ReportFile("bericht.pdf", b"neu"), ReportFile("abbildungen/karte.svg", b"bild"))


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_file_is_written_and_nothing_else(tmp_path) -> None:
    write(FILES, tmp_path / "neu" / "bericht")
    assert everything(tmp_path) == {
        "neu/bericht/bericht.pdf": b"neu",
        "neu/bericht/abbildungen/karte.svg": b"bild",
    }


def test_a_later_export_renews_its_files_and_leaves_those_of_others(tmp_path) -> None:
    write(
        (ReportFile("bericht.pdf", b"alt"), ReportFile("abbildungen/karte.svg", b"alt")), tmp_path
    )
    (tmp_path / "notiz.txt").write_bytes(b"von Hand")
    write(FILES, tmp_path)
    assert everything(tmp_path) == {
        "bericht.pdf": b"neu",
        "abbildungen/karte.svg": b"bild",
        "notiz.txt": b"von Hand",
    }


@pytest.mark.parametrize("is_there", [True, False])
def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path, monkeypatch, is_there) -> None:
    folder = tmp_path / "bericht"
    if is_there:
        write((ReportFile("bericht.pdf", b"alt"),), folder)
    before = everything(tmp_path)
    write_bytes = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "karte.svg":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(NotWritten, match="Der Platz ist voll"):
        write(FILES, folder)
    assert everything(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == (["bericht"] if is_there else [])


def test_a_folder_that_cannot_be_made_is_named(tmp_path) -> None:
    (tmp_path / "datei").write_bytes(b"")
    with pytest.raises(NotWritten, match="lässt sich nicht schreiben"):
        write(FILES, tmp_path / "datei" / "bericht")


def test_a_report_has_four_documents_a_table_each_and_three_files_per_picture() -> None:
    report = small_report()
    said: list[tuple[str, int, int]] = []
    files = make_files(report, prints_of(report), Look(), lambda *step: said.append(step))
    stem = "beispieldaten-jahresbericht-2025"
    assert [file.path for file in files] == [
        *(f"{stem}.{ending}" for ending in ("pdf", "docx", "pptx", "xlsx")),
        *(f"tabellen/beispieldaten-{key}.csv" for key in ("muster", "lang")),
        *(
            f"abbildungen/beispieldaten-{key}.{ending}"
            for key in ("bild-1", "bild-2", "bild-3")
            for ending in ("svg", "png", "pdf")
        ),
        "abbildungen/abbildungen.csv",
    ]
    listed = files[-1].content.decode("utf-8-sig")
    assert "Datei;Titel;Satz;n;Quelle;Datenstand;Verwendung" in listed
    assert "beispieldaten-bild-1;Musterbild;Der Befund. Mehr dazu.;n = 7 Teilnahmen" in listed
    assert "Beispieldaten (erfunden)" in listed
    assert [step[1] for step in said] == sorted(step[1] for step in said)
    assert said[-1] == ("Fertig", 7, 7)
