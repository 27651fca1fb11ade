"""A small identity provider of the test's own: discovery, keys, the code with PKCE, signed id_tokens, userinfo."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey


@dataclass
class IdentityProvider:
    """`person` is who signs in there: the claims of the id_token. A test changes what it wants to be wrong."""

    now: int
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "olga-1"})
    client_id: str = "uhrwerk"
    secret: str = "s3cret/ü"
    port: int = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    shown: RSAKey | None = None
    """The key that it shows, where it is not the one that it signs with."""
    changes: dict[str, Any] = field(default_factory=dict)
    """What its id_tokens have instead; None: not at all."""
    about: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/realm"

    def authorize(self, location: str) -> str:
        """Somebody signs in at the address where the browser was sent; the query that they come back with."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        request = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(request)
        code = token_urlsafe(16)
        self.codes[code] = request
        return f"code={code}&state={request['state']}"

    def answer(self, path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        match path.removeprefix("/realm"):
            case "/.well-known/openid-configuration":
                return 200, self._metadata()
            case "/keys":
                return 200, KeySet([self.shown or self.key]).as_dict(private=False)
            case "/token":
                return self._token(headers, {name: values[0] for name, values in parse_qs(body).items()})
            case "/userinfo":
                return 200, self.userinfo
            case _:
                return 404, {}

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256"],
        } | self.about

    def _token(self, headers: dict[str, str], form: dict[str, str]) -> tuple[int, Any]:
        given = base64.b64decode(headers.get("authorization", "").removeprefix("Basic ")).decode()
        name, _, secret = given.partition(":")
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = (
            (unquote_plus(name), unquote_plus(secret)) == (self.client_id, self.secret)
            and asked is not None
            and asked["redirect_uri"] == form["redirect_uri"]
            and asked["code_challenge"] == challenge.decode().rstrip("=")
        )
        if not right or asked is None:
            return 400, {"error": "invalid_grant"}
        times = {"iat": self.now, "exp": self.now + 300}
        claims = {"iss": self.issuer, "aud": self.client_id, "nonce": asked["nonce"], **times, **self.person}
        claims = {name: value for name, value in (claims | self.changes).items() if value is not None}
        signed = jwt.encode({"alg": self.algorithm, "kid": "k1"}, claims, self.key, algorithms=[self.algorithm])
        return 200, {"id_token": signed, "access_token": "opaque", "token_type": "Bearer"}


@contextmanager
def identity_provider(now: int) -> Iterator[IdentityProvider]:
    provider = IdentityProvider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, said = provider.answer(urlsplit(self.path).path, headers, body)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
