"""The one family of errors that people are meant to read.

Each carries a German sentence (what happened, where, what to do now) and the exit code of the
command line. Everything that is not a ``DashboardError`` is a bug and keeps its traceback.
"""


class DashboardError(Exception):
    """Base of all errors with a sentence for the reader."""

    exit_code = 1
    code = "error"


class WrongUsage(DashboardError):
    """The call itself makes no sense: an unknown option value, a year that is none."""

    exit_code = 2
    code = "wrong_usage"


class FileUnusable(DashboardError):
    """The file could not be used; nothing was stored."""

    exit_code = 3
    code = "file_unusable"


class InvalidEntry(DashboardError):
    """What a person entered breaks a rule; nothing was stored."""

    exit_code = 2
    code = "invalid_entry"


class WarehouseBusy(DashboardError):
    """Another process has the warehouse open."""

    exit_code = 4
    code = "warehouse_busy"


class WarehouseDamaged(DashboardError):
    """The file is no warehouse, or one that nobody can read any more."""

    code = "warehouse_damaged"


class NotFound(DashboardError):
    """The named thing does not exist."""

    exit_code = 5
    code = "not_found"


class NotAllowed(DashboardError):
    """The role does not allow the action."""

    exit_code = 6
    code = "not_allowed"


class DecisionNeeded(DashboardError):
    """A person has to decide something first; nothing was stored."""

    exit_code = 7
    code = "decision_needed"


class PictureError(DashboardError):
    """A chart could not be made a picture: no engine, no font, no answer in time."""

    code = "picture"
