"""Who took part in an online meeting: from the rows of its tool to one row per person.

Every source of a meeting tool ends here. A row of its file is a ``Visit``; several visits of one
person are one attendance with their minutes added up.
"""

import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dashboard import formatting
from dashboard.errors import FileUnusable, WrongUsage
from dashboard.ingest.meeting_tables import Record, Table
from dashboard.ingest.moments import DAY_FIRST, DayOrder, day_order, moment_of
from dashboard.ingest.people import Listed, gather
from dashboard.ingest.schema import (
    Candidate,
    Choices,
    ColumnMatch,
    Decision,
    Kind,
    ParsedFile,
    Problem,
    Severity,
    Status,
)
from dashboard.ingest.source import Recognised, Source, Tools, in_file_order, problem
from dashboard.ingest.values import LONGEST_SECONDS, email_of, postcode_of, seconds_of, yes_or_no
from dashboard.privacy import normalised_email, normalised_name

_BOT = re.compile(
    r"\b(?:otter[. ]?ai|otterpilot|read[. ]?ai|fireflies(?:\.?ai)?|meet\s?geek|tl;?dv(?:\.io)?"
    r"|fathom|sembly|avoma|gong\.io|supernormal|krisp|airgram|tactiq|circleback|note\s?taker"
    r"|notizassistent|copilot|ai companion|(?:meeting|video|zoom|teams)?-?aufzeichnung"
    r"|recording|recorder|(?:meeting|notes?|notiz|protokoll|chat|ki|ai|recording)[ -]?bot)\b",
    re.I,
)
# Telephones: „+49 3464 …“, Zoom's „49346***12“, Webex's „Call-in User_2“.
_ANONYMOUS = re.compile(
    r"^(?:(?:anonym\w*|unbekannt\w*|unknown)(?: (?:user|benutzer\w*|teilnehm\w*))?|telefon\w*"
    r"|n\.?\s?n\.?|gast|guest|zoom ?user|webex ?user"
    r"|[-–—?.\s]+|x{2,}|(?:gast|guest|teilnehmer(?:in)?|person|participant|user|benutzer)\s*\d+"
    r"|call-?in[ _-]?user.*|anrufer.*|[+(]?\d[\d\s()/*x.–-]{4,})$",
    re.I,
)
_SUFFIX = re.compile(r"\s*\([^()]*\)\s*$")
ORGANISER = re.compile(
    r"^\W*(?:(?:co|mit)[- ]?)?(?:organi[sz]\w*|host\b|gastgeber|veranstalter|producer|produzent"
    r"|panell?ist|podium)",
    re.I,
)


@dataclass(frozen=True)
class Visit:
    """What one row says about one person: a stay in the meeting, or a registration for it.

    ``joined``, ``left`` and ``seconds`` null: not told.
    """

    row: int
    name: str = ""
    email: str = ""
    status: Status = Status.ATTENDED
    joined: datetime | None = None
    left: datetime | None = None
    seconds: int | None = None
    organiser: bool = False
    organisation: str = ""
    place: str = ""
    locality: str = ""
    postcode: str = ""

    @property
    def bot(self) -> str | None:
        """What shows a program that records or takes notes; null for a person."""
        return bot_in(self.name) or bot_in(self.email)

    @property
    def identity(self) -> tuple[str, ...]:
        """Equal for two rows of one person; the same rule as the pseudonyms follow."""
        if self.email:
            return (normalised_email(self.email),)
        return (normalised_name(self.name), self.organisation.casefold())


@dataclass(frozen=True)
class Meeting:
    """A file of a meeting tool, read: ``label`` as in „Zoom-Meeting, deutsch“.

    ``started`` and ``ended`` as the file says so; without them the visits and their clock times
    tell. ``rows_read`` null: one per visit.
    """

    label: str
    columns: tuple[ColumnMatch, ...]
    visits: Sequence[Visit]
    order: DayOrder = DAY_FIRST
    started: datetime | None = None
    ended: datetime | None = None
    clocks: Sequence[time] = ()
    title: str | None = None
    problems: Sequence[Problem] = ()
    rows_read: int | None = None
    tells_registration: bool = False


def bot_in(text: str) -> str | None:
    """The word in a name or an address that shows a program and no person."""
    found = _BOT.search(text)
    return found[0] if found else None


