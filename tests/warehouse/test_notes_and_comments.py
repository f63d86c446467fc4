"""Notes on the time axis and comments on charts: checked, stored, logged, taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dashboard import tasks
from dashboard.access import Actor, Role
from dashboard.errors import InvalidEntry, NotAllowed, NotFound
from dashboard.period import Period
from dashboard.warehouse.notes import Note
from tests.builders import NOON

STAFF, BOSS = Actor("probe", Role.EDITOR), Actor("chefin", Role.VIEWER)
NOTE = Note("funding", "Musteraufruf", date(2025, 3, 1), date(2025, 5, 31), "Für Kommunen")
WHOLE = Period.whole()


def log_of(workspace) -> list[tuple]:
    with workspace.warehouse.cursor() as cursor:
        return cursor.execute(
            "select actor, action, subject, detail from audit_log order by entry_id"
        ).fetchall()[1:]


def comments(workspace, period=WHOLE) -> list[tuple]:
    frame = tasks.chart_comments(workspace, BOSS, period)
    columns = ["chart_id", "comment_text", "is_outdated"]
    return list(frame[columns].itertuples(index=False, name=None))


# --- notes -----------------------------------------------------------------------------------


def test_a_note_comes_back_as_it_was_stored(workspace):
    note_id = tasks.save_note(workspace, STAFF, NOTE)
    assert tasks.list_notes(workspace, BOSS) == (replace(NOTE, note_id=note_id),)


def test_a_note_is_changed_and_deleted_and_each_is_logged(workspace):
    note_id = tasks.save_note(workspace, STAFF, NOTE)
    changed = replace(NOTE, label="  Anderer \n Aufruf ", ends_on=None, note_id=note_id)
    assert tasks.save_note(workspace, STAFF, changed) == note_id
    [stored] = tasks.list_notes(workspace, STAFF)
    assert (stored.label, stored.ends_on) == ("Anderer Aufruf", None)
    tasks.delete_note(workspace, STAFF, note_id)
    assert tasks.list_notes(workspace, STAFF) == ()
    assert log_of(workspace) == [
        ("probe", "add_note", "note 1", "Musteraufruf"),
        ("probe", "change_note", "note 1", "Anderer \n Aufruf"),
        ("probe", "delete_note", "note 1", "Anderer Aufruf"),
    ]


def test_the_newest_note_comes_first_and_a_span_of_one_day_is_a_day(workspace):
    tasks.save_note(workspace, STAFF, NOTE)
    day = date(2025, 6, 1)
    tasks.save_note(workspace, STAFF, Note("election", "Musterwahl", day, day))
    assert [(note.label, note.ends_on) for note in tasks.list_notes(workspace, STAFF)] == [
        ("Musterwahl", None),
        ("Musteraufruf", date(2025, 5, 31)),
    ]


def test_every_complaint_comes_at_once(workspace):
    wrong = Note("wetter", " ", date(2025, 5, 1), date(1980, 1, 1), "x" * 501)
    with pytest.raises(InvalidEntry) as refused:
        tasks.save_note(workspace, STAFF, wrong)
    assert str(refused.value) == (
        "Die Anmerkung ist noch nicht gespeichert. Der Kurztext fehlt. Die Erläuterung ist länger "
        "als 500 Zeichen. „wetter“ ist keine Art von Anmerkung; möglich sind: funding, election, "
        "online_only, other. Das Datum 01.01.1980 liegt nicht zwischen 1990 und 2100. „Bis“ liegt "
        "vor „von“."
    )
    assert tasks.list_notes(workspace, STAFF) == ()
    assert log_of(workspace) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"label": "x" * 41}, "Der Kurztext ist länger als 40 Zeichen."),
        ({"starts_on": None, "ends_on": None}, "Der Tag fehlt."),
    ],
)
def test_a_note_needs_a_short_label_and_a_day(workspace, change, complaint):
    with pytest.raises(InvalidEntry, match=complaint):
        tasks.save_note(workspace, STAFF, replace(NOTE, **change))


def test_a_note_that_is_gone_is_not_found(workspace):
    with pytest.raises(NotFound, match="gibt es nicht mehr"):
        tasks.save_note(workspace, STAFF, replace(NOTE, note_id=7))
    with pytest.raises(NotFound, match="gibt es nicht mehr"):
        tasks.delete_note(workspace, STAFF, 7)
    assert log_of(workspace) == []


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        (WHOLE, ["Aufruf", "Wahl"]),
        (Period.of_year(2024), ["Aufruf"]),
        (Period.of_year(2025), ["Aufruf", "Wahl"]),
        (Period.of_year(2026), []),
    ],
)
def test_a_note_belongs_to_every_year_that_it_touches(workspace, period, labels):
    tasks.save_note(
        workspace, STAFF, Note("funding", "Aufruf", date(2024, 12, 1), date(2025, 1, 5))
    )
    tasks.save_note(workspace, STAFF, Note("election", "Wahl", date(2025, 12, 31)))
    frame = workspace.warehouse.frame("events.notes", **period.parameters)
    assert frame["note_label"].to_list() == labels


# --- comments --------------------------------------------------------------------------------


def test_a_comment_carries_who_when_and_the_state_of_the_data(workspace):
    as_of = workspace.warehouse.as_of()
    tasks.comment_chart(workspace, BOSS, "themen-wann", Period.of_year(2024), " Bitte *prüfen* ")
    [row] = tasks.chart_comments(workspace, BOSS, WHOLE).to_dict("records")
    assert row == {
        "comment_id": 1,
        "chart_id": "themen-wann",
        "comment_year": 2024,
        "comment_text": "Bitte *prüfen*",
        "written_by": "chefin",
        "written_at": NOON,
        "data_as_of": as_of,
        "is_outdated": False,
    }


def test_a_comment_is_no_change_of_the_data_a_later_change_makes_it_outdated(workspace):
    as_of = workspace.warehouse.as_of()
    for text in ("eins", "zwei"):
        tasks.comment_chart(workspace, BOSS, "themen-wann", WHOLE, text)
    assert workspace.warehouse.as_of() == as_of
    assert [outdated for *_, outdated in comments(workspace)] == [False, False]
    later = replace(workspace, now=lambda: as_of + timedelta(days=1))
    tasks.save_note(later, STAFF, NOTE)
    assert workspace.warehouse.as_of() == as_of + timedelta(days=1)
    assert [outdated for *_, outdated in comments(workspace)] == [True, True]
    tasks.comment_chart(workspace, BOSS, "themen-wann", WHOLE, "drei")
    assert comments(workspace)[-1] == ("themen-wann", "drei", False)


def test_a_comment_on_a_year_belongs_to_it_and_to_the_whole_series(workspace):
    tasks.comment_chart(workspace, BOSS, "themen-wann", Period.of_year(2024), "Jahr")
    tasks.comment_chart(workspace, BOSS, "themen-wann", WHOLE, "alle")
    assert [text for _, text, _ in comments(workspace)] == ["alle", "Jahr"]
    assert [text for _, text, _ in comments(workspace, Period.of_year(2024))] == ["Jahr"]
    assert comments(workspace, Period.of_year(2023)) == []


@pytest.mark.parametrize(
    ("text", "complaint"), [("  \n ", "ist leer"), ("x" * 1001, "hat 1001 Zeichen")]
)
def test_an_empty_or_endless_comment_is_refused(workspace, text, complaint):
    with pytest.raises(InvalidEntry, match=complaint):
        tasks.comment_chart(workspace, BOSS, "themen-wann", WHOLE, text)
    assert comments(workspace) == []


def test_a_chart_that_does_not_exist_takes_no_comment(workspace):
    with pytest.raises(NotFound, match="„muster“ gibt es nicht"):
        tasks.comment_chart(workspace, BOSS, "muster", WHOLE, "x")


def test_one_deletes_ones_own_comment_only(workspace):
    comment_id = tasks.comment_chart(workspace, BOSS, "themen-wann", WHOLE, "x")
    with pytest.raises(NotAllowed, match="Der Kommentar ist von „chefin“"):
        tasks.delete_chart_comment(workspace, STAFF, comment_id)
    tasks.delete_chart_comment(workspace, BOSS, comment_id)
    assert comments(workspace) == []
    with pytest.raises(NotFound, match="vielleicht ist er schon gelöscht"):
        tasks.delete_chart_comment(workspace, BOSS, comment_id)
    assert log_of(workspace) == [
        ("chefin", "add_chart_comment", "comment 1", "themen-wann"),
        ("chefin", "delete_chart_comment", "comment 1", "themen-wann"),
    ]


def test_a_comment_in_a_warehouse_that_nobody_has_written_to(workspace):
    with workspace.warehouse.writing() as cursor:
        cursor.execute("delete from audit_log")
    tasks.comment_chart(workspace, BOSS, "themen-wann", WHOLE, "x")
    [row] = tasks.chart_comments(workspace, BOSS, WHOLE).to_dict("records")
    assert row["data_as_of"] == datetime.fromisoformat("2026-03-05T12:00:00")
