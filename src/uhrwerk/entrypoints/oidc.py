"""OpenID Connect, as one who relies on it: discovery, the authorization code with PKCE, the id_token's check.

Addresses come from the workspace's admins and from the issuer: all requests go through the address guard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus

import msgspec

from uhrwerk.operations.single_sign_on import Claims

SCOPE: Final = "openid email profile"
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the issuer can make; none that rests on the client's secret."""

PATIENCE: Final = 10.0
LARGEST: Final = 1024 * 1024
LEEWAY: Final = 60
"""Seconds that the issuer's clock and ours may differ."""


T = TypeVar("T")


class Failed(Exception):
    """The issuer could not be spoken to, or what it said is not right; the message is for the log and admins."""


class Metadata(msgspec.Struct, frozen=True):
    """What an issuer says of itself (OpenID Connect Discovery §3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)


class Tokens(msgspec.Struct, frozen=True):
    id_token: str
    access_token: str | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Ours at the issuer; a public one has no secret."""

    id: str
    secret: str | None
    redirect_uri: str


class Issuer:
    """An issuer, spoken to for as long as the context lasts. With `private` it may lie in a network of one's own."""

    def __init__(self, name: str, *, private: bool) -> None:
        import httpx

        from uhrwerk.entrypoints.outgoing import Guarded

        self._name = name
        self._http = httpx.AsyncClient(transport=Guarded(private=private), timeout=PATIENCE, follow_redirects=False)

    async def __aenter__(self) -> "Issuer":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._http.aclose()

    async def metadata(self) -> Metadata:
        """Raises Failed, also where another issuer answers."""
        address = f"{self._name.rstrip('/')}/.well-known/openid-configuration"
        found = _converted(await self._json("GET", address), Metadata)
        if found.issuer != self._name:
            raise Failed(f"the issuer calls itself {found.issuer!r}")
        return found

    async def claims(
        self, about: Metadata, client: Client, code: str, verifier: str, nonce: str, now: datetime
    ) -> Claims:
        """Exchange the code and read who it is. Raises Failed."""
        tokens = await self._exchange(about, client, code, verifier)
        keys = await self._json("GET", about.jwks_uri)
        said = _checked(about, client, tokens.id_token, keys, nonce, now)
        if "email" not in said and about.userinfo_endpoint and tokens.access_token:
            bearer = {"Authorization": f"Bearer {tokens.access_token}"}
            more = await self._json("GET", about.userinfo_endpoint, headers=bearer)
            if more.get("sub") == said["sub"]:
                said = {**more, **said}
        return _claims(said)

    async def _exchange(self, about: Metadata, client: Client, code: str, verifier: str) -> Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": verifier,
        }
        auth = None
        if client.secret is not None and "client_secret_basic" in about.token_endpoint_auth_methods_supported:
            from httpx import BasicAuth

            # Both are encoded like a form's fields first (RFC 6749 §2.3.1).
            auth = BasicAuth(quote_plus(client.id), quote_plus(client.secret))
        else:
            form["client_id"] = client.id
            if client.secret is not None:
                form["client_secret"] = client.secret
        return _converted(await self._json("POST", about.token_endpoint, data=form, auth=auth), Tokens)

    async def _json(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        """Raises Failed."""
        from httpx import HTTPError, InvalidURL

        from uhrwerk.entrypoints.outgoing import Unreachable

        try:
            async with self._http.stream(method, url, **options) as answer:
                body = b""
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > LARGEST:
                        raise Failed("the answer is too large")
        except (HTTPError, InvalidURL, Unreachable, OSError) as error:
            raise Failed(f"{method} {_host(url)}: {str(error) or type(error).__name__}") from None
        if answer.status_code != 200:
            raise Failed(f"{method} {_host(url)}: the answer was {answer.status_code}")
        try:
            said = msgspec.json.decode(body)
        except msgspec.MsgspecError:
            said = None
        if not isinstance(said, dict):
            raise Failed(f"{method} {_host(url)}: the answer is no JSON object")
        return said


def authorization_url(about: Metadata, client: Client, *, state: str, nonce: str, verifier: str) -> str:
    """Where the browser goes to sign in."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    uri: str = prepare_grant_uri(
        about.authorization_endpoint,
        client.id,
        "code",
        redirect_uri=client.redirect_uri,
        scope=SCOPE,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return uri


def _checked(
    about: Metadata, client: Client, id_token: str, keys: Mapping[str, Any], nonce: str, now: datetime
) -> dict[str, Any]:
    """The id_token's claims (OpenID Connect Core §3.1.3.7). Raises Failed."""
    from authlib.oauth2.rfc6749 import OAuth2Error
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    allowed = [each for each in ALGORITHMS if each in about.id_token_signing_alg_values_supported]
    options = {
        "iss": {"essential": True, "value": about.issuer},
        "aud": {"essential": True, "value": client.id},
    }
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(dict(keys)), algorithms=allowed)  # type: ignore[arg-type]
        claims = CodeIDToken(token.claims, token.header, options, {"nonce": nonce, "client_id": client.id})
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, OAuth2Error, ValueError, TypeError, KeyError) as error:
        raise Failed(f"the id_token is not right: {type(error).__name__}") from None
    return dict(token.claims)


def _claims(said: Mapping[str, Any]) -> Claims:
    def text(name: str) -> str | None:
        value = said.get(name)
        return value.strip() or None if isinstance(value, str) else None

    first, last = text("given_name"), text("family_name")
    return Claims(
        subject=str(said["sub"]),
        email=text("email"),
        # Some say it as a text; anything else is no word of theirs.
        email_verified=said.get("email_verified") in (True, "true"),
        first_name=first or text("name") or "",
        last_name=(last or "") if first else "",
        username=text("preferred_username"),
        language=text("locale"),
    )


def _converted(value: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.MsgspecError as error:
        raise Failed(f"the answer is not what it should be: {error}") from None


def _host(url: str) -> str:
    from httpx import URL, InvalidURL

    try:
        return URL(url).host
    except InvalidURL:
        return "?"
