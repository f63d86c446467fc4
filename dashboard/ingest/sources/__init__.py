"""The formats that are recognised, each in a module of its own.

A new format is a module with a ``SOURCE`` and a line here; the surest finding wins.
"""

from dashboard.ingest.source import Source
from dashboard.ingest.sources import (
    attendance_list,
    eventbrite,
    feedback_table,
    forms,
    google_forms,
    pretix,
)

SOURCES: tuple[Source, ...] = (
    attendance_list.SOURCE,
    feedback_table.SOURCE,
    eventbrite.SOURCE,
    forms.SOURCE,
    google_forms.SOURCE,
    pretix.SOURCE,
)
