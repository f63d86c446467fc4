"""The formats that are recognised, each in a module of its own.

A new format is a module with a ``SOURCE`` and a line here; the surest finding wins.
"""

from dashboard.ingest.source import Source
from dashboard.ingest.sources import (
    attendance_list,
    bigbluebutton,
    eventbrite,
    feedback_table,
    forms,
    google_forms,
    google_meet,
    goto_webinar,
    pretix,
    teams,
    webex,
    zoom,
)

SOURCES: tuple[Source, ...] = (
    attendance_list.SOURCE,
    bigbluebutton.SOURCE,
    eventbrite.SOURCE,
    feedback_table.SOURCE,
    forms.SOURCE,
    google_forms.SOURCE,
    google_meet.SOURCE,
    goto_webinar.SOURCE,
    pretix.SOURCE,
    teams.SOURCE,
    webex.SOURCE,
    zoom.SOURCE,
)
