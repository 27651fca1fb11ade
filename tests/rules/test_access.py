"""Who may do what: every role tried with every act."""

from collections.abc import Callable

import pytest

from uhrwerk.rules.access import (
    Actor,
    Role,
    check_is_admin,
    check_may_keep_projects,
    check_may_keep_task,
    check_may_track_for,
    may_read_task,
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
        (check_is_admin, {Role.ADMIN}),
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


NOBODY, MYSELF, SOMEBODY = None, "me", "somebody"


@pytest.mark.parametrize(
    ("person_id", "assignees", "members", "allowed"),
    [
        (NOBODY, [], {"name"}, {Role.ADMIN, Role.LEAD}),
        (NOBODY, [], {"task_status_id"}, {Role.ADMIN, Role.LEAD}),
        (NOBODY, ["somebody"], {"task_status_id"}, {Role.ADMIN, Role.LEAD}),
        (NOBODY, ["somebody", "me"], {"task_status_id"}, {Role.ADMIN, Role.LEAD, Role.MEMBER}),
        (NOBODY, ["me"], {"task_status_id", "position"}, {Role.ADMIN, Role.LEAD, Role.MEMBER}),
        (NOBODY, ["me"], {"task_status_id", "assignees"}, {Role.ADMIN, Role.LEAD}),
        (MYSELF, [], {"name", "due_at"}, {Role.ADMIN, Role.LEAD, Role.MEMBER}),
        (SOMEBODY, [], {"name"}, {Role.ADMIN}),
        (SOMEBODY, ["me"], {"task_status_id"}, {Role.ADMIN}),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_a_task(
    person_id: str | None, assignees: list[str], members: set[str], allowed: set[Role], role: Role
) -> None:
    if role in allowed:
        check_may_keep_task(actor(role), person_id, assignees, members)
    else:
        with pytest.raises(NotAllowed):
            check_may_keep_task(actor(role), person_id, assignees, members)


@pytest.mark.parametrize("role", list(Role))
def test_a_private_task_is_seen_by_its_person_and_by_admins(role: Role) -> None:
    assert may_read_task(actor(role), NOBODY)
    assert may_read_task(actor(role), MYSELF)
    assert may_read_task(actor(role), SOMEBODY) is (role is Role.ADMIN)
