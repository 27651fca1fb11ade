"""Who may do what: every role tried with every act."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from uhrwerk.rules.access import (
    Actor,
    Role,
    check_is_admin,
    check_may_change,
    check_may_keep_projects,
    check_may_keep_task,
    check_may_track_for,
    check_reads_all,
    check_says_why,
    knows_personal_data,
    may_read_task,
)
from uhrwerk.rules.refusals import NotAllowed, ReasonRequired


def actor(role: Role, person_id: str | None = "me") -> Actor:
    return Actor("workspace", person_id, role, "native", "credential")


def track_for_myself(who: Actor) -> None:
    check_may_track_for(who, "me")


def track_for_somebody_else(who: Actor) -> None:
    check_may_track_for(who, "somebody")


def track_for_somebody_of_a_team(who: Actor) -> None:
    """The team is one that the actor is in."""
    check_may_track_for(who, "somebody", leads=True)


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (track_for_myself, {Role.ADMIN, Role.LEAD, Role.MEMBER}),
        (track_for_somebody_else, {Role.ADMIN}),
        (track_for_somebody_of_a_team, {Role.ADMIN, Role.LEAD}),
        (check_may_change, {Role.ADMIN, Role.LEAD, Role.MEMBER}),
        (check_reads_all, {Role.ADMIN, Role.AUDITOR}),
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
def test_a_private_task_is_seen_by_its_person_and_by_who_reads_all(role: Role) -> None:
    assert may_read_task(actor(role), NOBODY)
    assert may_read_task(actor(role), MYSELF)
    assert may_read_task(actor(role), SOMEBODY) is (role in (Role.ADMIN, Role.AUDITOR))


@pytest.mark.parametrize("role", list(Role))
def test_personal_data_is_known_to_oneself_and_to_who_reads_all(role: Role) -> None:
    assert knows_personal_data(actor(role), MYSELF)
    assert knows_personal_data(actor(role), SOMEBODY) is (role in (Role.ADMIN, Role.AUDITOR))


@pytest.mark.parametrize(
    ("person_id", "reason", "standing_reason", "kept"),
    [
        (MYSELF, None, None, None),
        (MYSELF, "forgot", None, "forgot"),
        (MYSELF, None, "through awork", None),
        (MYSELF, "forgot", "through awork", "forgot"),
        (SOMEBODY, "forgot", None, "forgot"),
        (SOMEBODY, None, "through awork", "through awork"),
        (SOMEBODY, "forgot", "through awork", "forgot"),
    ],
)
def test_why_is_what_was_said_and_else_the_face_where_it_is_somebody_elses(
    person_id: str, reason: str | None, standing_reason: str | None, kept: str | None
) -> None:
    who = replace(actor(Role.ADMIN), reason=reason, standing_reason=standing_reason)
    check_says_why(who, person_id)
    assert who.why(person_id) == kept


def test_who_changes_the_record_of_somebody_else_without_a_word_is_refused() -> None:
    check_says_why(actor(Role.ADMIN), MYSELF)
    with pytest.raises(ReasonRequired) as refused:
        check_says_why(actor(Role.ADMIN), SOMEBODY)
    assert [problem.field for problem in refused.value.problems] == ["reason"]
