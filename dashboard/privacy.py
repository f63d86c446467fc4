"""Pseudonyms: names and e-mail addresses end here.

A person is HMAC-SHA256 over the normalised e-mail address or, without one, over name and
organisation. The key lies outside the warehouse with file mode 0600; whoever destroys it turns
the links between events into plain counts.
"""

import hmac
import os
import re
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.errors import DashboardError

_SECRET_BYTES = 32
# "Anna Beispiel (Gast)", "(Unverified)": what meeting tools append to a name.
_SUFFIX = re.compile(r"\s*\([^()]*\)\s*$")
_TITLE = re.compile(r"^(?:(?:herrn?|frau|dr|prof|dipl|ing|med|mr|mrs|ms)\b\.?[\s-]*)+", re.I)


class SecretDamaged(DashboardError):
    """The file of the secret is shorter than a secret."""

    code = "secret_damaged"


def normalised_name(name: str) -> str:
    """A name as it is compared: case, blanks, salutation and suffixes such as „(Gast)“ ignored."""
    folded = unicodedata.normalize("NFKC", name)
    while (shorter := _SUFFIX.sub("", folded)) not in (folded, ""):
        folded = shorter
    folded = " ".join(folded.casefold().split())
    return _TITLE.sub("", folded) or folded


def normalised_email(email: str) -> str:
    """An address as it is compared: case and blanks ignored."""
    return "".join(unicodedata.normalize("NFKC", email).casefold().split())


class Pseudonyms:
    """Turns identities into keys that mean nothing without the secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def from_file(cls, path: Path) -> "Pseudonyms":
        """Read the secret; make one (32 random bytes, readable by the owner only) when missing.

        Raises ``SecretDamaged`` for a file that is cut off: keys made with it would be guessable.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        secret = path.read_bytes()
        if len(secret) < _SECRET_BYTES:
            raise SecretDamaged(
                f"Der Schlüssel der Pseudonyme {path} ist beschädigt. "
                "Bitte die Datei aus der Sicherung zurückholen."
            )
        return cls(secret)

    def person(self, *, email: str = "", name: str = "", organisation: str = "") -> str | None:
        """The key of a person, 32 hexadecimal digits; null without e-mail and name."""
        if email.strip():
            return self._key("e", normalised_email(email))
        if name.strip():
            return self._key("n", normalised_name(name), " ".join(organisation.casefold().split()))
        return None

    def row(self, *cells: str) -> str:
        """The key of a row without a person, so that a repeated row is recognised."""
        return self._key("r", *cells)

    def _key(self, *parts: str) -> str:
        message = "\x1f".join(parts).encode()
        return hmac.digest(self._secret, message, "sha256").hex()[:32]


def _make_secret(path: Path) -> None:
    """The file appears whole or not at all; where two processes make one, the first stays."""
    with TemporaryDirectory(dir=path.parent, prefix="making-") as folder:
        made = Path(folder) / path.name
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(made)
