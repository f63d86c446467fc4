"""Counts of codes, released quotes, feedback talks and what the record says of them."""

import pytest

from dashboard.disclosure import Audience
from dashboard.period import Period
from dashboard.warehouse.comments import Code, comments_of, set_codes, set_released, store_code
from dashboard.warehouse.talks import Talk, TalkNote, store_talk
from tests.builders import NOON, questionnaire
from tests.charts.reading import annotations, bar_texts, bars, rows

WHOLE = Period.whole()


@pytest.fixture
def coded(warehouse, add_event, add_feedback):
    """``coded(["lob"], [], ["lob", "kritik"])``: a text per list with these codes."""

    def texts(*codes, event_id="muster-1"):
        add_event(event_id)
        sheets = [questionnaire(f"b {n}", {"free_text": f"Text {n:02}"}) for n in range(len(codes))]
        add_feedback(event_id, *sheets)
        with warehouse.writing() as cursor:
            for code_id in ("lob", "kritik"):
                store_code(cursor, Code(code_id, code_id.capitalize(), "Muster"), is_new=True)
            for comment, given in zip(comments_of(cursor, event_id), codes, strict=True):
                set_codes(cursor, comment.key, given, by="probe", at=NOON)

    return texts


@pytest.fixture
def add_talks(warehouse):
    """``add_talks("2025-03", 5, 4, None)``: a talk per tendency, all with the code „lob“."""

    def talks(starts, *tendencies, codes=("lob",)):
        with warehouse.writing() as cursor:
            store_code(cursor, Code("lob", "Lob", "Muster"), is_new=not rows_in(cursor, "code"))
            for tendency in tendencies:
                note = TalkNote("Muster", codes=codes)
                talk = Talk(starts, "mayor", tendency=tendency, notes=(note,))
                store_talk(cursor, talk, by="probe", at=NOON)

    return talks


def rows_in(cursor, table: str) -> int:
    return cursor.execute(f"select count(*) from {table}").fetchall()[0][0]


# --- codes -----------------------------------------------------------------------------------


def test_codes_are_counted_and_small_counts_hidden(shown, coded):
    coded(*[["lob"]] * 5, ["lob", "kritik"], ["kritik"], [])
    chart = shown("auswertung-codes")
    assert rows(chart.frame, "code_label", "texts", "texts_coded", "texts_given") == [
        ("Kritik", None, 7, 8),
        ("Lob", 6, 7, 8),
    ]
    assert bars(chart) == {"Kritik": None, "Lob": 6.0}
    assert bar_texts(chart) == {"Kritik": "zu wenige, verborgen", "Lob": "6 (86 %)"}
    assert annotations(chart) == ["zu wenige, verborgen"]
    assert chart.sentence == (
        "7 von 8 Freitexten sind mindestens einem Code zugeordnet; am häufigsten: „Lob“ (6)."
    )
    assert chart.n == "n = 7 zugeordnete Freitexte"


def test_an_unused_code_is_zero_and_not_hidden(shown, coded):
    coded(*[["lob"]] * 5)
    chart = shown("auswertung-codes")
    assert rows(chart.frame, "code_label", "texts") == [("Kritik", 0), ("Lob", 5)]
    assert annotations(chart) == ["kein Text"]


@pytest.mark.parametrize("audience", list(Audience))
def test_rare_codes_alone_are_said_in_words(shown, coded, audience):
    coded(["lob"], ["kritik"])
    chart = shown("auswertung-codes", audience=audience)
    assert chart.sentence.endswith("kein Code kommt so oft vor, dass er gezeigt werden darf.")
    assert set(chart.table["Texte"]) == {"·"}


def test_texts_without_codes_are_named(shown, coded):
    coded([])
    chart = shown("auswertung-codes")
    assert chart.sentence == ("1 Freitext liegt vor; davon ist noch keiner einem Code zugeordnet.")
    assert len(chart.figure.data) == 0


def test_without_texts_or_codes_there_are_words(shown):
    assert shown("auswertung-codes").sentence == (
        "Es gibt noch keine Freitexte, oder das Codebuch ist leer."
    )