def seconds_between(joined: datetime, left: datetime) -> int | None:
    """How long a stay took; null for one that nobody can have had."""
    seconds = round((left - joined).total_seconds())
    return seconds if 0 <= seconds <= LONGEST_SECONDS else None


def order_of(tables: Iterable[Table], texts: Sequence[str] = ()) -> DayOrder:
    """The order of day and month in the whole file."""
    found = [*texts]
    for table in tables:
        found += table.texts("meeting_start", "meeting_end", "join", "leave", "timestamp")
    return day_order(found)


def visit_of(
    record: Record,
    order: DayOrder,
    problems: list[Problem],
    *,
    organiser: bool = False,
    name_of: Callable[[str], str] = str,
) -> Visit:
    """A row of a table of people; ``name_of`` reads what the tool writes in the name column."""
    first_and_last = f"{record.said('first_name')} {record.said('last_name')}".strip()
    joined, left = (moment_of(record.said(field), order) for field in ("join", "leave"))
    seconds = seconds_of(record.said("minutes"))
    if seconds is None and joined and left:
        seconds = seconds_between(joined, left)
    status = _status_of(record, seconds)
    return Visit(
        row=record.number,
        name=first_and_last or name_of(record.said("full_name")),
        email=_email_of(record, problems),
        status=status,
        joined=joined,
        left=left,
        seconds=seconds if status is Status.ATTENDED else None,
        organiser=organiser or bool(ORGANISER.match(record.said("role"))),
        organisation=record.said("organisation"),
        place=record.said("place"),
        locality=record.said("locality"),
        postcode=postcode_of(record.said("postcode")) or "",
    )


def to_parsed_file(
    source: Source, meeting: Meeting, recognised: Recognised, tools: Tools, choices: Choices
) -> ParsedFile:
    """One row per person of a meeting.

    Raises ``FileUnusable`` if nobody is left, ``WrongUsage`` for a decision that names nothing.
    """
    problems = [*recognised.problems, *meeting.problems]
    visits = _identified([replace(visit, name=_plain_name(visit.name)) for visit in meeting.visits])
    decisions = _decisions(visits, choices)
    kept = [visit for visit in visits if _counts(visit, choices, problems)]
    people = gather(
        [_listed(visit, minutes) for visit, minutes in zip(kept, _minutes(kept), strict=True)],
        tools,
        choices,
        add_minutes=operator.add,
    )
    if not people.rows:
        raise FileUnusable(
            f"Die Datei ist ein Export ({meeting.label}), nennt aber keine Person. Bitte prüfen, "
            "ob der Export vollständig ist."
        )
    problems += [each for each in people.problems if not _is_rejoin(each)]
    problems += _rejoined(people.merged) + _about_days(meeting, visits)
    rows_read = len(visits) if meeting.rows_read is None else meeting.rows_read
    return ParsedFile(
        kind=Kind.ATTENDANCE,
        source=source.name,
        summary=_summary(meeting, visits, [row.status for row in people.rows]),
        columns=meeting.columns,
        rows_read=rows_read,
        left_out=rows_read - len(people.rows) - people.merged,
        attendance=people.rows,
        merged=people.merged,
        problems=in_file_order(problems),
        decisions=(*decisions, *people.decisions),
        event_date=_date_of(meeting, visits) or recognised.event_date,
        event_title=meeting.title or None,
        tells_registration=meeting.tells_registration,
    )


def _email_of(record: Record, problems: list[Problem]) -> str:
    """The address, else that of the account, else a name that is an address."""
    written = record.said("email")
    address = email_of(written)
    if written and address is None and not _ANONYMOUS.match(written):
        problems.append(
            problem(
                Severity.WARNING,
                "email_invalid",
                f"Zeile {record.number}: Das ist keine E-Mail-Adresse; die Person zählt über ihren "
                "Namen.",
                row=record.number,
                column=record.table.columns[record.table.at["email"]].heading,
                value=written,
                suggestion="Bitte die Adresse berichtigen.",
            )
        )
    account = record.said("account")
    # The account of a guest is „anna_firma.example#EXT#@…“, which is not the address.
    if address or (address := None if "#" in account else email_of(account)):
        return address
    return email_of(record.said("full_name")) or ""


