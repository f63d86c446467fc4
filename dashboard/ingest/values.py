"""What single cells say. Each parser returns null for what it cannot read; nothing is guessed."""

import re
from datetime import date

from babel.dates import get_month_names

from dashboard.ingest.place_names import learned_key
from dashboard.ingest.schema import Status

_NO_ANSWER = frozenset({"ka", "na", "keineangabe", "keineangaben", "ohneangabe", "weissnicht"})
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
    "unentschuldigt": Status.NO_SHOW,
    "abwesend": Status.NO_SHOW,
    "gefehlt": Status.NO_SHOW,
    "fehlt": Status.NO_SHOW,
    "no show": Status.NO_SHOW,
    "eingeladen": Status.INVITED,
    "hinzugefügt": Status.INVITED,
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

_MONTHS = [name.lower() for name in get_month_names("wide", locale="de_DE").values()]
_DATE_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
_DATE_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\.\s*({'|'.join(_MONTHS)})\s+(\d{{4}})", re.I)
_DATE_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MOMENT = re.compile(
    r"^\d{1,4}[./-]\d{1,2}[./-]\d{0,4}([ T]\d{1,2}:\d{2}.*)?$|^\d{1,2}:\d{2}(:\d{2})?$"
)
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:h|std|stunden?|hr|hours?)\b", re.I)
_MINUTES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m|min|minuten?|mins|minutes?)\b", re.I)
_SECONDS = re.compile(r"(\d+)\s*(?:s|sek|sec|sekunden?|seconds?)\b", re.I)
_CLOCK = re.compile(r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")
_EMAIL = re.compile(r"[^@\s;,<>()]+@[^@\s;,<>()]+\.[A-Za-z]{2,}")


def is_blank(text: str) -> bool:
    """Whether a cell holds no answer: empty, a dash, „k. A.“; a tick or a smiley is an answer."""
    key = learned_key(text).replace(" ", "")
    return key in _NO_ANSWER if key else not text.strip(" .-–—/?_")


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
    text = text.strip()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return round(_number(text))
    clock = _CLOCK.match(text)
    if clock:
        return round(int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60)
    parts = ((_HOURS, 60.0), (_MINUTES, 1.0), (_SECONDS, 1 / 60))
    found = [_number(match[1]) * factor for form, factor in parts if (match := form.search(text))]
    rest = text
    for form, _ in parts:
        rest = form.sub("", rest)
    return round(sum(found)) if found and not re.search(r"\w", rest) else None


def postcode_of(text: str) -> str | None:
    """Five digits; a leading zero that Excel has dropped is put back, no other digit."""
    match = re.fullmatch(r"(?:D\s?-?\s?)?(\d{5}|[1-9]\d{3})(?:,0)?", text.strip(), re.I)
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
        parts = (int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))
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
