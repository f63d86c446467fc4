"""The contract of the command line: exit codes, JSON, German sentences, and nothing personal."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import typer

from dashboard import cli
from dashboard.demo_warehouse import open_configured
from dashboard.errors import DashboardError
from dashboard.pictures.engines import Examined
from dashboard.pictures.picture import Studio
from dashboard.settings import Settings
from dashboard.warehouse.connection import Warehouse
from tests.ingest.tables import as_csv, as_xlsx, table
from tests.report.conftest import Drawer

LIST = """
Name|Vorname|Institution|Ort|E-Mail|Teilnahme
Mustermann|Änne|Muster GmbH|Heiligenthal|aenne.mustermann@muster.example|ja
Beispielova|Bo|Beispielwerk eG|Riestedt||ja
Probst-Muster|Cem|Muster GmbH|Sangerhausen OT Wettelrode|cem@muster.example|ja
Musterfrau|Dörte||Luth. Eisleben|doerte@muster.example|ja
Beispielke|Emil||VG Goldene Aue||ja
Probemann|Fritz||Halle (Saale)||ja
Mustereich|Gül||Musterhausen||ja
Beispielreich|Hanna|Stadt Hettstedt|||ja
Probereich|Ina||Helbra||nein
"""
PERSONAL = (
    *("Mustermann", "Änne", "Beispielova", "Probst-Muster", "Musterfrau", "Dörte", "Beispielke"),
    *("Probemann", "Mustereich", "Beispielreich", "Probereich", "@muster.example", "doerte"),
)
QUESTIONNAIRES = """
Nr|Inhalte|Austausch|Anmerkungen
1|1|2|Danke
2|2|k. A.|
3|2|1|
"""


@dataclass(frozen=True)
class Answer:
    """What the command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture(scope="module")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after its first start, to be copied."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    open_configured(Settings(home=home)).warehouse.close()
    return home


@pytest.fixture
def home(fresh_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of one test; no setting of whoever runs the tests counts."""
    for name in [name for name in os.environ if name.startswith("REGIONALDIALOG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REGIONALDIALOG_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(fresh_home, tmp_path / "home"))


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as its entry point does: ``run("import", path, "--json")``."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["regionaldialog", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a file to import: ``file(bytes)`` or ``file(text of a table)``."""

    def write(content: bytes | str, name: str = "liste.csv") -> Path:
        path = tmp_path / name
        written = content if isinstance(content, bytes) else as_csv(table(content))
        path.write_bytes(written)
        return path

    return write


@pytest.fixture
def stored(home: Path) -> Callable[[], list[int]]:
    """How much is stored: rows of imports, attendance, questionnaires, decisions, log entries."""

    def count() -> list[int]:
        tables = ("import_batch", "attendance", "feedback_response", "place_alias", "audit_log")
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
            return [
                connection.execute(f"select count(*) from {name}").fetchall()[0][0]
                for name in tables
            ]

    return count


EMPTY = [0, 0, 0, 0, 1]  # the log says that the reference data came in


# --- import ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("windows.csv", as_csv(table(LIST), encoding="cp1252")),
        ("unicode.csv", as_csv(table(LIST), delimiter=",")),
        ("unicode-mit-marke.csv", as_csv(table(LIST), delimiter="\t", encoding="utf-8-sig")),
        ("mappe.xlsx", as_xlsx(table(LIST))),
    ],
)
def test_a_list_is_imported_and_every_person_counted_where_they_belong(
    name, content, run, file, stored
) -> None:
    answer = run("import", file(content, name), "--event", "rd-08", "--json")
    assert (answer.code, answer.err) == (0, "")
    said = answer.json
    assert said["places"] == {
        "Sangerhausen": 2,
        "Gerbstedt": 1,
        "Hettstedt": 1,
        "Lutherstadt Eisleben": 1,
    }
    assert said["places_inferred"] == {"Hettstedt": 1}
    levels = ("associations", "district", "outside", "unresolved")
    assert [said[level] for level in levels] == [1, 0, 1, 1]
    rows = ("rows", "accepted", "rejected", "persons", "registered")
    assert [said[count] for count in rows] == [9, 9, 0, 8, 9]
    assert (said["kind"], said["source"], said["file"]) == ("attendance", "attendance_list", name)
    assert (said["event"], said["event_date"], said["batch"]) == ("rd-08", None, 1)
    assert (said["already_imported"], said["problems"], said["minutes"]) == (False, [], None)
    assert [decision["key"] for decision in said["decisions"]] == ["place:musterhausen"]
    assert stored() == [1, 9, 0, 0, 2]


