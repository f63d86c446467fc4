"""Every chart of the catalogue with ordinary, empty, single and hidden data."""

import re

import pytest

from dashboard.charts import theme
from dashboard.charts.catalogue import CATALOGUE, find_chart, find_dataset
from dashboard.charts.chart import Chart
from dashboard.charts.publish import publish_query
from dashboard.disclosure import Audience, Thresholds, Unit
from dashboard.ingest.schema import Status
from dashboard.period import Period
from dashboard.warehouse.comments import Code, comments_of, set_codes, store_code
from dashboard.warehouse.talks import Talk, TalkNote, store_talk
from tests.builders import (
    EISLEBEN,
    GERBSTEDT,
    HELBRA,
    NOON,
    SANGERHAUSEN,
    association,
    district,
    outside,
    people,
    person,
    questionnaire,
)
from tests.charts.reading import (
    MAPS_ALIKE,
    THRESHOLDS,
    YEAR,
    all_published,
    annotations,
    drawn_leaves,
    drawn_texts,
    everything,
    leaves,
    opened,
    rows,
)
from tests.conftest import import_list, import_questionnaires, store
from tests.test_config import contrast

IDS = [chart.id for chart in CATALOGUE]
DRAWN = [chart.id for chart in CATALOGUE if chart.draw is not None]
DRAWN_ONCE = [chart_id for chart_id in DRAWN if chart_id not in MAPS_ALIKE]
HIDING = [chart.id for chart in CATALOGUE if chart.data.protections]
DATA = ("demo_charts", "demo_charts_of_the_public", "one_of_each", "nothing", "no_lists")

SENTENCE = re.compile(r"[A-ZÄÖÜ0-9„].*[^\s.]\.", re.DOTALL)
NO_WORD = re.compile(r"\bnan\b|\bNone\b|<NA>|\bNaT\b|\binf\b| \.|\(\)|„“|  |\.\.")


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("chart_id", IDS)
def test_every_sentence_is_german_text_to_its_full_stop(chart_id, data, request):
    shown = request.getfixturevalue(data).get(chart_id)
    if shown is None:  # hides nothing: the same for the public
        assert not find_chart(chart_id).data.protections
        return
    for sentence in (shown.sentence, shown.source_note):
        assert SENTENCE.fullmatch(sentence), sentence
        assert not NO_WORD.search(sentence), sentence
    assert not NO_WORD.search(shown.n)
    if shown.figure is not None:
        assert not [
            each for each in drawn_texts(shown) if re.search(r"\bnan\b|\bNone\b|<NA>|\bNaT\b", each)
        ]
    cells = [cell for name in shown.table for cell in shown.table[name]]
    assert not [cell for cell in cells if cell in {"nan", "None", "<NA>", "NaT", ""}]


@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
def test_the_words_around_a_chart_are_whole(chart: Chart):
    assert chart.question.endswith("?")
    assert SENTENCE.fullmatch(chart.definition)
    assert SENTENCE.fullmatch(chart.empty)
    assert not chart.title.endswith(".")
    assert len({column.heading for column in chart.columns}) == len(chart.columns)


@pytest.mark.parametrize("chart_id", DRAWN)
def test_an_ordinary_chart_draws_something(chart_id, demo_charts):
    if chart_id == "auswertung-vorjahr":  # nothing lies before all years
        assert annotations(demo_charts[chart_id]) == [demo_charts[chart_id].sentence]
    else:
        assert len(demo_charts[chart_id].figure.data) > 0


@pytest.mark.parametrize("chart_id", DRAWN)
def test_what_is_drawn_stands_out_from_the_paper(chart_id, demo_charts):
    for trace in demo_charts[chart_id].figure.data:
        if trace.type == "bar":
            fills = trace.marker.color
            if theme.PALE & set([fills] if isinstance(fills, str) else fills or ()):
                assert contrast(trace.marker.line.color, theme.PAPER) >= 3
                assert trace.marker.line.width >= 1
        elif trace.mode == "lines" and trace.line.color:
            assert trace.line.color not in theme.PALE


