"""Making and changing kept records: ids, numbers, versions, and the journal row that goes with every change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
import uuid_utils

from uhrwerk.rules.access import Actor, check_may_change
from uhrwerk.rules.journal import GENESIS, Link, difference, payload_digest, seal, seal_head
from uhrwerk.rules.refusals import VersionMismatch
from uhrwerk.storage import journal
from uhrwerk.storage.journal import Head, Sealed
from uhrwerk.storage.records import Kept, Owned
from uhrwerk.storage.store import Tx

if TYPE_CHECKING:
    # With their tables they take long to import, and a server that starts needs none of them.
    from uhrwerk.storage.credentials import Credential
    from uhrwerk.storage.identities import Identity, IdentityProvider
    from uhrwerk.storage.oauth import Grant, OAuthClient
    from uhrwerk.storage.passkeys import Passkey
    from uhrwerk.storage.settings import Setting
    from uhrwerk.storage.teams import Membership
    from uhrwerk.storage.workspaces import Workspace

    Journaled = (
        Kept
        | Credential
        | Setting
        | Workspace
        | Membership
        | OAuthClient
        | Grant
        | Passkey
        | Identity
        | IdentityProvider
    )

K = TypeVar("K", bound=Kept)

_SALT: Final = 16
"""Bytes of a payload's salt."""

_NOT_JOURNALED = (
    *("workspace_id", "password_hash", "token_hash", "secret", "secret_hash"),
    *("start_offset", "end_offset"),
    *("authorization", "read_transaction_id", "read_position"),
)
"""Secrets, what follows from other members, and how far a webhook has read the journal itself."""


_KEYS = ("credential", "oauth_grant", "account", "passkey", "identity")
"""What lets somebody in: an auditor, who changes nothing, still signs in and out, and keeps their own keys."""

_TASTE = frozenset(("language", "preferences", "updated_by", "updated_at", "version"))
"""What an auditor too may change of themselves: how the pages speak to them and look."""


def new_id() -> str:
    """A UUIDv7: later ones sort after earlier ones."""
    return str(uuid_utils.uuid7())


async def new_record(tx: Tx, actor: Actor, now: datetime) -> dict[str, Any]:
    """The members that every new record starts with."""
    [record] = await new_records(tx, actor, now, [None])
    return record


async def new_records(tx: Tx, actor: Actor, now: datetime, ids: Sequence[str | None]) -> list[dict[str, Any]]:
    """What so many new records start with, in this order; each of that id, or (None) of a new one."""
    workspace_id, by = actor.workspace_id, actor.id
    numbers = [await tx.number(workspace_id)] if len(ids) == 1 else await tx.numbers(workspace_id, len(ids))
    return [
        {
            "workspace_id": workspace_id,
            "id": id or new_id(),
            "number": number,
            "created_by": by,
            "created_at": now,
            "updated_by": by,
            "updated_at": now,
            "version": 1,
            "deleted_at": None,
        }
        for number, id in zip(numbers, ids, strict=True)
    ]


def changed(record: K, actor: Actor, now: datetime, **members: Any) -> K:
    """The record with these members, one version on."""
    return msgspec.structs.replace(record, updated_by=actor.id, updated_at=now, version=record.version + 1, **members)


def differs(record: Kept, members: dict[str, Any]) -> bool:
    """Whether any of the members would change the record: a change that changes nothing is not journaled."""
    return any(getattr(record, name) != value for name, value in members.items())


def check_version(record: Kept | OAuthClient | IdentityProvider, expected: int | None) -> None:
    """Raise VersionMismatch unless the client's version, if it names one, is the record's."""
    if expected is not None and expected != record.version:
        raise VersionMismatch("The record has changed since it was read.")


async def write_down(
    tx: Tx,
    actor: Actor,
    now: datetime,
    act: str,
    before: Journaled | None,
    after: Journaled | None,
    *,
    subject_id: str | None = None,
    effective_at: datetime | None = None,
) -> None:
    """Append the change to its subject's chain: the person's, else the workspace's.

    `act` is `<kind of record>.<what was done>`, for example `time_entry.started`. One of `before` and `after` may be
    missing: the record is new, or gone. Why, where the actor says so, on which request and at which kiosk stand beside
    them. Raises NotAllowed for an auditor, whatever they may be about to change but their own keys.
    """
    subject_id = subject_id or actor.workspace_id
    head = await journal.head(tx, actor.workspace_id, subject_id)
    row = _row(tx, actor, now, act, before, after, subject_id, effective_at or now, head)
    await journal.append(tx, *row, _head_after(tx, row))


