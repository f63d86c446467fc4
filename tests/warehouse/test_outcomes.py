"""Outcomes, their updates and suggested topics: kept as entered, checked, never overwritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.errors import InvalidEntry, NotFound
from dashboard.period import Period
from dashboard.warehouse.outcomes import (
    Outcome,
    OutcomeUpdate,
    Suggestion,
    all_outcomes,
    all_suggestions,
    find_outcome,
    parse_when,
    store_outcome,
    store_suggestion,
    store_update,
    suggestion_history,
)
from dashboard.warehouse.reference import load_reference
from tests.builders import GERBSTEDT, HELBRA, NOON, SANGERHAUSEN

FULL = Outcome(
    "Musterprojekt",
    kind="idea",
    status="open",
    topic_id="energy",
    event_id="rd-05",
    starts="Mai 2025",
    ends="31.12.2025",
    note="Eine Notiz",
    responsible="Muster GmbH",
    due="06/2026",
    ags=(GERBSTEDT, SANGERHAUSEN),
)
SUGGESTED = Suggestion("Musterthema", source="citizen", received_on=date(2026, 1, 5))


def enter(warehouse, outcome: Outcome = FULL) -> str:
    with warehouse.writing() as cursor:
        return store_outcome(cursor, outcome)


def report(warehouse, outcome_id: str, day: date, status: str, message: str = "Meldung") -> None:
    with warehouse.writing() as cursor:
        update = OutcomeUpdate(day, status, message)
        store_update(cursor, outcome_id, update, by="probe", at=NOON)


def suggest(warehouse, suggestion: Suggestion = SUGGESTED) -> int:
    with warehouse.writing() as cursor:
        return store_suggestion(cursor, suggestion, by="probe", at=NOON)


def found(warehouse, outcome_id: str) -> Outcome:
    with warehouse.cursor() as cursor:
        return find_outcome(cursor, outcome_id)


def state(warehouse, outcome_id: str) -> dict[str, object]:
    with warehouse.cursor() as cursor:
        frame = cursor.execute("from outcome_state where outcome_id = ?", [outcome_id]).df()
    [row] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return row


# --- dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("31.05.2026", "2026-05-31"),
        ("1. 5. 2026", "2026-05-01"),
        ("05.2026", "2026-05"),
        ("5/2026", "2026-05"),
        ("Mai 2026", "2026-05"),
        ("märz 2026", "2026-03"),
        ("Sept. 2026", "2026-09"),
        ("2026", "2026"),
        ("2026-05", "2026-05"),
        ("2026-05-31", "2026-05-31"),
        ("  2026 ", "2026"),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(written, known) -> None:
    assert parse_when(written) == known


@pytest.mark.parametrize(
    "written", ["bald", "31.02.2026", "13.2026", "2026-13", "2026-02-30", "Ju 2026", "J 2026"]
)
def test_what_is_no_date_is_refused(written) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_when(written)


# --- outcomes --------------------------------------------------------------------------------


def test_an_outcome_comes_back_as_it_was_entered(warehouse) -> None:
    outcome_id = enter(warehouse)
    assert outcome_id == "musterprojekt"
    assert found(warehouse, outcome_id) == replace(
        FULL, outcome_id=outcome_id, starts="2025-05", ends="2025-12-31", due="2026-06"
    )


def test_the_record_is_listed_with_what_it_says_and_nothing_more(record) -> None:
    with record.cursor() as cursor:
        outcomes = {each.outcome_id: each for each in all_outcomes(cursor)}
    assert len(outcomes) == 16
    assert outcomes["cycle-network"] == Outcome(
        "Flächendeckendes interkommunales Radwegenetz",
        kind="idea",
        status="open",
        outcome_id="cycle-network",
        topic_id="mobility",
        event_id="rd-01",
    )
    assert outcomes["energy-analysis"].ends == "2023-07"


def test_titles_that_are_alike_get_keys_of_their_own(warehouse) -> None:
    assert [enter(warehouse) for _ in range(3)] == [
        "musterprojekt",
        "musterprojekt-2",
        "musterprojekt-3",
    ]


def test_a_title_without_letters_gets_a_key_too(warehouse) -> None:
    assert enter(warehouse, Outcome("???")) == "ergebnis"


def test_a_change_keeps_the_status_and_the_updates(warehouse) -> None:
    outcome_id = enter(warehouse)
    report(warehouse, outcome_id, date(2026, 1, 5), "running")
    changed = Outcome(
        "Neuer Titel", status="done", outcome_id=outcome_id, topic_id="digital", ags=(HELBRA,)
    )
    assert enter(warehouse, changed) == outcome_id
    stored = found(warehouse, outcome_id)
    assert (stored.title, stored.topic_id, stored.ags) == ("Neuer Titel", "digital", (HELBRA,))
    assert (stored.status, stored.status_now, len(stored.updates)) == ("open", "running", 1)
    assert (stored.event_id, stored.due, stored.responsible, stored.note) == (None,) * 4


def test_a_municipality_can_be_taken_out_and_put_back(warehouse) -> None:
    outcome_id = enter(warehouse)
    for ags in ((GERBSTEDT,), (), (SANGERHAUSEN, GERBSTEDT)):
        enter(warehouse, replace(FULL, outcome_id=outcome_id, ags=ags))
        assert set(found(warehouse, outcome_id).ags) == set(ags)


def test_what_staff_made_of_an_outcome_of_the_record_survives_the_next_start(warehouse) -> None:
    before = found(warehouse, "makerlab")
    enter(warehouse, replace(before, title="Anderer Titel", topic_id="digital"))
    report(warehouse, "makerlab", date(2026, 2, 1), "done")
    with warehouse.writing() as cursor:
        load_reference(cursor)
    after = found(warehouse, "makerlab")
    assert (after.title, after.topic_id, after.status) == ("Anderer Titel", "digital", "running")
    assert after.status_now == "done"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"outcome_id": "fehlt"}, "„fehlt“ gibt es nicht mehr"),
        ({"title": " "}, "Der Titel fehlt"),
        ({"title": "x" * 301}, "Der Titel ist zu lang"),
        ({"kind": "dream"}, "„dream“ ist keine Art"),
        ({"status": "lost"}, "„lost“ ist kein Stand"),
        ({"starts": "bald"}, "„bald“ ist als Beginn nicht zu lesen"),
        ({"due": "demnächst"}, "„demnächst“ ist als Termin nicht zu lesen"),
        ({"starts": "2026", "ends": "2025-12"}, "Das Ende liegt vor dem Beginn"),
        ({"ags": ("09162000",)}, "Unbekannter Gemeindeschlüssel: 09162000"),
        ({"topic_id": "weather"}, "Das Thema „weather“ gibt es nicht"),
        ({"event_id": "rd-99"}, "Die Veranstaltung „rd-99“ gibt es nicht"),
        ({"note": "x" * 2001}, "Die Notiz ist zu lang; möglich sind 2.000 Zeichen"),
    ],
)
def test_each_broken_rule_of_an_outcome_is_said_in_german(change, sentence, record) -> None:
    with pytest.raises(InvalidEntry, match=sentence):
        enter(record, replace(FULL, **change))


def test_all_complaints_about_an_outcome_come_at_once_and_nothing_is_stored(record) -> None:
    broken = Outcome("", kind="dream", due="bald", topic_id="weather")
    with pytest.raises(InvalidEntry) as refused:
        enter(record, broken)
    for said in ("Titel fehlt", "keine Art", "als Termin", "„weather“"):
        assert said in str(refused.value)
    with record.cursor() as cursor:
        assert len(all_outcomes(cursor)) == 16


def test_a_year_and_a_month_in_it_do_not_contradict_each_other(warehouse) -> None:
    outcome_id = enter(warehouse, Outcome("Muster", starts="05.2026", ends="2026"))
    assert found(warehouse, outcome_id).ends == "2026"


# --- updates ---------------------------------------------------------------------------------


def test_the_update_of_the_newest_day_gives_the_status_whenever_it_was_entered(warehouse) -> None:
    outcome_id = enter(warehouse)
    report(warehouse, outcome_id, date(2026, 2, 1), "done", "fertig")
    report(warehouse, outcome_id, date(2025, 6, 1), "running", "nachgetragen")
    stored = found(warehouse, outcome_id)
    assert stored.status_now == "done"
    assert [update.message for update in stored.updates] == ["fertig", "nachgetragen"]
    assert stored.updates[0].entered_by == "probe"
    assert stored.updates[0].entered_at == NOON


def test_of_two_updates_of_a_day_the_later_entered_counts(warehouse) -> None:
    outcome_id = enter(warehouse)
    report(warehouse, outcome_id, date(2026, 2, 1), "done")
    report(warehouse, outcome_id, date(2026, 2, 1), "running")
    assert found(warehouse, outcome_id).status_now == "running"


def test_every_complaint_about_an_update_comes_at_once(record) -> None:
    with pytest.raises(InvalidEntry) as refused:
        report(record, "makerlab", date(2026, 3, 6), "lost", " ")
    for said in ("06.03.2026", "„lost“ ist kein Stand", "Der Text der Meldung fehlt"):
        assert said in str(refused.value)


def test_an_update_of_what_nobody_entered_is_not_found(record) -> None:
    with pytest.raises(NotFound, match="„fehlt“"):
        report(record, "fehlt", date(2026, 1, 1), "done")


# --- where an outcome stands -----------------------------------------------------------------


def test_the_end_is_the_day_of_the_update_since_which_it_is_done(warehouse) -> None:
    outcome_id = enter(warehouse)
    report(warehouse, outcome_id, date(2025, 3, 1), "done")
    report(warehouse, outcome_id, date(2025, 4, 1), "running")
    report(warehouse, outcome_id, date(2025, 9, 1), "done")
    report(warehouse, outcome_id, date(2025, 11, 1), "done", "immer noch fertig")
    assert state(warehouse, outcome_id)["ended_known"] == "2025-09-01"


def test_what_is_not_ended_has_no_end_even_if_one_is_planned(record) -> None:
    shown = state(record, "energy-analysis")
    assert (shown["ended_known"], shown["due_known"]) == (None, "2023-07")
    assert shown["due_on"].date() == date(2023, 7, 31)


def test_the_record_says_in_which_month_something_ended(record) -> None:
    shown = state(record, "mayor-talks")
    assert shown["ended_known"] == "2023-01"
    assert shown["ended_on"].date() == date(2023, 1, 31)
    assert state(record, "studies")["ended_known"] is None


def test_a_remark_on_something_done_does_not_invent_the_day_it_was_done(warehouse) -> None:
    report(warehouse, "studies", date(2026, 1, 5), "done", "liegt im Archiv")
    assert state(warehouse, "studies")["ended_known"] is None


def test_a_due_date_that_was_entered_beats_the_planned_end(warehouse) -> None:
    before = found(warehouse, "energy-analysis")
    enter(warehouse, replace(before, due="Dezember 2099"))
    shown = state(warehouse, "energy-analysis")
    assert (shown["due_known"], shown["is_overdue"]) == ("2099-12", False)


@pytest.mark.parametrize(
    ("days", "status", "is_overdue"),
    [
        (-1, "open", True),
        (-1, "running", True),
        (0, "open", False),
        (1, "open", False),
        (-1, "done", False),
        (-1, "dropped", False),
        (None, "open", False),
    ],
)
def test_overdue_is_what_is_past_its_day_and_not_ended(warehouse, days, status, is_overdue) -> None:
    with warehouse.cursor() as cursor:  # the clock that the query asks
        [(today,)] = cursor.execute("select current_date").fetchall()
    due = None if days is None else (today + timedelta(days=days)).isoformat()
    outcome_id = enter(warehouse, Outcome("Muster", status=status, due=due))
    assert state(warehouse, outcome_id)["is_overdue"] is is_overdue


def test_an_event_without_a_day_is_bounded_by_the_dialogues_around_it(record) -> None:
    shown = state(record, "climate-network")
    assert shown["raised_on"] is None
    assert shown["raised_after"].date() == date(2022, 10, 12)
    assert shown["raised_before"].date() == date(2023, 9, 19)
    known = state(record, "makerlab")
    assert (known["raised_after"], known["raised_before"]) == (None, None)
    assert known["raised_at"] == "4. Regionaldialog"


def test_an_outcome_of_no_event_was_raised_nobody_knows_when(warehouse) -> None:
    shown = state(warehouse, enter(warehouse, Outcome("Muster")))
    assert (shown["raised_at"], shown["raised_on"], shown["raised_after"]) == (None, None, None)


def test_municipalities_are_named_in_german_order(warehouse) -> None:
    outcome_id = enter(warehouse)
    assert state(warehouse, outcome_id)["municipality_names"] == "Gerbstedt, Sangerhausen"


@pytest.mark.parametrize(
    ("known", "day"),
    [
        ("2024-02", date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3)),
        ("2024", date(2024, 12, 31)),
        ("2024-02-31", None),
        ("Frühling", None),
    ],
)
def test_a_month_ends_on_its_last_day(record, known, day) -> None:
    with record.cursor() as cursor:
        assert cursor.execute("select last_day_of(?::varchar)", [known]).fetchall() == [(day,)]


# --- suggested topics ------------------------------------------------------------------------


def test_a_suggestion_comes_back_as_it_was_entered(warehouse) -> None:
    entered = replace(SUGGESTED, details="Mehr dazu", topic_id="energy", reason="Bemerkung")
    number = suggest(warehouse, entered)
    with warehouse.cursor() as cursor:
        [stored] = all_suggestions(cursor)
    assert stored == replace(
        entered, suggestion_id=number, version=1, entered_by="probe", entered_at=NOON
    )


def test_every_change_of_a_suggestion_stays_to_be_read(warehouse) -> None:
    number = suggest(warehouse)
    other = suggest(warehouse, replace(SUGGESTED, title="Anderes"))
    changed = replace(SUGGESTED, suggestion_id=number, status="planned", event_id="rd-09")
    assert suggest(warehouse, changed) == number
    suggest(warehouse, replace(changed, status="declined", event_id=None, reason="Kein Platz"))
    with warehouse.cursor() as cursor:
        history = suggestion_history(cursor, number)
        now = {each.suggestion_id: each.status for each in all_suggestions(cursor)}
    assert [(each.version, each.status) for each in history] == [
        (3, "declined"),
        (2, "planned"),
        (1, "proposed"),
    ]
    assert now == {number: "declined", other: "proposed"}
    assert other == number + 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Das vorgeschlagene Thema fehlt"),
        ({"title": "x" * 301}, "Das Thema ist zu lang"),
        ({"source": "alien"}, "„alien“ sagt nicht, von wem"),
        ({"received_on": date(2026, 3, 6)}, "Der Eingang am 06.03.2026"),
        ({"status": "lost"}, "„lost“ ist kein Stand"),
        ({"status": "declined"}, "Ein abgelehnter Vorschlag braucht einen Grund"),
        ({"status": "declined", "reason": "  "}, "Ein abgelehnter Vorschlag braucht einen Grund"),
        ({"status": "covered"}, "braucht die Veranstaltung"),
        ({"topic_id": "weather"}, "Das Thema „weather“"),
        ({"event_id": "rd-99"}, "Die Veranstaltung „rd-99“"),
        ({"suggestion_id": 99}, "Den Vorschlag 99 gibt es nicht"),
    ],
)
def test_each_broken_rule_of_a_suggestion_is_said_in_german(change, sentence, record) -> None:
    with pytest.raises(InvalidEntry, match=sentence):
        suggest(record, replace(SUGGESTED, **change))


def test_what_is_yet_to_take_place_has_covered_nothing(warehouse, add_event) -> None:
    add_event(held_on=date(2026, 5, 6), status="planned")
    covered = replace(SUGGESTED, status="covered", event_id="muster-1")
    with pytest.raises(InvalidEntry, match="hat noch nicht stattgefunden; bitte „eingeplant“"):
        suggest(warehouse, covered)
    assert suggest(warehouse, replace(covered, status="planned")) == 1


def test_all_complaints_about_a_suggestion_come_at_once(record) -> None:
    with pytest.raises(InvalidEntry) as refused:
        suggest(record, Suggestion("", source="alien", status="declined"))
    for said in ("Thema fehlt", "„alien“", "Grund"):
        assert said in str(refused.value)
    with record.cursor() as cursor:
        assert all_suggestions(cursor) == ()


def test_unknown_days_come_last_in_the_list(warehouse) -> None:
    for title, day in (("ohne", None), ("alt", date(2024, 1, 1)), ("neu", date(2026, 1, 1))):
        suggest(warehouse, replace(SUGGESTED, title=title, received_on=day))
    listed = warehouse.frame("outcomes.suggestions", **Period.whole().parameters)
    assert list(listed["title"]) == ["neu", "alt", "ohne"]
