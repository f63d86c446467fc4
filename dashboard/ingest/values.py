"""What single cells say. Each parser returns null for what it cannot read; nothing is guessed."""

import re
from datetime import date
from functools import lru_cache

from babel.dates import get_month_names

from dashboard.ingest.place_names import learned_key
from dashboard.ingest.schema import Status

_NO_ANSWER = frozenset(
    {"ka", "na", "keineangabe", "keineangaben", "ohneangabe", "weissnicht", "weissichnicht"}
    | {"keineantwort", "nichtbeantwortet", "kannichnichtbeurteilen", "nichtbeurteilbar"}
    | {"noanswer", "notapplicable", "dontknow", "idontknow", "prefernottosay"}
)
_LONGEST_NO_ANSWER = 40  # letters
_CHECKED = frozenset("✓✔☑☒√+")
_UNCHECKED = frozenset("✗✘☐-–—")
_YES = frozenset(
    {"ja", "j", "x", "xx", "1", "ok", "da", "wahr", "true", "yes", "y", "vorhanden", "gez"}
)
_NO = frozenset({"nein", "n", "0", "falsch", "false", "no"})

STATUS_WORDS: dict[str, Status] = {
    "teilgenommen": Status.ATTENDED,
    "anwesend": Status.ATTENDED,
    "erschienen": Status.ATTENDED,
    "eingecheckt": Status.ATTENDED,
    "checked in": Status.ATTENDED,
    "attended": Status.ATTENDED,
    "present": Status.ATTENDED,
    "angemeldet": Status.REGISTERED,
    "anmeldung zugesagt": Status.REGISTERED,
    "zugesagt": Status.REGISTERED,
    "zusage": Status.REGISTERED,
    "bestätigt": Status.REGISTERED,
    "registriert": Status.REGISTERED,
    "registered": Status.REGISTERED,
    "attending": Status.REGISTERED,
    "bezahlt": Status.REGISTERED,
    "abgesagt": Status.WITHDRAWN,
    "abgesagt durch veranstalter": Status.WITHDRAWN,
    "abgesagt durch gast": Status.WITHDRAWN,
    "abgelehnt": Status.WITHDRAWN,
    "absage": Status.WITHDRAWN,
    "abgemeldet": Status.WITHDRAWN,
    "abmeldung": Status.WITHDRAWN,
    "storniert": Status.WITHDRAWN,
    "stornierung": Status.WITHDRAWN,
    "entschuldigt": Status.WITHDRAWN,
    "zurückgezogen": Status.WITHDRAWN,
    "cancelled": Status.WITHDRAWN,
    "canceled": Status.WITHDRAWN,
    "not attending": Status.WITHDRAWN,
    "refunded": Status.WITHDRAWN,
    "nicht erschienen": Status.NO_SHOW,
    "nicht anwesend": Status.NO_SHOW,
    "nicht teilgenommen": Status.NO_SHOW,
    "nicht eingecheckt": Status.REGISTERED,
    "unentschuldigt": Status.NO_SHOW,
    "abwesend": Status.NO_SHOW,
    "gefehlt": Status.NO_SHOW,
    "fehlt": Status.NO_SHOW,
    "no show": Status.NO_SHOW,
    "eingeladen": Status.INVITED,
    "hinzugefügt": Status.INVITED,
    "angefragt": Status.INVITED,
    "offen": Status.INVITED,
    "anmeldung offen": Status.INVITED,
    "warteliste": Status.INVITED,
    "ausstehend": Status.INVITED,
    "invited": Status.INVITED,
}
_STATUSES = {learned_key(word): status for word, status in STATUS_WORDS.items()}

MODE_WORDS: dict[str, str] = {
    "online": "online",
    "digital": "online",
    "virtuell": "online",
    "remote": "online",
    "teams": "online",
    "zoom": "online",
    "webex": "online",
    "video": "online",
    "videokonferenz": "online",
    "präsenz": "in_person",
    "in präsenz": "in_person",
    "vor ort": "in_person",
    "persönlich": "in_person",
    "in person": "in_person",
    "onsite": "in_person",
    "offline": "in_person",
}
_MODES = {learned_key(word): mode for word, mode in MODE_WORDS.items()}