def test_the_json_of_an_import_has_every_promised_key(run, file) -> None:
    said = run("import", file(LIST), "--event", "rd-08", "--json").json
    promised = (
        *("kind", "source", "event", "event_date", "batch", "rows", "accepted", "rejected"),
        *("persons", "registered", "places", "places_inferred", "associations", "district"),
        *("outside", "unresolved", "minutes", "responses", "questions", "already_imported"),
        *("decisions", "problems"),
    )
    assert set(promised) <= said.keys()


def test_a_date_above_the_list_finds_the_event(run, file) -> None:
    said = run("import", file("5. Regionaldialog am 12.10.2022\n" + LIST.strip()), "--json").json
    assert (said["event"], said["event_date"]) == ("rd-05", "2022-10-12")


def test_a_dry_run_says_the_same_and_stores_nothing(run, file, stored) -> None:
    path = file(LIST)
    dry = run("import", path, "--event", "rd-08", "--dry-run", "--json")
    assert dry.code == 0
    assert stored() == EMPTY
    done = run("import", path, "--event", "rd-08", "--json")
    assert dry.json["batch"] is None
    assert {**dry.json, "batch": 1} == done.json


def test_the_same_file_again_is_said_to_be_there(run, file, stored) -> None:
    path = file(LIST)
    run("import", path, "--event", "rd-08")
    before = stored()
    again = run("import", path, "--event", "rd-08", "--json")
    assert (again.code, again.json["already_imported"], again.json["batch"]) == (0, True, 1)
    assert (again.json["new"], again.json["same"]) == (0, 9)
    assert stored() == before
    assert "Schon eingelesen; nichts geändert." in run("import", path, "--event", "rd-08").out


