"""The verbs: each asks for the role first, writes whole or not at all, and says what it did."""

import contextlib
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard import tasks
from dashboard.access import Action, Actor, Role, may
from dashboard.disclosure import Audience
from dashboard.errors import (
    DecisionNeeded,
    FileUnusable,
    InvalidEntry,
    NotAllowed,
    NotFound,
    WrongUsage,
)
from dashboard.import_report import ImportReport
from dashboard.imports import ImportRequest
from dashboard.ingest.recognise import TableUnknown
from dashboard.ingest.schema import Choices, Kind, Level
from dashboard.period import Period
from dashboard.pictures.picture import Studio
from dashboard.report.files import ReportFile
from dashboard.report.look import Look
from dashboard.report.model import Report
from dashboard.report.prints import Prints
from dashboard.warehouse.comments import Code, CommentKey
from dashboard.warehouse.events import Event, Topic
from dashboard.warehouse.notes import Note
from dashboard.warehouse.outcomes import Outcome, OutcomeUpdate, Suggestion
from dashboard.warehouse.talks import Talk, TalkNote
from dashboard.workspace import Workspace
from tests.ingest.tables import as_csv, as_xlsx, table
from tests.report.conftest import Drawer, small_report

STAFF = Actor("probe", Role.EDITOR)
NOBODY = Actor("x", None)
LIST = as_csv(
    table(
        "Name|E-Mail|Organisation|Ort|Teilnahme\n"
        "Anna Muster|anna@muster.example|Muster GmbH|Helbra|ja\n"
        "Bo Muster||Beispiel eG|Berga|ja\n"
        "Cem Muster||Beispiel eG|Berga|nein"
    ),
    encoding="cp1252",
)
CORRECTED = LIST.replace(b"Berga;nein", b"Berga;ja")
PLANNED = Event("muster-1", "Musterdialog", held_on=date(2026, 4, 1), topics={"energy": 1.0})
NO_TEXT = CommentKey("rd-08", "free_text", "0")
TALK = Talk("2025-12", "mayor", notes=(TalkNote("Muster"),))
QUESTIONNAIRES = as_csv(table("Nr|Inhalte|Austausch\n1|1|2\n2|2|3\n3|1|1"))


def request(content: bytes = LIST, event_id: str | None = "rd-08", **said: object) -> ImportRequest:
    return ImportRequest("liste.csv", content, event_id=event_id, **said)  # type: ignore[arg-type]


def decided(**answers: str) -> Choices:
    return Choices({key.replace("__", ":"): value for key, value in answers.items()})


def stored(workspace: Workspace) -> dict[str, int]:
    """Rows per table that an import may touch."""
    tables = (
        *("import_batch", "attendance", "feedback_response", "feedback_answer", "organisation"),
        *("place_alias", "question_alias", "batch_sighting", "replacing_batch", "audit_log"),
    )
    with workspace.warehouse.cursor() as cursor:
        return {
            name: cursor.execute(f"select count(*) from {name}").fetchall()[0][0] for name in tables
        }