def _status_of(record: Record, seconds: int | None) -> Status:
    """„No“ in the column of attendance: registered and not there, unless taken back before."""
    if "attended" not in record.table.at:
        return Status.ATTENDED
    attended = yes_or_no(record.said("attended"))
    if attended or (attended is None and (record.said("join") or seconds)):
        return Status.ATTENDED
    approval = record.said("approval").lower()
    if re.search(r"cancel|storniert|abgesagt", approval):
        return Status.WITHDRAWN
    if re.search(r"pending|denied|ausstehend|abgelehnt", approval):
        return Status.INVITED
    return Status.NO_SHOW


def _plain_name(name: str) -> str:
    """„Muster, Anna (Gast)“ as „Anna Muster“; empty for telephones and „Unknown User“."""
    while (shorter := _SUFFIX.sub("", name)) not in (name, ""):
        name = shorter
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first.strip()} {last.strip()}".strip()
    return "" if _ANONYMOUS.match(name) or not re.search(r"\w", name) else name


_ASKED = {
    "organisers": (
        "Sollen Veranstaltende, Moderation und Podium mitgezählt werden?",
        (Candidate("keep", "ja, mitzählen"), Candidate("leave_out", "nein, auslassen")),
    ),
    "bots": (
        "Sollen Aufzeichnungs- und Notizprogramme als Personen zählen?",
        (Candidate("leave_out", "nein, auslassen"), Candidate("keep", "ja, es sind Personen")),
    ),
}


def _decisions(visits: Sequence[Visit], choices: Choices) -> tuple[Decision, ...]:
    """What may be decided otherwise; the first candidate holds while nobody has."""
    rows = {
        "organisers": tuple(visit.row for visit in visits if visit.organiser),
        "bots": tuple(visit.row for visit in visits if visit.bot),
    }
    found = []
    for key, (question, candidates) in _ASKED.items():
        chosen = choices.decisions.get(key)
        if chosen is not None and chosen not in {each.value for each in candidates}:
            raise WrongUsage(
                f"„{chosen}“ ist keine Antwort auf „{question}“ Möglich sind „keep“ und "
                "„leave_out“."
            )
        if rows[key] and chosen is None:
            found.append(Decision(key, question, candidates, rows[key]))
    return tuple(found)


def _counts(visit: Visit, choices: Choices, problems: list[Problem]) -> bool:
    """Whether a row stands for a person to count; the reason why not becomes a problem."""
    if visit.bot and choices.decisions.get("bots") != "keep":
        severity, code = Severity.NOTE, "bot"
        said = f"„{visit.bot}“ ist ein Aufzeichnungs- oder Notizprogramm und zählt nicht."
    elif visit.organiser and choices.decisions.get("organisers") == "leave_out":
        severity, code = Severity.NOTE, "organiser_left_out"
        said = "Wer einlädt oder moderiert, zählt wie gewünscht nicht mit."
    elif not visit.name and not visit.email:
        severity, code = Severity.WARNING, "person_missing"
        said = "Hier ist keine Person genannt; die Zeile wurde ausgelassen."
    else:
        return True
    problems.append(problem(severity, code, f"Zeile {visit.row}: {said}", row=visit.row))
    return False


def _identified(visits: Sequence[Visit]) -> list[Visit]:
    """The visits, completed by what other rows of the same person tell.

    A row without address is the person with that name if only one address has it.
    """
    addresses: defaultdict[str, dict[str, str]] = defaultdict(dict)
    organisations: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for visit in visits:
        name = normalised_name(visit.name)
        if name and visit.email:
            addresses[name][normalised_email(visit.email)] = visit.email
        if name and visit.organisation:
            organisations[name][visit.organisation.casefold()] = visit.organisation
    completed = [
        replace(
            visit,
            email=visit.email or _only(addresses, visit),
            organisation=visit.organisation or _only(organisations, visit),
        )
        for visit in visits
    ]
    organisers = {visit.identity for visit in completed if visit.organiser and visit.name}
    return [
        replace(visit, organiser=visit.organiser or visit.identity in organisers)
        for visit in completed
    ]


def _only(told: Mapping[str, Mapping[str, str]], visit: Visit) -> str:
    """What rows of that name tell, if all tell the same."""
    texts = told.get(normalised_name(visit.name), {})
    return next(iter(texts.values())) if len(texts) == 1 else ""