@pytest.mark.parametrize("chart_id", DRAWN_ONCE)
def test_a_chart_without_rows_says_so_in_the_picture(chart_id, nothing):
    shown = nothing[chart_id]
    if shown.frame.empty:
        assert len(shown.figure.data) == 0
        assert annotations(shown) == [shown.chart.empty] == [shown.sentence]
        assert shown.n == ""
    elif chart_id == "gemeinden-einwohner":
        assert len(shown.figure.data) == 0
        assert annotations(shown) == [shown.sentence]
    else:
        assert chart_id.partition("-")[0] in {"gemeinden", "verwaltungen"}
        assert {trace.name for trace in shown.figure.data} == {"keine Daten", None}


@pytest.mark.parametrize("chart_id", [each for each in IDS if each not in MAPS_ALIKE])
def test_drawing_and_describing_do_not_change_the_numbers(chart_id, demo_charts):
    shown = demo_charts[chart_id]
    before = shown.frame.copy(deep=True)
    if shown.chart.draw is not None:
        shown.chart.draw(shown.frame)
    assert shown.chart.describe(shown.frame) == shown.sentence
    assert shown.chart.base(shown.frame) == shown.n
    assert shown.frame.equals(before)


# --- hidden numbers --------------------------------------------------------------------------


def fill(warehouse, small: tuple[int, int, int]) -> None:
    """Data in which every protected chart hides three cells of these sizes.

    The sizes add up to the same and keep their order, so that nothing but the hidden cells differs.
    """
    first, second, third = small
    for number in (1, 2, 3, 4):
        topics = {"energy": 1.0} if number == 3 else {}
        store(
            warehouse,
            f"muster-{number}",
            number=9 + number,
            mode="online",
            title=f"M {number}",
            topics=topics,
        )
    places = [
        {"place": outside("Leipzig"), "organisation_type": "citizen"},
        {"ags": EISLEBEN, "organisation_type": "politics", "mode": "in_person"},
        {"ags": GERBSTEDT, "organisation_type": "association"},
    ]
    rest = [
        *people(8, prefix="h", ags=HELBRA, organisation_type="district"),
        *(person(f"s {n}", ags=SANGERHAUSEN, organisation=f"Muster {n % 5}") for n in range(1, 22)),
        *people(9, prefix="k", place=district(), organisation_type="municipality"),
        *people(8, prefix="a", place=association(), organisation_type="state_federal"),
        *people(second, prefix="md", place=outside("Magdeburg")),
        *people(third, prefix="mu", place=outside("Musterhausen")),
    ]
    for number, size in enumerate(small):
        rest += people(size, prefix=f"klein {number}", **places[number])
    import_list(warehouse, "muster-1", tuple(rest))
    # Again: everybody but a few is known; few withdrew, few did not come.
    import_list(
        warehouse,
        "muster-2",
        (
            person("s 1", organisation="Muster 1"),
            person("s 2", organisation="Muster 2"),
            *(person(f"s {n}") for n in range(3, 13)),
            *people(first, prefix="neu"),
            *people(second, prefix="weg", status=Status.WITHDRAWN),
            *people(third, prefix="fort", status=Status.NO_SHOW),
            *people(9 - third, prefix="offen", status=Status.REGISTERED),
        ),
    )
    import_list(warehouse, "muster-3", tuple(people(second, prefix="drei")))
    import_list(warehouse, "muster-4", tuple(people(third, prefix="vier")))
    sheets = [questionnaire(f"b {place}", {"overall": 4}) for place in range(6)]
    for question, size in (("content", first), ("exchange", second), ("organisation", third)):
        sheets += [questionnaire(f"{question} {n}", {question: 5}) for n in range(size)]
    sheets += [questionnaire(f"text {n}", {"free_text": f"Text {n}"}) for n in range(9)]
    import_questionnaires(warehouse, "muster-1", tuple(sheets))
    for event_id, size in (("muster-2", second), ("muster-3", third), ("muster-4", 0)):
        # How many questionnaires came back is no secret: four in any case.
        few = [
            questionnaire(f"{event_id} {n}", {"overall": 5 if n < size else None}) for n in range(4)
        ]
        import_questionnaires(warehouse, event_id, tuple(few))
    codes = [("a", first), ("b", second), ("c", third)]
    fill_codes(warehouse, codes)
    fill_talks(
        warehouse, [number for number, size in enumerate(small, start=3) for _ in range(size)]
    )