def test_three_faulty_rows_of_twenty_are_all_named_at_once(run, file, stored) -> None:
    rows = [f"Person {letter} Muster|Helbra|ja" for letter in "ABCDEFGHIJKLMNOPQRST"]
    for row, cell in ((5, "villeicht"), (11, "jain"), (21, "3 Std")):
        rows[row - 2] = rows[row - 2].replace("|ja", f"|{cell}")
    path = file("Name|Ort|Teilnahme\n" + "\n".join(rows))
    answer = run("import", path, "--event", "rd-08", "--json")
    assert answer.code == 0
    counts = ("rows", "accepted", "rejected", "persons")
    assert [answer.json[name] for name in counts] == [20, 17, 3, 17]
    named = [(each["row"], each["value"], each["column"]) for each in answer.json["problems"]]
    assert named == [
        (5, "villeicht", "Teilnahme"),
        (11, "jain", "Teilnahme"),
        (21, "3 Std", "Teilnahme"),
    ]
    assert {each["severity"] for each in answer.json["problems"]} == {"error"}
    told = run("import", path, "--event", "rd-08", "--dry-run").err
    assert [line.split(":")[0].strip() for line in told.splitlines()] == [
        "Zeile 5",
        "Zeile 11",
        "Zeile 21",
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leer.csv"),
        (b"Name;Ort;Teilnahme\r\n", "ueberschriften.csv"),
        (bytes(range(256)) * 16, "binaer.csv"),
        (b"Farbe;Form\r\nrot;rund\r\nblau;eckig\r\n", "fremd.csv"),
        (as_xlsx([["Name", "Ort"]]), "ueberschriften.xlsx"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_3_and_one_german_sentence(
    content, name, run, file, stored
) -> None:
    answer = run("import", file(content, name), "--event", "rd-08", "--json")
    assert answer.code == 3
    assert answer.json["error"]["code"] == "file_unusable"
    assert answer.err.strip() == answer.json["error"]["message"]
    assert answer.err.count("\n") == 1
    assert "Bitte" in answer.err
    assert "Traceback" not in answer.err
    assert stored() == EMPTY


def test_a_file_that_is_not_there_ends_with_3(run, tmp_path) -> None:
    answer = run("import", tmp_path / "fehlt.csv", "--event", "rd-08")
    assert (answer.code, answer.out) == (3, "")
    assert "lässt sich nicht öffnen" in answer.err


def test_the_wrong_kind_ends_with_3(run, file, stored) -> None:
    answer = run("import", file(LIST), "--kind", "feedback", "--event", "rd-08")
    assert answer.code == 3
    assert "wie eine Teilnahmeliste" in answer.err
    assert stored() == EMPTY


def test_an_event_that_is_not_there_ends_with_5(run, file, stored) -> None:
    answer = run("import", file(LIST), "--event", "muster-9", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (5, "not_found")
    assert stored() == EMPTY


def test_two_files_are_two_answers(run, file) -> None:
    paths = [file(LIST, "eins.csv"), file(LIST.replace("Riestedt", "Berga"), "zwei.csv")]
    answer = run("import", *paths, "--event", "rd-08", "--json")
    assert [each["batch"] for each in answer.json["files"]] == [1, 2]
    assert [each["changed"] for each in answer.json["files"]] == [0, 1]


@pytest.mark.parametrize(
    ("second", "code"), [("Farbe|Form\nrot|rund\nblau|eckig", 3), (QUESTIONNAIRES, 7)]
)
def test_of_several_files_all_are_stored_or_none(second, code, run, file, stored) -> None:
    paths = (file(LIST, "eins.csv"), file(second, "zwei.csv"))
    answer = run("import", *paths, "--event", "rd-08", "--json")
    assert (answer.code, stored()) == (code, EMPTY)


def test_a_list_can_replace_the_earlier_one(run, file) -> None:
    run("import", file(LIST), "--event", "rd-08")
    shorter = file("\n".join(LIST.strip().splitlines()[:4]))
    assert run("import", shorter, "--event", "rd-08", "--dry-run", "--json").json["missing"] == 6
    answer = run("import", shorter, "--event", "rd-08", "--replace", "--json")
    assert (answer.json["same"], answer.json["removed"]) == (3, 6)


# --- decisions -------------------------------------------------------------------------------


def test_a_file_that_names_no_event_ends_with_7_and_says_what_to_decide(run, file, stored) -> None:
    path = file(LIST)
    answer = run("import", path, "--json")
    assert answer.code == 7
    assert answer.json["error"]["code"] == "decision_needed"
    required = [each for each in answer.json["decisions"] if each["required"]]
    assert [each["key"] for each in required] == ["event"]
    assert {"value": "rd-08", "label": "20.02.2024 · Fachkräftesicherung"} in required[0][
        "candidates"
    ]
    assert "event: Zu welcher Veranstaltung gehört die Datei?" in answer.err
    assert stored() == EMPTY
    assert run("import", path, "--decide", "event=rd-08", "--json").json["event"] == "rd-08"


def test_a_dry_run_with_open_decisions_ends_with_0(run, file, stored) -> None:
    answer = run("import", file(LIST), "--dry-run", "--json")
    assert (answer.code, answer.json["event"]) == (0, None)
    assert stored() == EMPTY


def test_numbers_without_a_scale_end_with_7_until_it_is_decided(run, file, stored) -> None:
    path = file(QUESTIONNAIRES)
    answer = run("import", path, "--event", "rd-08", "--json")
    assert (answer.code, [each["key"] for each in answer.json["decisions"]]) == (7, ["scale"])
    assert stored() == EMPTY
    settled = run("import", path, "--event", "rd-08", "--decide", "scale=grade", "--json")
    assert (settled.code, settled.json["kind"], settled.json["responses"]) == (0, "feedback", 3)
    assert settled.json["questions"] == [
        _question("Inhalte", "content", 3, 1.67),
        _question("Austausch", "exchange", 2, 1.5),
        {
            "column": "Anmerkungen",
            "question": "free_text",
            "n": 1,
            "low": None,
            "high": None,
            "best": None,
            "mean": None,
        },
    ]
    assert stored() == [1, 0, 3, 0, 2]


def _question(column: str, question: str, n: int, mean: float) -> dict[str, object]:
    return {
        "column": column,
        "question": question,
        "n": n,
        "low": 1,
        "high": 6,
        "best": "low",
        "mean": mean,
    }


def test_a_decided_place_is_learned(run, file) -> None:
    path = file(LIST)
    answer = run(
        *("import", path, "--event", "rd-08", "--json"),
        *("--decide", "place:musterhausen=association:goldene-aue"),
    )
    assert (answer.json["associations"], answer.json["unresolved"]) == (2, 0)
    assert run("resolve", "Musterhausen", "--json").json["level"] == "association"


@pytest.mark.parametrize("decision", ["rd-08", "place:musterhausen=Mond"])
def test_a_decision_that_is_none_ends_with_2(decision, run, file, stored) -> None:
    answer = run("import", file(LIST), "--event", "rd-08", "--decide", decision, "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "wrong_usage")
    assert stored() == EMPTY


# --- undo, imports, events, resolve ----------------------------------------------------------


def test_an_import_is_taken_back_once(run, file, stored) -> None:
    run("import", file(LIST), "--event", "rd-08")
    undone = run("undo", 1, "--json")
    assert (undone.code, undone.json) == (
        0,
        {
            **{"batch": 1, "taken_back": 9, "restored": 0, "gone_before": 0},
            **{"kept": 0, "kept_rows": [], "kept_by": []},
        },
    )
    assert stored() == [1, 0, 0, 0, 3]
    again = run("undo", 1, "--json")
    assert (again.code, again.json["error"]["code"]) == (2, "invalid_entry")
    assert run("undo", 7).code == 5


def test_imports_are_listed_newest_first(run, file) -> None:
    run("import", file(LIST), "--event", "rd-08")
    run("import", file(LIST, "gleich.csv"), "--event", "rd-07")
    run("undo", 1)
    listed = run("imports", "--json").json["imports"]
    assert [(each["batch_id"], each["state"]) for each in listed] == [(2, "active"), (1, "undone")]
    assert run("imports").out.startswith("batch_id;kind;event_id;")


def test_an_event_is_added_and_listed(run) -> None:
    added = run("events", "add", "muster-1", "--date", "2025-05-06", "--title", "Muster", "--json")
    assert (added.code, added.json["event_id"], added.json["status"]) == (0, "muster-1", "held")
    assert (added.json["date_basis"], added.json["mode"]) == ("stated", "unknown")
    assert run("events", "--json").json["events"][0]["event_id"] == "muster-1"
    assert run("events").out.startswith("muster-1: 06.05.2025 · Muster\n")


def test_an_event_without_a_date_stays_without_one(run) -> None:
    added = run("events", "add", "muster-1", "--title", "Muster", "--json").json
    assert (added["held_on"], added["date_basis"], added["status"]) == (None, "unknown", "planned")


def test_a_series_is_known_by_name_and_by_key(run) -> None:
    for number, series in enumerate(("AG Wirtschaftsförderung", "ag-wirtschaftsfoerderung")):
        added = run(
            "events", "add", f"muster-{number}", "--title", "M", "--series", series, "--json"
        )
        assert added.json["series_id"] == "ag-wirtschaftsfoerderung"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("muster-1", "--date", "06.05.2025", "--title", "M"), "„06.05.2025“ ist kein Datum"),
        (("muster-1", "--title", "M", "--mode", "live"), "„live“ ist keine Form"),
        (
            ("rd-08", "--title", " ", "--series", "x"),
            "Der Titel fehlt. Die Reihe „x“ gibt es nicht",
        ),
    ],
)
def test_an_event_that_cannot_be_ends_with_2(arguments, sentence, run, stored) -> None:
    answer = run("events", "add", *arguments, "--json")
    assert answer.code == 2
    assert sentence in answer.json["error"]["message"]
    assert stored() == EMPTY


def test_written_places_are_explained(run) -> None:
    expected = {
        "Heiligenthal": ("municipality", "Gerbstedt"),
        "Riestedt": ("municipality", "Sangerhausen"),
        "Sangerhausen OT Wettelrode": ("municipality", "Sangerhausen"),
        "Luth. Eisleben": ("municipality", "Lutherstadt Eisleben"),
        "VG Goldene Aue": ("association", "Verbandsgemeinde Goldene Aue"),
        "Landkreis Mansfeld-Südharz": ("district", "Landkreis Mansfeld-Südharz"),
        "Halle (Saale)": ("outside", "Halle (Saale)"),
        "Oberröblingen": ("ambiguous", None),
        "Sangerhasen": ("proposal", None),
        "Musterhausen": ("unknown", None),
    }
    places = run("resolve", *expected, "--json").json["places"]
    assert {place["text"]: (place["level"], place["name"]) for place in places} == expected
    for place in places:
        assert place.keys() == {"text", "level", "ags", "name", "how", "candidates"}
        assert (place["ags"] is not None) == (place["level"] == "municipality")
        assert bool(place["candidates"]) == (place["level"] in ("ambiguous", "proposal"))


def test_one_place_is_one_answer(run) -> None:
    assert run("resolve", "Riestedt", "--json").json["ags"] == "15087370"
    assert run("resolve", "Riestedt").out == "Riestedt: municipality Sangerhausen\n"


# --- figures ---------------------------------------------------------------------------------


def test_every_chart_of_the_catalogue_has_id_title_query_and_definition(run) -> None:
    listed = run("charts", "--json").json["charts"]
    assert listed
    assert all(set(chart) == {"id", "title", "query", "definition"} for chart in listed)
    assert all(all(chart.values()) for chart in listed)


def test_a_query_is_printed_as_csv_and_as_json(run) -> None:
    csv = run("query", "overview.headline")
    assert csv.code == 0
    assert csv.out.splitlines()[0].startswith("figure_id;")
    listed = json.loads(run("query", "overview.headline", "--format", "json").out)
    assert len(listed) == len(csv.out.splitlines()) - 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("query", "muster.nichts"), 5),
        (("query", "imports.batches"), 5),
        (("query", "overview.headline", "--year", "1066"), 2),
        (("chart", "muster", "--out", "x.csv"), 5),
        (("chart", "uebersicht-kalender", "--out", "x.docx"), 2),
        (("import",), 2),
        (("import", "x.csv", "--kind", "muster"), 2),
        (("undo", "eins"), 2),
        (("muster",), 2),
        (("events", "--muster"), 2),
        (("serve", "--host", "0.0.0.0"), 2),
    ],
)
def test_a_call_that_makes_no_sense_says_so_by_its_exit_code(arguments, code, run) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.strip()
    assert "Traceback" not in answer.err


