"""What imports left open: one decision for all rows, looked at first, in earlier imports too."""

import pytest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.errors import WrongUsage
from dashboard.imports import ImportRequest
from dashboard.ingest.schema import Choices
from dashboard.period import Period
from dashboard.workspace import Workspace

FIRST = """Name;Organisation;Ort
Anna Muster;Probe;Musterhausen
Bernd Muster;Probe;MUSTERHAUSEN
Cleo Muster;Stadt Hettstedt;
"""
SECOND = "Name;Organisation;Ort\nDora Muster;Probe;Musterhausen\n"


def commit(workspace: Workspace, text: str, event_id: str, **decisions: str) -> int:
    request = ImportRequest(
        "liste.csv", text.encode(), event_id=event_id, choices=Choices(decisions)
    )
    report = tasks.commit_import(workspace, LOCAL_USER, request)
    assert report.batch_id is not None
    return report.batch_id


def rows(workspace: Workspace) -> list[tuple[str, str | None, str]]:
    """Level, municipality and type of every row, in the order of the imports."""
    frame = tasks.list_attendance_rows(workspace, LOCAL_USER, Period.whole())
    frame = frame.sort_values(["batch_id", "source_row"])
    return [
        (
            row.level,
            None if row.place_name != row.place_name else row.place_name,
            row.organisation_type,
        )
        for row in frame.itertuples()
    ]


@pytest.fixture
def lists(workspace: Workspace) -> Workspace:
    """Two imports with the same unknown place and the same unknown organisation."""
    commit(workspace, FIRST, "rd-07")
    commit(workspace, SECOND, "rd-08")
    return workspace


def test_one_text_in_several_imports_waits_once(lists: Workspace) -> None:
    [place] = tasks.list_written_places(lists, LOCAL_USER)
    assert (place.key, place.rows, place.decided) == ("musterhausen", 3, None)


def test_looking_changes_nothing_and_says_what_would(lists: Workspace) -> None:
    before = rows(lists)
    settled = tasks.preview_place(lists, LOCAL_USER, "musterhausen", "15087370")
    moved = {move.figure_id: (move.before, move.after) for move in settled.moves}
    assert settled.rows == 3
    assert moved["municipalities"] == (1, 2)
    assert rows(lists) == before
    assert tasks.list_written_places(lists, LOCAL_USER)[0].decided is None


def test_a_decision_holds_for_all_rows_and_for_files_to_come(lists: Workspace) -> None:
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "15087370")
    commit(lists, SECOND.replace("Dora", "Emil"), "rd-06")
    assert [level for level, _, _ in rows(lists)] == ["municipality"] * 5
    assert [name for _, name, _ in rows(lists)].count("Sangerhausen") == 4
    [place] = tasks.list_written_places(lists, LOCAL_USER)
    assert place.decided is not None
    assert place.decided.decided_by == LOCAL_USER.name


def test_a_decision_can_be_changed(lists: Workspace) -> None:
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "15087370")
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "outside:Musterhausen")
    assert [level for level, _, _ in rows(lists)].count("outside") == 3
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "unknown")
    assert [level for level, _, _ in rows(lists)].count("unknown") == 3


def test_the_same_file_again_is_no_change_after_a_decision(lists: Workspace) -> None:
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "15087370")
    report = tasks.preview_import(
        lists, LOCAL_USER, ImportRequest("liste.csv", FIRST.encode(), event_id="rd-07")
    )
    assert report.already_imported


def test_an_import_with_decided_places_is_taken_back_as_a_whole(lists: Workspace) -> None:
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "15087370")
    tasks.undo_import(lists, LOCAL_USER, 1)
    assert len(rows(lists)) == 1


def test_a_place_that_does_not_exist_is_refused(lists: Workspace) -> None:
    with pytest.raises(WrongUsage, match="weder der Schlüssel einer Gemeinde"):
        tasks.decide_place(lists, LOCAL_USER, "musterhausen", "12345678")


def test_an_organisation_that_no_rule_knows_waits_once(lists: Workspace) -> None:
    [organisation] = tasks.list_unclear_organisations(lists, LOCAL_USER)
    assert (organisation.name, organisation.rows) == ("Probe", 3)


def test_a_type_holds_for_all_rows_that_had_none_and_for_files_to_come(lists: Workspace) -> None:
    settled = tasks.decide_organisation(lists, LOCAL_USER, "probe", "company")
    commit(lists, SECOND.replace("Dora", "Emil"), "rd-06")
    types = [organisation_type for _, _, organisation_type in rows(lists)]
    assert settled.rows == 3
    assert types.count("company") == 4
    assert types.count("municipality") == 1
    assert tasks.list_unclear_organisations(lists, LOCAL_USER) == ()


def test_a_type_that_a_row_has_stays_as_it_was_at_that_event(lists: Workspace) -> None:
    tasks.decide_organisation(lists, LOCAL_USER, "probe", "company")
    settled = tasks.decide_organisation(lists, LOCAL_USER, "probe", "association")
    commit(lists, SECOND.replace("Dora", "Emil"), "rd-06")
    types = [organisation_type for _, _, organisation_type in rows(lists)]
    assert settled.rows == 0
    assert (types.count("company"), types.count("association")) == (3, 1)


def test_a_type_can_be_said_while_a_file_is_imported(workspace: Workspace) -> None:
    commit(workspace, FIRST, "rd-07", **{"organisation:probe": "company"})
    commit(workspace, SECOND, "rd-08")
    types = [organisation_type for _, _, organisation_type in rows(workspace)]
    assert types.count("company") == 3


def test_an_unknown_type_is_refused(lists: Workspace) -> None:
    with pytest.raises(WrongUsage, match="keine Art von Organisation"):
        tasks.decide_organisation(lists, LOCAL_USER, "probe", "firma")


def test_a_row_names_its_file_and_row_and_no_person(lists: Workspace) -> None:
    frame = tasks.list_attendance_rows(lists, LOCAL_USER, Period.whole())
    assert set(frame["file_name"]) == {"liste.csv"}
    assert sorted(frame["source_row"]) == [2, 2, 3, 4]
    assert "Muster" not in " ".join(frame["person"])
    assert frame["person"].str.fullmatch(r"[0-9a-f]{8}").all()
