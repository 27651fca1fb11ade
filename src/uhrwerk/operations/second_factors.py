"""A second factor beside the password: codes of an authenticator app (TOTP), passkeys, and recovery codes.

Who has set up an app or a passkey is asked for it after the password. Recovery codes come with the first of them and
are shown once; each opens the door once, when the phone is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from secrets import choice
from typing import TYPE_CHECKING, Final

from uhrwerk.operations import sessions
from uhrwerk.operations.records import write_down
from uhrwerk.operations.settings import Option
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.refusals import Conflict, Invalid, NotFound
from uhrwerk.rules.signing_in import SecondFactor, needs_second_factor, plain_code, steps_accepted
from uhrwerk.storage import passkeys, people, second_factors, settings, workspaces
from uhrwerk.storage.passkeys import Passkey
from uhrwerk.storage.people import Person
from uhrwerk.storage.second_factors import Totp
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

if TYPE_CHECKING:
    from pyotp import TOTP

SECOND_FACTOR: Final = Option(
    "second-factor",
    "Who signs in with a second factor beside the password: who wants to, admins, everybody.",
    {policy.value: policy.value for policy in SecondFactor},
)

RECOVERY_CODES: Final = 10
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is mistaken for another."""

_GROUPS: Final = 4
_GROUP: Final = 4
"""Four groups of four letters: 79 random bits, so that a plain SHA-256 is enough to keep them by."""

Unlock = Callable[[str], str]
"""Reads an encrypted secret."""


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody can show who they are. `codes_left` are recovery codes."""

    password: bool
    totp: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def has_second_factor(self) -> bool:
        return self.totp or bool(self.passkeys)


async def means_of(tx: Tx, person: Person) -> Means:
    key = (person.workspace_id, person.id)
    return Means(
        password=person.password_hash is not None,
        totp=await second_factors.get(tx, *key) is not None,
        passkeys=tuple(await passkeys.of_person(tx, *key)),
        codes_left=await second_factors.codes_left(tx, *key),
    )


async def is_needed(tx: Tx, person: Person) -> bool:
    """Whether the workspace lets this person in with a second factor only."""
    policy = SECOND_FACTOR.of(await settings.all_of(tx, person.workspace_id))
    return needs_second_factor(SecondFactor(policy), person.role)


async def half_in(tx: Tx, workspace_id: str, person_id: str) -> tuple[Person, Workspace, Means]:
    """Somebody who has shown a password, or a link, and has the second step before them."""
    person = await people.shelf.get(tx, workspace_id, person_id)
    workspace = await workspaces.get(tx, workspace_id)
    assert person is not None
    assert workspace is not None
    return person, workspace, await means_of(tx, person)


def new_secret() -> str:
    """160 random bits in base32, as apps have it."""
    from pyotp import random_base32

    return random_base32()


def address_of(secret: str, person: Person, workspace_name: str) -> str:
    """What an app reads from a QR code: `otpauth://totp/…`."""
    return _app(secret).provisioning_uri(name=person.username, issuer_name=f"Uhrwerk {workspace_name}")


async def set_up(
    tx: Tx, actor: Actor, now: datetime, *, secret: str, locked: str, code: str, proven: bool = False
) -> list[str]:
    """An app shows codes of `secret`, and `code` is one of them; `locked` is the secret as it is kept.

    The recovery codes, where these are the first. `proven`: somebody who is just signing in.
    Raises Conflict where there is an app already, Invalid for a wrong code, ProofRequired.
    """
    person = await _self(tx, actor, now, proven)
    key = (person.workspace_id, person.id)
    if await second_factors.get(tx, *key) is not None:
        raise Conflict("There is an authenticator app already; take it off first.")
    step = _step_shown(secret, code, now, 0)
    if step is None:
        raise Invalid.field("code", "is not the code that the app shows now")
    await second_factors.add(tx, Totp(*key, locked, step, now))
    await write_down(tx, actor, now, "account.codes_set_up", person, person, subject_id=person.id)
    return await codes_for_the_first(tx, actor, now, person)


async def set_up_first(
    tx: Tx, now: datetime, workspace_id: str, person_id: str, *, secret: str, locked: str, code: str
) -> list[str]:
    """The app that the workspace asks for, as the second step itself; recovery codes come with it. Raises Invalid."""
    person, _, means = await half_in(tx, workspace_id, person_id)
    if means.has_second_factor:
        # Who has one shows it: nobody gets past it by setting up another.
        raise Invalid.field("code", "There is a second factor already. Begin anew.")
    actor = Actor(person.workspace_id, person.id, Role(person.role), sessions.FACE, person.id)
    return await set_up(tx, actor, now, secret=secret, locked=locked, code=code, proven=True)


async def take_off(tx: Tx, actor: Actor, now: datetime) -> None:
    """One's own app goes; recovery codes go with the last second factor.

    Raises NotFound, ProofRequired, Conflict where the workspace asks for a second factor and there is no other.
    """
    person = await _self(tx, actor, now)
    means = await means_of(tx, person)
    if not means.totp:
        raise NotFound("authenticator app")
    await second_factors.remove(tx, person.workspace_id, person.id)
    await write_down(tx, actor, now, "account.codes_taken_off", person, person, subject_id=person.id)
    await check_what_is_left(tx, person, now)


async def take_off_all(tx: Tx, actor: Actor, now: datetime, person_id: str) -> None:
    """An admin helps somebody who has lost their phone: app, passkeys and recovery codes go, and their sessions end.

    Raises NotAllowed, NotFound.
    """
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, person_id)
    person = await people.shelf.get(tx, actor.workspace_id, person_id)
    if person is None or person.deleted_at is not None or person.service:
        raise NotFound("person")
    for each in await passkeys.of_person(tx, actor.workspace_id, person_id):
        await passkeys.remove(tx, each.id)
        await write_down(tx, actor, now, "passkey.deleted", each, None, subject_id=person_id)
    await second_factors.remove(tx, actor.workspace_id, person_id)
    await second_factors.replace_codes(tx, actor.workspace_id, person_id, [], now)
    await write_down(tx, actor, now, "account.codes_taken_off", person, person, subject_id=person_id)
    await sessions.end_all(tx, actor, now, person_id)


async def check_what_is_left(tx: Tx, person: Person, now: datetime) -> None:
    """After a second factor has gone: without any, the recovery codes go too. Raises Conflict if one is needed."""
    means = await means_of(tx, person)
    if means.has_second_factor:
        return
    if await is_needed(tx, person):
        raise Conflict("Your workspace asks for a second factor: set up another one first.")
    await second_factors.replace_codes(tx, person.workspace_id, person.id, [], now)


async def codes_for_the_first(tx: Tx, actor: Actor, now: datetime, person: Person) -> list[str]:
    """Recovery codes for somebody who has just set up their first second factor; none for the second."""
    if await second_factors.codes_left(tx, person.workspace_id, person.id):
        return []
    return await _make_codes(tx, actor, now, person)


async def new_recovery_codes(tx: Tx, actor: Actor, now: datetime) -> list[str]:
    """New recovery codes in the place of the old ones. Raises ProofRequired, Conflict without a second factor."""
    person = await _self(tx, actor, now)
    if not (await means_of(tx, person)).has_second_factor:
        raise Conflict("Set up an authenticator app or a passkey first.")
    return await _make_codes(tx, actor, now, person)


async def take_code(tx: Tx, now: datetime, workspace_id: str, person_id: str, code: str, unlock: Unlock) -> bool:
    """Take a code of the person's app, or a recovery code; each is taken once. False if it is neither."""
    await tx.lock(workspace_id, person_id)
    person = await people.shelf.get(tx, workspace_id, person_id)
    if person is None or not person.active:
        return False
    app = await second_factors.get(tx, workspace_id, person_id)
    step = _step_shown(unlock(app.secret), code, now, app.last_step) if app else None
    if step is not None:
        return await second_factors.use_step(tx, workspace_id, person_id, step)
    if not await second_factors.use_code(tx, workspace_id, person_id, _hashed(person_id, code), now):
        return False
    actor = Actor(workspace_id, person_id, Role(person.role), sessions.FACE, person_id)
    await write_down(tx, actor, now, "account.recovery_code_used", person, person, subject_id=person_id)
    return True


