"""The content of a yearly report: every sentence, table and figure, made from published charts.

A chart that is not for the audience is left out; its chapter says what remains. What is unknown is
said to be unknown. Nothing here depends on data of later years but the part „Ausblick“, which
names what is entered for the following year and which topics are still open.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from dashboard import formatting, labels
from dashboard.charts import findings, methods
from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.overview import FIGURES, change, meaning
from dashboard.charts.publish import Published
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Audience
from dashboard.period import Period
from dashboard.report.gathering import Builder, Sources, without_list
from dashboard.report.model import (
    Block,
    Bullets,
    Cell,
    Facts,
    Kind,
    Paragraph,
    Report,
    Section,
    Style,
    Table,
)
from dashboard.report.tables import cell_of, clean, table_of, told, typed_table


def build_report(sources: Sources, year: int, *, made_at: datetime) -> Report:
    """The whole content for a year; raises ``WrongUsage`` for a year that is none."""
    builder = Builder(sources, Period.of_year(year))
    of_dialogues = (_topics, _reach, _participation, _evaluation) if _held(builder) else ()
    chapters = (
        _figures_of_the_year(builder),
        _dialogues(builder),
        *(chapter(builder) for chapter in of_dialogues),
        _outcomes(builder),
        _outlook(builder),
        *_comments(builder),
        _method(builder),
    )
    said = (
        "Die Tabellen dieses Anhangs stehen auch in der Excel-Datei zum Bericht."
        if builder.appendix
        else f"Für {year} gibt es keine weiteren Tabellen."
    )
    appendix = Section(
        "anhang", "Anhang: Tabellen", (Paragraph(said), *builder.appendix), landscape=True
    )
    return Report(
        year,
        sources.audience,
        sources.is_demo,
        sources.agency,
        sources.as_of,
        made_at,
        (*(_never_empty(chapter) for chapter in chapters), appendix),
        builder.definitions(),
        _data_state(builder, made_at),
        builder.more_figures(),
    )


def _never_empty(chapter: Section) -> Section:
    """A chapter of which the audience sees nothing says so."""
    if any(True for _ in chapter.walk()):
        return chapter
    said = "Was hier stünde, ist nicht für die Öffentlichkeit bestimmt."
    return replace(chapter, blocks=(Paragraph(said),))


def _said_once(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a chapter, no sentence twice."""
    found: list[Block] = []
    for block in blocks:
        if not (isinstance(block, Paragraph) and block in found):
            found.append(block)
    return tuple(found)


# --- Kennzahlen --------------------------------------------------------------------------------


def _figures_of_the_year(builder: Builder) -> Section:
    shown = builder.published("uebersicht-kennzahlen")
    blocks: list[Block] = []
    if shown is not None:
        blocks = [Paragraph(clean(_headline_sentence(builder, shown.frame)), Style.LEAD)]
        if _held(builder):
            blocks.append(_headline_table(builder, shown))
            blocks += _undated(builder)
    stands_out = findings.find(builder.sources.frame, builder.period)
    parts: tuple[Section, ...] = ()
    if stands_out.found:
        items = tuple(told(finding.sentence) for finding in stands_out.found)
        parts = (Section("auffaelliges", "Was auffällt", (Bullets(items),)),)
    elif _held(builder) and stands_out.silence:
        blocks.append(Paragraph(told(stands_out.silence)))
    return Section("kennzahlen", "Kennzahlen", tuple(blocks), parts)


def _undated(builder: Builder) -> list[Block]:
    """The dialogues of which nobody knows whether they belong into the year."""
    whole = builder.sources.chart("uebersicht-kalender", Period.whole())
    named = [
        row.short_title
        for row in reversed(rows_of(whole.frame))
        if row.is_held and formatting.is_missing(row.held_on)
    ]
    if not named:
        return []
    said = f"Nicht enthalten, weil das Datum fehlt: {formatting.listing(named, limit=12)}."
    return [Paragraph(clean(said), Style.SMALL)]


def _held(builder: Builder) -> list[Any]:
    """The dialogues of the year, oldest first."""
    return [row for row in reversed(builder.rows("uebersicht-kalender")) if row.is_held]


