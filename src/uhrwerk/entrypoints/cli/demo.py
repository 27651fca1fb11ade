"""`uhrwerk demo`: two workspaces to try everything out, with fresh credentials each time."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from secrets import SystemRandom
from typing import Annotated, Any, Final

import msgspec
import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.jobs.law import close_days_of
from uhrwerk.entrypoints.native import auth as native
from uhrwerk.entrypoints.passwords import hashed
from uhrwerk.entrypoints.vendors.awork import auth as awork
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE
from uhrwerk.operations import credentials, kiosks, oauth_clients, recognition, service_accounts, webhooks
from uhrwerk.operations import demo as operations
from uhrwerk.operations.credentials import Issued, random_text
from uhrwerk.operations.demo import CAST, PAPERWORK, SURROUNDINGS, Made, Piece
from uhrwerk.operations.kiosks import Linked
from uhrwerk.operations.oauth_clients import NewClient
from uhrwerk.operations.second_factors import SECOND_FACTOR
from uhrwerk.operations.webhooks import PRIVATE_TARGETS
from uhrwerk.rules.access import Role
from uhrwerk.rules.refusals import Refusal
from uhrwerk.rules.signing_in import SecondFactor
from uhrwerk.storage import credentials as kept
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

NAME: Final = "demo"
KIOSK: Final = "Front door"
RECEIVER: Final = "http://127.0.0.1:8700/uhrwerk"

KEPT_FOR: Final = timedelta(hours=24)
"""Demo credentials of earlier runs end after this."""

AT_ONCE: Final = 3

_random: Final = SystemRandom()

SETTINGS: Final = {
    MODULE.name: True,
    APP_SWITCH.name: True,
    PRIVATE_TARGETS.name: True,
    SECOND_FACTOR.name: SecondFactor.OPTIONAL.value,
}
"""Webhooks may lead to this machine, so that they can be tried; the password alone opens the demo's accounts."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A demo workspace's fresh credentials, shown once; `pins` are for the kiosk, by the person's id."""

    made: Made
    of_people: list[tuple[Person, dict[str, Issued]]]
    timetrack: Issued
    kiosk: Linked
    pins: dict[str, str]


def demo(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")] = False,
) -> None:
    """Make or refresh the demo and print who is there, with fresh credentials."""
    password = random_text(16)
    keys = in_house(context, lambda house, now: make(house, now, password))
    if as_json:
        sys.stdout.write(msgspec.json.encode(description(keys, password)).decode() + "\n")
        return
    for each in keys:
        print(each.made.workspace.name)
        for person, issued in each.of_people:
            pin = each.pins.get(person.id, "-")
            print(f"  {person.username:10} {person.role:8} {issued['native'].token} {pin}")
        print(f"  kiosk      {setup_path(each.kiosk)}")


async def make(house: House, now: datetime, password: str) -> list[Keys]:
    """Both workspaces with their people, some weeks of history, and fresh credentials."""
    password_hash = await hashed(password)
    return [await _make_workspace(house, now, plan, password_hash) for plan in CAST]


async def _make_workspace(house: House, now: datetime, plan: operations.WorkspacePlan, password_hash: str) -> Keys:
    made = await house.store.write(lambda tx: operations.make_or_refresh(tx, now, plan, password_hash, SETTINGS))
    for work in SURROUNDINGS:
        await _unless_refused(house, made, _part(work, made, now))
    await _live(house, made, now)
    if plan.lawful:
        for work in PAPERWORK:
            await _unless_refused(house, made, _part(work, made, now))
        # The findings are those that a server keeps as days close.
        await close_days_of(house, made.workspace.id)
    for person in made.people:
        await _unless_refused(house, made, partial(operations.settle, made=made, person=person, now=now))
    for keep in (partial(_keep_webhooks, house=house), _keep_applications):
        await _unless_refused(house, made, partial(keep, made=made, now=now))
    return await house.store.write(partial(_fresh_keys, house=house, made=made, now=now))


def _part(work: Piece, made: Made, now: datetime) -> Callable[[Tx], Awaitable[None]]:
    return lambda tx: work(tx, made, now)


async def _unless_refused(house: House, made: Made, work: Callable[[Tx], Awaitable[None]]) -> None:
    """A piece of the demo in a transaction of its own; where visitors have put something in its way, it is left alone:
    the rest of the demo, and a server that starts with it, go on.
    """
    try:
        await house.store.write(work)
    except Refusal as refusal:
        print(f"{made.workspace.name}: left alone: {refusal}", file=sys.stderr)


async def _live(house: House, made: Made, now: datetime) -> None:
    """Everybody's history, some people at a time: on PostgreSQL one is reckoned while another is written."""
    gate = asyncio.Semaphore(AT_ONCE)
    done = count(1)

    async def live(person: Person) -> None:
        async with gate:
            await _unless_refused(house, made, partial(operations.live, made=made, person=person, now=now))
        print(f"{made.workspace.name}: {next(done)} of {len(made.people)} people", file=sys.stderr)

    await asyncio.gather(*(live(person) for person in made.people))