async def _self(tx: Tx, actor: Actor, now: datetime, proven: bool = False) -> Person:
    """Who acts, with their chain locked, and shown to be them. Raises NotFound, ProofRequired."""
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.person_id)
    if not proven:
        await sessions.check_proven(tx, actor, now)
    person = await people.shelf.get(tx, actor.workspace_id, actor.person_id)
    if person is None or not person.active:
        raise NotFound("person")
    return person


async def _make_codes(tx: Tx, actor: Actor, now: datetime, person: Person) -> list[str]:
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    hashes = [_hashed(person.id, code) for code in codes]
    await second_factors.replace_codes(tx, person.workspace_id, person.id, hashes, now)
    await write_down(tx, actor, now, "account.recovery_codes_made", person, person, subject_id=person.id)
    return codes


def _step_shown(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step that the code belongs to, if it counts now."""
    given, app = plain_code(code).encode("utf-8", "surrogatepass"), _app(secret)
    shown = [step for step in steps_accepted(now, last_step) if compare_digest(app.generate_otp(step).encode(), given)]
    return shown[0] if shown else None


def _app(secret: str) -> "TOTP":
    """What the person's app does."""
    from pyotp import TOTP

    return TOTP(secret)


def _new_code() -> str:
    return "-".join("".join(choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _hashed(person_id: str, code: str) -> str:
    return sha256(f"recovery:{person_id}:{plain_code(code)}".encode("utf-8", "surrogatepass")).hexdigest()