MONTHS = [name.lower() for name in get_month_names("wide", locale="de_DE").values()]
_DATE_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
_DATE_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\.\s*({'|'.join(MONTHS)})\s+(\d{{4}})", re.I)
_DATE_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MOMENT = re.compile(
    r"^\d{1,4}[./-]\d{1,2}[./-]\d{0,4}([ T]\d{1,2}:\d{2}.*)?$|^\d{1,2}:\d{2}(:\d{2})?$"
)
_UNITS = {
    **dict.fromkeys(("h", "std", "stunde", "stunden", "hr", "hrs", "hour", "hours", "godz"), 3600),
    **dict.fromkeys(("m", "min", "mins", "minute", "minuten", "minutes"), 60),
    **dict.fromkeys(("s", "sek", "sekunde", "sekunden", "sec", "secs", "second", "seconds"), 1),
}
LONGEST_SECONDS = 100 * 3600
_LONGEST_DURATION = 60  # letters
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_CLOCK = re.compile(r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+0[34]$", re.I)
_EMAIL = re.compile(r"(?<![^@\s;,<>()])[^@\s;,<>()]+@[^@\s;,<>()]+\.[A-Za-z]{2,}")


@lru_cache(maxsize=20_000)
def is_blank(text: str) -> bool:
    """Whether a cell holds no answer: empty, a dash, „k. A.“; a tick or a smiley is an answer."""
    if text.isdigit() or len(text) > _LONGEST_NO_ANSWER:
        return False
    key = learned_key(text).replace(" ", "")
    return key in _NO_ANSWER if key else not text.strip(" .-–—/?_")


@lru_cache(maxsize=20_000)
def yes_or_no(text: str) -> bool | None:
    """„ja“, „x“, „✓“ or a time of check-in; „nein“, „0“, „-“."""
    mark, key = text.strip(), learned_key(text)
    if mark in _CHECKED or key in _YES or _MOMENT.match(mark):
        return True
    if mark in _UNCHECKED or key in _NO:
        return False
    return None


def status_of(text: str) -> Status | None:
    """„abgesagt“, „storniert am 3.3.“, „nicht erschienen“."""
    key = learned_key(text)
    return _STATUSES.get(key) or _STATUSES.get(key.partition(" ")[0] if " am " in key else "")


def mode_of(text: str) -> str | None:
    """``online`` or ``in_person``."""
    return _MODES.get(learned_key(text))


def minutes_of(text: str) -> int | None:
    """„75“, „75 min“, „1:15“, „1 Std. 15 Min. 20 Sek.“ as whole minutes."""
    seconds = seconds_of(text)
    return None if seconds is None else round(seconds / 60)


def seconds_of(text: str) -> int | None:
    """A duration as in ``minutes_of``; a bare number counts minutes.

    Of three measures in an unknown language the first are hours, as the tools write them. What is
    longer than any event is no duration.
    """
    text = text.strip()
    seconds = _seconds(text) if len(text) <= _LONGEST_DURATION else None
    return round(seconds) if seconds is not None and seconds <= LONGEST_SECONDS else None


def _seconds(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return _number(text) * 60
    if clock := _CLOCK.match(text):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    measures = [(_number(number), unit.lower()) for number, unit in _MEASURE.findall(text)]
    if not measures or re.search(r"\w", _MEASURE.sub("", text)):
        return None
    if all(unit in _UNITS for _, unit in measures):
        return sum(number * _UNITS[unit] for number, unit in measures)
    if len(measures) == 3:
        return sum(measures[at][0] * factor for at, factor in enumerate((3600, 60, 1)))
    return None


def postcode_of(text: str) -> str | None:
    """Five digits; a leading zero that Excel has dropped is put back, no other digit."""
    text = text.strip()
    if _SCIENTIFIC.match(text):  # 6,52600E+03: a column that Excel shows as numbers
        text = str(round(_number(text)))
    match = re.fullmatch(r"(?:D\s?-?\s?)?(\d{5}|[1-9]\d{3})(?:,0)?", text, re.I)
    return match[1].zfill(5) if match else None


def email_of(text: str) -> str | None:
    """The address in „Anna <anna@example.org>“ or „mailto:anna@example.org“."""
    found = _EMAIL.findall(text.removeprefix("mailto:"))
    return found[0] if len(found) == 1 else None


def date_of(text: str) -> date | None:
    """The first date in a text: 05.03.2026, 5. März 2026, 2026-03-05."""
    if match := _DATE_NUMBERS.search(text):
        year = int(match[3])
        parts = (year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
    elif match := _DATE_WORDS.search(text):
        parts = (int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1]))
    elif match := _DATE_ISO.search(text):
        parts = (int(match[1]), int(match[2]), int(match[3]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def without_dates(text: str) -> str:
    """The text with every date taken out."""
    for form in (_DATE_NUMBERS, _DATE_WORDS, _DATE_ISO):
        text = form.sub(" ", text)
    return " ".join(text.split())


def _number(text: str) -> float:
    return float(text.replace(",", "."))