def log_entries(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.warehouse.cursor() as cursor:
        return cursor.execute(
            "select actor, action, subject, detail from audit_log order by entry_id"
        ).fetchall()[1:]


@pytest.fixture
def untouched(record, workspace_over) -> Workspace:
    """Over the warehouse that all tests share: for what stores nothing."""
    return workspace_over(record)


def found(verb: Callable[..., None], *arguments: object) -> None:
    """Let a verb run to where it looks for a text that is not there."""
    with contextlib.suppress(NotFound):
        verb(*arguments)


def wrong_year(verb: Callable[..., object], workspace: Workspace, actor: Actor) -> None:
    """Let a verb run to where it looks at the year."""
    with contextlib.suppress(WrongUsage):
        verb(workspace, actor, 1, Audience.PUBLIC, agency="Muster")


def rendered(actor: Actor) -> tuple[Prints, tuple[ReportFile, ...]]:
    """A small report as files."""
    with Studio(engine=Drawer()) as studio:
        return tasks.render_report(actor, bare_report(), studio=studio, look=Look())


def frozen(workspace: Workspace, actor: Actor, label: str = "Druckfassung") -> int:
    """A small report as an edition of the data as they are."""
    report = replace(bare_report(), as_of=workspace.warehouse.as_of())
    return tasks.freeze_edition(
        workspace,
        actor,
        report,
        label,
        prints=Prints({}),
        look=Look(),
        files=(ReportFile("muster.pdf", b"muster"),),
    )


def bare_report() -> Report:
    """A report without pictures."""
    return replace(small_report(), chapters=(), more_figures=())


# --- roles -----------------------------------------------------------------------------------

Call = Callable[[Workspace, Actor], object]
# Every public function of ``tasks`` and the action it needs.
CALLS: dict[str, tuple[Action, Call]] = {
    "preview_import": (Action.IMPORT, lambda w, a: tasks.preview_import(w, a, request())),
    "commit_import": (Action.IMPORT, lambda w, a: tasks.commit_import(w, a, request())),
    "preview_undo": (Action.IMPORT, lambda w, a: tasks.preview_undo(w, a, 1)),
    "undo_import": (Action.IMPORT, lambda w, a: tasks.undo_import(w, a, 1)),
    "list_imports": (Action.IMPORT, tasks.list_imports),
    "list_written_places": (Action.IMPORT, tasks.list_written_places),
    "list_unclear_organisations": (Action.IMPORT, tasks.list_unclear_organisations),
    "preview_place": (Action.IMPORT, lambda w, a: tasks.preview_place(w, a, "x", "unknown")),
    "decide_place": (Action.IMPORT, lambda w, a: tasks.decide_place(w, a, "x", "unknown")),
    "decide_organisation": (
        Action.IMPORT,
        lambda w, a: tasks.decide_organisation(w, a, "x", "company"),
    ),
    "list_attendance_rows": (
        Action.IMPORT,
        lambda w, a: tasks.list_attendance_rows(w, a, Period.whole()),
    ),
    "list_questionnaire_rows": (
        Action.IMPORT,
        lambda w, a: tasks.list_questionnaire_rows(w, a, Period.whole()),
    ),
    "list_codes": (Action.CODE, tasks.list_codes),
    "save_code": (
        Action.CODE,
        lambda w, a: tasks.save_code(w, a, Code("muster", "Muster", "Probe"), is_new=True),
    ),
    "list_comments": (Action.CODE, tasks.list_comments),
    "code_comment": (Action.CODE, lambda w, a: found(tasks.code_comment, w, a, NO_TEXT, ())),
    "release_quote": (Action.CODE, lambda w, a: found(tasks.release_quote, w, a, NO_TEXT)),
    "list_talks": (Action.CODE, tasks.list_talks),
    "list_talk_places": (Action.CODE, tasks.list_talk_places),
    "save_talk": (Action.CODE, lambda w, a: tasks.save_talk(w, a, TALK)),
    "delete_talk": (Action.CODE, lambda w, a: tasks.delete_talk(w, a, 1)),
    "list_events": (Action.VIEW, tasks.list_events),
    "list_topics": (Action.VIEW, tasks.list_topics),
    "list_series": (Action.VIEW, tasks.list_series),
    "save_event": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.save_event(
            w, a, Event("muster-1", "M", held_on=date(2026, 4, 1)), is_new=True
        ),
    ),
    "save_topic": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.save_topic(w, a, Topic("muster", "M", "P")),
    ),
    "list_outcomes": (Action.EDIT_EVENTS, tasks.list_outcomes),
    "save_outcome": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.save_outcome(w, a, Outcome("Muster")),
    ),
    "add_outcome_update": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.add_outcome_update(
            w, a, "makerlab", OutcomeUpdate(date(2026, 1, 5), "done", "Muster")
        ),
    ),
    "list_suggestions": (Action.EDIT_EVENTS, tasks.list_suggestions),
    "list_suggestion_history": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.list_suggestion_history(w, a, 1),
    ),
    "save_suggestion": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.save_suggestion(w, a, Suggestion("Muster")),
    ),
    "list_notes": (Action.VIEW, tasks.list_notes),
    "save_note": (
        Action.EDIT_EVENTS,
        lambda w, a: tasks.save_note(w, a, Note("other", "M", date(2026, 1, 1))),
    ),
    "delete_note": (Action.EDIT_EVENTS, lambda w, a: tasks.delete_note(w, a, 1)),
    "chart_comments": (
        Action.VIEW,
        lambda w, a: tasks.chart_comments(w, a, Period.whole()),
    ),
    "comment_chart": (
        Action.COMMENT,
        lambda w, a: tasks.comment_chart(w, a, "themen-wann", Period.whole(), "Probe"),
    ),
    "delete_chart_comment": (Action.COMMENT, lambda w, a: tasks.delete_chart_comment(w, a, 1)),
    "what_stands_out": (
        Action.VIEW,
        lambda w, a: tasks.what_stands_out(w, a, Period.whole()),
    ),
    "publish_chart": (
        Action.VIEW,
        lambda w, a: tasks.publish_chart(w, a, "uebersicht-kalender", Period.whole()),
    ),
    "publish_municipality_chart": (
        Action.VIEW,
        lambda w, a: tasks.publish_municipality_chart(
            w, a, "gemeinde-dialoge", "15087370", Period.whole()
        ),
    ),
    "published_frame": (
        Action.VIEW,
        lambda w, a: tasks.published_frame(w, a, "events.calendar", Period.whole()),
    ),
    "resolve_place": (Action.VIEW, lambda w, a: tasks.resolve_place(w, a, "Helbra")),
    "build_report": (Action.VIEW, lambda w, a: wrong_year(tasks.build_report, w, a)),
    "render_report": (Action.VIEW, lambda w, a: rendered(a)),
    "freeze_edition": (Action.FREEZE, frozen),
    "list_editions": (Action.VIEW, tasks.list_editions),
    "render_edition": (Action.VIEW, lambda w, a: found(tasks.render_edition, w, a, 1)),
    "compare_edition": (Action.VIEW, lambda w, a: found(tasks.compare_edition, w, a, 1)),
}
# Says which rules hold for an actor; gives what everybody may see.
NEEDS_NO_ROLE = {"audience_of", "publish_for_website"}