def fill_codes(warehouse, codes: list[tuple[str, int]]) -> None:
    """A code book, and texts 0 to 8 that carry one code each, the first code first."""
    with warehouse.writing() as cursor:
        for code_id, _ in codes:
            store_code(cursor, Code(f"code-{code_id}", code_id.upper(), "Muster"), is_new=True)
        texts = [comment.key for comment in comments_of(cursor)]
        wanted = [f"code-{code_id}" for code_id, size in codes for _ in range(size)]
        for key, code_id in zip(texts, wanted, strict=True):
            set_codes(cursor, key, [code_id], by="probe", at=NOON)


def fill_talks(warehouse, tendencies: list[int]) -> None:
    """Four talks: too few for anything to be shown of them."""
    with warehouse.writing() as cursor:
        for tendency in tendencies[-4:]:
            note = TalkNote("Muster", codes=("code-a",) if tendency == 4 else ())
            talk = Talk("2025-03", "mayor", tendency=tendency, notes=(note,))
            store_talk(cursor, talk, by="probe", at=NOON)


@pytest.fixture(scope="module")
def twins():
    """All public charts of two warehouses that differ in hidden numbers only."""
    found = []
    for small in ((4, 4, 1), (4, 3, 2)):
        with opened() as warehouse:
            fill(warehouse, small)
            found.append(all_published(warehouse, HIDING, audience=Audience.PUBLIC))
    return found


@pytest.mark.parametrize("chart_id", HIDING)
def test_hidden_numbers_leave_no_trace(chart_id, twins):
    one, other = (each[chart_id] for each in twins)
    # Of the whole period there are enough of everything.
    assert one.frame["suppressed"].any() or chart_id == "uebersicht-kennzahlen"
    for left, right in zip(everything(one), everything(other), strict=True):
        assert left == right


@pytest.mark.parametrize(
    ("chart_id", "hidden"),
    [
        ("gemeinden-karte-teilnahmen", 47),
        ("verwaltungen-karte-teilnahmen", 47),
        ("beteiligung-organisationstyp", 47),
        ("beteiligung-veranstaltungen", 59),
        ("beteiligung-anmeldung", 59),
        ("beteiligung-format", 59),
        ("auswertung-fragen", 37),
        ("auswertung-vorjahr", 37),
    ],
)
def test_a_hidden_number_occurs_nowhere(chart_id, hidden, many_under_high_thresholds):
    shown = many_under_high_thresholds[chart_id]
    assert hidden not in drawn_leaves(shown)
    words = [
        *drawn_texts(shown),
        shown.sentence,
        shown.n,
        shown.csv().decode("utf-8-sig"),
        *(cell for name in shown.table for cell in shown.table[name]),
    ]
    assert not [each for each in words if re.search(rf"(?<![\d,.]){hidden}(?![\d,.]\d)", each)]
    assert "·" in " ".join(words)
    assert hidden not in [cell for row in rows(shown.frame, *shown.frame.columns) for cell in row]


