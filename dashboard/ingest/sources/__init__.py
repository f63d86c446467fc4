"""The formats that are recognised, each in a module of its own.

A new format is a module with a ``SOURCE`` and a line here; the surest finding wins.
"""

from dashboard.ingest.source import Source
from dashboard.ingest.sources import (
    attendance_list,
    bigbluebutton,
    evasys,
    eventbrite,
    feedback_table,
    forms,
    google_forms,
    google_forms_survey,
    google_meet,
    goto_webinar,
    limesurvey,
    microsoft_forms_survey,
    pretix,
    surveymonkey,
    teams,
    typeform,
    webex,
    zoom,
)

SOURCES: tuple[Source, ...] = (
    attendance_list.SOURCE,
    bigbluebutton.SOURCE,
    evasys.SOURCE,
    eventbrite.SOURCE,
    feedback_table.SOURCE,
    forms.SOURCE,
    google_forms.SOURCE,
    google_forms_survey.SOURCE,
    google_meet.SOURCE,
    goto_webinar.SOURCE,
    limesurvey.SOURCE,
    microsoft_forms_survey.SOURCE,
    pretix.SOURCE,
    surveymonkey.SOURCE,
    teams.SOURCE,
    typeform.SOURCE,
    webex.SOURCE,
    zoom.SOURCE,
)
