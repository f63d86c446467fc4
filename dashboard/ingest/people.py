"""From the persons a file names to one row per person, without name and e-mail address.

Every source of attendance ends here: what a row of its file says is a ``Listed``; who is the same
person, where they come from and what a person has to decide is the same for all sources.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.ingest.deadline import check_time
from dashboard.ingest.listed_rows import where
from dashboard.ingest.organisations import organisation_key
from dashboard.ingest.places import LEARNED, UNDECIDED, learned_key, parse_decision
from dashboard.ingest.presence import UNKNOWN_MODE
from dashboard.ingest.schema import (
    AttendanceRow,
    Candidate,
    Choices,
    Decision,
    Level,
    Place,
    Problem,
    Severity,
    Status,
)
from dashboard.ingest.source import Tools, problem

# What is known of somebody who is listed twice: the surer knowledge wins.
_SURENESS = (
    Status.INVITED,
    Status.REGISTERED,
    Status.WITHDRAWN,
    Status.NO_SHOW,
    Status.ATTENDED,
)


@dataclass(frozen=True)
class Listed:
    """What one row of a file says about one person; empty texts where it says nothing.

    ``email`` has to be a valid address or empty. ``postcode`` has five digits or is empty.
    ``sheet`` is empty unless the rows of several sheets are read.
    """

    row: int
    status: Status
    name: str = ""
    email: str = ""
    organisation: str = ""
    place: str = ""
    locality: str = ""
    postcode: str = ""
    mode: str = UNKNOWN_MODE
    minutes: int | None = None
    sheet: str = ""


@dataclass(frozen=True)
class People:
    """One row per person, in the order of the file."""

    rows: tuple[AttendanceRow, ...]
    merged: int
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...]


@dataclass
class _Gathering:
    """What comes together while the rows are read."""

    rows: dict[str, AttendanceRow] = field(default_factory=dict)
    merged: int = 0
    problems: list[Problem] = field(default_factory=list)
    undecided: dict[str, list[tuple[int, Place]]] = field(default_factory=dict)
    occurrences: Counter[tuple[str, ...]] = field(default_factory=Counter)
    sheets: dict[str, str] = field(default_factory=dict)
    """Row key → sheet of the row that came first."""


def gather(
    listed: Sequence[Listed],
    tools: Tools,
    choices: Choices,
    *,
    add_minutes: Callable[[int, int], int] = max,
) -> People:
    """Merge the rows of each person and resolve their places.

    ``add_minutes`` joins the minutes of two rows of a person: the longer one in plain lists, the
    sum where a tool writes one row per connection.
    """
    learned = {**tools.learned_places, **_decided_places(choices, tools)}
    types = {**tools.learned_organisations, **decided_organisations(choices)}
    gathering = _Gathering()
    for person in listed:
        check_time()
        place, inferred = _place_of(person, tools, learned, gathering)
        row = _row(person, place, inferred, tools, gathering)
        known_type = types.get(organisation_key(person.organisation))
        row = replace(row, organisation_type=known_type) if known_type else row
        earlier = gathering.rows.get(row.row_key)
        if earlier:
            gathering.merged += 1
            rows = (where(person.row, person.sheet), _named_before(earlier, person, gathering))
            gathering.problems.extend(_repeated(earlier, row, *rows))
            row = _merged(earlier, row, add_minutes)
        gathering.rows[row.row_key] = row
        gathering.sheets.setdefault(row.row_key, person.sheet)
    return People(
        tuple(gathering.rows.values()),
        gathering.merged,
        tuple(gathering.problems),
        tuple(_decision(key, found) for key, found in gathering.undecided.items()),
    )


def decided_organisations(choices: Choices) -> dict[str, str]:
    """``organisation_key`` → type, as ``--decide organisation:KEY=TYPE`` says."""
    return {
        key.removeprefix("organisation:"): value
        for key, value in choices.decisions.items()
        if key.startswith("organisation:")
    }


def _decided_places(choices: Choices, tools: Tools) -> dict[str, Place]:
    return {
        key.removeprefix("place:"): tools.gazetteer.named(parse_decision(value))
        for key, value in choices.decisions.items()
        if key.startswith("place:")
    }


def _place_of(
    person: Listed, tools: Tools, learned: Mapping[str, Place], gathering: _Gathering
) -> tuple[Place | None, bool]:
    """The place, and whether it was inferred from the organisation; null where nothing is said."""
    text = _place_text(person)
    if not text and not person.postcode:
        inferred = tools.rules.place_of(person.organisation, tools.gazetteer)
        return inferred, inferred is not None
    place = tools.gazetteer.resolve(text, person.postcode, learned)
    if place.level in UNDECIDED and not text:
        inferred = tools.rules.place_of(person.organisation, tools.gazetteer)
        if inferred:
            return inferred, True
    if place.level in UNDECIDED and place.how != LEARNED:
        gathering.undecided.setdefault(learned_key(place.text), []).append((person.row, place))
    gathering.problems.extend(_contradictions(person, text, place, tools))
    return place, False


def _place_text(person: Listed) -> str:
    if (
        person.place
        and person.locality
        and learned_key(person.place) != learned_key(person.locality)
    ):
        return f"{person.place} OT {person.locality}"
    return person.place or person.locality


def _contradictions(person: Listed, text: str, place: Place, tools: Tools) -> list[Problem]:
    """Where place and postal code disagree: which of them was followed."""
    if not text or not person.postcode:
        return []
    if tools.gazetteer.is_foreign(person.postcode):
        local = tools.gazetteer.resolve(text)
        is_followed = place.level is Level.OUTSIDE
        if not is_followed or local.level in UNDECIDED or local.level is Level.OUTSIDE:
            return []
        followed = f"liegt außerhalb des Landkreises, „{text}“ darin. Gezählt wurde: außerhalb"
    elif tools.gazetteer.disagrees(place, person.postcode):
        followed = f"gehört nicht zu „{text}“. Gezählt wurde: {place.name}"
    else:
        return []
    return [
        problem(
            Severity.WARNING,
            "postcode_disagrees",
            f"{where(person.row, person.sheet)}: Die Postleitzahl {person.postcode} {followed}.",
            row=person.row,
            value=person.postcode,
            suggestion="Bitte Ort und Postleitzahl vergleichen.",
        )
    ]


def _row(
    person: Listed,
    place: Place | None,
    inferred: bool,
    tools: Tools,
    gathering: _Gathering,
) -> AttendanceRow:
    person_key = tools.pseudonyms.person(
        email=person.email, name=person.name, organisation=person.organisation
    )
    return AttendanceRow(
        row=person.row,
        row_key=person_key or _key_without_person(person, tools, gathering),
        person_key=person_key,
        organisation=person.organisation or None,
        organisation_type=tools.rules.type_of(person.organisation, person.email),
        place=place,
        place_inferred=inferred,
        status=person.status,
        mode=person.mode,
        minutes=person.minutes,
    )


def _key_without_person(person: Listed, tools: Tools, gathering: _Gathering) -> str:
    """Equal rows of a list without names are different people: the first, the second …"""
    said = (person.organisation, person.place, person.locality, person.postcode)
    gathering.occurrences[said] += 1
    return tools.pseudonyms.row(*said, str(gathering.occurrences[said]))


def _merged(
    earlier: AttendanceRow, later: AttendanceRow, add_minutes: Callable[[int, int], int]
) -> AttendanceRow:
    """One row for a person listed twice; the earlier row gives what both say."""
    surer = max(earlier, later, key=lambda row: _SURENESS.index(row.status))
    from_place = earlier if _is_decided(earlier) or not _is_decided(later) else later
    named = earlier if earlier.organisation else later
    minutes = [each.minutes for each in (earlier, later) if each.minutes is not None]
    return replace(
        earlier,
        status=surer.status,
        mode=earlier.mode if earlier.mode != UNKNOWN_MODE else later.mode,
        minutes=add_minutes(*minutes) if len(minutes) > 1 else next(iter(minutes), None),
        organisation=named.organisation,
        organisation_type=named.organisation_type,
        place=from_place.place,
        place_inferred=from_place.place_inferred,
    )


def _is_decided(row: AttendanceRow) -> bool:
    return row.place is not None and row.place.level not in UNDECIDED


def _named_before(earlier: AttendanceRow, person: Listed, gathering: _Gathering) -> str:
    """„Zeile 3“, with its sheet where that is another one."""
    sheet = gathering.sheets[earlier.row_key]
    return where(earlier.row, sheet if sheet != person.sheet else "")


def _repeated(
    earlier: AttendanceRow, later: AttendanceRow, here: str, before: str
) -> list[Problem]:
    """``here`` and ``before`` say where the two rows stand."""
    different = (
        _is_decided(earlier)
        and _is_decided(later)
        and not (earlier.place_inferred or later.place_inferred)
        and _target(earlier.place) != _target(later.place)
    )
    found = f"Die Person in {here} steht schon in {before}"
    if different:
        return [
            problem(
                Severity.WARNING,
                "person_repeated",
                f"{found}, dort mit einem anderen Ort. Sie zählt einmal, mit dem ersten Ort.",
                row=later.row,
            )
        ]
    return [problem(Severity.NOTE, "person_repeated", f"{found} und zählt einmal.", row=later.row)]


def _target(place: Place | None) -> tuple[object, ...]:
    return (place.level, place.ags, place.association_id, place.name) if place else ()


def _decision(key: str, found: Sequence[tuple[int, Place]]) -> Decision:
    """What a written place means, asked once for all its rows; it may stay open."""
    place = found[0][1]
    written = place.text
    offered = list(place.candidates)
    if not any(candidate.value.startswith("outside:") for candidate in offered):
        offered.append(Candidate(f"outside:{written}", "liegt außerhalb des Landkreises"))
    offered.append(Candidate("unknown", "unbekannt lassen"))
    return Decision(
        f"place:{key}",
        f"Welcher Ort ist mit „{written}“ gemeint?",
        tuple(offered),
        tuple(row for row, _ in found),
    )