async def _keep_webhooks(tx: Tx, house: House, now: datetime, made: Made) -> None:
    """One of each kind to look at, made once; not active, since nobody listens there."""
    for face, events, secret in (
        ("native", ["time_entry.*", "absence.approved"], house.vault.lock(webhooks.new_secret())),
        ("awork", ["timetracking_added", "timetracking_updated"], None),
    ):
        if not await webhooks.every(tx, made.actor, face, limit=1):
            members = {"face": face, "name": "Payroll", "url": RECEIVER, "events": events, "secret": secret}
            await webhooks.add(tx, made.actor, now, members | {"active": False})


async def _keep_applications(tx: Tx, now: datetime, made: Made) -> None:
    """A client application of each kind to let in, and a program's own account, made once."""
    actor = made.actor
    present = {client.face for client in await oauth_clients.every(tx, actor)}
    for face, scopes in (("native", native.ALL_SCOPES), ("awork", awork.SCOPES)):
        if face not in present:
            # A loopback address: the application runs on the machine of whoever tries it.
            new = NewClient(face, "Desk clock", ["http://127.0.0.1/callback"], list(scopes), confidential=False)
            await oauth_clients.add(tx, actor, now, new)
    if not await service_accounts.every(tx, actor):
        await service_accounts.add(tx, actor, now, "Payroll export")


async def _fresh_keys(tx: Tx, house: House, now: datetime, made: Made) -> Keys:
    actor = made.actor
    for old in await kept.of_workspace(tx, actor.workspace_id):
        if old.name == NAME and old.revoked_at is None and old.created_at < now - KEPT_FOR:
            await credentials.revoke(tx, actor, now, old.id)
    of_people = []
    for person in made.people:
        faces = ("awork", "native", "onoffice")
        issued = {face: await issue(tx, actor, now, house.vault, face, person.id, NAME) for face in faces}
        of_people.append((person, issued))
    account = await issue(tx, actor, now, house.vault, "timetrack", None, NAME)
    return Keys(made, of_people, account, await _keep_kiosk(tx, now, made), await _fresh_pins(tx, house, now, made))


async def _keep_kiosk(tx: Tx, now: datetime, made: Made) -> Linked:
    """A kiosk that is made once, with a fresh link."""
    present = await kiosks.every(tx, made.actor)
    if present:
        return await kiosks.link(tx, made.actor, now, present[0].id)
    members = {"name": KIOSK, "zone": made.workspace.zone, "language": made.people[0].language}
    return await kiosks.add(tx, made.actor, now, members)


async def _fresh_pins(tx: Tx, house: House, now: datetime, made: Made) -> dict[str, str]:
    """A PIN for everybody who keeps time."""
    pins = {person.id: _some_pin() for person in made.people if person.role != Role.AUDITOR}
    for person_id, pin in pins.items():
        hashed_pin = house.kiosk.pin(made.workspace.id, person_id, pin)
        await recognition.set_pin(tx, made.actor, now, person_id, hashed_pin)
    return pins


def _some_pin() -> str:
    """Four digits that are neither alike nor in a row: the first two are not, for they differ by more than one."""
    first = _random.randrange(10)
    return f"{first}{(first + _random.randrange(2, 9)) % 10}{_random.randrange(100):02}"


def setup_path(linked: Linked) -> str:
    """Where a tablet becomes the demo's kiosk."""
    return f"/kiosk/setup/{linked.code}"


def description(keys: list[Keys], password: str) -> dict[str, Any]:
    """The JSON object that scripts read."""
    return {"workspaces": [_workspace(each, password) for each in keys]}


def _workspace(keys: Keys, password: str) -> dict[str, Any]:
    made = keys.made
    project = made.example_project
    client = next(each.client for each in made.plan.projects if each.name == project.name)
    return {
        "name": made.workspace.name,
        "people": [
            {
                "id": person.id,
                "username": person.username,
                "email": person.email,
                "password": password,
                "role": person.role,
                "timezone": person.zones.changes[-1].name,
                "awork_token": issued["awork"].token,
                "native_token": issued["native"].token,
                "onoffice_token": issued["onoffice"].token,
                "onoffice_secret": issued["onoffice"].secret,
                "kiosk_pin": keys.pins.get(person.id),
            }
            for person, issued in keys.of_people
        ],
        "awork": {
            "typeOfWorkId": made.example_type_of_work.id,
            "projectId": project.id,
            "taskId": made.example_task.id,
        },
        "timetrack": {
            "key": keys.timetrack.token,
            "secret": keys.timetrack.secret,
            "clientName": client,
            "projectName": project.name,
        },
        "kiosk": {"id": keys.kiosk.kiosk.id, "name": keys.kiosk.kiosk.name, "setup_path": setup_path(keys.kiosk)},
    }
