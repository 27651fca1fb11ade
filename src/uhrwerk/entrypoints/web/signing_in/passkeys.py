"""The WebAuthn ceremonies (W3C Web Authentication, level 3): what browsers are asked, and whether the answer is right.

The library is slow to import and its signatures take their time: all of it is done beside the event loop.
"""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from secrets import token_bytes
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Response

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.oauth.realm import address
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS
from uhrwerk.entrypoints.web.signing_in import tickets
from uhrwerk.entrypoints.web.signing_in.tickets import Challenge
from uhrwerk.operations import passkeys
from uhrwerk.operations.passkeys import NewPasskey, Owned
from uhrwerk.rules.limits import Limit, is_over
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.passkeys import Passkey
from uhrwerk.storage.people import Person

CHALLENGE_BYTES: Final = 32
ONCE: Final = Limit(1, tickets.LASTS)
NOT_ACCEPTED: Final = N_("This passkey was not accepted.")
TRANSPORTS: Final = frozenset(("usb", "nfc", "ble", "smart-card", "internal", "cable", "hybrid"))


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey is made for: the host's name, and the address that the page is at."""

    id: str
    origin: str


def site(request: AnyRequest) -> Site:
    origin = address(request)
    return Site(urlsplit(origin).hostname or "", origin)


def are_possible(request: AnyRequest) -> bool:
    """Passkeys need a host with a name, and https unless it is this machine's own."""
    parts = urlsplit(address(request))
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


async def ask_to_register(
    request: AnyRequest, person: Person, known: Sequence[Passkey], now: datetime
) -> Response[bytes]:
    """The options for `navigator.credentials.create`, as JSON; the browser keeps the challenge in a cookie."""
    challenge = token_bytes(CHALLENGE_BYTES)
    options = await asyncio.to_thread(_registration, site(request), person, known, challenge)
    return _asked(request, options, Challenge(now, encoded(challenge), "register"))


async def registered(request: AnyRequest, credential: str, now: datetime) -> NewPasskey:
    """What the browser has made. Raises Invalid."""
    challenge = _challenge(request, "register", now)
    return await asyncio.to_thread(_new_passkey, site(request), credential, challenge)


async def ask_to_sign(request: AnyRequest, known: Sequence[Passkey], now: datetime) -> Response[bytes]:
    """The options for `navigator.credentials.get`: one of these passkeys or, with none, any that the browser has."""
    challenge = token_bytes(CHALLENGE_BYTES)
    options = await asyncio.to_thread(_authentication, site(request), known, challenge)
    return _asked(request, options, Challenge(now, encoded(challenge), "sign-in"))


async def signed(request: AnyRequest, credential: str, now: datetime) -> Owned:
    """Whose passkey has signed. Raises Invalid."""
    house = house_of(request)
    challenge = _challenge(request, "sign-in", now)
    handle = _handle(credential)
    owned = await house.store.read(lambda tx: passkeys.owned(tx, handle))
    if owned is None:
        raise Invalid.field("credential", NOT_ACCEPTED)
    count, synced = await asyncio.to_thread(_check, site(request), credential, owned, challenge)
    if not await house.store.write(lambda tx: passkeys.used(tx, now, owned.passkey, count, synced)):
        raise Invalid.field("credential", NOT_ACCEPTED)
    return owned


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _asked(request: AnyRequest, options: str, ticket: Challenge) -> Response[bytes]:
    answer = Response(options.encode(), media_type="application/json", headers=dict(SECURITY_HEADERS))
    tickets.give(request, answer, ticket)
    return answer


def _challenge(request: AnyRequest, purpose: str, now: datetime) -> bytes:
    """What was to be signed; each challenge once. Raises Invalid."""
    ticket = tickets.given(request, Challenge, now)
    if ticket is None or ticket.purpose != purpose:
        raise Invalid.field("credential", NOT_ACCEPTED)
    if is_over(house_of(request).counters.count(("challenge", ticket.challenge), ONCE, now), ONCE):
        raise Invalid.field("credential", NOT_ACCEPTED)
    return decoded(ticket.challenge)


def _handle(credential: str) -> str:
    """The passkey's own name, as the answer has it."""
    try:
        handle = msgspec.json.decode(credential)["id"]
    except (msgspec.MsgspecError, TypeError, KeyError):
        handle = None
    if not isinstance(handle, str):
        raise Invalid.field("credential", NOT_ACCEPTED)
    return handle


def _registration(site: Site, person: Person, known: Sequence[Passkey], challenge: bytes) -> str:
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.id,
        rp_name="Uhrwerk",
        user_id=UUID(person.id).bytes,
        user_name=person.username,
        user_display_name=person.name,
        challenge=challenge,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json(options)


def _new_passkey(site: Site, credential: str, challenge: bytes) -> NewPasskey:
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException
    from webauthn.helpers.structs import CredentialDeviceType

    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        said = msgspec.json.decode(credential)["response"].get("transports") or []
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise Invalid.field("credential", NOT_ACCEPTED) from None
    return NewPasskey(
        handle=encoded(found.credential_id),
        public_key=encoded(found.credential_public_key),
        sign_count=found.sign_count,
        transports=tuple(sorted(TRANSPORTS.intersection(each for each in said if isinstance(each, str)))),
        synced=found.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )


def _authentication(site: Site, known: Sequence[Passkey], challenge: bytes) -> str:
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=site.id,
        challenge=challenge,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def _check(site: Site, credential: str, owned: Owned, challenge: bytes) -> tuple[int, bool]:
    """How often the passkey says it has signed, and whether it is copied between devices. Raises Invalid."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException
    from webauthn.helpers.structs import CredentialDeviceType

    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=decoded(owned.passkey.public_key),
            credential_current_sign_count=owned.passkey.sign_count,
            require_user_verification=True,
        )
        said = msgspec.json.decode(credential)["response"].get("userHandle")
        if said is not None and decoded(said) != UUID(owned.person.id).bytes:
            raise ValueError
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise Invalid.field("credential", NOT_ACCEPTED) from None
    return found.new_sign_count, found.credential_device_type is CredentialDeviceType.MULTI_DEVICE


def _descriptors(known: Sequence[Passkey]) -> list[Any]:
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(
            id=decoded(each.handle), transports=[AuthenticatorTransport(name) for name in each.transports] or None
        )
        for each in known
    ]
