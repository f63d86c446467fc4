"""The formats that are recognised, each in a module of its own.

A new format is a module with a ``SOURCE`` and a line here; the surest finding wins.
"""

from dashboard.ingest.source import Source
from dashboard.ingest.sources import (
    attendance_list,
    evasys,
    feedback_table,
    google_forms_survey,
    limesurvey,
    microsoft_forms_survey,
    surveymonkey,
    typeform,
)

SOURCES: tuple[Source, ...] = (
    attendance_list.SOURCE,
    feedback_table.SOURCE,
    evasys.SOURCE,
    google_forms_survey.SOURCE,
    limesurvey.SOURCE,
    microsoft_forms_survey.SOURCE,
    surveymonkey.SOURCE,
    typeform.SOURCE,
)