def test_a_chart_is_written_as_a_table(run, tmp_path) -> None:
    out = tmp_path / "kalender.csv"
    assert run("chart", "uebersicht-kalender", "--out", out).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ";" in out.read_text("utf-8-sig").splitlines()[0]


@pytest.fixture
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "Studio", lambda settings: Studio(engine=Drawer()))


def test_a_report_is_written_with_all_its_files(run, tmp_path, drawn_at_once) -> None:
    folder = tmp_path / "bericht"
    answer = run("report", "2023", "--out", folder)
    assert answer.code == 0
    names = [f"jahresbericht-2023.{ending}" for ending in ("pdf", "docx", "pptx", "xlsx")]
    assert answer.out.splitlines()[:4] == [str(folder / name) for name in names]
    assert "PDF wird gesetzt" in answer.err
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {*names, "tabellen/kennzahlen.csv", "abbildungen/abbildungen.csv"} <= found
    for ending in ("svg", "png", "pdf"):
        assert f"abbildungen/gemeinden-karte-dialoge.{ending}" in found
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("year", ["3", "zwei"])
def test_a_report_of_no_year_writes_nothing(run, tmp_path, drawn_at_once, year) -> None:
    assert run("report", year, "--out", tmp_path / "bericht").code == 2
    assert not (tmp_path / "bericht").exists()