def _headline_sentence(builder: Builder, figures: pd.DataFrame) -> str:
    known = {row.figure_id: row for row in rows_of(figures)}
    events = int(known["events"].figure_value)
    if events == 0:
        return f"Für {builder.year} ist kein Regionaldialog eingetragen, der stattgefunden hat."
    verb = "fand" if events == 1 else "fanden"
    held = f"Im Jahr {builder.year} {verb} {_count(events, 'Regionaldialog', 'Regionaldialoge')} "
    attendances = known["attendances"]
    if formatting.is_missing(attendances.figure_value):
        if getattr(attendances, SUPPRESSED, False):
            return f"{held}statt. Wie viele kamen, ist zum Schutz kleiner Gruppen verborgen."
        return f"{held}statt. Eine Teilnahmeliste liegt noch nicht vor."
    people, places = known["people"].figure_value, known["municipalities"].figure_value
    came = _count(int(attendances.figure_value), "Teilnahme", "Teilnahmen")
    by = (
        "" if formatting.is_missing(people) else f" von {_count(int(people), 'Person', 'Personen')}"
    )
    sentence = f"{held}mit {came}{by} statt."
    if not formatting.is_missing(places):
        sentence += (
            f" Vertreten {'war' if places == 1 else 'waren'} {formatting.whole(places)} "
            f"von {formatting.whole(known['municipalities'].base)} Gemeinden des Landkreises."
        )
    rate = known["response_rate"].figure_value
    if not formatting.is_missing(rate):
        sentence += f" Der Rücklauf der Fragebögen lag bei {formatting.percent(rate)}."
    return sentence


def _count(number: int, one: str, many: str) -> str:
    """„ein Regionaldialog“, „zwei Regionaldialoge“, „35 Teilnahmen“: small numbers as words."""
    words = {1: "eine" if one in _FEMININE else "ein"} | dict(enumerate(_WORDS, start=2))
    if number in words:
        return f"{words[number]} {one if number == 1 else many}"
    return formatting.count(number, one, many)


_FEMININE = {"Teilnahme", "Person", "Gemeinde", "Veranstaltung"}
_WORDS = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def _headline_table(builder: Builder, shown: Published) -> Table:
    rows = []
    for row in rows_of(shown.frame):
        figure = FIGURES[row.figure_id]
        before = (
            Cell(formatting.NOT_APPLICABLE)
            if formatting.is_missing(row.figure_before)
            else cell_of(figure.format(row.figure_before), row.figure_before)
        )
        now = _headline_cell(row, figure.format)
        moved = change(row)
        difference = row.figure_value - row.figure_before if moved else None
        said = _upper(meaning(row, shown.frame)) or formatting.NOT_APPLICABLE
        rows.append((Cell(figure.label), now, before, _change_cell(moved, difference), Cell(said)))
    return typed_table(
        "kennzahlen",
        f"Kennzahlen {builder.year} und Veränderung gegenüber {builder.year - 1}",
        (
            "Kennzahl",
            str(builder.year),
            str(builder.year - 1),
            "Veränderung",
            "Einordnung",
        ),
        rows,
        sentence=shown.sentence,
        source=shown.source_note,
        definition=shown.chart.definition,
    )


def _headline_cell(row: Any, written: Callable[[object], str]) -> Cell:
    if formatting.is_missing(row.figure_value) and getattr(row, SUPPRESSED, False):
        return Cell(formatting.SUPPRESSED)
    return cell_of(written(row.figure_value), row.figure_value)


def _change_cell(moved: str, difference: float | None) -> Cell:
    if not moved or difference is None:
        return Cell(formatting.NOT_APPLICABLE)
    typed = cell_of(moved, difference)
    if typed.kind is Kind.TEXT:
        return Cell(moved, float(difference), Kind.NUMBER)
    return typed


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


# --- Die Dialoge des Jahres --------------------------------------------------------------------


