"""How far a person got, from the cells of a list: registered, attended, withdrawn, not shown up.

Unknown is never a no-show: a blank cell in a column of attendance leaves a registration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.ingest.place_names import learned_key
from dashboard.ingest.schema import Status
from dashboard.ingest.values import (
    MODE_WORDS,
    STATUS_WORDS,
    is_blank,
    minutes_of,
    mode_of,
    status_of,
    yes_or_no,
)

SAYS_STATUS = frozenset({"attended", "signature", "registered", "status"})
UNKNOWN_MODE = "unknown"

_SHEETS = (
    (("nichterschienen", "noshow", "gefehlt", "abwesend"), Status.NO_SHOW),
    (("absage", "abgesagt", "abmeldung", "abgemeldet", "storn", "entschuldigt"), Status.WITHDRAWN),
    (("warteliste", "einladung", "eingeladen", "verteiler", "angefragt"), Status.INVITED),
    (("anmeld", "angemeldet", "registrier", "zusage", "zugesagt"), Status.REGISTERED),
)
_MARKS = (("marked_in_person", "in_person"), ("marked_online", "online"))
_ABSENT = (Status.WITHDRAWN, Status.NO_SHOW)


@dataclass(frozen=True)
class Unreadable:
    """A cell that says something nobody can read, and the words that could have stood there."""

    field: str
    written: str
    expected: str
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Presence:
    """What a row says about taking part; with anything unreadable it does not count."""

    status: Status
    mode: str
    minutes: int | None
    unreadable: tuple[Unreadable, ...]


def presence_of(said: Mapping[str, str], *, tells_presence: bool) -> Presence:
    """Read the cells of one row, by field; a missing field is a column that the list lacks.

    ``tells_presence``: the list has a column that tells who came from who registered, so that a
    row without any entry is a registration. Otherwise who is listed attended.
    """
    unreadable: list[Unreadable] = []
    stated = _stated(said, unreadable)
    attended, mode_attended = _attended(said, unreadable)
    registered = _registered(said, unreadable)
    mode = _mode(said, unreadable) or mode_attended
    minutes = _minutes(said, unreadable)
    if attended is Status.NO_SHOW and stated in _ABSENT:
        status = stated
    else:
        silent = Status.REGISTERED if tells_presence else Status.ATTENDED
        status = attended or stated or registered or silent
    return Presence(status, mode or UNKNOWN_MODE, minutes, tuple(unreadable))


def tells_presence(fields: Mapping[str, object], statuses: Sequence[str]) -> bool:
    """Whether a list can tell who came from who only registered."""
    told = {status_of(text) for text in statuses}
    return bool(
        {"attended", "signature", "registered"} & fields.keys()
        or told & {Status.ATTENDED, Status.REGISTERED}
    )


def status_of_sheet(name: str) -> Status | None:
    """What the name of a sheet says of everybody on it: „Anmeldungen“, „Absagen“, „Warteliste“."""
    key = learned_key(name).replace(" ", "")
    return next((status for words, status in _SHEETS if key.startswith(words)), None)


def _stated(said: Mapping[str, str], unreadable: list[Unreadable]) -> Status | None:
    written = said.get("status", "")
    if not written or is_blank(written):
        return status_of(said.get("remark", ""))
    status = status_of(written)
    if status is None:
        unreadable.append(
            Unreadable("status", written, "ein Stand wie „angemeldet“", tuple(STATUS_WORDS))
        )
    return status


def _attended(
    said: Mapping[str, str], unreadable: list[Unreadable]
) -> tuple[Status | None, str | None]:
    """Status and mode; a signature is taken for presence where no column asks for it."""
    if "attended" not in said:
        return _signed(said.get("signature", "")), None
    written = said["attended"]
    if not written:
        return None, None
    if mode := mode_of(written):
        return Status.ATTENDED, mode
    present = yes_or_no(written)
    if present is not None:
        return Status.ATTENDED if present else Status.NO_SHOW, None
    status = status_of(written)
    if status is None and not is_blank(written):
        words = ("ja", "nein", "anwesend", "abgesagt", "online", "präsenz")
        unreadable.append(Unreadable("attended", written, "„ja“, „x“ oder „nein“", words))
    return status, None


def _signed(written: str) -> Status | None:
    if not written:
        return None
    absent = Status.NO_SHOW if yes_or_no(written) is False else None
    return status_of(written) or absent or Status.ATTENDED


def _registered(said: Mapping[str, str], unreadable: list[Unreadable]) -> Status | None:
    """Null where the list has no such column; who is listed without an entry was invited."""
    if "registered" not in said:
        return None
    written = said["registered"]
    if not written or is_blank(written) or yes_or_no(written) is False:
        return Status.INVITED
    if yes_or_no(written):
        return Status.REGISTERED
    status = status_of(written)
    if status is None:
        words = ("ja", "nein", "angemeldet", "abgesagt")
        unreadable.append(Unreadable("registered", written, "„ja“, „x“ oder „nein“", words))
    return status


def _mode(said: Mapping[str, str], unreadable: list[Unreadable]) -> str | None:
    for field, mode in _MARKS:
        if said.get(field) and yes_or_no(said[field]):
            return mode
    written = said.get("mode", "")
    if not written or is_blank(written):
        return None
    read = mode_of(written)
    if read is None:
        expected = "„Präsenz“ oder „online“"
        unreadable.append(Unreadable("mode", written, expected, tuple(MODE_WORDS)))
    return read


def _minutes(said: Mapping[str, str], unreadable: list[Unreadable]) -> int | None:
    written = said.get("minutes", "")
    if not written or is_blank(written):
        return None
    minutes = minutes_of(written)
    if minutes is None:
        unreadable.append(Unreadable("minutes", written, "eine Dauer wie „75“ oder „1:15“"))
    return minutes