def test_every_verb_is_in_the_table() -> None:
    verbs = {
        name
        for name, function in inspect.getmembers(tasks, inspect.isfunction)
        if function.__module__ == tasks.__name__ and not name.startswith("_")
    }
    assert verbs == CALLS.keys() | NEEDS_NO_ROLE


@pytest.mark.parametrize("verb", CALLS)
def test_nobody_gets_further_than_the_door(verb, untouched) -> None:
    _, call = CALLS[verb]
    before = stored(untouched)
    with pytest.raises(NotAllowed, match="„x“ darf nicht"):
        call(untouched, NOBODY)
    assert stored(untouched) == before


@pytest.mark.parametrize("role", Role)
def test_each_role_may_use_the_verbs_of_its_actions_and_no_others(role, workspace) -> None:
    actor = Actor("x", role)
    for action, call in CALLS.values():
        before = stored(workspace)
        if may(role, action):
            call(workspace, actor)
        else:
            with pytest.raises(NotAllowed, match="„x“ darf nicht"):
                call(workspace, actor)
            assert stored(workspace) == before


def test_nobody_signed_in_sees_no_more_than_the_public() -> None:
    assert {role: tasks.audience_of(Actor("x", role)) for role in (None, *Role)} == {
        None: Audience.PUBLIC,
        Role.VIEWER: Audience.INTERNAL,
        Role.EDITOR: Audience.STAFF,
        Role.ADMIN: Audience.STAFF,
    }


# --- imports ---------------------------------------------------------------------------------


def test_a_preview_says_what_an_import_would_do_and_stores_nothing(workspace) -> None:
    before = stored(workspace)
    preview = tasks.preview_import(workspace, STAFF, request())
    assert stored(workspace) == before
    assert preview.batch_id is None
    done = tasks.commit_import(workspace, STAFF, request())
    assert (preview.counts, preview.moves) == (done.counts, done.moves)
    assert (done.batch_id, done.counts.new, done.counts.same) == (1, 3, 0)


def test_an_import_counts_those_who_came_and_says_where_they_are_from(workspace) -> None:
    report = tasks.commit_import(workspace, STAFF, request())
    assert len(report.attended) == 2
    assert report.places() == {"Berga": 1, "Helbra": 1}
    moved = {move.figure_id: (move.before, move.after) for move in report.moves}
    assert moved["attendances"] == (None, 2.0)
    assert moved["organisations"] == (None, 2.0)


