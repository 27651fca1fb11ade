"""The demo's people, for whoever wants to try the web app as one of them."""

from dataclasses import dataclass

from uhrwerk.operations.demo.build import SETTING
from uhrwerk.operations.sign_in import Account
from uhrwerk.storage import people, settings, workspaces
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Trial:
    """A demo workspace and the accounts in it, in the order in which they were made."""

    workspace: Workspace
    accounts: list[Account]


async def accounts_to_try(tx: Tx) -> list[Trial]:
    """Everybody in the demo workspaces who can sign in; nobody of any other workspace."""
    trials = []
    for workspace_id in await settings.workspaces_with(tx, SETTING):
        workspace = await workspaces.get(tx, workspace_id)
        assert workspace is not None
        everybody = await people.every(tx, workspace_id)
        accounts = [Account(each, workspace) for each in everybody if each.active and not each.service]
        trials.append(Trial(workspace, accounts))
    return trials


async def account_to_try(tx: Tx, person_id: str) -> Account | None:
    """That one of them, if it is one."""
    everybody = [account for trial in await accounts_to_try(tx) for account in trial.accounts]
    return next((account for account in everybody if account.person.id == person_id), None)