def _dialogues(builder: Builder) -> Section:
    held = _held(builder)
    others = [row for row in reversed(builder.rows("uebersicht-kalender")) if not row.is_held]
    blocks: list[Block] = []
    if held:
        dialogues = formatting.listing([f"{row.short_title}" for row in held], limit=12)
        if len(held) == 1:
            intro = f"Stattgefunden hat der {dialogues}."
        else:
            intro = f"Stattgefunden haben, in zeitlicher Folge: {dialogues}."
        blocks.append(Paragraph(clean(intro)))
    else:
        said = "Zu Themen, Reichweite, Beteiligung und Rückmeldungen gibt es nichts zu zeigen."
        blocks.append(Paragraph(said))
    if others:
        listed = formatting.listing([_named_with_day(row) for row in others], limit=12)
        said = f"Eingetragen, aber nicht als durchgeführt bestätigt: {listed}."
        blocks.append(Paragraph(clean(said)))
    calendar = builder.published("uebersicht-kalender")
    if calendar is not None and not calendar.frame.empty:
        builder.add_to_appendix(table_of(calendar, title=f"Die Dialoge {builder.year}"))
    parts = tuple(_dialogue(builder, row, is_only=len(held) == 1) for row in held)
    return Section("dialoge", "Die Dialoge des Jahres", tuple(blocks), parts)


def _named_with_day(row: Any) -> str:
    return f"{row.short_title} „{row.title}“ ({formatting.day(row.held_on)})"


def _dialogue(builder: Builder, row: Any, *, is_only: bool) -> Section:
    day = formatting.day(row.held_on)
    if row.date_basis == "announced" and not formatting.is_missing(row.held_on):
        day += " (angekündigt, nicht bestätigt)"
    place = ", ".join(
        str(each) for each in (row.venue, row.municipality_name) if not formatting.is_missing(each)
    )
    facts = [
        ("Datum", day),
        ("Ort", place or "nicht bekannt"),
        ("Form", "nicht bekannt" if row.mode == "unknown" else _upper(labels.MODES[row.mode])),
        ("Themen", "nicht eingetragen" if formatting.is_missing(row.topics) else row.topics),
        ("Teilnahmen", _attendances(row)),
    ]
    rate = _row_of(builder.rows("auswertung-ruecklauf"), row.event_id)
    facts.append(("Fragebögen", _questionnaires(row, rate)))
    overall = builder.rows("auswertung-zustimmung", row.event_id)
    facts.append(("Bewertung", _rating(overall)))
    blocks: list[Block] = [
        Facts(
            clean(f"Angaben zum {row.short_title}"),
            tuple((name, clean(text)) for name, text in facts),
        )
    ]
    shown = builder.published("auswertung-zustimmung", row.event_id)
    # Of a single dialogue the chapter on the year's answers says the same.
    if shown is not None and not shown.frame.empty and not is_only:
        blocks.append(Paragraph(told(shown.sentence)))
        event = shown.event.label if shown.event else row.short_title
        is_shown = any(not formatting.is_missing(each.agreement) for each in overall)
        if is_shown:
            builder.add_to_appendix(
                table_of(
                    shown,
                    key=f"{shown.chart.id}-{row.event_id}",
                    title=f"{shown.chart.title}, {event}",
                )
            )
            figure = builder.figure("auswertung-fragen", row.event_id)
            blocks += [figure] if figure is not None else []
    quotes = [each for each in builder.rows("auswertung-zitate") if each.event_id == row.event_id]
    if quotes:
        blocks.append(Paragraph("Aus den Rückmeldungen, zur Veröffentlichung freigegeben:"))
        blocks += [Paragraph(clean(f"„{each.quote}“"), Style.QUOTE) for each in quotes]
    heading = clean(f"{row.short_title}: {row.title}")
    return Section(f"dialog-{row.event_id}", heading, tuple(blocks))


def _row_of(rows: Sequence[Any], event_id: str) -> Any | None:
    return next((row for row in rows if row.event_id == event_id), None)


def _attendances(row: Any) -> str:
    if not formatting.is_missing(row.attendances):
        return formatting.whole(row.attendances)
    if getattr(row, SUPPRESSED, False):
        return "verborgen, zum Schutz kleiner Gruppen"
    return "nicht bekannt, eine Teilnahmeliste liegt nicht vor"