@pytest.mark.parametrize(
    ("form", "start"),
    [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>")],
)
def test_a_chart_is_written_as_a_picture(run, tmp_path, monkeypatch, form, start) -> None:
    monkeypatch.setenv("REGIONALDIALOG_PICTURE_ENGINE", "builtin")
    out = tmp_path / f"themen.{form}"
    answer = run("chart", "themen-wann", "--year", "2023", "--preset", "spalte", "--out", out)
    assert (answer.code, answer.err) == (0, "")
    assert out.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.glob("*themen*")] == [out.name]


def test_a_picture_that_cannot_be_stored_leaves_nothing_behind(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("REGIONALDIALOG_PICTURE_ENGINE", "builtin")
    full = OSError(28, "No space left on device")

    def no_space(path: Path, content: bytes) -> int:
        path.touch()
        raise full

    out = tmp_path / "themen.svg"
    monkeypatch.setattr(Path, "write_bytes", no_space)
    answer = run("chart", "themen-wann", "--out", out)
    assert answer.code == 3
    assert "lässt sich nicht schreiben" in answer.err
    assert list(tmp_path.glob("*themen*")) == []


def test_an_unknown_size_or_format_of_a_picture_is_refused(run, tmp_path) -> None:
    wrong_size = run("chart", "themen-wann", "--preset", "plakat", "--out", tmp_path / "x.svg")
    assert (wrong_size.code, "„plakat“" in wrong_size.err) == (2, True)
    wrong_form = run("chart", "themen-wann", "--out", tmp_path / "x.bmp")
    assert (wrong_form.code, ".svg, .png, .pdf" in wrong_form.err) == (2, True)


def test_the_doctor_says_when_nothing_can_draw_pictures(run, monkeypatch) -> None:
    monkeypatch.setattr(cli, "examine", lambda settings: [])
    answer = run("doctor")
    assert answer.code == 1
    assert "entstehen keine Bilder. Bitte Chrome" in answer.err


def test_the_doctor_finds_everything_in_its_place(run, home, monkeypatch) -> None:
    monkeypatch.setattr(
        cli, "examine", lambda settings: [Examined("Probe"), Examined("Muster", "startet nicht.")]
    )
    answer = run("doctor")
    assert answer.code == 0
    assert f"Datenbank: {home / 'warehouse.duckdb'}" in answer.out
    assert "Beispieldaten: nein" in answer.out
    assert "Schriften: vollständig" in answer.out
    assert "Bilder, Probe: zeichnet" in answer.out
    assert "Bilder, Muster: startet nicht." in answer.out


# --- help, exit codes, other processes -------------------------------------------------------


def commands(command, *path: str) -> Iterator[tuple[tuple[str, ...], object]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, *path, name)


COMMANDS = dict(commands(typer.main.get_command(cli.app)))


def test_the_promised_commands_are_there() -> None:
    promised = {
        "serve",
        "import",
        "undo",
        "events",
        "imports",
        "resolve",
        "charts",
        "query",
        "chart",
        "report",
    }
    assert promised | {"doctor"} <= {path[0] for path in COMMANDS if path}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_for_itself_and_its_options(path, run) -> None:
    answer = run(*path, "--help")
    assert answer.code == 0
    command = COMMANDS[path]
    assert command.help
    assert command.help.rstrip().endswith((".", ")"))
    options = [each for each in command.params if each.param_type_name == "option"]
    assert all(option.help for option in options)


def test_every_error_has_the_exit_code_of_the_contract() -> None:
    def family(error: type[DashboardError]) -> Iterator[type[DashboardError]]:
        for below in error.__subclasses__():
            yield below
            yield from family(below)

    codes = {error.code: error.exit_code for error in family(DashboardError)}
    contract = {
        "wrong_usage": 2,
        "invalid_entry": 2,
        "file_unusable": 3,
        "warehouse_busy": 4,
        "not_found": 5,
        "not_allowed": 6,
        "decision_needed": 7,
    }
    assert {code: codes[code] for code in contract} == contract
    assert 0 not in codes.values()


def test_a_busy_warehouse_ends_with_4(home) -> None:
    held = Warehouse(home / "warehouse.duckdb")
    second = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "events", "--json"],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[1],
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=60,
    )
    held.close()
    assert second.returncode == 4
    assert json.loads(second.stdout)["error"]["code"] == "warehouse_busy"
    assert second.stderr.startswith("Die Datenbank ")
    assert second.stderr.count("\n") == 1


