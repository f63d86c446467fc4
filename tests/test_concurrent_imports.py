"""Two members of staff import at the same moment, others look: whole, in some order, or told."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import formatting, tasks
from dashboard.access import Actor, Role
from dashboard.import_report import ImportReport
from dashboard.imports import ImportRequest
from dashboard.period import Period
from dashboard.settings import Settings
from dashboard.workspace import Workspace, open_workspace

ROUNDS = 6
FIRST, SECOND = Actor("anna", Role.EDITOR), Actor("bernd", Role.EDITOR)
HEADING = "Name;Organisation;Ort\n"


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(
        tmp_path / "warehouse.duckdb", tmp_path / "pseudonym.key", settings=Settings()
    )
    yield workspace
    workspace.warehouse.close()


def listed(*names: str, place: str = "Helbra") -> bytes:
    return (HEADING + "".join(f"{name} Muster;Probe;{place}\n" for name in names)).encode()


def at_once(*calls: Callable[[], ImportReport]) -> list[ImportReport]:
    """Run all calls from one starting signal; an error of any of them is raised here."""
    start = threading.Barrier(len(calls))

    def wait_and(call: Callable[[], ImportReport]) -> ImportReport:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [running.result() for running in [pool.submit(wait_and, call) for call in calls]]


def committing(workspace: Workspace, actor: Actor, content: bytes, event_id: str) -> Callable:
    request = ImportRequest("liste.csv", content, event_id=event_id)
    return lambda: tasks.commit_import(workspace, actor, request)


def attendances(workspace: Workspace, event_id: str) -> int:
    frame = tasks.published_frame(workspace, FIRST, "participation.by_event", Period.whole())
    found = frame.set_index("event_id")["attendances"][event_id]
    return 0 if formatting.is_missing(found) else int(found)


def test_two_lists_of_two_events_are_both_stored_whole(on_disk: Workspace) -> None:
    for number in range(ROUNDS):
        names = [f"A{number}", f"B{number}"]
        first, second = at_once(
            committing(on_disk, FIRST, listed(*names), "rd-07"),
            committing(on_disk, SECOND, listed(*names, "C"), "rd-08"),
        )
        assert first.counts is not None
        assert second.counts is not None
        assert (first.counts.new, second.counts.new) == (2, 3 if number == 0 else 2)
        assert {first.batch_id, second.batch_id} == {2 * number + 1, 2 * number + 2}
    assert attendances(on_disk, "rd-07") == 2 * ROUNDS
    assert attendances(on_disk, "rd-08") == 2 * ROUNDS + 1


def test_the_same_file_at_once_is_stored_once_and_the_other_is_told(on_disk: Workspace) -> None:
    for number in range(ROUNDS):
        content = listed(f"A{number}", f"B{number}")
        reports = at_once(
            committing(on_disk, FIRST, content, "rd-07"),
            committing(on_disk, SECOND, content, "rd-07"),
        )
        assert sorted(report.already_imported for report in reports) == [False, True]
        assert attendances(on_disk, "rd-07") == 2 * (number + 1)


def test_a_list_and_its_correction_at_once_end_as_one_of_the_two_orders(
    on_disk: Workspace,
) -> None:
    for number in range(ROUNDS):
        name = f"A{number}"
        first, corrected = at_once(
            committing(on_disk, FIRST, listed(name), "rd-07"),
            committing(on_disk, SECOND, listed(name, place="Allstedt"), "rd-07"),
        )
        counts = [report.counts for report in (first, corrected) if report.counts]
        assert sorted((each.new, each.changed) for each in counts) == [(0, 1), (1, 0)]
        assert attendances(on_disk, "rd-07") == number + 1


def test_who_looks_meanwhile_sees_the_figures_before_or_after(on_disk: Workspace) -> None:
    seen: set[int] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(attendances(on_disk, "rd-07"))

    with ThreadPoolExecutor(2) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        tasks.commit_import(
            on_disk,
            FIRST,
            ImportRequest("liste.csv", listed(*(f"A{n}" for n in range(400))), event_id="rd-07"),
        )
        done.set()
        for each in looking:
            each.result()
    seen.add(attendances(on_disk, "rd-07"))
    assert 400 in seen
    assert seen <= {0, 400}
