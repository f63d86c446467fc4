"""What a preview says about questionnaires: problems, notes and what a person has to decide."""

import re
from collections.abc import Mapping, Sequence

from dashboard import formatting
from dashboard.ingest.column_scales import Column, Settled
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.question_columns import QUESTION, asked_in, is_open_scale
from dashboard.ingest.questions import similar_questions
from dashboard.ingest.schema import Candidate, ColumnMatch, Decision, Problem, Severity
from dashboard.ingest.source import Recognised, Tools, problem
from dashboard.ingest.survey_format import Format

_SENTENCE = 4  # words: a heading that long is a question and not the name of something else
INCOMPLETE, TEST, EMPTY = "incomplete", "test_questionnaire", "empty_questionnaire"
REASONS = {
    INCOMPLETE: ("nicht abgeschickter Fragebogen", "nicht abgeschickte Fragebögen"),
    TEST: ("Testeintrag", "Testeinträge"),
    EMPTY: ("Fragebogen ohne Antworten", "Fragebögen ohne Antworten"),
}


def question_decisions(
    recognised: Recognised, settled: Settled, layout: Format, tools: Tools
) -> tuple[Decision, ...]:
    """What an unknown heading asks: offered where it is alike, needed where nothing is known.

    A heading that stands above several columns is asked for once, and answers for the first.
    """
    matches = [column.match for column in settled.columns]
    none_known = not any(match.field == QUESTION for match in matches)
    asked = {column.match.question[0] for column in settled.columns if column.match.question}
    decisions: dict[str, Decision] = {}
    for match in matches:
        if match.field:
            continue
        alike = _alike(match, layout, tools, asked)
        is_scale = is_open_scale(recognised.sheet, recognised.finding.header, match, layout)
        needed = none_known and is_scale
        if alike or needed or (is_scale and _is_code_only(match.heading)):
            decision = _question_decision(match, alike, tools, required=needed)
            decisions.setdefault(decision.key, decision)
    return tuple(decisions.values())


def _alike(match: ColumnMatch, layout: Format, tools: Tools, asked: set[str]) -> list[str]:
    """Ids of questions worded much like the heading that no other column asks."""
    found: dict[str, None] = {}
    for wording in layout.wordings_of(match.heading):
        found |= dict.fromkeys(similar_questions(wording, tools.questions))
    return [question_id for question_id in found if question_id not in asked]


def _is_code_only(heading: str) -> bool:
    """Whether a heading is a code such as „G01Q01[SQ001]“, which nobody can compare."""
    return " " not in heading and bool(re.search(r"\d", heading))


def _question_decision(
    match: ColumnMatch, alike: Sequence[str], tools: Tools, *, required: bool
) -> Decision:
    labels: dict[str, str] = {}
    for question in tools.questions:
        labels.setdefault(question.question_id, question.short_label)
    every = dict.fromkeys([*alike, *labels])
    return Decision(
        f"question:{learned_key(match.heading)}",
        f"Welche Frage steht in der Spalte „{match.heading}“?",
        (
            *(Candidate(each, labels[each]) for each in every),
            Candidate("none", "nicht auswerten"),
        ),
        required=required,
    )


def unread_columns(
    recognised: Recognised, settled: Settled, layout: Format, tools: Tools
) -> list[Problem]:
    """Known questions that were not read: asked twice, or answered in unknown words."""
    columns = {
        column.match.question[0]: column.match
        for column in settled.columns
        if column.match.question
    }
    problems = []
    unknown = []
    for match in recognised.finding.columns:
        if match.field is not None or not match.heading:
            continue
        asked = asked_in(match.heading, layout, tools)
        if asked and asked.question_id in columns:
            problems.append(_asked_twice(match, columns[asked.question_id]))
        elif asked and len(match.heading.split()) >= _SENTENCE:
            problems.append(_unknown_words(match))
        elif match.examples:
            unknown.append(f"„{match.heading}“")
    if unknown and not layout.is_typed:
        problems.append(
            problem(
                Severity.NOTE,
                "questions_unknown",
                "Diese Spalten stehen nicht im Fragenkatalog und wurden nicht gelesen: "
                f"{formatting.listing(unknown)}.",
            )
        )
    return problems


def _asked_twice(match: ColumnMatch, first: ColumnMatch) -> Problem:
    return problem(
        Severity.WARNING,
        "question_repeated",
        f"Die Spalte „{match.heading}“ fragt dasselbe wie „{first.heading}“ und wurde nicht "
        "gelesen.",
        column=match.heading,
        suggestion="Bitte die richtige der beiden Spalten zuordnen.",
    )


def _unknown_words(match: ColumnMatch) -> Problem:
    return problem(
        Severity.WARNING,
        "answers_unknown",
        f"Die Antworten in der Spalte „{match.heading}“ stehen auf keiner bekannten Skala; sie "
        "wurde nicht gelesen.",
        column=match.heading,
        suggestion="Bitte die Spalte zuordnen oder ihre Antworten als Zahlen exportieren.",
    )


def left_out_notes(left_out: Mapping[str, Sequence[int]]) -> list[Problem]:
    """One note per reason, with the rows."""
    return [
        problem(
            Severity.NOTE,
            reason,
            f"{formatting.count(len(rows), *REASONS[reason])} ausgelassen "
            f"({'Zeile' if len(rows) == 1 else 'Zeilen'} "
            f"{formatting.listing([str(row) for row in rows])}).",
        )
        for reason, rows in left_out.items()
    ]


def outside_scale(number: int, column: Column, written: str) -> Problem:
    """That an answer lies outside its scale and counts as none."""
    scale = column.reading.scale if column.reading else None
    expected = "„Ja“, „Vielleicht“ oder „Nein“"
    if scale and scale.is_grade:
        expected = "eine Note von 1 bis 6"
    elif scale and (scale.low, scale.high) != (1, 3):
        expected = f"eine Zahl von {scale.low} bis {scale.high}"
    return problem(
        Severity.ERROR,
        "answer_outside_scale",
        f"Zeile {number}, „{column.match.heading}“: „{written}“ ist keine Antwort auf der Skala, "
        f"erwartet wird {expected}. Sie zählt als keine Angabe.",
        row=number,
        column=column.match.heading,
        value=written,
        suggestion="Bitte auf dem Fragebogen nachsehen.",
    )


def contact_removed(number: int, heading: str) -> Problem:
    """That an e-mail address or a telephone number was taken out."""
    return problem(
        Severity.WARNING,
        "contact_removed",
        f"Zeile {number}: Aus „{heading}“ wurden Kontaktdaten entfernt.",
        row=number,
        column=heading,
    )


def name_in_text(number: int, heading: str) -> Problem:
    """That a free text seems to name somebody."""
    return problem(
        Severity.WARNING,
        "name_in_text",
        f"Zeile {number}: Der Text in „{heading}“ nennt anscheinend eine Person.",
        row=number,
        column=heading,
        suggestion="Bitte entscheiden, ob der Text gespeichert werden soll.",
    )


def text_decision(number: int, text: str) -> Decision:
    """Whether a text that seems to name somebody stays; it does while nobody decides."""
    return Decision(
        f"text:{number}",
        f"Zeile {number}: „{text[:120]}“ nennt anscheinend eine Person. Soll der Text bleiben?",
        (Candidate("keep", "behalten"), Candidate("drop", "nicht speichern")),
        rows=(number,),
    )
