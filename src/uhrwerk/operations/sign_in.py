"""Signing in with a name and a password: whose accounts they could be."""

from dataclasses import dataclass

from uhrwerk.storage import people, workspaces
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Account:
    person: Person
    workspace: Workspace

    @property
    def password_hash(self) -> str:
        assert self.person.password_hash is not None
        return self.person.password_hash


async def accounts(tx: Tx, name: str, workspace_id: str | None) -> list[Account]:
    """The accounts with that username or e-mail address, of one workspace or of any.

    Usernames are unique in a workspace only: the right password tells which one is meant.
    """
    found = []
    for person in await people.to_sign_in(tx, name, workspace_id):
        workspace = await workspaces.get(tx, person.workspace_id)
        assert workspace is not None
        found.append(Account(person, workspace))
    return found
