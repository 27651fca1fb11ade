"""Where an application may be sent back to (RFC 6749 §3.1.2, RFC 8252)."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from uhrwerk.rules.refusals import Invalid

LONGEST: Final = 2000
MOST: Final = 20

_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_ALLOWED: Final = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&()*+,;=%-]+")
"""What a URI consists of; no fragment, no quotes."""


def checked(uris: list[str]) -> list[str]:
    """An application's addresses, each once. Raises Invalid."""
    if len(uris) > MOST:
        raise Invalid.field("redirect_uris", f"must not be more than {MOST}")
    for uri in uris:
        problem = fault(uri)
        if problem is not None:
            raise Invalid.field("redirect_uris", f"{uri[:100]!r} {problem}")
    return list(dict.fromkeys(uris))


def fault(uri: str) -> str | None:
    """Why an application may not be sent back there; None if it may.

    https, http to this very machine, or a scheme of the application's own, which is a domain name turned round
    (`com.example.app`): whoever else asked for such a scheme would claim somebody's name.
    """
    if len(uri) > LONGEST:
        return f"must not be longer than {LONGEST} characters"
    parts = _split(uri)
    if parts is None or not _ALLOWED.fullmatch(uri):
        return "is not a URI without a fragment"
    if parts.scheme in ("https", "http"):
        return _fault_of_web(parts)
    if "." not in parts.scheme:
        return "must begin with https, or be a loopback address or a private-use scheme such as com.example.app"
    return None


def _fault_of_web(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    if "@" in parts.netloc or not (_HOST.fullmatch(host) or host == "::1"):
        return "must name a host, and no user"
    if parts.scheme == "http" and host not in _LOOPBACK:
        return "must begin with https unless it is a loopback address"
    return None


def matches(registered: str, given: str) -> bool:
    """Whether they are the same, letter by letter; a loopback address may have any port."""
    if registered == given:
        return True
    one, other = _split(registered), _split(given)
    if one is None or other is None or not _is_loopback(one) or fault(given) is not None:
        return False
    return _without_port(one) == _without_port(other)


def origin(uri: str) -> str:
    """The source that a Content-Security-Policy knows it by: host and port, or the scheme alone."""
    parts = urlsplit(uri)
    if parts.scheme in ("https", "http") and parts.hostname != "::1":
        return f"{parts.scheme}://{parts.netloc}"
    # Neither a scheme of one's own nor an IPv6 address has a host that the policy could name.
    return f"{parts.scheme}:"


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme else None


def _is_loopback(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _without_port(parts: SplitResult) -> tuple[str, str | None, str, str]:
    return parts.scheme, parts.hostname, parts.path, parts.query
