"""Who may do what. Roles are per workspace; a workspace never sees another's records."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from uhrwerk.rules.refusals import NotAllowed, ReasonRequired


class Role(StrEnum):
    """admin: everything · lead: keeps the time of the teams they are in, projects and the like · member: their own ·
    auditor: reads all, changes nothing."""

    ADMIN = "admin"
    LEAD = "lead"
    MEMBER = "member"
    AUDITOR = "auditor"


READS_ALL: Final = frozenset((Role.ADMIN, Role.AUDITOR))
KEEPS_PROJECTS: Final = frozenset((Role.ADMIN, Role.LEAD))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, through which face, with what right.

    `person_id` is None for a credential of the whole workspace (an account's key, the command line): it has an
    admin's rights and the journal names the credential instead. `request_id` is the correction that somebody asked
    for, where the act carries it out, `device_id` the kiosk that it was done at.
    """

    workspace_id: str
    person_id: str | None
    role: Role
    face: str
    credential_id: str
    scopes: frozenset[str] = frozenset()
    reason: str | None = None
    standing_reason: str | None = None
    request_id: str | None = None
    device_id: str | None = None

    @property
    def id(self) -> str:
        """What the journal and `created_by` name."""
        return self.person_id or self.credential_id

    @property
    def reads_all(self) -> bool:
        """Whether everybody's records are the actor's to read."""
        return self.role in READS_ALL

    def why(self, subject_id: str) -> str | None:
        """The reason that the journal keeps with a change to that subject's record."""
        return self.reason or (None if subject_id == self.person_id else self.standing_reason)


def check_may_change(actor: Actor) -> None:
    """An auditor changes nothing, not even what is their own. Raises NotAllowed."""
    if actor.role is Role.AUDITOR:
        raise NotAllowed("An auditor reads and changes nothing.")


def check_keeps_records(role: str) -> None:
    """An auditor has no time or absences of their own, and nobody keeps any for them. Raises NotAllowed."""
    if role == Role.AUDITOR:
        raise NotAllowed("An auditor keeps no time or absences of their own, nor does anybody for them.")


def check_may_track_for(actor: Actor, person_id: str, *, leads: bool = False) -> None:
    """Time is kept by oneself, by an admin, or by a lead of one's team (`leads`). Raises NotAllowed."""
    check_may_change(actor)
    if not (actor.person_id == person_id or actor.role is Role.ADMIN or (leads and actor.role is Role.LEAD)):
        raise NotAllowed("Only an admin or a lead of the person's team may keep the time of somebody else.")


def check_may_act_for(actor: Actor, person_id: str) -> None:
    """What leads do not do for their teams is done by oneself or by an admin. Raises NotAllowed."""
    check_may_change(actor)
    if not (actor.person_id == person_id or actor.role is Role.ADMIN):
        raise NotAllowed("Only an admin may do this for somebody else.")


def check_says_why(actor: Actor, person_id: str) -> None:
    """Who corrects somebody else's record says why. Raises ReasonRequired."""
    if actor.person_id != person_id and not actor.why(person_id):
        raise ReasonRequired.field("reason", "is required for the record of somebody else")


def check_may_keep_projects(actor: Actor) -> None:
    """Clients, projects, tasks and types of work are kept by admins and leads. Raises NotAllowed."""
    if actor.role not in KEEPS_PROJECTS:
        raise NotAllowed("Only an admin or a lead may change what time is booked on.")


def sees_project(actor: Actor, *, private: bool, members: Collection[str]) -> bool:
    """A private project is known to the people on it (`members`: their ids), to admins and to auditors alone."""
    return not private or actor.reads_all or actor.person_id in members


MOVES_ALONG: Final = frozenset({"task_status_id", "position"})
"""What of a task is changed by whoever works on it."""


def may_read_task(actor: Actor, person_id: str | None) -> bool:
    """A private task (one with a person) is seen by that person, admins and auditors, any other by everybody."""
    return person_id is None or actor.reads_all or actor.person_id == person_id


def check_may_keep_task(
    actor: Actor, person_id: str | None, assignees: Collection[str], members: Collection[str]
) -> None:
    """A private task is kept by its person and by admins, any other by admins and leads.

    Who is assigned moves it along: `members` are those that are to be changed. Raises NotAllowed.
    """
    check_may_change(actor)
    if person_id is not None:
        if not may_read_task(actor, person_id):
            raise NotAllowed("A private task is kept by its person or by an admin.")
    elif actor.person_id not in assignees or not MOVES_ALONG.issuperset(members):
        check_may_keep_projects(actor)


def knows_personal_data(actor: Actor, person_id: str) -> bool:
    """Birth date, personnel number and contact details are known to oneself, to admins and to auditors."""
    return actor.reads_all or actor.person_id == person_id


def check_reads_all(actor: Actor) -> None:
    """Lists of everybody's records are read by admins and auditors. Raises NotAllowed."""
    if not actor.reads_all:
        raise NotAllowed("Only an admin or an auditor may read everybody's records.")


def check_is_admin(actor: Actor) -> None:
    """People, credentials and the workspace's settings are kept by admins. Raises NotAllowed."""
    if actor.role is not Role.ADMIN:
        raise NotAllowed("Only an admin may do this.")
