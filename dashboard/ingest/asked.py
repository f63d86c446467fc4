"""What a question of a registration form asks for, by its wording and by its answers."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from dashboard.ingest.columns import field_of
from dashboard.ingest.places import UNDECIDED
from dashboard.ingest.source import Tools
from dashboard.ingest.values import email_of, is_blank, mode_of, yes_or_no

INTENTION = "intention"
"""Whether somebody means to come: „Nehmen Sie teil?“ – a registration, no attendance."""

_MOSTLY = 0.6
_SAMPLE = 200
_REPEATED = re.compile(r"(?<=[^\W\d])\d$")  # Microsoft Forms: „Name2“ for a second „Name“
_ORGANISATION = (
    r"(?:organisation|institution|einrichtung|firma|unternehmen|behörde|verein|verwaltung"
    r"|arbeitgeber\w*|company|organi[sz]ation)"
)
_WORDINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(wording, re.I))
    for field, wording in (
        ("first_name", r"\b(?:ihr|dein|your)e?n?\s+(?:vorname|first name)"),
        ("last_name", r"\b(?:ihr|dein|your)e?n?\s+(?:nachname|familienname|last name|surname)"),
        (
            "full_name",
            r"\b(?:ihr|dein|your)e?n?\s+(?:vollständigen?\s+|full\s+)?"
            r"(?:vor-?\s*(?:und|&|/)\s*(?:nach|zu)|voll)?namen?s?\b|wie heißen sie|your name",
        ),
        (
            "organisation",
            r"\b(?:welche[rs]?|which|what|ihre[rs]?|your|name (?:der|des|of your))\s+"
            rf"{_ORGANISATION}\b",
        ),
        (INTENTION, r"^(?:teilnahme|zusage|rückmeldung)\b|\b(?:nehmen sie|nehme ich|ich nehme)\b"),
        (INTENTION, r"\b(?:teilnehmen|dabei sein|attend|attending|kommen sie|ich komme)\b"),
    )
)
# Whoever skips lunch still comes; whoever would come again was there.
_ASIDE = re.compile(
    r"\b(?:wieder|erneut|noch einmal|again)\b"
    r"|essen|mittag|imbiss|buffet|catering|verpfleg|führung|rundgang|exkursion|besichtig|workshop"
    r"|foto|newsletter|verteiler|betreuung|übernacht|hotel|park|lunch|dinner|meal|tour\b|photo",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:wohn\w*|gemeinden?|kommunen?|ort|orts\w+|stadt|herkunft\w*|woher|kommen|city|town|village"
    r"|municipality|where|live)\b",
    re.I,
)
# An „Online-Ticket“ was bought online; it says nothing about where its holder sits.
_ONLINE = re.compile(
    r"\b(?:online(?!\W?(?:ticket|anmeld|buch|kauf|vvk))|digital|virtuell|remote|teams|zoom|webex"
    r"|livestream|video\w*)\b",
    re.I,
)
_IN_PERSON = re.compile(r"\b(?:präsenz|vor ort|persönlich|in person|on-?site)\b", re.I)


def field_asked(heading: str, answers: Iterable[str], tools: Tools) -> str | None:
    """The field that a question asks for; null for a question that says nothing about people.

    What the heading alone does not tell, the answers do: a column of addresses, of places of the
    gazetteer, of „vor Ort“ and „online“.
    """
    plain = " ".join(heading.split())
    field = field_of(plain) or field_of(_REPEATED.sub("", plain))
    if field in ("attended", "registered") and _by_wording(plain) == INTENTION:
        field = INTENTION
    if field:
        return field
    given = [answer for answer in islice(answers, _SAMPLE) if not is_blank(answer)]
    if _mostly(given, lambda text: email_of(text) is not None):
        return "email"
    field = _by_wording(plain)
    if field == INTENTION and not _mostly(given, lambda text: intended(text) is not None):
        field = None
    if field == "organisation" and _mostly(given, lambda text: yes_or_no(text) is not None):
        field = None
    if field is None and _PLACE.search(plain) and _mostly(given, _names_place(tools)):
        return "place"
    return field


def mode_in(text: str) -> str | None:
    """``online`` or ``in_person`` for „Ja, ich komme vor Ort“ or a ticket „Online-Teilnahme“."""
    online, in_person = bool(_ONLINE.search(text)), bool(_IN_PERSON.search(text))
    if online != in_person:
        return "online" if online else "in_person"
    return mode_of(text)


def intended(text: str) -> bool | None:
    """Whether somebody says that they come: „Ja, vor Ort“, „Online“, „Nein, leider nicht“."""
    first = re.split(r"[\s,;.:–-]+", text.strip(), maxsplit=1)[0]
    said = yes_or_no(first)
    if said is None and re.search(r"\b(?:nicht|absage|verhindert|not|cannot)\b", text, re.I):
        return False
    if said is None and mode_in(text):
        return True
    return said


def _by_wording(heading: str) -> str | None:
    field = next((field for field, form in _WORDINGS if form.search(heading)), None)
    return None if field == INTENTION and _ASIDE.search(heading) else field


def _names_place(tools: Tools) -> Callable[[str], bool]:
    return lambda text: tools.gazetteer.resolve(text).level not in UNDECIDED


def _mostly(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(holds, texts)) >= _MOSTLY * len(texts)
