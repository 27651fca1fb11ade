"""The journal's chain: what makes the record of changes tamper-evident.

Each subject (the person whose record it is, or the workspace for what is everybody's) has a chain of its own. A link
is sealed with a key that is not in the database, so rows cannot be rewritten; the head (how many, which seal) is
sealed too, so a cut tail does not pass. The link covers a salted digest of the payload, not the payload: payload and
salt can be erased, as is a person's right, and the chain still holds.
"""

import hmac
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as json_text
from typing import Any, Final, NamedTuple

GENESIS: Final = "0" * 64
"""The seal before the first link."""


class Link(NamedTuple):
    """What one journal row says, apart from its payload. Instants are UTC."""

    workspace_id: str
    subject_id: str
    sequence: int
    recorded_at: datetime
    effective_at: datetime
    actor_id: str
    face: str
    act: str
    record_kind: str
    record_id: str
    digest: str


def payload_digest(salt: str, payload: bytes) -> str:
    """The hex SHA-256 of the salt and the payload's exact bytes."""
    return sha256(salt.encode() + payload).hexdigest()


def seal(key: bytes, previous: str, link: Link) -> str:
    """The hex HMAC-SHA256 of the link and of the seal before it."""
    workspace_id, subject_id, sequence, recorded_at, effective_at, *texts = link
    begin = f'"link", {json_text(previous)}, {json_text(workspace_id)}, {json_text(subject_id)}, {sequence}'
    # What is written of an instant has nothing to escape.
    instants = f'"{recorded_at.isoformat()}", "{effective_at.isoformat()}"'
    return _mac(key, begin, instants, *map(json_text, texts))


def seal_head(key: bytes, workspace_id: str, subject_id: str, count: int, last: str) -> str:
    """The hex HMAC-SHA256 of a chain's head: `count` links, the last sealed `last`."""
    kind, workspace, subject, seal = map(json_text, ("head", workspace_id, subject_id, last))
    return _mac(key, kind, workspace, subject, str(count), seal)


def _mac(key: bytes, *parts: str) -> str:
    """Of a JSON list of these parts, each of which is JSON."""
    mac = _begun(key).copy()
    mac.update(f"[{', '.join(parts)}]".encode())
    return mac.hexdigest()


@lru_cache(maxsize=4)
def _begun(key: bytes) -> hmac.HMAC:
    """An HMAC of nothing yet. To copy it takes a third of the time that a new one takes."""
    return hmac.new(key, digestmod="sha256")


def difference(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the members that differ, of both sides: all of them where the record is new or gone."""
    if before is None or after is None:
        return before or {}, after or {}
    old, new = {}, {}
    for name, becomes in after.items():
        was = before.get(name)
        # Values of two types differ even where Python calls them equal: 1 is not true.
        if was is not becomes and (was != becomes or type(was) is not type(becomes)):
            old[name], new[name] = was, becomes
    return old, new
