"""Contracts and balance adjustments: /v1/contracts, /v1/balance-adjustments."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, delete, patch, post
from litestar.params import FromPath, JSONBody

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, get_route
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models import contracts as models
from uhrwerk.entrypoints.native.models.contracts import Contract, ContractChanges, NewContract
from uhrwerk.entrypoints.native.models.values import given
from uhrwerk.entrypoints.native.personal import Conditions, personal_list_route, personal_routes
from uhrwerk.entrypoints.native.whose import ReasonGiven, because, own_or
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.operations import contracts, public_holidays
from uhrwerk.operations.balance_adjustments import ADJUSTMENTS
from uhrwerk.storage.store import Tx

CONTRACT = Kind(
    "Contract",
    "Contracts",
    models.contract,
    models.Contract,
    models.NewContract,
    models.ContractChanges,
    keepers="admins only",
    unused="",
)
BALANCE_ADJUSTMENT = Kind(
    "BalanceAdjustment",
    "BalanceAdjustments",
    models.balance_adjustment,
    models.BalanceAdjustment,
    models.NewBalanceAdjustment,
    models.BalanceAdjustmentChanges,
    keepers="admins only",
    unused="",
    read=Scope.ATTENDANCE_READ,
    write=Scope.ATTENDANCE_WRITE,
    says_why=True,
)


def all_of_them() -> Conditions:
    """A list that nothing narrows but whose it is."""
    return []


@post(scope=CONTRACT.write, operation_id="addContract")
async def add(
    request: AnyRequest, data: JSONBody[NewContract], reason: ReasonGiven = None, key: IdempotencyKey = None
) -> Response[Contract]:
    """Agree on new terms from a day on (admins only); the contract that holds until then ends the day before."""
    now = house_of(request).now()
    actor, person_id = own_or(request, data.person_id)
    actor = because(actor, reason)
    members = await _looked_at(given(data, "person_id"))

    async def run(tx: Tx) -> Contract:
        return models.contract(await contracts.add(tx, actor, now, person_id, members))

    return await write(request, key, run, 201)


@patch("/{id:uuid}", scope=CONTRACT.write, operation_id="changeContract")
async def change(
    request: AnyRequest,
    id: FromPath[UUID],
    data: JSONBody[ContractChanges],
    reason: ReasonGiven = None,
    if_match: IfMatch = None,
) -> Response[Contract]:
    """Change a contract that has not begun; of others the end and the note (admins only)."""
    house = house_of(request)
    now, actor, version = house.now(), because(guest_of(request).actor, reason), expected_version(if_match)
    members = await _looked_at(given(data))
    record = await house.store.write(
        lambda tx: contracts.change_with(tx, actor, now, str(id), lambda before: members, version)
    )
    return with_etag(models.contract(record))


@delete("/{id:uuid}", scope=CONTRACT.write, operation_id="deleteContract")
async def remove(request: AnyRequest, id: FromPath[UUID], reason: ReasonGiven = None, if_match: IfMatch = None) -> None:
    """Delete a contract that is wrong; one that has begun only with a reason (admins only)."""
    house = house_of(request)
    now, actor, version = house.now(), because(guest_of(request).actor, reason), expected_version(if_match)
    await house.store.write(lambda tx: contracts.remove(tx, actor, now, str(id), version))


async def _looked_at(members: dict[str, Any]) -> dict[str, Any]:
    """The members, with the region looked up beforehand: the first time takes too long for a transaction."""
    if members.get("region") is not None:
        await asyncio.to_thread(public_holidays.check_region, members["region"])
    return members


HANDLERS: list[Any] = [
    CONTRACT.router(
        personal_list_route(CONTRACT, contracts, "starts_on"),
        add,
        get_route(CONTRACT, contracts),
        change,
        remove,
        wanted=all_of_them,
    ),
    personal_routes(BALANCE_ADJUSTMENT, ADJUSTMENTS, all_of_them, "day"),
]
