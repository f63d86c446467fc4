"""Registrations through a web form: one row per answer, the questions as headings.

Who fills in a form says that they mean to come. Nobody attended by that; only a column that
somebody has added afterwards („anwesend“, „erschienen“) says who came.
"""

from collections.abc import Mapping, Sequence

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.asked import INTENTION, field_asked, intended, mode_in
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, PLACE_FIELDS
from dashboard.ingest.document import Sheet
from dashboard.ingest.listed_rows import (
    IDENTITY,
    Row,
    column_matches,
    data_rows,
    email_in,
    is_anonymous,
    name_in,
    nobody_listed,
    postcode_in,
    text_in,
    town_in_address,
    unreadable_in,
)
from dashboard.ingest.people import Listed, gather
from dashboard.ingest.presence import UNKNOWN_MODE, presence_of
from dashboard.ingest.questions import asked_by, find_question
from dashboard.ingest.scales import is_scale_like
from dashboard.ingest.schema import (
    Choices,
    ColumnMatch,
    Kind,
    ParsedFile,
    Problem,
    Severity,
    Status,
)
from dashboard.ingest.source import Finding, Recognised, Tools, in_file_order, problem
from dashboard.ingest.tables import column_values, width_of
from dashboard.ingest.tickets import Ticket, listed_tickets
from dashboard.ingest.values import is_blank, yes_or_no

ACCOUNT_EMAIL, ACCOUNT_NAME = "account_email", "account_name"

_MOSTLY = 0.6
_WHO = (
    frozenset({"full_name", "first_name", "last_name"}),
    frozenset({"email", ACCOUNT_EMAIL}),
    frozenset({"organisation"}),
    PLACE_FIELDS,
)
_SAYS_WHO_CAME = frozenset({"attended", "signature", "status"})
_ACCOUNT = frozenset({ACCOUNT_EMAIL, ACCOUNT_NAME})
_PERSONAL = PERSON_FIELDS | _ACCOUNT | {"address", "signature", "remark", NOT_READ}


def registration_finding(
    sheet: Sheet,
    header: int,
    meta: Mapping[int, str],
    score: float,
    *,
    tools: Tools,
    choices: Choices,
) -> Finding | None:
    """The table of a form, where it asks for persons, organisations or places; null for a survey.

    ``meta`` names the columns that the form itself writes: not read, or the account of whoever
    answered.
    """
    fields = [
        meta.get(at) or _field(sheet, header, at, tools) for at in range(width_of(sheet, header))
    ]
    _settle(fields)
    columns = column_matches(sheet, header, fields, choices, personal=_PERSONAL)
    if not _is_registration(sheet, header, columns, meta, tools):
        return None
    return Finding(score, header, columns)


def parse_registration(
    recognised: Recognised, tools: Tools, choices: Choices, *, source: str, label: str
) -> ParsedFile:
    """One row per person who registered; of two answers to one question the later one counts."""
    columns = recognised.finding.columns
    problems = [*recognised.problems]
    rows = [
        Row(row.number, row.cells, _answered(row.cells, columns))
        for row in data_rows(
            recognised.sheet,
            recognised.finding.header,
            columns,
            problems,
            telling=IDENTITY | _ACCOUNT,
        )
    ]
    answers = [answer for row in rows if (answer := _answer(row, problems))]
    unnamed = [answer.person for answer in answers if _is_nameless(answer)]
    named = [answer for answer in answers if not _is_nameless(answer)]
    listed = sorted([*unnamed, *listed_tickets(named, problems)], key=lambda person: person.row)
    people = gather(listed, tools, choices)
    if not people.rows:
        raise FileUnusable(nobody_listed(problems))
    attended = sum(row.status is Status.ATTENDED for row in people.rows)
    if not attended:
        problems.append(_only_registrations())
    counted = formatting.count(len(people.rows), "Person", "Personen")
    came = f"{formatting.whole(attended)} anwesend" if attended else "nur Anmeldungen"
    return ParsedFile(
        kind=Kind.ATTENDANCE,
        source=source,
        summary=f"{label}, {counted}, {came}, {recognised.how}",
        columns=columns,
        rows_read=len(rows),
        left_out=len(rows) - len(listed),
        attendance=people.rows,
        merged=people.merged,
        problems=in_file_order([*problems, *people.problems]),
        decisions=people.decisions,
        event_date=recognised.event_date,
        event_title=recognised.event_title,
        tells_registration=True,
    )


def _field(sheet: Sheet, header: int, at: int, tools: Tools) -> str | None:
    headings = sheet.rows[header]
    heading = headings[at] if at < len(headings) else ""
    if not heading:
        return None
    return field_asked(heading, column_values(sheet, header, at), tools)


def _settle(fields: list[str | None]) -> None:
    """„Name“ beside a first name is the last name; only the first „Nehmen Sie teil?“ counts."""
    meaning = "last_name" if "first_name" in fields else "full_name"
    for at, field in enumerate(fields):
        if field == "name":
            fields[at] = meaning
        elif field == INTENTION and INTENTION in fields[:at]:
            fields[at] = None


