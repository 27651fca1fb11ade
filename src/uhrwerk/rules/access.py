"""Who may do what. Roles are per workspace; a workspace never sees another's records."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from uhrwerk.rules.refusals import NotAllowed


class Role(StrEnum):
    """admin: everything · lead: reads the teams they are in, keeps projects and the like · member: their own."""

    ADMIN = "admin"
    LEAD = "lead"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, through which face, with what right.

    `person_id` is None for a credential of the whole workspace (an account's key, the command line): it has an
    admin's rights and the journal names the credential instead.
    """

    workspace_id: str
    person_id: str | None
    role: Role
    face: str
    credential_id: str
    scopes: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """What the journal and `created_by` name."""
        return self.person_id or self.credential_id


def check_may_track_for(actor: Actor, person_id: str) -> None:
    """Clocks are moved by oneself or by an admin. Raises NotAllowed."""
    if actor.person_id != person_id and actor.role is not Role.ADMIN:
        raise NotAllowed("Only an admin may keep the time of somebody else.")


def check_may_keep_projects(actor: Actor) -> None:
    """Clients, projects, tasks and types of work are kept by admins and leads. Raises NotAllowed."""
    if actor.role is Role.MEMBER:
        raise NotAllowed("Only an admin or a lead may change what time is booked on.")


def sees_project(actor: Actor, *, private: bool, members: Collection[str]) -> bool:
    """A private project is known to the people on it (`members`: their ids) and to admins alone."""
    return not private or actor.role is Role.ADMIN or actor.person_id in members


MOVES_ALONG: Final = frozenset({"task_status_id", "position"})
"""What of a task is changed by whoever works on it."""


def may_read_task(actor: Actor, person_id: str | None) -> bool:
    """A private task (one with a person) is seen by that person and by admins, any other by everybody."""
    return person_id is None or actor.role is Role.ADMIN or actor.person_id == person_id


def check_may_keep_task(
    actor: Actor, person_id: str | None, assignees: Collection[str], members: Collection[str]
) -> None:
    """A private task is kept by its person and by admins, any other by admins and leads.

    Who is assigned moves it along: `members` are those that are to be changed. Raises NotAllowed.
    """
    if person_id is not None:
        if not may_read_task(actor, person_id):
            raise NotAllowed("A private task is kept by its person or by an admin.")
    elif actor.person_id not in assignees or not MOVES_ALONG.issuperset(members):
        check_may_keep_projects(actor)


def knows_personal_data(actor: Actor, person_id: str) -> bool:
    """Birth date, personnel number, working week and contact details are known to oneself and to admins."""
    return actor.role is Role.ADMIN or actor.person_id == person_id


def check_is_admin(actor: Actor) -> None:
    """People, credentials and the workspace's settings are kept by admins. Raises NotAllowed."""
    if actor.role is not Role.ADMIN:
        raise NotAllowed("Only an admin may do this.")
