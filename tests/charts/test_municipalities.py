"""Whom the dialogues reach: both levels of the map, who is missing, where people come from."""

from datetime import date

import pytest

from dashboard.charts import theme
from dashboard.charts.areas import areas
from dashboard.disclosure import Audience
from dashboard.ingest.schema import Status
from dashboard.period import Period
from tests.builders import (
    EISLEBEN,
    GERBSTEDT,
    GOLDENE_AUE,
    HELBRA,
    SANGERHAUSEN,
    association,
    district,
    outside,
    people,
    person,
    unknown,
)
from tests.charts.reading import (
    YEAR,
    bar_texts,
    bars,
    names,
    plain,
    row_of,
    rows,
    text,
)

KELBRA = "15087250"
WHOLE = Period.whole().parameters
COUNTS = ("dialogues", "attendances", "people")


def reach(warehouse, ags: str, *columns: str, **parameters) -> tuple:
    frame = warehouse.frame("municipalities.reach", **(parameters or YEAR.parameters))
    row = row_of(frame, "ags", ags)
    return tuple(row[name] for name in columns or COUNTS)


def administration(warehouse, key: str, *columns: str) -> tuple:
    frame = warehouse.frame("municipalities.administrations", **YEAR.parameters)
    row = row_of(frame, "administration_id", key)
    return tuple(row[name] for name in columns or COUNTS)


# --- reach -----------------------------------------------------------------------------------


def test_dialogues_attendances_and_different_people_are_told_apart(
    warehouse, add_event, add_attendance
):
    add_event("muster-1")
    add_event("muster-2")
    add_attendance("muster-1", person("anna"), person("bert"), person("carl", ags=EISLEBEN))
    add_attendance(
        "muster-2",
        person("anna"),
        person("dora", ags=HELBRA, status=Status.REGISTERED),
        person("emil", ags=GERBSTEDT, named=False),
    )
    assert reach(warehouse, SANGERHAUSEN) == (2, 3, 2)
    assert reach(warehouse, EISLEBEN) == (1, 1, 1)
    assert reach(warehouse, HELBRA) == (0, 0, 0)
    assert reach(warehouse, GERBSTEDT) == (1, 1, 0)
    assert reach(warehouse, HELBRA, "events_with_list", "per_1000") == (2, 0.0)


def test_there_is_a_row_for_each_of_the_22_whatever_happened(warehouse):
    frame = warehouse.frame("municipalities.reach", **YEAR.parameters)
    assert len(frame) == 22
    assert set(rows(frame, "events_with_list", "dialogues", "population", "per_1000")) == {
        (0, 0, None, None)
    }


def test_who_is_from_no_municipality_counts_for_none(warehouse, add_event, add_attendance):
    add_event()
    places = [association(), district(), outside(), unknown()]
    add_attendance("muster-1", *(person(f"p {n}", place=place) for n, place in enumerate(places)))
    frame = warehouse.frame("municipalities.reach", **YEAR.parameters)
    assert frame["attendances"].sum() == 0
    assert set(frame["events_with_list"]) == {1}


def test_an_association_counts_its_own_office_and_all_its_members(
    warehouse, add_event, add_attendance
):
    add_event("muster-1")
    add_event("muster-2")
    add_attendance(
        "muster-1",
        person("amt", place=association()),
        person("anna", ags=KELBRA),
        person("bert", ags=HELBRA),
    )
    add_attendance("muster-2", person("amt", place=association()))
    assert administration(warehouse, GOLDENE_AUE) == (2, 3, 2)
    assert administration(warehouse, "mansfelder-grund-helbra") == (1, 1, 1)
    assert administration(warehouse, SANGERHAUSEN) == (0, 0, 0)
    assert len(warehouse.frame("municipalities.administrations", **YEAR.parameters)) == 11