def _questionnaires(row: Any, rate: Any | None) -> str:
    if formatting.is_missing(row.responses):
        return "liegen nicht vor"
    count = formatting.whole(row.responses)
    if rate is None or formatting.is_missing(rate.response_rate):
        return count
    return f"{count} (Rücklauf {formatting.percent(rate.response_rate)})"


def _rating(overall: Sequence[Any]) -> str:
    """The overall impression: share and n, never a share alone."""
    found = [row for row in overall if row.question_id == "overall"]
    if not overall:
        return "nicht bekannt"
    if not found or formatting.is_missing(found[0].agreement):
        return "verborgen, zum Schutz kleiner Gruppen" if found else "Gesamteindruck nicht gefragt"
    row = found[0]
    return (
        f"{formatting.percent(row.agreement)} Zustimmung beim Gesamteindruck "
        f"(n = {formatting.whole(row.answered)})"
    )


# --- Themen ------------------------------------------------------------------------------------


def _topics(builder: Builder) -> Section:
    blocks: list[Block] = []
    topics = builder.published("themen-jahr-veranstaltungen")
    if topics is not None:
        blocks += builder.blocks(
            "themen-jahr-veranstaltungen",
            picture_from=2,
            sentence=_topic_sentence(rows_of(topics.frame)),
        )
    if len(_held(builder)) > 1:  # of a single one they would say nothing new
        blocks += builder.blocks("themen-wann", picture_from=2)
        blocks += builder.blocks("themen-interesse", picture_from=2)
        blocks += builder.blocks("themen-bewertung", picture_from=2)
    return Section("themen", "Themen", _said_once(blocks))


def _topic_sentence(topics: Sequence[Any]) -> str:
    main = [row for row in topics if not formatting.is_missing(row.events) and row.events > 0]
    others = [row for row in topics if row not in main and row.agenda_items > 0]
    if not main and not others:
        return "Zu den Dialogen dieses Jahres sind keine Themen eingetragen."
    parts = []
    if main:
        main = sorted(main, key=lambda row: -row.events)
        named = [f"„{row.topic_label}“ ({_dialogues_about(row.events)})" for row in main]
        parts.append(f"{_upper(_topics_were(len(main)))} {formatting.listing(named, limit=8)}.")
    if others:
        named = [f"„{row.topic_label}“" for row in others]
        verb = "stand" if len(others) == 1 else "standen"
        also = "außerdem " if main else ""
        parts.append(f"Nur auf der Tagesordnung {verb} {also}{formatting.listing(named, limit=8)}.")
    return " ".join(parts)


def _dialogues_about(number: float) -> str:
    """Whole where it is whole: a dialogue about two topics counts for each in parts."""
    return f"{formatting.number(number)} {'Dialog' if number <= 1 else 'Dialoge'}"


def _topics_were(number: int) -> str:
    return "Thema des Jahres war" if number == 1 else "Themen des Jahres waren"


# --- Karte und Reichweite ----------------------------------------------------------------------


def _reach(builder: Builder) -> Section:
    blocks = builder.blocks("gemeinden-karte-dialoge")
    blocks += builder.blocks("verwaltungen-karte-dialoge")
    several = 1 if len(_held(builder)) > 1 else None
    blocks += builder.blocks("gemeinden-anwesenheit", picture_from=several)
    parts = []
    missing = builder.published("gemeinden-nicht-erreicht")
    reach = builder.published("gemeinden-karte-dialoge")
    nobody_knows = reach is not None and without_list(reach)
    if missing is not None and not nobody_knows:
        found: list[Block] = [Paragraph(told(missing.sentence))]
        if not missing.frame.empty:
            found.append(table_of(missing, title=f"Nicht erreichte Gemeinden, {builder.year}"))
        parts.append(Section("nicht-erreicht", "Nicht erreicht", tuple(found)))
    others = [
        *builder.blocks("gemeinden-einwohner"),
        *builder.blocks("gemeinden-herkunft"),
    ]
    if others and not nobody_knows:
        parts.append(Section("herkunft", "Herkunft und Einwohnerzahl", _said_once(others)))
    return Section("reichweite", "Karte und Reichweite", _said_once(blocks), tuple(parts))


# --- Beteiligung -------------------------------------------------------------------------------


