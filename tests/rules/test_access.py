"""Who may do what: every role tried with every act."""

from collections.abc import Callable

import pytest

from uhrwerk.rules.access import (
    Actor,
    Role,
    check_may_keep_people,
    check_may_keep_projects,
    check_may_track_for,
)
from uhrwerk.rules.refusals import NotAllowed


def actor(role: Role, person_id: str | None = "me") -> Actor:
    return Actor("workspace", person_id, role, "native", "credential")


def track_for_myself(who: Actor) -> None:
    check_may_track_for(who, "me")


def track_for_somebody_else(who: Actor) -> None:
    check_may_track_for(who, "somebody")


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (track_for_myself, {Role.ADMIN, Role.LEAD, Role.MEMBER}),
        (track_for_somebody_else, {Role.ADMIN}),
        (check_may_keep_projects, {Role.ADMIN, Role.LEAD}),
        (check_may_keep_people, {Role.ADMIN}),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_roles(act: Callable[[Actor], None], allowed: set[Role], role: Role) -> None:
    if role in allowed:
        act(actor(role))
    else:
        with pytest.raises(NotAllowed):
            act(actor(role))


def test_a_credential_of_the_whole_workspace_tracks_for_everybody_and_is_named_itself() -> None:
    account = actor(Role.ADMIN, None)
    check_may_track_for(account, "somebody")
    assert account.id == "credential"
    assert actor(Role.MEMBER).id == "me"
