"""Outcomes from raised to done, what is overdue, and suggested topics; counted by hand."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.period import Period
from dashboard.warehouse.outcomes import (
    Outcome,
    OutcomeUpdate,
    Suggestion,
    store_outcome,
    store_suggestion,
    store_update,
)
from tests.builders import GERBSTEDT, NOON, SANGERHAUSEN
from tests.charts.reading import annotations, bars, names, plain, rows, text, traces

WHOLE = Period.whole()
DAY_MS = 24 * 60 * 60 * 1000
RAISED = date(2025, 5, 6)
WILD = '<b>Muster</b> & *fett* <a href="https://muster.example">hier</a>'


@pytest.fixture
def today(warehouse) -> date:
    """The day that the queries ask for."""
    with warehouse.cursor() as cursor:
        return cursor.execute("select current_date").fetchall()[0][0]


@pytest.fixture
def add_outcome(warehouse):
    """Enter an outcome of „muster-1“: ``add_outcome("A", status="open")``."""

    def added(title: str = "Muster", *updates: OutcomeUpdate, **said: object) -> str:
        said = {"event_id": "muster-1", "topic_id": "energy", **said}
        with warehouse.writing() as cursor:
            outcome_id = store_outcome(cursor, Outcome(f"Muster {title}", **said))  # type: ignore[arg-type]
            for update in updates:
                store_update(cursor, outcome_id, update, by="probe", at=NOON)
        return outcome_id

    return added


@pytest.fixture
def suggest(warehouse):
    """Enter a suggestion of 2025."""

    def suggested(title: str = "Muster", **said: object) -> int:
        said = {"received_on": date(2025, 3, 1), **said}
        with warehouse.writing() as cursor:
            return store_suggestion(cursor, Suggestion(title, **said), by="probe", at=NOON)  # type: ignore[arg-type]

    return suggested


def done(day: date, message: str = "Fertig.") -> OutcomeUpdate:
    return OutcomeUpdate(day, "done", message)


def spans(shown) -> dict[str, list[tuple[str, date, date]]]:
    """Row → the pieces of its bar: name of the trace, first and last day."""
    found: dict[str, list[tuple[str, date, date]]] = {}
    titles = list(shown.frame["title"])
    for trace in shown.figure.data:
        if trace.type != "bar":
            continue
        for y, base, length in zip(trace.y, trace.base, trace.x, strict=True):
            first = plain(pd.Timestamp(base))
            last = first + timedelta(days=length / DAY_MS)
            found.setdefault(titles[round(y - 0.27)], []).append((trace.name, first, last))
    return found


# --- by status -------------------------------------------------------------------------------


def test_outcomes_are_counted_by_kind_and_status(shown, add_event, add_outcome):
    add_event()
    for title, kind, status in (
        ("A", "project", "running"),
        ("B", "project", "running"),
        ("C", "project", "done"),
        ("D", "study", "open"),
        ("E", "study", "dropped"),
    ):
        add_outcome(title, kind=kind, status=status)
    chart = shown("wirkung-stand")
    assert rows(chart.frame, "kind", "status", "outcomes") == [
        ("project", "done", 1),
        ("project", "running", 2),
        ("study", "dropped", 1),
        ("study", "open", 1),
    ]
    assert names(chart) == ["Projekt", "Studie"]
    assert bars(chart, "läuft") == {"Projekt": 2}
    assert bars(chart, "erledigt") == {"Projekt": 1}
    assert bars(chart, "nicht weiterverfolgt") == {"Studie": 1}
    assert chart.sentence == (
        "5 Ergebnisse: 1 ist erledigt, 2 laufen, 1 ist offen und 1 wird nicht weiterverfolgt. "
        "Zu keinem offenen oder laufenden ist ein Termin bekannt."
    )
    assert chart.n == "n = 5 Ergebnisse"


def test_no_two_statuses_look_alike_without_colour(shown, add_event, add_outcome):
    add_event()
    for status in ("open", "running", "done", "dropped"):
        add_outcome(status, status=status)
    looks = [
        (trace.marker.color, trace.marker.pattern.shape)
        for trace in shown("wirkung-stand").figure.data
    ]
    assert len(set(looks)) == 4
    assert len({shape for _, shape in looks}) == 3, "two are plain: darkest and lightest"


def test_the_status_of_the_newest_update_counts(shown, add_event, add_outcome):
    add_event()
    add_outcome("A", done(date(2025, 9, 1)), status="open")
    assert rows(shown("wirkung-stand").frame, "status", "outcomes") == [("done", 1)]


@pytest.mark.parametrize(
    "said",
    [
        ([None], "1 Ergebnis: 1 ist offen. Zu keinem offenen oder laufenden ist ein Termin"),
        ([-1], "1 Ergebnis: 1 ist offen. Der einzige bekannte Termin ist überschritten."),
        ([1], "1 Ergebnis: 1 ist offen. Der einzige bekannte Termin ist noch nicht vorbei."),
        ([1, 2], "2 Ergebnisse: 2 sind offen. Von 2 mit Termin ist keines überfällig."),
        ([-1, 2], "2 Ergebnisse: 2 sind offen. Von 2 mit Termin ist 1 überfällig."),
        ([-1, -2], "2 Ergebnisse: 2 sind offen. Von 2 mit Termin sind 2 überfällig."),
    ],
)
def test_the_sentence_says_of_due_dates_what_is_known(shown, add_event, add_outcome, today, said):
    days, sentence = said
    add_event()
    for number, ahead in enumerate(days):
        due = None if ahead is None else (today + timedelta(days=ahead)).isoformat()
        add_outcome(str(number), due=due)
    assert shown("wirkung-stand").sentence.startswith(sentence)


def test_where_everything_is_ended_no_due_date_is_missed(shown, add_event, add_outcome):
    add_event()
    add_outcome("A", status="done", due="2020")
    assert shown("wirkung-stand").sentence == "1 Ergebnis: 1 ist erledigt."


def test_the_record_alone_says_three_done_eight_running_five_open(shown):
    chart = shown("wirkung-stand", period=WHOLE)
    assert chart.sentence == (
        "16 Ergebnisse: 3 sind erledigt, 8 laufen und 5 sind offen. "
        "Von 2 mit Termin sind 2 überfällig."
    )


# --- by topic --------------------------------------------------------------------------------


def test_outcomes_without_a_topic_have_a_row_of_their_own(shown, add_event, add_outcome):
    add_event()
    add_outcome("A", topic_id="energy", status="done")
    add_outcome("B", topic_id=None)
    add_outcome("C", topic_id=None)
    chart = shown("wirkung-themen")
    assert names(chart) == ["ohne Thema", "Energie"]
    assert bars(chart, "offen") == {"ohne Thema": 2}
    assert chart.sentence == (
        "Die meisten Ergebnisse gehören zu „Energie“ (1). Zu jedem Thema ist schon etwas "
        "erledigt. Ohne Thema: 2 Ergebnisse."
    )


@pytest.mark.parametrize(
    "said",
    [
        (
            [None],
            "open",
            "Kein Ergebnis ist einem Thema zugeordnet. Ohne Thema: 1 Ergebnis.",
        ),
        (
            ["energy"],
            "done",
            "Das einzige Ergebnis gehört zu „Energie“. Zu jedem Thema ist schon etwas erledigt.",
        ),
        (
            ["energy", "energy"],
            "open",
            "Alle 2 Ergebnisse gehören zu „Energie“. Noch nichts ist erledigt zu „Energie“.",
        ),
        (
            ["energy", "digital"],
            "done",
            "Auf jedes der 2 Themen entfällt gleich viel (1). "
            "Zu jedem Thema ist schon etwas erledigt.",
        ),
        (
            ["energy", "digital", "energy", "digital", "skills"],
            "done",
            "Die meisten Ergebnisse gehören zu „Digitalisierung“ und „Energie“ (je 2). "
            "Zu jedem Thema ist schon etwas erledigt.",
        ),
    ],
)
def test_the_sentence_names_the_leading_topics(shown, add_event, add_outcome, said):
    topics, status, sentence = said
    add_event()
    for number, topic in enumerate(topics):
        add_outcome(str(number), topic_id=topic, status=status)
    assert shown("wirkung-themen").sentence == sentence


# --- the way of each -------------------------------------------------------------------------


def test_a_bar_runs_from_the_event_to_its_end_or_today(shown, add_event, add_outcome, today):
    add_event(held_on=RAISED)
    add_outcome("A", done(date(2025, 8, 20)))
    add_outcome("B", status="running")
    assert spans(shown("wirkung-verlauf")) == {
        "Muster A": [("erledigt", RAISED, date(2025, 8, 20))],
        "Muster B": [("läuft", RAISED, today)],
    }


def test_months_are_complete_months(shown, add_event, add_outcome):
    add_event(held_on=RAISED)
    add_outcome("A", done(date(2025, 8, 5)))
    add_outcome("B", done(date(2025, 8, 6)))
    frame = shown("wirkung-verlauf").frame
    assert dict(rows(frame, "title", "months")) == {"Muster A": 2, "Muster B": 3}


def test_an_unknown_day_of_the_event_is_drawn_as_uncertain(shown, add_outcome, today):
    # The 6th dialogue lies between the 5th and the 7th; nobody knows when.
    add_outcome("A", event_id="rd-06", status="running")
    chart = shown("wirkung-verlauf", period=WHOLE)
    before, after = date(2022, 10, 12), date(2023, 9, 19)
    assert spans(chart)["Muster A"] == [
        ("läuft", after, today),
        ("Zeitpunkt ungewiss", before, after),
    ]
    row = chart.table[chart.table["Ergebnis"] == "Muster A"].iloc[0]
    assert row["Aufgekommen"] == (
        "6. Regionaldialog, Datum unbekannt (nach dem 12.10.2022, vor dem 19.09.2023)"
    )
    assert row["Monate seitdem oder bis zum Abschluss"] == "k. A."


def test_done_nobody_knows_when_is_uncertain_up_to_today(shown, add_event, add_outcome, today):
    add_event(held_on=RAISED)
    add_outcome("A", status="done")
    chart = shown("wirkung-verlauf")
    assert spans(chart) == {"Muster A": [("Zeitpunkt ungewiss", RAISED, today)]}
    assert chart.table["Abgeschlossen"].to_list() == ["Datum unbekannt"]


def test_what_nobody_knows_the_beginning_of_has_words_instead_of_a_bar(shown, add_outcome):
    add_outcome("A", event_id=None)
    chart = shown("wirkung-verlauf", period=WHOLE)
    assert "Muster A" not in spans(chart)
    assert annotations(chart).count("wann es aufkam, ist nicht bekannt") == 1
    assert chart.table[chart.table["Ergebnis"] == "Muster A"].iloc[0]["Aufgekommen"] == "unbekannt"


def test_an_end_before_the_beginning_is_no_bar_backwards(shown, add_event, add_outcome):
    add_event(held_on=RAISED)
    add_outcome("A", done(date(2025, 1, 10)))
    chart = shown("wirkung-verlauf")
    [(_, first, last)] = spans(chart)["Muster A"]
    assert (first, last) == (RAISED, RAISED + timedelta(days=1))
    assert rows(chart.frame, "months") == [None]


def test_updates_due_dates_and_unconfirmed_days_are_marked(shown, add_outcome, today):
    # The 7th dialogue was announced for 19.09.2023 and never confirmed.
    working = OutcomeUpdate(date(2024, 1, 15), "running", "Halbzeit.")
    due = (today + timedelta(days=30)).isoformat()
    add_outcome("A", working, event_id="rd-07", due=due)
    add_outcome("B", event_id="rd-07", due="2099")
    chart = shown("wirkung-verlauf", period=Period.of_year(2023))
    marks = traces(chart)
    assert [plain(pd.Timestamp(x)) for x in marks["Meldung"].x] == [date(2024, 1, 15)]
    assert [plain(pd.Timestamp(x)) for x in marks["Termin"].x] == [today + timedelta(days=30)]
    unconfirmed = marks["Beginn nicht bestätigt"]
    assert {plain(pd.Timestamp(x)) for x in unconfirmed.x} == {date(2023, 9, 19)}
    assert len(unconfirmed.x) == 4, "two of the record, two of this test"


def test_a_due_date_of_something_done_is_not_marked(shown, add_event, add_outcome):
    add_event(held_on=RAISED)
    add_outcome("A", done(date(2025, 8, 20)), due="2025-07")
    assert "Termin" not in traces(shown("wirkung-verlauf"))


def test_overdue_comes_first_then_what_is_going_on(shown, add_event, add_outcome):
    add_event("muster-1", held_on=RAISED)
    add_event("muster-2", held_on=date(2025, 2, 1), number=11)
    add_outcome("fertig", status="done", event_id="muster-2")
    add_outcome("jung")
    add_outcome("alt", event_id="muster-2")
    add_outcome("verspätet", due="2025-06")
    chart = shown("wirkung-verlauf")
    assert rows(chart.frame, "title") == [
        "Muster verspätet",
        "Muster alt",
        "Muster jung",
        "Muster fertig",
    ]
    assert annotations(chart)[0] == "<b>offen, Termin vorbei</b>: Muster verspätet"
    assert chart.table["Termin"].to_list() == ["Juni 2025 (vorbei)", "–", "–", "–"]


def test_the_sentence_names_what_waits_longest_and_what_was_finished_last(
    shown, add_event, add_outcome, today
):
    add_event(held_on=RAISED, number=10)
    add_outcome("A")
    add_outcome("B", status="running")
    add_outcome("C", done(date(2025, 8, 20)))
    months = (today.year - 2025) * 12 + today.month - 5 - (today.day < RAISED.day)
    assert shown("wirkung-verlauf").sentence == (
        "Am längsten nicht abgeschlossen: „Muster A“ und 1 weiteres vom selben Tag (aufgekommen: "
        f"10. Regionaldialog, 06.05.2025; vor {months} Monaten). Zuletzt erledigt, soweit bekannt: "
        "„Muster C“ (20.08.2025). Zu 2 Ergebnissen liegt noch keine Meldung vor."
    )


def test_months_are_said_in_the_right_number(shown, add_event, add_outcome, today):
    add_event(held_on=date(2026, 3, 5))  # the last day that can have been, for the builder
    add_outcome("A")
    sentence = shown("wirkung-verlauf", period=Period.of_year(2026)).sentence
    months = (today.year - 2026) * 12 + today.month - 3 - (today.day < 5)
    expected = (
        "weniger als einem Monat" if months < 1 else f"{months} Monat{'en' if months > 1 else ''}"
    )
    assert f"vor {expected})" in sentence


def test_where_everything_is_ended_the_sentence_says_so(shown, add_event, add_outcome):
    add_event(held_on=RAISED)
    add_outcome("A", done(date(2025, 8, 20)))
    assert shown("wirkung-verlauf").sentence == (
        "Alle Ergebnisse sind abgeschlossen. Zuletzt erledigt, soweit bekannt: „Muster A“ "
        "(20.08.2025)."
    )


def test_the_sentence_does_not_say_since_when_what_has_no_day_waits(shown, add_event, add_outcome):
    add_event(held_on=None, number=None)
    add_outcome("A")
    with_record = shown("wirkung-verlauf", period=WHOLE)
    assert "Muster A" not in with_record.sentence
    assert "Muster A" in with_record.table["Ergebnis"].to_list()


def test_a_hundred_outcomes_of_25_years_are_cut_in_the_picture_and_whole_in_the_table(
    shown, add_event, add_outcome
):
    for year in range(2001, 2026):
        add_event(f"muster-{year}", held_on=date(year, 3, 1))
        for number in range(4):
            add_outcome(f"{year} {number}", event_id=f"muster-{year}")
    chart = shown("wirkung-verlauf", period=WHOLE)
    assert len(chart.table) == 116
    assert len([each for each in annotations(chart) if "Muster 20" in each]) == 38
    assert "Das Bild zeigt 40 von 116 Ergebnissen, die Tabelle alle." in chart.sentence
    assert chart.figure.layout.xaxis.dtick == "M60"


def test_a_title_of_many_words_takes_two_lines_at_most(shown, add_event, add_outcome):
    add_event(held_on=RAISED)
    add_outcome("sehr lang " * 20)
    [written] = [
        each.text for each in shown("wirkung-verlauf").figure.layout.annotations if not each.name
    ]
    lines = re.sub("</?b>", "", written).split("<br>")
    assert len(lines) == 2
    assert all(len(line) <= 44 for line in lines)
    assert lines[-1].endswith("…")


def test_markup_in_a_title_and_an_update_stays_text(shown, add_event, add_outcome):
    add_event(held_on=RAISED)
    add_outcome(WILD, OutcomeUpdate(date(2025, 6, 1), "running", WILD), responsible=WILD)
    chart = shown("wirkung-verlauf")
    drawn = [each.text for each in chart.figure.layout.annotations if not each.name]
    drawn += [hover for trace in chart.figure.data for hover in trace.hovertext or ()]
    assert not [each for each in drawn if "<a" in each or "<b>Muster" in each]
    assert WILD in text(chart.figure.data[0].hovertext[0])
    assert chart.table["Zuständig"].to_list() == [WILD]


def test_the_table_names_who_and_where(shown, add_event, add_outcome):
    add_event(held_on=RAISED, number=10)
    add_outcome(
        "A",
        OutcomeUpdate(date(2025, 6, 1), "running", "Es geht los."),
        responsible="Muster GmbH",
        ags=(SANGERHAUSEN, GERBSTEDT),
        note="Notiz",
        due="2099-12",
    )
    assert shown("wirkung-verlauf").table.iloc[0].to_dict() | {
        "Monate seitdem oder bis zum Abschluss": "?"
    } == {
        "Ergebnis": "Muster A",
        "Art": "Projekt",
        "Stand": "läuft",
        "Aufgekommen": "10. Regionaldialog, 06.05.2025",
        "Monate seitdem oder bis zum Abschluss": "?",
        "Abgeschlossen": "–",
        "Termin": "Dezember 2099",
        "Neueste Meldung": "01.06.2025: Es geht los.",
        "Thema": "Energie",
        "Zuständig": "Muster GmbH",
        "Betroffene Gemeinden": "Gerbstedt, Sangerhausen",
        "Notiz": "Notiz",
    }


def test_an_outcome_of_a_day_unknown_belongs_to_no_year(shown, add_event, add_outcome):
    add_event(held_on=None)
    add_outcome("A")
    assert shown("wirkung-verlauf").table.empty
    assert shown("wirkung-verlauf").sentence == (
        "Bei den Dialogen dieses Zeitraums ist noch kein Ergebnis festgehalten."
    )


# --- overdue ---------------------------------------------------------------------------------


def test_the_longest_overdue_comes_first_with_its_days(shown, add_event, add_outcome, today):
    add_event()
    add_outcome("kurz", due=(today - timedelta(days=1)).isoformat(), responsible="Muster GmbH")
    add_outcome("lang", due=(today - timedelta(days=40)).isoformat())
    add_outcome("fertig", status="done", due="2025-06")
    add_outcome("später", due="2099")
    chart = shown("wirkung-ueberfaellig")
    assert rows(chart.frame, "title", "days_overdue") == [("Muster lang", 40), ("Muster kurz", 1)]
    assert chart.sentence.startswith(
        "Bei 2 Ergebnissen ist der Termin vorbei; am längsten bei „Muster lang“ ("
    )
    assert chart.sentence.endswith(", seit 40 Tagen).")
    assert chart.table["Zuständig"].to_list() == ["k. A.", "Muster GmbH"]
    assert chart.table["Neueste Meldung"].to_list() == ["noch keine"] * 2


def test_one_overdue_outcome_is_said_as_one(shown, add_event, add_outcome, today):
    add_event()
    yesterday = today - timedelta(days=1)
    add_outcome("A", due=yesterday.isoformat())
    assert shown("wirkung-ueberfaellig").sentence == (
        f"Der Termin von „Muster A“ ({yesterday:%d.%m.%Y}) ist seit 1 Tag vorbei."
    )


def test_nothing_overdue_is_said_as_far_as_known(shown, add_event, add_outcome):
    add_event()
    add_outcome("A")
    chart = shown("wirkung-ueberfaellig")
    assert chart.table.empty
    assert chart.sentence == (
        "Bei keinem Ergebnis dieses Zeitraums ist ein bekannter Termin überschritten."
    )


# --- suggested topics ------------------------------------------------------------------------


def suggest_some(suggest) -> None:
    suggest("A", source="citizen")
    suggest("B", source="citizen", status="planned")
    suggest("C", source="company", status="covered", event_id="rd-08")
    suggest("D", source="company", status="covered", event_id="rd-08")
    suggest("E", source="politics", status="declined", reason="Nicht zuständig")


def test_steps_hold_all_that_came_so_far(shown, suggest):
    suggest_some(suggest)
    chart = shown("vorschlaege-stand")
    assert rows(chart.frame, "status", "suggestions", "reached", "received") == [
        ("proposed", 1, 5, 5),
        ("planned", 1, 3, 5),
        ("covered", 2, 2, 5),
        ("declined", 1, 1, 5),
    ]
    assert bars(chart) == {
        "eingegangen": 5,
        "eingeplant oder schon behandelt": 3,
        "behandelt": 2,
        "abgelehnt": None,  # drawn by a trace of its own
    }
    assert list(chart.figure.data[0].text) == ["5", "3 von 5", "2 von 5", ""]
    declined = chart.figure.data[1]
    assert (list(declined.y), list(declined.x), list(declined.text)) == ([3], [1], ["1 von 5"])
    assert chart.sentence == (
        "5 Vorschläge: 2 sind behandelt, 1 ist eingeplant, 1 wartet auf eine Entscheidung und "
        "1 ist abgelehnt."
    )
    assert chart.n == "n = 5 Vorschläge"


def test_a_step_that_nobody_reached_is_a_true_zero(shown, suggest):
    suggest("A")
    chart = shown("vorschlaege-stand")
    assert [plain(x) for x in chart.figure.data[0].x] == [1, 0, 0, None]
    assert list(chart.figure.data[1].x) == [0]
    assert chart.sentence == "1 Vorschlag: 1 wartet auf eine Entscheidung."


def test_suggestions_are_counted_by_who_made_them(shown, suggest):
    suggest_some(suggest)
    chart = shown("vorschlaege-herkunft")
    assert names(chart) == ["Bürgerinnen und Bürger", "Unternehmen", "Politik"]
    assert bars(chart, "behandelt") == {"Unternehmen": 2}
    assert bars(chart, "vorgeschlagen") == {"Bürgerinnen und Bürger": 1}
    assert chart.sentence == (
        "Die Vorschläge nach Herkunft: Bürgerinnen und Bürger (2), Unternehmen (2) und Politik (1)."
    )


def test_only_the_newest_version_of_a_suggestion_counts(shown, suggest):
    number = suggest("A")
    suggest("A", suggestion_id=number, status="planned")
    assert rows(shown("vorschlaege-herkunft").frame, "status", "suggestions") == [("planned", 1)]


def test_the_list_says_what_became_of_each(shown, suggest):
    suggest("A", topic_id="energy", received_on=date(2025, 3, 2))
    suggest("B", status="covered", event_id="rd-08", reason="Vortrag")
    suggest("C", status="declined", reason="Nicht zuständig", received_on=date(2025, 2, 1))
    table = shown("vorschlaege-liste").table
    assert table["Vorschlag"].to_list() == ["A", "B", "C"]
    assert table["Veranstaltung"].to_list() == [
        "–",
        "8. Regionaldialog: Fachkräftesicherung (20.02.2024)",
        "–",
    ]
    assert table["Grund oder Bemerkung"].to_list() == ["–", "Vortrag", "Nicht zuständig"]
    assert table["Thema"].to_list() == ["Energie", "ohne Thema", "ohne Thema"]
    assert table["Monate bisher"].to_list()[1:] == ["–", "–"]
    assert int(table["Monate bisher"].to_list()[0]) >= 0


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        ([date(2025, 3, 1)], "1 Vorschlag; 1 wartet auf eine Entscheidung seit dem 01.03.2025."),
        (
            [date(2025, 4, 1), date(2025, 3, 1)],
            "2 Vorschläge; 2 warten auf eine Entscheidung, der älteste seit dem 01.03.2025.",
        ),
        ([None], "1 Vorschlag; 1 wartet auf eine Entscheidung."),
    ],
)
def test_the_sentence_says_since_when_somebody_waits(shown, suggest, received, sentence):
    for number, day in enumerate(received):
        suggest(str(number), received_on=day)
    assert shown("vorschlaege-liste", period=WHOLE).sentence == sentence


def test_where_every_suggestion_is_decided_nobody_waits(shown, suggest):
    suggest("A", status="planned")
    assert shown("vorschlaege-liste").sentence == "1 Vorschlag; über jeden ist entschieden."


def test_a_suggestion_without_a_day_belongs_to_no_year(shown, suggest):
    suggest("A", received_on=None)
    assert shown("vorschlaege-stand").table.empty
    assert len(shown("vorschlaege-stand", period=WHOLE).table) == 4


def test_equal_numbers_are_drawn_equally_long(shown, suggest):
    for source in ("citizen", "company", "politics"):
        suggest(source, source=source)
    assert set(bars(shown("vorschlaege-herkunft"), "vorgeschlagen").values()) == {1}
