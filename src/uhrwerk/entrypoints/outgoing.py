"""Requests to addresses that somebody else names: checked, bounded, one at a time.

A name is resolved and each of its addresses looked at; the connection then goes to the very address that was looked at,
so that a name cannot lead to a public address first and to a private one afterwards.
"""

import asyncio
import socket
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext
from typing import Final

import httpx

from uhrwerk.operations.webhooks import Outcome
from uhrwerk.rules.refusals import Invalid

URL_LENGTH: Final = 2000
PATIENCE: Final = 30.0
"""Seconds from looking the name up to the answer's status."""

PATIENCE_FOR_BODY: Final = 2.0
"""Seconds for the beginning of the answer's body, after its status."""

SHOWN: Final = 300
"""Characters of an answer that are kept."""

ADDRESSES_TRIED: Final = 3

_NAT64: Final = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")

Address = IPv4Address | IPv6Address


class Unreachable(Exception):
    """There is no address that may be called; the message says why."""


def check_url(url: str, field: str) -> httpx.URL:
    """The URL, if it is one that can be called at all. Raises Invalid."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise Invalid.field(field, "is not a URL") from None
    if len(url) > URL_LENGTH:
        raise Invalid.field(field, f"must have at most {URL_LENGTH} characters")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Invalid.field(field, "must begin with http:// or https:// and a host")
    if parsed.port is not None and not 0 < parsed.port < 2**16:
        raise Invalid.field(field, "has a port that there is not")
    if parsed.userinfo:
        raise Invalid.field(field, "must not hold a user's name or password")
    return parsed


async def check_target(url: str, *, private: bool, field: str) -> None:
    """Raise Invalid for a URL that may not be called: only with `private` may it lead into a network of one's own."""
    parsed = check_url(url, field)
    try:
        await addresses_of(parsed, private=private)
    except Unreachable as error:
        raise Invalid.field(field, str(error)) from None


async def addresses_of(url: httpx.URL, *, private: bool) -> list[str]:
    """The addresses that the URL's host has now. Raises Unreachable, also if only one of them may not be called."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await loop.getaddrinfo(url.raw_host.decode("ascii"), _port(url), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        raise Unreachable("the host has no address") from None
    addresses = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    if not private and not all(is_public(ip_address(each)) for each in addresses):
        raise Unreachable("leads to a private or reserved address, which the workspace's settings do not allow")
    return addresses


def is_public(address: Address) -> bool:
    """Whether the address may be anybody's: not private, not this machine's, not reserved, not for many."""
    inner = _inner(address)
    if isinstance(inner, IPv6Address) and inner not in _GLOBAL_UNICAST:
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address leads to in the end, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(address.packed[12:])
    return address.ipv4_mapped or address.sixtofour or address


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


@lru_cache
def _trusted() -> SSLContext:
    """The usual authorities and this machine's own; read once, since that takes a while."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


class Outgoing:
    """A client for such requests. It follows no redirect, keeps no connection and reads no proxy's settings."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            verify=_trusted(),
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def __aenter__(self) -> "Outgoing":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._client.aclose()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> Outcome:
        """Post the body; 2xx within 30 seconds counts as delivered. What fails is told, not raised."""
        try:
            async with asyncio.timeout(PATIENCE):
                parsed = httpx.URL(url)
                addresses = await addresses_of(parsed, private=private)
                response = await self._send_to_first(parsed, addresses, body, headers)
        except TimeoutError:
            return Outcome(None, f"no answer within {PATIENCE:.0f} seconds")
        except (Unreachable, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return Outcome(None, str(error)[:SHOWN] or type(error).__name__)
        try:
            shown = await _beginning(response)
        finally:
            await response.aclose()
        error_of_status = None if response.is_success else f"the answer was {response.status_code}"
        return Outcome(response.status_code, error_of_status, shown)

    async def _send_to_first(
        self, url: httpx.URL, addresses: list[str], body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        """Post to the first address that takes a connection."""
        *others, last = addresses[:ADDRESSES_TRIED]
        for address in others:
            with suppress(httpx.ConnectError):
                return await self._send(url, address, body, headers)
        return await self._send(url, last, body, headers)

    async def _send(self, url: httpx.URL, address: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        request = self._client.build_request(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers={
                **headers,
                "Host": url.netloc.decode("ascii"),
                "Accept-Encoding": "identity",
                "User-Agent": "Uhrwerk",
            },
            # The certificate must be the named host's, not the address's.
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        return await self._client.send(request, stream=True)


class Guarded(httpx.AsyncBaseTransport):
    """Lets a client speak to allowed addresses only: https to public ones; with `private` to any, also by http."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._inner = httpx.AsyncHTTPTransport(verify=_trusted(), trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises Unreachable, and what httpx raises."""
        if request.url.scheme != "https" and not self._private:
            raise Unreachable("the address must begin with https://")
        addresses = await addresses_of(request.url, private=self._private)
        # The `Host` header has the name already; the certificate must be the named host's, not the address's.
        request.extensions = {**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")}
        request.url = request.url.copy_with(host=addresses[0])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _beginning(response: httpx.Response) -> str:
    """The first characters of an answer; the rest is not read, nor waited for."""
    read = b""
    # The status has come: what is wrong with the rest of the answer does not matter.
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(PATIENCE_FOR_BODY):
            async for chunk in response.aiter_raw():
                read += chunk
                if len(read) >= SHOWN * 4:
                    break
    return read.decode("utf-8", "replace").replace("\x00", "")[:SHOWN]