async def write_down_new(
    tx: Tx,
    actor: Actor,
    now: datetime,
    act: str,
    records: Sequence[Owned],
    effective_at: Sequence[datetime],
) -> None:
    """Append many new records to their people's chains: the rows that `write_down` appends one by one, in a few
    statements.

    `effective_at` has an instant for each. Raises NotAllowed for an auditor.
    """
    if not records:
        return
    check_may_change(actor)
    subjects = dict.fromkeys(record.person_id for record in records)
    heads = {id: await journal.head(tx, actor.workspace_id, id) for id in subjects}
    given = {id: _given(actor, id) for id in subjects}
    rows: list[Sealed] = []
    last: dict[str, Sealed] = {}
    for record, at, salt in zip(records, effective_at, _salts(len(records)), strict=True):
        subject_id = record.person_id
        payload = msgspec.json.encode({"before": {}, "after": snapshot(record)} | given[subject_id])
        row = _sealed(tx, actor, now, act, record.id, payload, subject_id, at, heads[subject_id], salt)
        heads[subject_id] = Head(actor.workspace_id, subject_id, row.link.sequence, row.seal, "")
        last[subject_id] = row
        rows.append(row)
    await journal.append_all(tx, rows, [_head_after(tx, row) for row in last.values()])


def _row(
    tx: Tx,
    actor: Actor,
    now: datetime,
    act: str,
    before: Journaled | None,
    after: Journaled | None,
    subject_id: str,
    effective_at: datetime,
    head: Head | None,
) -> Sealed:
    """The change as the row that follows the chain's head. Raises NotAllowed."""
    record = after or before
    assert record is not None
    kind = act.partition(".")[0]
    old, new = difference(_or_none(before), _or_none(after))
    their_key = kind in _KEYS and subject_id == actor.person_id
    their_taste = kind == "person" and record.id == actor.person_id and new.keys() <= _TASTE
    if not their_key and not their_taste:
        check_may_change(actor)
    payload = msgspec.json.encode({"before": old, "after": new} | _given(actor, subject_id))
    return _sealed(tx, actor, now, act, record.id, payload, subject_id, effective_at, head, token_hex(_SALT))


def _given(actor: Actor, subject_id: str) -> dict[str, str]:
    """What the actor says beside a change to that subject's record."""
    further = {"reason": actor.why(subject_id), "request_id": actor.request_id, "device_id": actor.device_id}
    return {name: value for name, value in further.items() if value}


def _salts(count: int) -> list[str]:
    """So many, drawn at once."""
    drawn = token_hex(_SALT * count)
    return [drawn[begin : begin + 2 * _SALT] for begin in range(0, len(drawn), 2 * _SALT)]


def _sealed(
    tx: Tx,
    actor: Actor,
    now: datetime,
    act: str,
    record_id: str,
    payload: bytes,
    subject_id: str,
    effective_at: datetime,
    head: Head | None,
    salt: str,
) -> Sealed:
    """The row that follows the chain's head, of which the count and the seal are looked at."""
    last, previous = (head.count, head.seal) if head else (0, GENESIS)
    kind = act.partition(".")[0]
    digest = payload_digest(salt, payload)
    # By place, in half the time.
    link = Link(
        *(actor.workspace_id, subject_id, last + 1, now, effective_at),
        *(actor.id, actor.face, act, kind, record_id, digest),
    )
    return Sealed(link, salt, payload.decode(), seal(tx.journal_key, previous, link))


def _head_after(tx: Tx, row: Sealed) -> Head:
    """The chain's head once the row is its last."""
    link = row.link
    head_seal = seal_head(tx.journal_key, link.workspace_id, link.subject_id, link.sequence, row.seal)
    return Head(link.workspace_id, link.subject_id, link.sequence, row.seal, head_seal)


def _or_none(record: Journaled | None) -> dict[str, Any] | None:
    return None if record is None else snapshot(record)


def snapshot(record: Journaled) -> dict[str, Any]:
    """The record's members as the journal keeps them, without secrets."""
    names, values = _kept_of(type(record))
    return dict(zip(names, values(record), strict=True))


@cache
def _kept_of(kind: type[Journaled]) -> tuple[Sequence[str], Callable[[Journaled], Sequence[Any]]]:
    """The members of such records that the journal keeps, and what takes them out of one."""
    names = [name for name in kind.__struct_fields__ if name not in _NOT_JOURNALED]
    return names, attrgetter(*names)
