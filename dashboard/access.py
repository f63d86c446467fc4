"""Who may do what: a table and one function."""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.errors import NotAllowed


class Role(StrEnum):
    """The three fixed roles."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"


class Action(StrEnum):
    """What a task may need permission for."""

    VIEW = "view"
    COMMENT = "comment"
    IMPORT = "import"
    EDIT_EVENTS = "edit_events"
    CODE = "code"
    FREEZE = "freeze"
    ADMINISTER = "administer"


_ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset({Action.VIEW, Action.COMMENT}),
    Role.EDITOR: frozenset(
        {
            *(Action.VIEW, Action.COMMENT, Action.IMPORT),
            *(Action.EDIT_EVENTS, Action.CODE, Action.FREEZE),
        }
    ),
    Role.ADMIN: frozenset(Action),
}

_SENTENCES = {
    Action.VIEW: "das Dashboard ansehen",
    Action.COMMENT: "Diagramme kommentieren",
    Action.IMPORT: "Listen einlesen oder zurücknehmen",
    Action.EDIT_EVENTS: "Veranstaltungen und Themen bearbeiten",
    Action.CODE: "Freitexte lesen und Gespräche festhalten",
    Action.FREEZE: "Ausgaben des Berichts einfrieren",
    Action.ADMINISTER: "das Dashboard verwalten",
}


@dataclass(frozen=True)
class Actor:
    """Who acts: the name goes into the audit log, the role decides."""

    name: str
    role: Role | None


# Sign-in does not exist yet; the server listens on this machine only, so its user is trusted.
LOCAL_USER = Actor("lokal", Role.ADMIN)


def may(role: Role | None, action: Action) -> bool:
    """Deny unless the table allows it; nobody signed in is ``None``."""
    return role is not None and action in _ALLOWED[role]


def require(actor: Actor, action: Action) -> None:
    """Raise ``NotAllowed`` with a sentence unless the actor's role allows the action."""
    if not may(actor.role, action):
        raise NotAllowed(
            f"„{actor.name}“ darf nicht {_SENTENCES[action]}. "
            "Bitte jemanden mit der passenden Rolle darum bitten."
        )
