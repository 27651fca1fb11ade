"""Who may do what. Roles are per workspace; a workspace never sees another's records."""

from dataclasses import dataclass
from enum import StrEnum

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


def check_may_keep_people(actor: Actor) -> None:
    """People, credentials and the workspace's settings are kept by admins. Raises NotAllowed."""
    if actor.role is not Role.ADMIN:
        raise NotAllowed("Only an admin may do this.")
