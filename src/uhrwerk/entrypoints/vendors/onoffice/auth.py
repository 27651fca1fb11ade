"""onOffice's door: a token in the body, and every action signed with the secret (HMAC version 2)."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code, RequestFailed
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.keys import Vault
from uhrwerk.operations.authentication import Doorkeeper, Guest
from uhrwerk.operations.credentials import random_text
from uhrwerk.rules.refusals import NotSignedIn

FACE = "onoffice"
TOKEN_LENGTH: Final = 32
SECRET_LENGTH: Final = 64
MODULE: Final = "onoffice.module"
"""A workspace's setting: is the time recording module active? It is, until an admin switches it off."""

APP_SWITCH: Final = "onoffice.app_switch"
"""A workspace's setting: may working time be started and stopped from outside? It may, until switched off."""

WINDOW: Final = timedelta(seconds=120)
"""How far an action's timestamp may be off, either way."""


def new_token_and_secret() -> tuple[str, str]:
    return random_text(TOKEN_LENGTH), random_text(SECRET_LENGTH)


def is_on(settings: Mapping[str, Any], name: str) -> bool:
    return settings.get(name, True) is True


def signature(secret: str, timestamp: str, token: str, resource_type: str, action_id: str) -> str:
    """HMAC version 2: base64 of HMAC-SHA256 over timestamp, token, resource type and action id."""
    message = (timestamp + token + resource_type + action_id).encode()
    return b64encode(hmac.digest(secret.encode(), message, "sha256")).decode()


async def admit(doorkeeper: Doorkeeper, token: object, now: datetime) -> Guest:
    """Raises RequestFailed: 22 without a token, 13 for one that is no text, 153 for an unknown or expired one."""
    if token is None or token == "":
        raise RequestFailed(Code.NOT_AUTHENTICATED)
    if not isinstance(token, str):
        raise RequestFailed(Code.TOKEN_MISSING)
    try:
        return await doorkeeper.admit(FACE, token, now)
    except NotSignedIn:
        raise RequestFailed(Code.TOKEN_INVALID) from None


def check_signature(action: Action, token: str, guest: Guest, vault: Vault, now: datetime) -> None:
    """Raises ActionFailed: 136 for a timestamp out of the window, 137 for a signature that does not fit."""
    if not action.timestamp.isascii() or not action.timestamp.isdigit() or len(action.timestamp) > 12:
        raise ActionFailed(Code.TIMESTAMP_WRONG)
    if abs(int(action.timestamp) - now.timestamp()) > WINDOW.total_seconds():
        raise ActionFailed(Code.TIMESTAMP_WRONG)
    if action.hmac_version != "2" or guest.credential.secret is None:
        raise ActionFailed(Code.HMAC_INVALID)
    secret = vault.unlock(guest.credential.secret)
    expected = signature(secret, action.timestamp, token, action.resource_type, action.action_id)
    if not hmac.compare_digest(expected.encode(), action.hmac.encode()):
        raise ActionFailed(Code.HMAC_INVALID)