def _is_registration(
    sheet: Sheet, header: int, columns: Sequence[ColumnMatch], meta: Mapping[int, str], tools: Tools
) -> bool:
    """Persons are asked for, or places and organisations of named accounts, and little is rated.

    A questionnaire may ask for a name or a place besides; whoever registers is asked for more.
    """
    asked = [column for column in columns if column.index not in meta and column.heading]
    fields = {column.field for column in columns}
    known = sum(_is_of_questionnaire(column, tools) for column in asked)
    rated = sum(
        _is_rated(sheet, header, column) or _is_of_questionnaire(column, tools) for column in asked
    )
    if rated and rated * 2 >= len(asked):
        return False
    if known and INTENTION not in fields and sum(bool(fields & each) for each in _WHO) < 3:
        return False
    if fields & PERSON_FIELDS or _names_accounts(sheet, header, columns):
        return not rated or bool(fields & IDENTITY)
    return bool(fields & IDENTITY) and not rated


def _names_accounts(sheet: Sheet, header: int, columns: Sequence[ColumnMatch]) -> bool:
    """Whether the form knows the account of anybody who answered."""
    return any(
        column.field in _ACCOUNT
        and any(not is_anonymous(text) for text in column_values(sheet, header, column.index))
        for column in columns
    )


def _is_rated(sheet: Sheet, header: int, column: ColumnMatch) -> bool:
    """Whether most answers lie on a scale; „ja“ and „nein“ do not.

    „Organisation“ may head names of firms or ratings of how well the event was organised.
    """
    if column.field in (IDENTITY | {INTENTION}) - {"organisation"}:
        return False
    values = [text for text in column_values(sheet, header, column.index) if not is_blank(text)]
    scaled = sum(is_scale_like(text) and yes_or_no(text) is None for text in values)
    return bool(values) and scaled >= _MOSTLY * len(values)


def _is_of_questionnaire(column: ColumnMatch, tools: Tools) -> bool:
    """Whether the heading asks for a rating that the catalogue of questions knows."""
    asked = asked_by(column.heading, tools.questions, tools.learned_questions)
    if column.field or not asked:
        return False
    question = find_question(asked.question_id, asked.version or 1, tools.questions)
    return question is not None and question.kind != "text"


def _answered(cells: Sequence[str], columns: Sequence[ColumnMatch]) -> dict[str, ColumnMatch]:
    """The column of each field: the last one with an answer, the last one where none has any."""
    at: dict[str, ColumnMatch] = {}
    for column in columns:
        filled = column.index < len(cells) and not is_blank(cells[column.index])
        if column.field and (filled or not _is_filled(at.get(column.field), cells)):
            at[column.field] = column
    return at


def _is_filled(column: ColumnMatch | None, cells: Sequence[str]) -> bool:
    return column is not None and column.index < len(cells) and not is_blank(cells[column.index])


def _answer(row: Row, problems: list[Problem]) -> Ticket | None:
    """What an answer says about a person; null, with the reason among the problems, for none.

    An office that registers several people does so from one account: what is asked says who it is.
    """
    said = row.said
    presence = presence_of(
        {field: said[field] for field in _SAYS_WHO_CAME & said.keys()}, tells_presence=True
    )
    problems.extend(unreadable_in(row, each) for each in presence.unreadable)
    status = presence.status
    if status is Status.REGISTERED and intended(said.get(INTENTION, "")) is False:
        status = Status.WITHDRAWN
    name, email = name_in(said), email_in(row, problems)
    account = email_in(row, problems, ACCOUNT_EMAIL)
    person = Listed(
        row=row.number,
        status=status,
        name=name or name_in({"full_name": said.get(ACCOUNT_NAME, "")}),
        email=email or ("" if name else account),
        organisation=text_in(said, "organisation"),
        place=text_in(said, "place") or town_in_address(said),
        locality=text_in(said, "locality"),
        postcode=postcode_in(row, problems),
        mode=_mode(said),
    )
    if presence.unreadable:
        return None
    return Ticket(row, person, order_email=account)


def _is_nameless(answer: Ticket) -> bool:
    """Whether a form that asks nobody's name still tells of somebody."""
    person = answer.person
    told = person.organisation or person.place or person.locality or person.postcode
    named = person.name or person.email or PERSON_FIELDS & answer.row.at.keys()
    return bool(told) and not named


def _mode(said: Mapping[str, str]) -> str:
    for field, mode in (("marked_in_person", "in_person"), ("marked_online", "online")):
        if yes_or_no(said.get(field, "")):
            return mode
    written = (said.get("mode", ""), said.get(INTENTION, ""))
    return next(filter(None, map(mode_in, written)), UNKNOWN_MODE)


def _only_registrations() -> Problem:
    return problem(
        Severity.WARNING,
        "only_registrations",
        "Das Formular belegt Anmeldungen, aber niemandes Teilnahme. Bitte nach der Veranstaltung "
        "eine Spalte „anwesend“ ergänzen oder die Teilnahmeliste einlesen.",
    )
