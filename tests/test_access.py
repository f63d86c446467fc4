"""Who may do what: the whole table."""

import pytest

from dashboard.access import LOCAL_USER, Action, Actor, Role, may, require
from dashboard.errors import NotAllowed

TABLE = {
    (None, Action.VIEW): False,
    (None, Action.COMMENT): False,
    (None, Action.IMPORT): False,
    (None, Action.EDIT_EVENTS): False,
    (None, Action.CODE): False,
    (None, Action.FREEZE): False,
    (None, Action.ADMINISTER): False,
    (Role.VIEWER, Action.VIEW): True,
    (Role.VIEWER, Action.COMMENT): True,
    (Role.VIEWER, Action.IMPORT): False,
    (Role.VIEWER, Action.EDIT_EVENTS): False,
    (Role.VIEWER, Action.CODE): False,
    (Role.VIEWER, Action.FREEZE): False,
    (Role.VIEWER, Action.ADMINISTER): False,
    (Role.EDITOR, Action.VIEW): True,
    (Role.EDITOR, Action.COMMENT): True,
    (Role.EDITOR, Action.IMPORT): True,
    (Role.EDITOR, Action.EDIT_EVENTS): True,
    (Role.EDITOR, Action.CODE): True,
    (Role.EDITOR, Action.FREEZE): True,
    (Role.EDITOR, Action.ADMINISTER): False,
    (Role.ADMIN, Action.VIEW): True,
    (Role.ADMIN, Action.COMMENT): True,
    (Role.ADMIN, Action.IMPORT): True,
    (Role.ADMIN, Action.EDIT_EVENTS): True,
    (Role.ADMIN, Action.CODE): True,
    (Role.ADMIN, Action.FREEZE): True,
    (Role.ADMIN, Action.ADMINISTER): True,
}
WHAT = {
    Action.VIEW: "das Dashboard ansehen",
    Action.COMMENT: "Diagramme kommentieren",
    Action.IMPORT: "Listen einlesen oder zurücknehmen",
    Action.EDIT_EVENTS: "Veranstaltungen und Themen bearbeiten",
    Action.CODE: "Freitexte lesen und Gespräche festhalten",
    Action.FREEZE: "Ausgaben des Berichts einfrieren",
    Action.ADMINISTER: "das Dashboard verwalten",
}


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {(role, action) for role in (None, *Role) for action in Action}


@pytest.mark.parametrize(("role", "action"), TABLE, ids=str)
def test_a_role_may_do_what_the_table_says(role: Role | None, action: Action) -> None:
    assert may(role, action) is TABLE[role, action]


@pytest.mark.parametrize(("role", "action"), TABLE, ids=str)
def test_what_is_not_allowed_is_refused_by_name(role: Role | None, action: Action) -> None:
    actor = Actor("Probe", role)
    if TABLE[role, action]:
        assert require(actor, action) is None
        return
    with pytest.raises(NotAllowed, match=f"„Probe“ darf nicht {WHAT[action]}. Bitte") as refusal:
        require(actor, action)
    assert (refusal.value.exit_code, refusal.value.code) == (6, "not_allowed")


def test_whoever_sits_at_this_machine_may_do_everything() -> None:
    assert {action: may(LOCAL_USER.role, action) for action in Action} == dict.fromkeys(
        Action, True
    )