def test_the_same_file_again_is_said_and_changes_nothing(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    before = stored(workspace)
    again = tasks.commit_import(workspace, STAFF, request())
    assert (again.already_imported, again.batch_id, again.counts.same) == (True, 1, 3)
    assert stored(workspace) == before


def test_the_same_rows_in_another_file_are_no_second_import(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    before = stored(workspace)
    rows = table(LIST.decode("cp1252").replace(";", "|"))
    again = tasks.commit_import(workspace, STAFF, request(as_xlsx(rows)))
    assert (again.already_imported, again.counts.same) == (True, 3)
    assert stored(workspace) == before


def test_a_corrected_list_changes_the_one_row(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    report = tasks.commit_import(workspace, STAFF, request(CORRECTED))
    assert (report.counts.new, report.counts.same, report.counts.changed) == (0, 2, 1)
    moved = {move.figure_id: (move.before, move.after) for move in report.moves}
    assert moved["attendances"] == (2.0, 3.0)


def test_a_shorter_list_adds_unless_it_is_said_to_replace(workspace) -> None:
    shorter = LIST[: LIST.index(b"Cem")]
    tasks.commit_import(workspace, STAFF, request())
    assert tasks.preview_import(workspace, STAFF, request(shorter)).counts.missing == 1
    replaced = tasks.commit_import(workspace, STAFF, request(shorter, replaces=True))
    assert (replaced.counts.removed, replaced.replaces) == (1, True)


def test_an_undone_file_can_be_imported_again(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    undone = tasks.undo_import(workspace, STAFF, 1)
    assert (undone.taken_back, undone.restored, undone.kept) == (3, 0, 0)
    again = tasks.commit_import(workspace, STAFF, request())
    assert (again.already_imported, again.batch_id, again.counts.new) == (False, 2, 3)


def test_what_taking_back_would_do_is_said_and_nothing_stored(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    tasks.commit_import(workspace, STAFF, request(CORRECTED))
    before = stored(workspace)
    preview = tasks.preview_undo(workspace, STAFF, 1)
    assert stored(workspace) == before
    assert (preview.taken_back, preview.kept_rows, preview.kept_by) == (0, (2, 3, 4), (2, 2, 2))
    assert preview == tasks.undo_import(workspace, STAFF, 1)
    with pytest.raises(InvalidEntry, match="Der Import 1 wurde schon"):
        tasks.preview_undo(workspace, STAFF, 1)


def test_an_import_is_taken_back_once(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    tasks.undo_import(workspace, STAFF, 1)
    with pytest.raises(InvalidEntry, match=r"Der Import 1 wurde schon am 05\.03\.2026, 13:00 Uhr"):
        tasks.undo_import(workspace, STAFF, 1)
    with pytest.raises(NotFound, match="Einen Import mit der Nummer 7 gibt es nicht"):
        tasks.undo_import(workspace, STAFF, 7)


def test_whoever_writes_stands_in_the_log_with_what_was_done(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    tasks.undo_import(workspace, Actor("chefin", Role.ADMIN), 1)
    tasks.save_event(workspace, STAFF, PLANNED, is_new=True)
    tasks.save_event(workspace, STAFF, replace(PLANNED, title="Anders"), is_new=False)
    tasks.save_topic(workspace, STAFF, Topic("muster", "Muster", "Probe"))
    assert log_entries(workspace) == [
        ("probe", "import", "import 1", "liste.csv"),
        ("chefin", "undo_import", "import 1", None),
        ("probe", "add_event", "muster-1", None),
        ("probe", "change_event", "muster-1", None),
        ("probe", "save_topic", "muster", None),
    ]


def test_what_is_refused_is_not_logged(untouched) -> None:
    with pytest.raises(FileUnusable):
        tasks.commit_import(untouched, STAFF, request(b"nichts"))
    with pytest.raises(InvalidEntry):
        tasks.save_event(untouched, STAFF, Event("muster-1", ""), is_new=True)
    assert log_entries(untouched) == []


# --- which event -----------------------------------------------------------------------------


def dated(day: str) -> bytes:
    return f"Teilnehmerliste vom {day};;;;\r\n".encode("cp1252") + LIST


def test_the_date_in_the_file_points_to_its_event(workspace) -> None:
    report = tasks.commit_import(workspace, STAFF, request(dated("12.10.2022"), event_id=None))
    assert report.event.event_id == "rd-05"


@pytest.mark.parametrize(
    ("content", "question", "candidates"),
    [
        (LIST, "Zu welcher Veranstaltung gehört die Datei?", 12),
        (dated("01.02.2023"), "Am 01.02.2023 ist keine Veranstaltung eingetragen.", 12),
        (dated("20.02.2024"), "Zu welcher Veranstaltung gehört die Datei?", 2),
    ],
)
def test_without_a_single_event_on_that_day_a_person_decides(
    content, question, candidates, workspace
) -> None:
    before = stored(workspace)
    open_request = request(content, event_id=None)
    [decision] = tasks.preview_import(workspace, STAFF, open_request).open_decisions
    assert (decision.key, len(decision.candidates)) == ("event", candidates)
    assert decision.question.startswith(question)
    with pytest.raises(DecisionNeeded, match=r"„liste\.csv“ ist noch nicht gespeichert"):
        tasks.commit_import(workspace, STAFF, open_request)
    assert stored(workspace) == before
    settled = request(content, event_id=None, choices=decided(event="rd-08"))
    assert tasks.commit_import(workspace, STAFF, settled).event.event_id == "rd-08"


def test_an_event_that_does_not_exist_takes_no_list(untouched) -> None:
    with pytest.raises(NotFound, match="„muster-9“ gibt es nicht"):
        tasks.preview_import(untouched, STAFF, request(event_id="muster-9"))


def test_a_cancelled_event_takes_no_list(workspace, add_event) -> None:
    add_event("muster-1", status="cancelled")
    before = stored(workspace)
    with pytest.raises(InvalidEntry, match="als abgesagt eingetragen"):
        tasks.commit_import(workspace, STAFF, request(event_id="muster-1"))
    assert stored(workspace) == before


# --- tables that no source knows -------------------------------------------------------------

UNKNOWN_TABLE = as_csv(
    table(
        "Gästebuch\nWer|Von wo|War da?\n"
        "Anna Muster|Helbra|x\nBo Muster|Berga|x\ncem@muster.example||x"
    )
)


def test_a_table_without_a_known_heading_comes_with_its_columns_and_no_names(untouched) -> None:
    with pytest.raises(TableUnknown, match="keine bekannte Spalte") as found:
        tasks.preview_import(untouched, STAFF, request(UNKNOWN_TABLE))
    assert found.value.row == 2
    assert [(each.heading, each.field, each.examples) for each in found.value.columns] == [
        ("Wer", None, ("3 Einträge, nicht gezeigt",)),
        ("Von wo", None, ("2 Einträge, nicht gezeigt",)),
        ("War da?", None, ("x",)),
    ]


def test_too_few_assigned_columns_leave_the_table_unknown(untouched) -> None:
    choices = Choices(columns={2: "attended"})
    with pytest.raises(TableUnknown) as found:
        tasks.preview_import(untouched, STAFF, request(UNKNOWN_TABLE, choices=choices))
    assert [each.field for each in found.value.columns] == [None, None, "attended"]


def test_assigned_columns_are_read_from_the_row_that_was_shown(workspace) -> None:
    choices = Choices(columns={0: "full_name", 1: "place", 2: "attended"})
    said = request(UNKNOWN_TABLE, kind=Kind.ATTENDANCE, choices=choices)
    report = tasks.commit_import(workspace, STAFF, said)
    assert [row.row for row in report.parsed.attendance] == [3, 4, 5]
    assert report.places() == {"Berga": 1, "Helbra": 1}


def test_questions_can_be_assigned_in_a_table_without_a_known_heading(untouched) -> None:
    content = as_csv(table("Stimmung|Farbe\nsehr gut|rot\ngut|blau"))
    with pytest.raises(TableUnknown, match="Zeile mit den Fragen"):
        tasks.preview_import(untouched, STAFF, request(content, kind=Kind.FEEDBACK))
    choices = Choices(columns={0: "question:overall"})
    said = request(content, kind=Kind.FEEDBACK, choices=choices)
    report = tasks.preview_import(untouched, STAFF, said)
    assert report.parsed.columns[0].question[0] == "overall"
    assert len(report.parsed.feedback) == 2


# --- decisions -------------------------------------------------------------------------------


def test_a_place_is_decided_once_for_all_files(workspace) -> None:
    unclear = LIST.replace(b"Helbra", b"Musterhausen")
    assert tasks.resolve_place(workspace, STAFF, "Musterhausen").level is Level.UNKNOWN
    first = tasks.commit_import(workspace, STAFF, request(unclear))
    assert first.persons_at(Level.UNKNOWN) == 1
    answer = decided(place__musterhausen="15087205")
    second = tasks.commit_import(workspace, STAFF, request(unclear, choices=answer))
    assert (second.counts.changed, second.places()) == (1, {"Berga": 1, "Helbra": 1})
    assert tasks.resolve_place(workspace, STAFF, "MUSTERHAUSEN").name == "Helbra"
    other = tasks.commit_import(workspace, STAFF, request(unclear, event_id="rd-07"))
    assert other.places() == {"Berga": 1, "Helbra": 1}


def test_a_preview_learns_nothing(untouched) -> None:
    unclear = LIST.replace(b"Helbra", b"Musterhausen")
    answer = decided(place__musterhausen="15087205")
    tasks.preview_import(untouched, STAFF, request(unclear, choices=answer))
    assert tasks.resolve_place(untouched, STAFF, "Musterhausen").level is Level.UNKNOWN


def test_questionnaires_wait_for_the_meaning_of_their_numbers(workspace) -> None:
    open_request = request(QUESTIONNAIRES, kind=Kind.FEEDBACK)
    preview = tasks.preview_import(workspace, STAFF, open_request)
    assert [decision.key for decision in preview.open_decisions] == ["scale"]
    assert preview.counts is None
    with pytest.raises(DecisionNeeded, match="Wie sind die Zahlen in den Spalten"):
        tasks.commit_import(workspace, STAFF, open_request)
    settled = request(QUESTIONNAIRES, choices=decided(scale="grade"))
    assert tasks.commit_import(workspace, STAFF, settled).counts.new == 3


def test_corrected_questionnaires_replace_the_file_that_they_mostly_repeat(workspace) -> None:
    graded = [
        as_csv(table("Inhalte (Schulnote)|Anmerkungen\n" + rows))
        for rows in ("1|Danke\n2|Lob\n3|Kritik", "1|Danke\n2|Lob\n4|Kritik")
    ]
    tasks.commit_import(workspace, STAFF, request(graded[0]))
    report = tasks.commit_import(workspace, STAFF, request(graded[1]))
    assert report.replaces
    assert (report.counts.new, report.counts.same, report.counts.removed) == (1, 2, 1)
    with workspace.warehouse.cursor() as cursor:
        count = "select count(distinct response_id) from current_feedback"
        assert cursor.execute(count).fetchall() == [(3,)]


def test_questionnaires_of_other_people_are_added(workspace) -> None:
    graded = [
        as_csv(table("Inhalte (Schulnote)|Anmerkungen\n" + rows))
        for rows in ("1|Danke\n2|Lob", "3|Kritik\n4|Tadel")
    ]
    tasks.commit_import(workspace, STAFF, request(graded[0]))
    report = tasks.commit_import(workspace, STAFF, request(graded[1]))
    assert (report.replaces, report.counts.new, report.counts.removed) == (False, 2, 0)


def test_a_heading_that_a_person_assigned_is_known_in_the_next_file(workspace) -> None:
    rows = "Nr|Inhalte (Schulnote)|Stimmung\n1|1|2\n2|2|1"
    choices = Choices(columns={2: "question:overall:2"})
    tasks.commit_import(workspace, STAFF, request(as_csv(table(rows)), choices=choices))
    again = request(as_csv(table(rows)), event_id="rd-07")
    columns = tasks.preview_import(workspace, STAFF, again).parsed.columns
    assert columns[2].question == ("overall", 2)


# --- events and figures ----------------------------------------------------------------------


def test_an_event_is_added_listed_and_changed(workspace) -> None:
    tasks.save_event(workspace, STAFF, PLANNED, is_new=True)
    assert tasks.list_events(workspace, STAFF)[0].event_id == "muster-1"
    tasks.save_event(workspace, STAFF, replace(PLANNED, venue="Bürgerhaus"), is_new=False)
    assert tasks.list_events(workspace, STAFF)[0].venue == "Bürgerhaus"


def test_whether_an_event_can_have_been_held_is_asked_of_the_clock(untouched) -> None:
    tomorrow = Event("muster-1", "Musterdialog", held_on=date(2026, 3, 6), status="held")
    with pytest.raises(InvalidEntry, match=r"Am 06\.03\.2026"):
        tasks.save_event(untouched, STAFF, tomorrow, is_new=True)


def test_series_and_topics_are_offered_for_choice(untouched) -> None:
    assert tasks.list_series(untouched, STAFF)["regionaldialog"] == "Regionaldialog"
    assert "energy" in {topic.topic_id for topic in tasks.list_topics(untouched, STAFF)}


def test_what_becomes_of_outcomes_and_suggestions_is_logged(workspace) -> None:
    outcome_id = tasks.save_outcome(workspace, STAFF, Outcome("Musterprojekt"))
    update = OutcomeUpdate(date(2026, 1, 5), "running", "Es geht los.")
    tasks.add_outcome_update(workspace, STAFF, outcome_id, update)
    tasks.save_outcome(workspace, STAFF, Outcome("Anders", outcome_id=outcome_id))
    number = tasks.save_suggestion(workspace, STAFF, Suggestion("Musterthema"))
    assert log_entries(workspace) == [
        ("probe", "add_outcome", "musterprojekt", None),
        ("probe", "update_outcome", "musterprojekt", "running"),
        ("probe", "change_outcome", "musterprojekt", None),
        ("probe", "save_suggestion", f"suggestion {number}", "proposed"),
    ]


def test_a_refused_outcome_leaves_no_trace(workspace) -> None:
    before = stored(workspace)
    with pytest.raises(InvalidEntry, match="Der Titel fehlt"):
        tasks.save_outcome(workspace, STAFF, Outcome("", ags=("15087370",)))
    with pytest.raises(InvalidEntry, match="Text der Meldung fehlt"):
        tasks.add_outcome_update(
            workspace, STAFF, "makerlab", OutcomeUpdate(date(2026, 1, 5), "done", "")
        )
    assert stored(workspace) == before


def test_imports_are_listed_newest_first(workspace) -> None:
    tasks.commit_import(workspace, STAFF, request())
    tasks.commit_import(workspace, STAFF, request(CORRECTED))
    listed = tasks.list_imports(workspace, STAFF)
    assert list(listed["batch_id"]) == [2, 1]
    assert list(listed["imported_by"]) == ["probe", "probe"]


def test_a_chart_and_a_query_that_do_not_exist_are_not_found(untouched) -> None:
    with pytest.raises(NotFound, match="„muster“ gibt es nicht"):
        tasks.publish_chart(untouched, STAFF, "muster", Period.whole())
    with pytest.raises(NotFound, match=r"„imports\.batches“ wird nicht veröffentlicht"):
        tasks.published_frame(untouched, STAFF, "imports.batches", Period.whole())


def test_a_file_whose_rows_were_corrected_since_is_no_repetition(workspace) -> None:
    first = "Name;Ort\nAnna Muster;Helbra\nBo Muster;Helbra\n"
    corrected = first.replace("Bo Muster;Helbra", "Bo Muster;Allstedt")

    def committed(text: str) -> ImportReport:
        return tasks.commit_import(
            workspace, STAFF, ImportRequest("liste.csv", text.encode(), event_id="rd-07")
        )

    assert committed(first).counts.new == 2
    assert committed(first).already_imported
    assert committed(corrected).counts.changed == 1
    again = committed(first)
    assert not again.already_imported
    assert again.counts.changed == 1


def test_the_same_questionnaires_again_ask_nothing_again(workspace) -> None:
    content = b"Inhalte;Organisation\n1;2\n2;2\n"
    request = ImportRequest("bogen.csv", content, event_id="rd-07")
    decided = replace(request, choices=Choices({"scale": "rating"}))
    assert tasks.preview_import(workspace, STAFF, request).open_decisions
    assert tasks.commit_import(workspace, STAFF, decided).counts.new == 2
    again = tasks.preview_import(workspace, STAFF, request)
    assert again.already_imported
    assert again.open_decisions == ()


# --- free texts and talks --------------------------------------------------------------------


@pytest.fixture
def one_text(workspace) -> CommentKey:
    """A free text „Danke“ and a code „lob“."""
    content = as_csv(table("Inhalte (Schulnote)|Anmerkungen\n1|Danke"))
    tasks.commit_import(workspace, STAFF, request(content))
    tasks.save_code(workspace, STAFF, Code("lob", "Lob", "Wenn gelobt wird"), is_new=True)
    [comment] = tasks.list_comments(workspace, STAFF)
    return comment.key


def test_reading_and_releasing_texts_stands_in_the_log_without_the_text(
    workspace, one_text
) -> None:
    tasks.code_comment(workspace, STAFF, one_text, ["lob"])
    tasks.code_comment(workspace, STAFF, one_text, ["lob"])  # says nothing new
    tasks.release_quote(workspace, STAFF, one_text)
    tasks.release_quote(workspace, STAFF, one_text, released=False)
    tasks.code_comment(workspace, STAFF, one_text, [])
    assert log_entries(workspace)[1:] == [
        ("probe", "save_code", "lob", None),
        ("probe", "code_comment", "rd-08", "+lob"),
        ("probe", "release_quote", "rd-08", None),
        ("probe", "withdraw_quote", "rd-08", None),
        ("probe", "code_comment", "rd-08", "-lob"),
    ]


def test_texts_are_listed_for_one_event_or_for_all(workspace, one_text) -> None:
    assert [each.text for each in tasks.list_comments(workspace, STAFF, "rd-08")] == ["Danke"]
    assert tasks.list_comments(workspace, STAFF, "rd-07") == ()


def test_talks_are_added_changed_deleted_and_logged(workspace) -> None:
    stored = tasks.save_talk(workspace, STAFF, TALK)
    tasks.save_talk(workspace, STAFF, replace(stored, tendency=5))
    assert [talk.tendency for talk in tasks.list_talks(workspace, STAFF)] == [5]
    tasks.delete_talk(workspace, STAFF, 1)
    assert tasks.list_talks(workspace, STAFF) == ()
    assert [entry[1:3] for entry in log_entries(workspace)] == [
        ("add_talk", "talk 1"),
        ("change_talk", "talk 1"),
        ("delete_talk", "talk 1"),
    ]


def test_a_refused_talk_is_not_logged(untouched) -> None:
    with pytest.raises(InvalidEntry, match="Das Gespräch ist noch nicht gespeichert"):
        tasks.save_talk(untouched, STAFF, replace(TALK, notes=()))
    assert log_entries(untouched) == []


def test_a_chart_of_one_event_is_named_after_it(workspace) -> None:
    chart = tasks.publish_chart(
        workspace, STAFF, "auswertung-fragen", Period.whole(), event_id="rd-08"
    )
    assert chart.title == "Antworten auf die Fragen, 20.02.2024 · Fachkräftesicherung"
    with pytest.raises(NotFound, match="„rd-99“ gibt es nicht"):
        tasks.publish_chart(workspace, STAFF, "auswertung-fragen", Period.whole(), event_id="rd-99")


# --- the yearly report -----------------------------------------------------------------------


def test_an_edition_is_listed_with_what_it_rests_on_and_logged(workspace) -> None:
    tasks.save_topic(workspace, STAFF, Topic("muster", "Muster", "Probe"), is_new=True)
    number = frozen(workspace, STAFF)
    [edition] = tasks.list_editions(workspace, STAFF)
    assert (edition.edition_id, edition.year, edition.audience) == (number, 2025, "public")
    assert (edition.label, edition.frozen_by) == ("Druckfassung", "probe")
    assert edition.data_as_of == workspace.warehouse.as_of()
    assert edition.files == {"muster.pdf": ReportFile("muster.pdf", b"muster").sha256}
    assert "typst" in edition.program
    assert log_entries(workspace)[-1] == (
        "probe",
        "freeze_edition",
        "edition 1",
        "Druckfassung",
    )


def test_freezing_changes_no_data(workspace) -> None:
    before = workspace.warehouse.as_of()
    frozen(workspace, STAFF)
    assert workspace.warehouse.as_of() == before


@pytest.mark.parametrize(("label", "complaint"), [("  ", "braucht einen Namen"), ("x" * 81, "80")])
def test_a_name_that_is_none_is_refused_and_nothing_is_kept(workspace, label, complaint) -> None:
    with pytest.raises(InvalidEntry, match=complaint):
        frozen(workspace, STAFF, label)
    assert tasks.list_editions(workspace, STAFF) == ()
    assert log_entries(workspace) == []


def test_a_report_of_older_data_is_not_frozen(workspace) -> None:
    tasks.save_topic(workspace, STAFF, Topic("muster", "Muster", "Probe"), is_new=True)
    with pytest.raises(InvalidEntry, match="Bitte zuerst einen neuen Bericht erstellen"):
        tasks.freeze_edition(
            workspace,
            STAFF,
            replace(bare_report(), as_of=None),
            "Druckfassung",
            prints=Prints({}),
            look=Look(),
            files=(),
        )


def test_an_edition_that_is_not_there_is_named(untouched) -> None:
    for verb in (tasks.render_edition, tasks.compare_edition):
        with pytest.raises(NotFound, match="Nummer 7 gibt es nicht"):
            verb(untouched, STAFF, 7)


def test_an_edition_is_rendered_again_from_what_was_kept(workspace) -> None:
    number = frozen(workspace, STAFF)
    again = tasks.render_edition(workspace, STAFF, number)
    assert "beispieldaten-jahresbericht-2025.pdf" in [file.path for file in again.files]
    assert "muster.pdf" in again.different
