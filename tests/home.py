"""A house to test in: the application on a real database, a clock to set, workspaces with people in them."""

import base64
import hmac
import json
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import uuid4

import httpx
import msgspec
from sqlalchemy import bindparam, insert

from tests.in_process import InProcess, in_process
from uhrwerk.bootstrap import make_app, migrate
from uhrwerk.config import Settings
from uhrwerk.entrypoints.credentials import KINDS
from uhrwerk.entrypoints.house import House
from uhrwerk.entrypoints.jobs import schedule
from uhrwerk.entrypoints.jobs.webhooks import Sender
from uhrwerk.operations import people, workspaces
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.credentials import token_hash
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.records import new_id
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import credential

T = TypeVar("T")

MORNING = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
"""A Tuesday, 09:00 in Berlin, far from any change of the clocks."""


class Clock:
    """The clock on the wall; a test sets it."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> datetime:
        """Move it on by a `timedelta`'s arguments."""
        self.now += timedelta(**length)
        return self.now


@dataclass(frozen=True)
class Someone:
    """A person with a credential of every face."""

    id: str
    username: str
    native: str
    awork: str
    onoffice_token: str
    onoffice_secret: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.native}"}

    @property
    def awork_bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.awork}"}


@dataclass(frozen=True)
class KeyCutter:
    """Makes a new workspace's credentials and puts them there at one blow.

    To have each issued and journaled by itself took half the time of all tests; `issue` has tests of its own.
    """

    house: House
    workspace_id: str
    made_at: datetime
    cut: list[Credential] = field(default_factory=list)

    def key(self, face: str, person_id: str | None) -> tuple[str, str]:
        """A token of that face, and its secret or nothing."""
        kind = KINDS[face]
        token, secret = kind.make()
        self.cut.append(
            Credential(
                id=new_id(),
                token_hash=token_hash(face, token),
                workspace_id=self.workspace_id,
                person_id=person_id,
                face=face,
                name="test",
                secret=kind.keep(secret, self.house.vault) if kind.keep and secret is not None else None,
                scopes=kind.scopes,
                created_at=self.made_at,
                expires_at=None,
                revoked_at=None,
            )
        )
        return token, secret or ""

    def someone(self, username: str, person_id: str) -> Someone:
        native, awork, onoffice = (self.key(face, person_id) for face in ("native", "awork", "onoffice"))
        return Someone(person_id, username, native[0], awork[0], *onoffice)

    async def hand_out(self, tx: Tx) -> None:
        await tx.many(_add_credential, [msgspec.structs.asdict(each) for each in self.cut])


_add_credential = Statement(insert(credential).values({name: bindparam(name) for name in Credential.__struct_fields__}))


@dataclass(frozen=True)
class Workplace:
    """A workspace: `admin`, `lead`, `owner` and `colleague` (both members), all in Berlin, and something to work on."""

    id: str
    admin: Someone
    lead: Someone
    owner: Someone
    colleague: Someone
    type_of_work: str
    client: str
    project: str
    task: str
    timetrack_key: str
    timetrack_secret: str
    client_name: str = "Nordlicht"
    project_name: str = "Website"
    task_name: str = "Sitemap"

    @property
    def timetrack(self) -> dict[str, str]:
        return {"X-TimeTrack-Api-Key": self.timetrack_key, "X-TimeTrack-Api-Secret": self.timetrack_secret}