def _participation(builder: Builder) -> Section:
    several = 2 if len(_held(builder)) > 1 else None
    blocks = [
        *builder.blocks("beteiligung-veranstaltungen", picture_from=several),
        *builder.blocks("beteiligung-organisationstyp"),
        *(builder.blocks("beteiligung-format", picture_from=2) if several else ()),
        *builder.blocks("beteiligung-konzentration"),
    ]
    parts = []
    for key, heading, chart_ids in (
        ("anmeldung", "Anmeldung und Teilnahme", ("beteiligung-trichter", "beteiligung-anmeldung")),
        ("wiederkehr", "Erstmals und wieder dabei", ("beteiligung-erstmals", "beteiligung-treue")),
    ):
        found: list[Block] = []
        for chart_id in chart_ids:
            by_event = chart_id in ("beteiligung-anmeldung", "beteiligung-erstmals")
            found += builder.blocks(chart_id, picture_from=several if by_event else 1)
        said = [block for block in _said_once(found) if block not in blocks]
        if said:
            parts.append(Section(key, heading, tuple(said)))
    return Section("beteiligung", "Beteiligung", _said_once(blocks), tuple(parts))


# --- Auswertung --------------------------------------------------------------------------------


def _evaluation(builder: Builder) -> Section:
    blocks = builder.blocks(
        "auswertung-ruecklauf", picture_from=2 if len(_held(builder)) > 1 else None
    )
    answered = builder.rows("auswertung-fragen")
    if not answered:
        blocks += builder.blocks("auswertung-fragen")
        return Section("auswertung", "Auswertung der Rückmeldungen", _said_once(blocks))
    parts = [
        Section(
            "antworten",
            "Antworten auf die Fragen",
            _said_once(builder.blocks("auswertung-fragen")),
        ),
        Section(
            "sicherheit",
            "Wie sicher die Ergebnisse sind",
            _said_once(
                [
                    *builder.blocks("auswertung-zustimmung"),
                    Paragraph(
                        "Das 95-%-Intervall (Wilson) sagt, in welchem Bereich der wahre Anteil "
                        "wahrscheinlich liegt, wenn so wenige geantwortet haben. Die Grenzen für "
                        "alle sagen, welcher Anteil möglich ist, was auch immer die denken, die "
                        "nicht geantwortet haben.",
                        Style.SMALL,
                    ),
                ]
            ),
        ),
    ]
    before = builder.rows("auswertung-vorjahr")
    is_comparable = any(not formatting.is_missing(row.change) for row in before)
    compared = builder.blocks("auswertung-vorjahr", picture_from=1 if is_comparable else None)
    if compared:
        if not is_comparable:
            compared = [
                Paragraph(
                    f"Mit {builder.year - 1} lässt sich die Bewertung nicht vergleichen: Von dort "
                    "liegen keine oder zu wenige Antworten auf dieselben Fragen vor."
                )
            ]
        parts.append(Section("vorjahr", "Vergleich mit dem Vorjahr", _said_once(compared)))
    known = {
        row.respondent_group
        for row in builder.rows("auswertung-gruppen")
        if not formatting.is_missing(row.agreement)
    }
    groups = builder.blocks("auswertung-gruppen", picture_from=1 if len(known) > 1 else None)
    if groups:
        parts.append(Section("gruppen", "Gruppen im Vergleich", _said_once(groups)))
    texts = [
        *builder.blocks("auswertung-codes"),
        *builder.blocks("auswertung-zitate", picture_from=None),
    ]
    if texts:
        parts.append(Section("freitexte", "Freitexte", _said_once(texts)))
    return Section("auswertung", "Auswertung der Rückmeldungen", _said_once(blocks), tuple(parts))


# --- Was daraus wurde --------------------------------------------------------------------------