@pytest.fixture(scope="module")
def many_under_high_thresholds():
    """Charts in which 47, 53, 59 people and 37 answers are too few to be shown."""
    with opened() as warehouse:
        store(warehouse, "muster-1", number=10, mode="online")
        store(warehouse, "muster-2", number=11, mode="in_person")
        import_list(
            warehouse,
            "muster-1",
            (
                *people(47, prefix="e", ags=EISLEBEN, organisation_type="politics"),
                *people(53, prefix="l", place=outside("Leipzig")),
                *people(61, prefix="h", ags=HELBRA, organisation_type="district"),
                *people(70, prefix="s"),
            ),
        )
        import_list(
            warehouse,
            "muster-2",
            (
                *people(59, prefix="neu", ags=GERBSTEDT),
                person("weg", status=Status.NO_SHOW),
            ),
        )
        sheets = [questionnaire(f"b {n}", {"overall": 4}) for n in range(37)]
        sheets += [questionnaire(f"c {n}", {"content": 4}) for n in range(70)]
        import_questionnaires(warehouse, "muster-1", tuple(sheets))
        high = Thresholds(min_people=60, min_organisations=3)
        yield all_published(warehouse, HIDING, audience=Audience.PUBLIC, thresholds=high)


@pytest.mark.parametrize("chart_id", [each for each in HIDING if each in DRAWN_ONCE])
def test_hidden_is_never_drawn_as_zero(chart_id, twins):
    shown = twins[0][chart_id]
    zero_rows = {
        row
        for name in shown.chart.data.cells
        for row, value in enumerate(rows(shown.frame, name))
        if value == 0
    }
    lengths = [
        value for trace in shown.figure.data if trace.type == "bar" for value in leaves(trace.x)
    ]
    if not zero_rows:
        assert 0 not in lengths
    drawn = [
        value
        for trace in shown.figure.data
        if trace.type == "bar" and trace.text is not None
        for value in leaves(trace.text)
    ]
    assert "0" not in drawn
    said = " ".join([*drawn, *annotations(shown), *shown.table.astype(str).to_numpy().ravel()])
    assert "·" in said


def test_staff_see_the_numbers_of_people_but_not_few_answers():
    staff = {"audience": Audience.STAFF, "thresholds": THRESHOLDS}
    with opened() as warehouse:
        fill(warehouse, (4, 4, 1))
        for name in sorted({find_chart(chart_id).query for chart_id in HIDING}):
            shown = publish_query(warehouse, name, YEAR, **staff)
            units = {protection.unit for protection in find_dataset(name).protections}
            assert bool(shown["suppressed"].any()) == (Unit.ANSWERS in units), name


def test_every_public_chart_that_counts_people_or_answers_is_protected():
    unprotected = {
        chart.query
        for chart in CATALOGUE
        if chart.data.audience is Audience.PUBLIC and not chart.data.protections
    }
    # Counts of whole events, and lists of events, topics and places without people.
    assert unprotected == {
        "events.missing",
        "events.notes",
        "topics.by_event",
        "topics.trend",
        "topics.not_taken_up",
        "municipalities.not_reached",
        "municipalities.last_seen",
        "municipalities.by_year",
        # Texts that a person has released, and what the public record says.
        "evaluation.quotes",
        "evaluation.talk_record",
        # What was raised and suggested, by nobody in particular.
        "outcomes.by_status",
        "outcomes.by_topic",
        "outcomes.overdue",
        "outcomes.progress",
        "outcomes.suggestions_by_source",
        "outcomes.suggestions_by_status",
    }


@pytest.mark.parametrize("chart_id", DRAWN)
def test_a_picture_has_room_for_its_title_and_its_note(chart_id, demo_charts):
    layout = demo_charts[chart_id].figure.layout
    assert layout.title.text.startswith("<span")
    assert layout.height > layout.margin.t + layout.margin.b
    assert layout.geo.to_plotly_json() == {}
    kinds = {trace.type for trace in demo_charts[chart_id].figure.data}
    assert kinds <= {"scatter", "bar"}


def test_one_event_one_place_one_answer_are_drawn_as_one(one_of_each):
    assert [
        len(one_of_each[chart_id].figure.data)
        for chart_id in (
            "beteiligung-veranstaltungen",
            "beteiligung-organisationstyp",
            "beteiligung-format",
            "gemeinden-herkunft",
            "themen-jahr-teilnahmen",
        )
    ] == [1] * 5
    assert one_of_each["beteiligung-veranstaltungen"].period == YEAR
    assert Period.of_year(2025) == YEAR
