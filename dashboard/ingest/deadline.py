"""How long one file may take: loops ask, so that no file made to be slow holds up the others."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.settings import Limits

_ENDS_AT: ContextVar[tuple[float, int]] = ContextVar("ends_at", default=(math.inf, 0))


@contextmanager
def time_limit(limits: Limits) -> Iterator[None]:
    """Within this block ``check_time`` raises ``FileUnusable`` once the time is over."""
    token = _ENDS_AT.set((time.monotonic() + limits.seconds, limits.seconds))
    try:
        yield
    finally:
        _ENDS_AT.reset(token)


def check_time() -> None:
    """Raise ``FileUnusable`` if the file has taken longer than allowed."""
    ends_at, seconds = _ENDS_AT.get()
    if time.monotonic() > ends_at:
        raise FileUnusable(
            f"Das Einlesen dauert länger als {formatting.count(seconds, 'Sekunde', 'Sekunden')} "
            "und wurde abgebrochen. Bitte die Datei aufteilen oder nur die Liste selbst als neue "
            "Datei speichern."
        )