def _outcomes(builder: Builder) -> Section:
    blocks = builder.blocks("wirkung-stand", picture_from=2)
    progress = builder.published("wirkung-verlauf")
    if progress is not None and not progress.frame.empty:
        blocks.append(
            table_of(
                progress,
                key="ergebnisse",
                title=f"Ergebnisse der Dialoge {builder.year} und was daraus wurde",
                only=("title", "kind", "status", "due", "last_message"),
            )
        )
        builder.add_to_appendix(table_of(progress))
    overdue = builder.published("wirkung-ueberfaellig")
    if overdue is not None and not overdue.frame.empty:
        blocks.append(Paragraph(told(overdue.sentence)))
        builder.add_to_appendix(table_of(overdue))
    parts = []
    talks: list[Block] = []
    for row in builder.rows("gespraeche-chronik"):
        talks.append(Paragraph(clean(_talk_record(row))))
    chronicle = builder.published("gespraeche-chronik")
    if chronicle is not None and not chronicle.frame.empty:
        builder.add_to_appendix(table_of(chronicle))
    if builder.rows("gespraeche-tendenz"):
        talks += builder.blocks("gespraeche-tendenz")
        talks += builder.blocks("gespraeche-codes", picture_from=None)
    if talks:
        parts.append(Section("gespraeche", "Feedback außerhalb der Fragebögen", _said_once(talks)))
    return Section("wirkung", "Was daraus wurde", _said_once(blocks), tuple(parts))


def _talk_record(row: Any) -> str:
    said = "" if formatting.is_missing(row.note) else f" Ergebnis laut Chronik: „{row.note}“."
    named = "" if formatting.is_missing(row.short_title) else f", genannt beim {row.short_title}"
    begin, end = row.starts, row.ends
    when = "" if formatting.is_missing(begin) else f" ({_span(begin, end)})"
    return f"{row.title}{when}{named}.{said}"


def _span(begin: object, end: object) -> str:
    first = formatting.when(begin)
    return first if formatting.is_missing(end) else f"{first} bis {formatting.when(end)}"


# --- Ausblick ----------------------------------------------------------------------------------


def _outlook(builder: Builder) -> Section:
    blocks: list[Block] = [Paragraph(clean(_next_year(builder)))]
    unmet = builder.published("themen-offen")
    if unmet is not None and (_held(builder) or not unmet.frame.empty):
        blocks.append(Paragraph(told(unmet.sentence)))
        if not unmet.frame.empty:
            blocks.append(
                table_of(
                    unmet,
                    key="themen-offen",
                    title=f"Offene Themen aus {builder.year}",
                    only=(
                        *("topic_label", "raised_way", "mentions"),
                        *("raised_title", "short_title", "held_on"),
                    ),
                )
            )
    suggestions: list[Block] = []
    if builder.rows("vorschlaege-stand"):
        suggestions = [
            *builder.blocks("vorschlaege-stand"),
            *builder.blocks("vorschlaege-herkunft", picture_from=None),
            *builder.blocks("vorschlaege-liste", picture_from=None),
        ]
    parts = (
        (Section("vorschlaege", "Themenvorschläge", _said_once(suggestions)),)
        if suggestions
        else ()
    )
    return Section("ausblick", "Ausblick", _said_once(blocks), parts)


def _next_year(builder: Builder) -> str:
    """What is entered for the following year, held or not: that does not change the report."""
    year = builder.year + 1
    following = builder.sources.chart("uebersicht-kalender", Period.of_year(year))
    events = list(reversed(rows_of(following.frame)))
    if not events:
        return f"Für {year} ist kein Dialog eingetragen."
    named = formatting.listing([_named_with_day(row) for row in events], limit=12)
    verb = "ist" if len(events) == 1 else "sind"
    return f"Für {year} {verb} eingetragen: {named}."


# --- Kommentare, Methode, Datenstand -------------------------------------------------------------


def _comments(builder: Builder) -> tuple[Section, ...]:
    """A chapter where management has said something."""
    titles = {chart.id: chart.title for chart in CATALOGUE}
    found: dict[str, list[Block]] = {}
    for row in rows_of(builder.sources.comments(builder.period)):
        if row.chart_id not in titles or builder.published(row.chart_id) is None:
            continue  # a comment on a chart that the audience does not see
        changed = "; seither haben sich Daten geändert" if row.is_outdated else ""
        state = (
            f"Geschrieben am {formatting.moment(row.written_at)}. Datenstand: "
            f"{formatting.moment(row.data_as_of)}{changed}."
        )
        blocks = found.setdefault(row.chart_id, [])
        lines = [line for line in clean(row.comment_text).splitlines() if line.strip()]
        blocks += [Paragraph(line) for line in lines]
        blocks.append(Paragraph(clean(state), Style.SMALL))
    parts = tuple(
        Section(f"kommentar-{chart_id}", clean(f"Zu „{titles[chart_id]}“"), tuple(blocks))
        for chart_id, blocks in found.items()
    )
    return (Section("kommentare", "Kommentare der Leitung", (), parts),) if parts else ()