def test_an_association_has_the_inhabitants_of_its_members(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", person("amt", place=association()))
    # Berga, Brücken-Hackpfüffel, Edersleben, Kelbra, Wallhausen
    inhabitants = 1664 + 972 + 939 + 3196 + 2344
    assert administration(warehouse, GOLDENE_AUE, "population", "per_1000") == (
        inhabitants,
        pytest.approx(1000 / inhabitants),
    )


def count_inhabitants(warehouse, ags: str, counted_on: date, persons: int) -> None:
    with warehouse.writing() as cursor:
        cursor.execute("insert into population values (?, ?, ?)", [ags, counted_on, persons])


def test_inhabitants_are_those_counted_last_before_the_event(warehouse, add_event, add_attendance):
    count_inhabitants(warehouse, SANGERHAUSEN, date(2020, 12, 31), 20_000)
    count_inhabitants(warehouse, SANGERHAUSEN, date(2025, 5, 7), 1)
    add_event(held_on=date(2025, 5, 6))
    add_attendance("muster-1", *people(3))
    add_attendance("rd-02", *people(5))
    columns = ("population", "per_1000")
    assert reach(warehouse, SANGERHAUSEN, *columns) == (25_392, pytest.approx(3000 / 25_392))
    before = Period.of_year(2022).parameters
    assert reach(warehouse, SANGERHAUSEN, *columns, **before) == (20_000, 0.25)
    # The whole series takes the inhabitants at its newest dialogue with a list.
    assert reach(warehouse, SANGERHAUSEN, "population", **WHOLE) == (25_392,)


def test_newer_figures_never_change_an_old_year(warehouse, add_attendance):
    add_attendance("rd-02", *people(5))
    count_inhabitants(warehouse, SANGERHAUSEN, date(2021, 12, 31), 10_000)
    before = reach(warehouse, SANGERHAUSEN, "per_1000", **Period.of_year(2022).parameters)
    count_inhabitants(warehouse, SANGERHAUSEN, date(2022, 12, 31), 1_000)
    assert before == (0.5,)
    assert reach(warehouse, SANGERHAUSEN, "per_1000", **Period.of_year(2022).parameters) == before


def test_without_an_earlier_count_the_first_one_after_holds(warehouse, add_attendance):
    add_attendance("rd-01", person("anna"))
    count_inhabitants(warehouse, SANGERHAUSEN, date(2026, 12, 31), 1)
    year = Period.of_year(2021).parameters
    assert reach(warehouse, SANGERHAUSEN, "population", **year) == (25_392,)


# --- not reached -----------------------------------------------------------------------------

MISSING = ("ags", "last_event", "last_held_on", "dialogues_since")


def missing(warehouse, period: Period) -> dict[str, tuple]:
    frame = warehouse.frame("municipalities.not_reached", **period.parameters)
    return {row[0]: row[1:] for row in rows(frame, *MISSING)}


def test_who_never_came_and_who_came_last_when(warehouse, add_event, add_attendance):
    add_event("muster-1", number=10, held_on=date(2025, 2, 1))
    add_event("muster-2", number=11, held_on=date(2026, 2, 1))
    add_attendance("rd-01", person("anna", ags=EISLEBEN), person("bert", ags=GERBSTEDT))
    add_attendance("muster-1", person("carl"), person("dora", ags=EISLEBEN))
    add_attendance("muster-2", person("carl"))
    found = missing(warehouse, Period.of_year(2026))
    assert len(found) == 21
    assert SANGERHAUSEN not in found
    assert found[EISLEBEN] == ("10. Regionaldialog", date(2025, 2, 1), 1)
    assert found[GERBSTEDT] == ("1. Regionaldialog", date(2021, 9, 29), 2)
    assert found[HELBRA] == (None, None, 3)


def test_the_longest_absence_stands_first(warehouse, add_event, add_attendance):
    add_event(number=10)
    add_attendance("rd-01", person("bert", ags=GERBSTEDT))
    add_attendance("rd-03", person("anna", ags=EISLEBEN))
    add_attendance("muster-1", person("carl"))
    frame = warehouse.frame("municipalities.not_reached", **YEAR.parameters)
    assert rows(frame, "ags")[-2:] == [GERBSTEDT, EISLEBEN]
    never = frame[frame["last_event"].isna()]
    assert rows(never, "municipality_name")[:3] == ["Ahlsdorf", "Allstedt", "Arnstein"]
    assert len(never) == 19


def test_an_event_without_a_date_counts_where_its_number_says(warehouse, add_event, add_attendance):
    add_event("muster-1", number=10, held_on=date(2025, 2, 1))
    add_event("muster-2", number=11, held_on=None)
    add_event("muster-3", number=12, held_on=date(2025, 9, 1))
    add_attendance("muster-1", person("anna", ags=HELBRA), person("bert", ags=EISLEBEN))
    add_attendance("muster-2", person("anna", ags=HELBRA))
    add_attendance("muster-3", person("carl"))
    found = missing(warehouse, Period(date(2025, 9, 1), date(2025, 12, 31)))
    assert found[HELBRA] == ("11. Regionaldialog", None, 1)
    assert found[EISLEBEN] == ("10. Regionaldialog", date(2025, 2, 1), 2)


def test_what_comes_after_the_period_does_not_count(warehouse, add_event, add_attendance):
    add_event(number=10, held_on=date(2026, 2, 1))
    add_attendance("rd-08", person("anna"))
    add_attendance("muster-1", person("bert", ags=EISLEBEN))
    assert missing(warehouse, Period.of_year(2024))[EISLEBEN] == (None, None, 1)


def test_an_association_does_not_reach_its_members(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", person("amt", place=association()))
    assert KELBRA in missing(warehouse, YEAR)


def test_without_a_list_nobody_is_missing(shown, add_event, add_attendance):
    add_event()
    add_attendance("rd-01", person("anna"))
    table = shown("gemeinden-nicht-erreicht")
    assert table.table.empty
    assert table.sentence == (
        "Aus jeder Gemeinde war jemand da – oder es liegt noch keine Teilnahmeliste vor."
    )


def test_the_table_says_since_when(shown, add_event, add_attendance):
    add_event(number=10)
    add_attendance("rd-01", person("anna", ags=HELBRA))
    add_attendance("muster-1", person("bert"))
    table = shown("gemeinden-nicht-erreicht").table
    assert table.iloc[-1].to_list() == [
        "Helbra",
        "Verbandsgemeinde Mansfelder Grund-Helbra",
        "1. Regionaldialog",
        "29.09.2021",
        "1",
    ]
    assert table[table["Gemeinde"] == "Allstedt"].iloc[0].to_list()[1:] == [
        "–",
        "noch nie",
        "–",
        "2",
    ]


# --- origin ----------------------------------------------------------------------------------


def everywhere() -> list:
    """Six from the municipalities, one office, one district, three outside, one unknown."""
    return [
        *people(5),
        person("helga", ags=HELBRA),
        person("amt", place=association()),
        person("kreis", place=district()),
        *people(2, prefix="halle", place=outside()),
        person("leipzig", place=outside("Leipzig")),
        person("rätsel", place=unknown()),
    ]


def test_levels_go_from_the_district_outwards(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *everywhere())
    frame = warehouse.frame("municipalities.origin", **YEAR.parameters)
    assert rows(frame, "level", "place_name", "attendances", "share") == [
        ("municipality", None, 6, 0.5),
        ("association", "Verbandsgemeinde Goldene Aue", 1, pytest.approx(1 / 12)),
        ("district", None, 1, pytest.approx(1 / 12)),
        ("outside", "Halle (Saale)", 2, pytest.approx(2 / 12)),
        ("outside", "Leipzig", 1, pytest.approx(1 / 12)),
        ("unknown", None, 1, pytest.approx(1 / 12)),
    ]


def test_bars_end_with_what_is_unknown(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *everywhere())
    chart = shown("gemeinden-herkunft")
    assert names(chart)[-1] == "Ort unbekannt"
    assert bars(chart)["Halle (Saale)"] == 2
    assert bar_texts(chart)["Gemeinden des Landkreises"] == "6 (50 %)"
    assert chart.sentence == (
        "Von den Teilnahmen kamen 50 % aus den Gemeinden des Landkreises, 8 % von einer "
        "Verbandsgemeinde, 8 % vom Landkreis selbst und 25 % von außerhalb. "
        "Bei 8 % der Teilnahmen ist der Ort unbekannt."
    )


def test_only_unknown_places_make_a_whole_sentence(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(3, place=unknown()))
    chart = shown("gemeinden-herkunft")
    assert chart.sentence == "Bei 100 % der Teilnahmen ist der Ort unbekannt."


def test_few_from_a_place_are_shown_inside(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(10), person("gast", place=outside()))
    chart = shown("gemeinden-herkunft", audience=Audience.INTERNAL)
    assert bars(chart) == {"Gemeinden des Landkreises": 10, "Halle (Saale)": 1}
    assert chart.n == "n = 11 Teilnahmen"


# --- the map ---------------------------------------------------------------------------------


def shapes(chart) -> dict[str, object]:
    """Area → how it is drawn."""
    drawn = {}
    for trace in chart.figure.data[:-1]:
        name = text(trace.text).removeprefix("<b>").partition("</b>")[0]
        drawn[name] = trace
    return drawn


def fill(trace) -> tuple[str, str]:
    return trace.fillcolor, trace.fillpattern.shape or ""


def labels(chart) -> dict[tuple[float, float], str]:
    trace = chart.figure.data[-1]
    return dict(zip(zip(trace.x, trace.y, strict=True), trace.text, strict=True))


def label(chart, ags: str) -> str | None:
    """The number written into an area."""
    [area] = [area for area in areas("municipality") if area.area_id == ags]
    return labels(chart).get((area.label_x, area.label_y))


@pytest.fixture
def few_and_many(add_event, add_attendance):
    """Sangerhausen 12, Eisleben 3, Gerbstedt 6, nobody else."""
    add_event()
    add_attendance(
        "muster-1",
        *people(12),
        *people(3, prefix="e", ags=EISLEBEN),
        *people(6, prefix="g", ags=GERBSTEDT),
    )


def test_every_area_is_drawn_once_with_its_number(shown, few_and_many):
    chart = shown("gemeinden-karte-teilnahmen")
    assert len(shapes(chart)) == 22
    assert label(chart, SANGERHAUSEN) == "12"
    assert label(chart, EISLEBEN) == "3"
    assert label(chart, HELBRA) is None
    assert len(labels(chart)) == 3
    assert "Teilnahmen: 3" in shapes(chart)["Lutherstadt Eisleben"].text
    assert chart.sentence == (
        "Aus 3 von 22 Gemeinden kam mindestens eine Person. "
        "Die meisten Teilnahmen: Sangerhausen (12). Wo der Dialog stattfand, ist nicht bekannt."
    )


def test_more_is_darker(shown, few_and_many):
    drawn = shapes(shown("gemeinden-karte-teilnahmen"))
    shades = [
        theme.SEQUENCE.index(drawn[name].fillcolor)
        for name in ("Lutherstadt Eisleben", "Gerbstedt", "Sangerhausen")
    ]
    assert shades == sorted(set(shades))


def test_zero_no_data_hidden_and_value_have_four_different_fills(shown, few_and_many):
    chart = shown("gemeinden-karte-teilnahmen", audience=Audience.PUBLIC)
    drawn = shapes(chart)
    value = fill(shapes(shown("gemeinden-karte-teilnahmen"))["Sangerhausen"])
    zero = fill(drawn["Helbra"])
    hidden = fill(drawn["Lutherstadt Eisleben"])
    unlisted = shown("gemeinden-karte-teilnahmen", period=Period.of_year(2030))
    no_data = fill(shapes(unlisted)["Helbra"])
    assert len({value, zero, hidden, no_data}) == 4
    # Without colour: the three that are no value differ by pattern, the value by lightness.
    assert len({zero[1], hidden[1], no_data[1]}) == 3
    assert value[0] in theme.SEQUENCE
    assert {zero[0], hidden[0], no_data[0]} == {theme.PAPER}
    assert fill(drawn["Gerbstedt"]) == hidden
    legend = {trace.name for trace in chart.figure.data if trace.showlegend}
    assert legend == {"0", "verborgen"}


def test_a_hidden_area_has_no_number(shown, few_and_many):
    chart = shown("gemeinden-karte-teilnahmen", audience=Audience.PUBLIC)
    assert labels(chart) == {}
    hover = text(shapes(chart)["Lutherstadt Eisleben"].text)
    assert hover.endswith("Teilnahmen: · Personen: · je 1.000 Einwohner: ·")
    assert row_of(chart.table, "Gemeinde", "Lutherstadt Eisleben")["Teilnahmen"] == "·"


def test_dialogues_stay_visible_where_people_are_hidden(shown, few_and_many):
    chart = shown("gemeinden-karte-dialoge", audience=Audience.PUBLIC)
    assert label(chart, EISLEBEN) == "1"


def test_the_public_sees_that_somebody_came_and_never_how_many(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(90), *people(2, prefix="e", ags=EISLEBEN))
    for measure in ("teilnahmen", "personen", "je-1000"):
        chart = shown(f"gemeinden-karte-{measure}", audience=Audience.PUBLIC)
        for ags in (SANGERHAUSEN, EISLEBEN):
            row = row_of(chart.frame, "ags", ags)
            assert row["dialogues"] == 1
            assert row["attendances"] is row["people"] is row["per_1000"] is None
            assert row["district_per_1000"] is None
        assert labels(chart) == {}


def test_inside_few_people_are_shown(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(9), *people(2, prefix="e", ags=EISLEBEN))
    chart = shown("gemeinden-karte-personen", audience=Audience.INTERNAL)
    assert label(chart, EISLEBEN) == "2"


def test_the_public_reads_that_density_is_not_public(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(9))
    chart = shown("gemeinden-einwohner", audience=Audience.PUBLIC)
    assert chart.sentence == (
        "Wie viele aus einer Gemeinde kamen, ist nicht öffentlich; öffentlich ist, bei wie vielen "
        "Dialogen sie vertreten war."
    )
    assert "9" not in chart.n


def test_a_list_without_names_does_not_hide_its_attendances(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(12, named=False))
    chart = shown("gemeinden-karte-teilnahmen", audience=Audience.INTERNAL)
    assert label(chart, SANGERHAUSEN) == "12"


def test_without_a_list_the_whole_map_says_no_data(shown, add_event):
    add_event()
    chart = shown("gemeinden-karte-teilnahmen")
    assert {trace.name for trace in chart.figure.data[:-1]} == {"keine Daten"}
    assert labels(chart) == {}
    assert chart.sentence == (
        "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor. "
        "Wo der Dialog stattfand, ist nicht bekannt."
    )
    assert chart.n == "n = 0 Dialoge mit Teilnahmeliste"


@pytest.mark.parametrize(
    ("level", "where"),
    [
        ("gemeinden", "in der Gemeinde Helbra"),
        ("verwaltungen", "im Gebiet der Verwaltung „Verbandsgemeinde Mansfelder Grund-Helbra“"),
    ],
)
def test_a_single_dialogue_is_told_by_its_place(shown, add_event, level, where):
    add_event(ags=HELBRA)
    sentence = shown(f"{level}-karte-teilnahmen").sentence
    assert sentence.endswith(f"Der Dialog fand {where} statt.")


@pytest.mark.parametrize("measure", ["dialoge", "teilnahmen", "personen"])
def test_equal_municipalities_get_one_colour(shown, add_event, add_attendance, measure):
    add_event()
    everywhere = [
        person(f"{area.area_id} {number}", ags=area.area_id)
        for area in areas("municipality")
        for number in range(7)
    ]
    add_attendance("muster-1", *everywhere)
    chart = shown(f"gemeinden-karte-{measure}", audience=Audience.INTERNAL)
    assert {fill(trace) for trace in chart.figure.data[:-1]} == {(theme.SEQUENCE[2], "")}
    value = "1" if measure == "dialoge" else "7"
    assert list(labels(chart).values()) == [value] * 22
    best = f"Ahlsdorf, Allstedt, Arnstein und 19 weitere ({value})."
    # Of a single dialogue none can have had more.
    assert (best in chart.sentence) == (measure != "dialoge")


def test_a_single_municipality_stands_alone(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(7, ags=HELBRA))
    chart = shown("gemeinden-karte-personen", audience=Audience.INTERNAL)
    assert list(labels(chart).values()) == ["7"]
    assert [name for name, trace in shapes(chart).items() if trace.name != "0"] == ["Helbra"]


def test_the_map_of_administrations_draws_eleven(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(7, place=association()))
    chart = shown("verwaltungen-karte-teilnahmen")
    assert len(shapes(chart)) == 11
    assert list(labels(chart).values()) == ["7"]
    assert chart.sentence == (
        "Aus dem Gebiet von 1 der 11 Verwaltungen kam mindestens eine Person. "
        "Die meisten Teilnahmen: Verbandsgemeinde Goldene Aue (7). "
        "Wo der Dialog stattfand, ist nicht bekannt."
    )


def test_values_per_inhabitant_that_are_written_alike_are_one_class(
    shown, warehouse, add_event, add_attendance
):
    add_event()
    for ags, persons in ((HELBRA, 1000), (EISLEBEN, 1001), (GERBSTEDT, 500)):
        count_inhabitants(warehouse, ags, date(2025, 1, 1), persons)
        add_attendance("muster-1", person(ags, ags=ags))
    chart = shown("gemeinden-karte-je-1000")
    drawn = shapes(chart)
    assert fill(drawn["Helbra"]) == fill(drawn["Lutherstadt Eisleben"])
    legend = [trace.name for trace in chart.figure.data if trace.showlegend]
    assert sorted(legend) == ["0", "1,00", "2,00"]


def test_the_legend_goes_from_zero_to_much_to_what_is_no_value(shown, few_and_many):
    chart = shown("gemeinden-karte-teilnahmen", audience=Audience.PUBLIC)
    ranked = sorted(
        {(trace.legendrank, trace.name) for trace in chart.figure.data if trace.showlegend}
    )
    assert [name for _, name in ranked] == ["0", "verborgen"]


def test_many_different_values_are_cut_into_whole_steps(shown, add_event, add_attendance):
    add_event()
    visitors = [
        person(f"{area.area_id} {number}", ags=area.area_id)
        for place, area in enumerate(areas("municipality"))
        for number in range(place)
    ]
    add_attendance("muster-1", *visitors)
    chart = shown("gemeinden-karte-teilnahmen")
    legend = {trace.name for trace in chart.figure.data if trace.showlegend}
    assert legend == {"0", "1 bis 5", "6 bis 10", "11 bis 15", "16 bis 20", "21 bis 25"}
    assert sorted(int(each) for each in labels(chart).values()) == list(range(1, 22))
    for trace in chart.figure.data[:-1]:
        value = int(text(trace.text).partition("Teilnahmen: ")[2].partition(" ")[0])
        low, _, high = trace.name.partition(" bis ")
        assert int(low) <= value <= int(high or low)
    assert plain(chart.frame["attendances"].sum()) == 21 * 22 / 2