def _minutes(visits: Sequence[Visit]) -> Iterator[int | None]:
    """Whole minutes per visit that add up to the rounded seconds of each person.

    The same stay listed twice (pasted twice, or a host who is also on the panel) counts once.
    """
    so_far: dict[tuple[str, ...], int] = {}
    seen: set[tuple[object, ...]] = set()
    for visit in visits:
        stay = (visit.identity, visit.joined, visit.left)
        if visit.seconds is None or (visit.joined and visit.left and stay in seen):
            yield None
            continue
        seen.add(stay)
        before = so_far.get(visit.identity, 0)
        so_far[visit.identity] = before + visit.seconds
        yield round((before + visit.seconds) / 60) - round(before / 60)


def _listed(visit: Visit, minutes: int | None) -> Listed:
    return Listed(
        row=visit.row,
        status=visit.status,
        name=visit.name,
        email=visit.email,
        organisation=visit.organisation,
        place=visit.place,
        locality=visit.locality,
        postcode=visit.postcode,
        mode="online",
        minutes=minutes,
    )


def _is_rejoin(each: Problem) -> bool:
    """In these files it is the rule that a person has several rows."""
    return each.code == "person_repeated" and each.severity is Severity.NOTE


def _rejoined(merged: int) -> list[Problem]:
    if not merged:
        return []
    rows = "1 Zeile gehört" if merged == 1 else f"{formatting.whole(merged)} Zeilen gehören"
    return [
        problem(
            Severity.NOTE,
            "rejoined",
            f"{rows} zu Personen, die schon weiter oben stehen (etwa nach erneutem Beitritt). Jede "
            "Person zählt einmal, ihre Minuten sind zusammengezählt.",
        )
    ]


def _times(visits: Sequence[Visit]) -> list[datetime]:
    """When people joined, in order; those who stayed away have no time."""
    return sorted(visit.joined for visit in visits if visit.joined)


def _date_of(meeting: Meeting, visits: Sequence[Visit]) -> date | None:
    begun = meeting.started or next(iter(_times(visits)), None)
    return begun.date() if begun else None


def _about_days(meeting: Meeting, visits: Sequence[Visit]) -> list[Problem]:
    """A date that can be read in two ways, and a file with more than one meeting."""
    found = []
    joined = _times(visits)
    day = _date_of(meeting, visits)
    if day and not meeting.order.sure and day.day != day.month and day.day <= 12:
        other = day.replace(month=day.day, day=day.month)
        found.append(
            problem(
                Severity.WARNING,
                "date_ambiguous",
                f"Die Datei lässt offen, ob die Veranstaltung am {formatting.day(day)} oder am "
                f"{formatting.day(other)} war. Angenommen wurde der {formatting.day(day)}; bitte "
                "prüfen.",
            )
        )
    if joined and joined[-1] - joined[0] > timedelta(hours=20):
        days = len({each.date() for each in joined})
        found.append(
            problem(
                Severity.WARNING,
                "several_days",
                f"Die Datei nennt {days} verschiedene Tage. Alle Zeilen zählen zu einer "
                "Veranstaltung; bitte sonst die Datei aufteilen.",
            )
        )
    return found


def _summary(meeting: Meeting, visits: Sequence[Visit], statuses: Sequence[Status]) -> str:
    """„Teams-Anwesenheitsbericht, deutsch, 42 Personen, 10:02–12:14 Uhr“."""
    attended = sum(status is Status.ATTENDED for status in statuses)
    parts = [meeting.label, formatting.count(attended, "Person", "Personen")]
    if len(statuses) > attended:
        parts.append(f"{formatting.whole(len(statuses) - attended)} weitere ohne Teilnahme")
    joined = [meeting.started] if meeting.started else _times(visits)[:1]
    left = max((visit.left for visit in visits if visit.left), default=None)
    begun = joined[0].time() if joined else min(meeting.clocks, default=None)
    ended = meeting.ended or left
    over = ended.time() if ended else max(meeting.clocks, default=None)
    if begun and over:
        parts.append(f"{begun:%H:%M}–{over:%H:%M} Uhr")
    return ", ".join(parts)