def _method(builder: Builder) -> Section:
    missing = builder.published("uebersicht-fehlt")
    gaps: list[Block] = []
    if missing is not None and (_held(builder) or not missing.frame.empty):
        gaps.append(Paragraph(told(missing.sentence)))
        if not missing.frame.empty:
            builder.add_to_appendix(table_of(missing))
    parts = (
        Section(
            "zaehlung",
            "Wie gezählt wird",
            tuple(Paragraph(text) for text in methods.PEOPLE + methods.PLACES_AFTER),
        ),
        Section(
            "fallzahlen",
            "Kleine Fallzahlen",
            (Paragraph(_small_numbers(builder)),),
        ),
        Section(
            "unsicherheit", "Unsicherheit", tuple(Paragraph(text) for text in methods.INTERVALS)
        ),
        *((Section("luecken", "Was in den Daten fehlt", tuple(gaps)),) if gaps else ()),
        Section("grenzen", "Grenzen der Daten", (Bullets(methods.LIMITS),)),
    )
    state = Facts("Dieser Bericht", _data_state(builder, None))
    return Section("methode", "Methode und Datenstand", (state,), parts)


def _small_numbers(builder: Builder) -> str:
    """What is hidden from those for whom the report is."""
    least = builder.sources.thresholds
    signs = "„k. A.“ heißt unbekannt, „–“ trifft nicht zu, 0 heißt wirklich null."
    answers = (
        f"Ergebnisse aus weniger als {least.min_people} Antworten, und alles, woraus sie sich "
        "ausrechnen ließen"
    )
    if builder.sources.audience is Audience.PUBLIC:
        return (
            f"Was auf weniger als {least.min_people} Personen oder auf weniger als "
            f"{least.min_organisations} Organisationen beruht, wird verborgen und als „·“ gezeigt. "
            f"Das gilt auch für {answers}. Eine einzelne Stufe einer Frage, die gezeigt wird, "
            f"können auch weniger gewählt haben. {signs}"
        )
    return (
        "In diesem internen Bericht stehen auch kleine Zahlen von Personen und Organisationen. "
        f"Verborgen und als „·“ gezeigt werden {answers}. {signs}"
    )


def _data_state(builder: Builder, made_at: datetime | None) -> tuple[tuple[str, str], ...]:
    """What the report rests on; ``made_at`` only where the file's own date may be named."""
    sources = builder.sources
    as_of = "keine Daten" if sources.as_of is None else formatting.moment(sources.as_of)
    held = _held(builder)
    with_list = [row for row in held if _has_list(row)]
    asked = [row for row in held if not formatting.is_missing(row.responses)]
    circle = "öffentlich" if sources.audience is Audience.PUBLIC else "intern"
    entries = [
        ("Berichtsjahr", str(builder.year)),
        ("Kreis", circle),
        ("Datenstand", as_of),
        ("Dialoge", formatting.whole(len(held))),
        ("davon mit Teilnahmeliste", formatting.whole(len(with_list))),
        ("davon mit Rückmeldungen", formatting.whole(len(asked))),
    ]
    if made_at is not None:
        entries.insert(3, ("Erstellt", formatting.moment(made_at)))
    if sources.is_demo:
        entries.insert(0, ("Hinweis", _DEMO_NOTE))
    return tuple(entries)


def _has_list(row: Any) -> bool:
    return not formatting.is_missing(row.attendances) or bool(getattr(row, SUPPRESSED, False))


_DEMO_NOTE = (
    "Beispieldaten (erfunden): Teilnahmen, Rückmeldungen und alles, was mit „Beispiel“ beginnt, "
    "sind erfunden. Veranstaltungen, Themen und Tagesordnungen stammen aus der öffentlichen "
    "Chronik der Reihe."
)