async def new_workplace(house: House, tx: Tx, made_at: datetime, zone: str = "Europe/Berlin") -> Workplace:
    """A new workspace, unlike any other."""
    home = await workspaces.make(tx, made_at, f"Workspace {uuid4()}", zone)
    actor = command_line_actor(home.id)
    keys = KeyCutter(house, home.id, made_at)
    cast = {}
    for username, role in (("admin", "admin"), ("lead", "lead"), ("owner", "member"), ("colleague", "member")):
        person = await people.add(
            tx,
            actor,
            made_at,
            NewPerson(username, f"{username}@example.org", username.title(), "Example", role, zone),
        )
        cast[username] = keys.someone(username, person.id)
    design = await TYPES_OF_WORK.add(tx, actor, made_at, {"name": "Design", "archived": False})
    client = await CLIENTS.add(tx, actor, made_at, {"name": "Nordlicht", "archived": False})
    project = await PROJECTS.add(
        tx,
        actor,
        made_at,
        {"name": "Website", "key": "WEB", "client_id": client.id, "billable": True, "archived": False},
    )
    task = await TASKS.add(
        tx,
        actor,
        made_at,
        {"name": "Sitemap", "project_id": project.id, "assignees": [cast["owner"].id], "archived": False},
    )
    account = keys.key("timetrack", None)
    await keys.hand_out(tx)
    return Workplace(
        home.id,
        admin=cast["admin"],
        lead=cast["lead"],
        owner=cast["owner"],
        colleague=cast["colleague"],
        type_of_work=design.id,
        client=client.id,
        project=project.id,
        task=task.id,
        timetrack_key=account[0],
        timetrack_secret=account[1],
    )


@dataclass
class Home:
    """The running application. `http` speaks to it; `run` runs an operation in a transaction of its store."""

    settings: Settings
    clock: Clock
    http: InProcess = field(init=False)

    def open(self, stack: ExitStack) -> None:
        migrate(self.settings)
        # Webhooks are sent, and jobs run, when a test says so: the loop stands still between two calls of a test, and a
        # job's transaction would stay open with it, which holds up every feed of the same PostgreSQL.
        stack.enter_context(patch.object(schedule, "LASTING", []))
        stack.enter_context(patch.object(schedule, "SCHEDULE", []))
        self.http = stack.enter_context(in_process(make_app(self.settings, self.clock)))

    @property
    def house(self) -> House:
        house: House = self.http.app.state.house
        return house

    def routes(self) -> list[Any]:
        """Every route of the house."""
        self.http.blocking_portal.call(self.http.app.open_all)
        return self.http.app.routes

    def run(self, operation: Callable[[Tx], Awaitable[T]]) -> T:
        """Run an operation on the server's own loop and commit it."""
        result: T = self.http.blocking_portal.call(self.house.store.write, operation)
        return result

    def send_webhooks(self) -> None:
        """Send what is due by the clock and wait for the answers."""

        async def run() -> None:
            async with Sender(self.house, chance=lambda: 0.5) as sender:
                await sender.round()
                await sender.idle()

        self.http.blocking_portal.call(run)

    def workplace(self, zone: str = "Europe/Berlin") -> Workplace:
        """A new workspace, unlike any other, made an hour ago."""
        made_at = self.clock.now - timedelta(hours=1)
        return self.run(lambda tx: new_workplace(self.house, tx, made_at, zone))

    def onoffice(
        self, someone: Someone, parameters: dict[str, Any] | list[Any] | None = None, **changes: Any
    ) -> httpx.Response:
        """The signed call `modify timetracking`; `changes` replace members of the action."""
        action_id = "urn:onoffice-de-ns:smart:2.5:smartml:action:modify"
        timestamp = str(int(self.clock.now.timestamp()))
        message = f"{timestamp}{someone.onoffice_token}timetracking{action_id}"
        signature = hmac.digest(someone.onoffice_secret.encode(), message.encode(), "sha256")
        action = {
            "actionid": action_id,
            "resourceid": "",
            "identifier": "",
            "resourcetype": "timetracking",
            "timestamp": timestamp,
            "hmac": base64.b64encode(signature).decode(),
            "hmac_version": "2",
            "parameters": {} if parameters is None else parameters,
        } | changes
        body = {"token": someone.onoffice_token, "request": {"actions": [action]}}
        return self.http.post("/api/stable/api.php", content=json.dumps(body))


def settings_for(database_url: str, data_dir: Path) -> Settings:
    return Settings("127.0.0.1", 0, database_url, data_dir, 1, demo=True)
