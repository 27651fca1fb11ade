"""onOffice's door: a token in the body, and every action signed with the secret (HMAC version 2)."""

import hmac
import json
from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import md5
from typing import Any, Final

from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code, RequestFailed
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.keys import Vault
from uhrwerk.operations.authentication import Doorkeeper, Guest
from uhrwerk.operations.credentials import random_text
from uhrwerk.operations.settings import switched_off, switched_on
from uhrwerk.rules.refusals import NotSignedIn

FACE = "onoffice"
TOKEN_LENGTH: Final = 32
SECRET_LENGTH: Final = 64
MODULE: Final = switched_on("onoffice.module", "The time recording module is active.")
APP_SWITCH: Final = switched_on("onoffice.app_switch", "Working time may be started and stopped from outside.")
HMAC_1: Final = switched_off("onoffice.hmac_1", "Actions may be signed as HMAC version 1, which rests on MD5.")

WINDOW: Final = timedelta(seconds=120)
"""How far an action's timestamp may be off, either way."""


def new_token_and_secret() -> tuple[str, str]:
    return random_text(TOKEN_LENGTH), random_text(SECRET_LENGTH)


def signature(secret: str, timestamp: str, token: str, resource_type: str, action_id: str) -> str:
    """HMAC version 2: base64 of HMAC-SHA256 over timestamp, token, resource type and action id."""
    message = (timestamp + token + resource_type + action_id).encode()
    return b64encode(hmac.digest(secret.encode(), message, "sha256")).decode()


def signature_1(secret: str, token: str, action: Action) -> str:
    """HMAC version 1: hex MD5 of the secret and the MD5 of parameters and members. Weak, so off by default."""
    members = (
        token,
        action.action_id,
        _as_php(action.identifier),
        _as_php(action.resource_id),
        secret,
        action.timestamp,
        action.resource_type,
    )
    message = ",".join((_php_json(dict(sorted(action.parameters.items()))), *members))
    return _md5(secret + _md5(message))


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _as_php(value: Any) -> str:
    """A value joined to a text as PHP joins it."""
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)


def _php_json(value: Any) -> str:
    """JSON as PHP writes it: no blanks, `/` escaped, ASCII only, and nothing but `[]` for what is empty."""
    return json.dumps(_without_empty(value), separators=(",", ":")).replace("/", "\\/")


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_empty(each) for name, each in value.items()} or []
    if isinstance(value, list):
        return [_without_empty(each) for each in value]
    return value


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
    if guest.credential.secret is None:
        raise ActionFailed(Code.HMAC_INVALID)
    secret = vault.unlock(guest.credential.secret)
    if action.hmac_version == "2":
        expected = signature(secret, action.timestamp, token, action.resource_type, action.action_id)
    elif action.hmac_version == "1" and HMAC_1.of(guest.settings):
        expected = signature_1(secret, token, action)
    else:
        raise ActionFailed(Code.HMAC_INVALID)
    if not hmac.compare_digest(expected.encode(), action.hmac.encode()):
        raise ActionFailed(Code.HMAC_INVALID)