# --- nothing personal ------------------------------------------------------------------------


def found_in(folder: Path, words: tuple[str, ...]) -> set[str]:
    """The words that stand in any file of the folder, in any case and encoding."""
    spellings = {
        (word, spelling.encode(encoding).lower())
        for word in words
        for spelling in (word, word.upper(), word.casefold())
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
    }
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            # Blank pages take most of the time. Bytes lower ASCII letters only, as above.
            content = re.sub(rb"\x00{16,}", b"\x00" * 4, path.read_bytes()).lower()
            found |= {word for word, spelling in spellings if spelling in content}
    return found


def texts_in(warehouse: Warehouse) -> str:
    """Every cell of every table: DuckDB packs texts in a file so that no search would find them."""
    with warehouse.cursor() as cursor:
        tables = cursor.execute("select table_name from duckdb_tables()").fetchall()
        return "\n".join(
            str(cursor.execute(f'from "{name}"').fetchall()) for (name,) in tables
        ).casefold()


def test_no_name_and_no_address_is_kept_anywhere(run, file, home) -> None:
    # While another connection is open the log is not yet part of the packed file.
    held = Warehouse(home / "warehouse.duckdb")
    run("import", file(LIST), "--event", "rd-08")
    run("import", file(LIST.replace("Riestedt", "Berga"), "zwei.csv"), "--event", "rd-08")
    assert found_in(home, ("Beispielwerk eG",)), "a word that is kept would be found in the log"
    assert found_in(home, PERSONAL) == set()
    run("undo", 2)
    texts = texts_in(held)
    held.close()
    assert "beispielwerk eg" in texts
    assert [word for word in PERSONAL if word.casefold() in texts] == []
    assert found_in(home, PERSONAL) == set()


def test_what_a_refused_file_holds_is_kept_nowhere(run, file, home) -> None:
    faulty = LIST.replace("|ja", "|wer weiß")
    assert run("import", file(faulty), "--event", "rd-08", "--dry-run").code == 0
    assert run("import", file(LIST)).code == 7
    assert found_in(home, PERSONAL) == set()


def test_no_answer_of_the_command_names_a_person(run, file) -> None:
    answer = run("import", file(LIST), "--event", "rd-08", "--json")
    assert [word for word in PERSONAL if word in answer.out + answer.err] == []