# --- quotes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", list(Audience))
def test_only_released_texts_are_quoted(warehouse, shown, coded, audience):
    coded([], [], [])
    assert shown("auswertung-zitate", audience=audience).sentence == (
        "Aus diesem Zeitraum ist noch kein Zitat freigegeben."
    )
    with warehouse.writing() as cursor:
        key = comments_of(cursor)[1].key
        set_released(cursor, key, released=True, by="probe", at=NOON)
    chart = shown("auswertung-zitate", audience=audience)
    assert chart.table.iloc[0].to_list() == [
        *("Text 01", "Anmerkungen", "Regionaldialog", "06.05.2025"),
    ]
    assert len(chart.table) == 1
    assert chart.sentence == ("1 Zitat ist freigegeben, aus den Rückmeldungen zu einem Dialog.")


def test_a_quote_goes_with_its_import_and_comes_back_with_it(
    warehouse, shown, add_event, add_feedback, take_back
):
    add_event()
    sheet = questionnaire("b", {"free_text": "Gut gemacht"})
    batch = add_feedback("muster-1", sheet)
    with warehouse.writing() as cursor:
        [comment] = comments_of(cursor)
        set_released(cursor, comment.key, released=True, by="probe", at=NOON)
    take_back(batch.batch_id)
    assert shown("auswertung-zitate").table.empty
    add_feedback("muster-1", sheet)
    assert shown("auswertung-zitate").table["Zitat"].to_list() == ["Gut gemacht"]


# --- talks -----------------------------------------------------------------------------------


def test_talks_are_counted_by_tendency(shown, add_talks):
    add_talks("2025-03", 5, 4, 4, 2, None)
    chart = shown("gespraeche-tendenz")
    assert chart.table.to_numpy().tolist() == [
        ["positiv", "1", "25 %"],
        ["eher positiv", "2", "50 %"],
        ["gemischt", "0", "0 %"],
        ["eher negativ", "1", "25 %"],
        ["negativ", "0", "0 %"],
        ["keine Tendenz festgehalten", "1", "k. A."],
    ]
    assert chart.sentence == (
        "3 von 4 Feedbackgesprächen mit festgehaltener Tendenz waren positiv oder eher positiv; "
        "festgehalten sind insgesamt 5."
    )
    assert shown("gespraeche-codes").sentence == (
        "Am häufigsten kommt vor: „Lob“, in 5 von 5 Feedbackgesprächen."
    )


@pytest.mark.parametrize("chart_id", ["gespraeche-tendenz", "gespraeche-codes"])
def test_fewer_than_five_talks_are_not_shown(shown, add_talks, chart_id):
    add_talks("2025-03", 5, 4, 4, 2)
    chart = shown(chart_id)
    assert chart.sentence.startswith("Die Zahlen sind verborgen")
    assert len(chart.figure.data) == 0
    assert chart.n == "n verborgen"
    assert set(chart.table["Gespräche"]) == {"·"}


def test_all_years_less_the_shown_year_reveal_no_few_talks(shown, add_talks):
    add_talks("2025-03", 5, 4, 4, 2, 3)
    add_talks("2024-12", 5, 4)
    assert shown("gespraeche-tendenz", period=WHOLE).n == "n verborgen"
    assert shown("gespraeche-tendenz").n == "n = 5 Feedbackgespräche"


def test_talks_without_tendency_or_code_say_so(shown, add_talks):
    add_talks("2025-03", None, None, None, None, None, codes=())
    assert shown("gespraeche-tendenz").sentence == (
        "5 Feedbackgespräche sind festgehalten, keines davon mit einer Tendenz."
    )
    assert shown("gespraeche-codes").sentence.startswith("Aus diesem Zeitraum ist noch keine")


def test_without_talks_there_are_words(shown):
    assert shown("gespraeche-tendenz").sentence.startswith("Aus diesem Zeitraum sind noch keine")


@pytest.mark.parametrize(
    ("year", "entries"), [(None, 1), (2021, 0), (2022, 1), (2023, 1), (2024, 0)]
)
def test_the_record_is_shown_as_what_it_is(shown, year, entries):
    chart = shown("gespraeche-chronik", period=Period.of_year(year) if year else WHOLE)
    assert len(chart.table) == entries
    if entries:
        assert chart.sentence == (
            "Feedbackgespräche mit den Bürgermeisterinnen und Bürgermeistern (12/2022–01/2023): "
            "„Bisherige Zusammenarbeit grundsätzlich positiv; kann weiter intensiviert werden“."
        )
        assert chart.table["genannt beim"].to_list() == ["6. Regionaldialog"]
