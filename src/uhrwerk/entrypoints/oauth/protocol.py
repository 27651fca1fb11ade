"""The protocol itself is Authlib's: who a client is, what a request may ask, what an answer says.

Authlib is synchronous and looks things up in the middle of its work; our store is neither. So what a request names is
read first (`Named`), Authlib decides over it in memory, and what it decided comes out as an *effect*, which is applied
in one write transaction that looks again: two twins cannot both win.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientMixin,
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, ClientCredentialsGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207.parameter import IssuerParameter

from uhrwerk.entrypoints.oauth.realm import Realm
from uhrwerk.operations.credentials import random_text
from uhrwerk.operations.grants import ACCESS_LASTS, NewTokens, Request
from uhrwerk.operations.oauth_clients import secret_fits
from uhrwerk.operations.redirect_uris import matches
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.oauth import Grant, OAuthClient, Ticket, TicketKind

# It logs tokens, as they are, when it is asked to log everything.
logging.getLogger("authlib").setLevel(logging.INFO)

WITH_SECRET: Final = ("client_secret_basic", "client_secret_post")
AUTH_METHODS: Final = (*WITH_SECRET, "none")
GRANT_TYPES: Final = ("authorization_code", "refresh_token", "client_credentials")
TICKETS: Final = {
    "authorization_code": ("code", TicketKind.CODE),
    "refresh_token": ("refresh_token", TicketKind.REFRESH),
}
"""By grant type: the parameter that has the ticket, and its kind."""

CODE_LENGTH: Final = 48


@dataclass(frozen=True, slots=True)
class Named:
    """What a request names, as far as it is there. A ticket comes with its hash and its grant."""

    client: OAuthClient | None = None
    ticket: Ticket | None = None
    grant: Grant | None = None
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """A code goes to the client."""

    request: Request
    code: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A ticket is exchanged for tokens."""

    ticket_hash: str
    tokens: NewTokens


@dataclass(frozen=True, slots=True)
class ForItself:
    """The client gets a token for its own account."""

    tokens: NewTokens


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The client gives a token back."""

    token: str


Effect = Allowed | Exchanged | ForItself | GivenBack


@dataclass(slots=True)
class Answer:
    """Status, JSON body (a text where there is none) and headers."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")

    @location.setter
    def location(self, uri: str) -> None:
        self.headers["Location"] = uri


class Message(OAuth2Request):
    """A request's parameters and its header `Authorization`, apart from any web framework.

    Whether it came encrypted is the affair of the proxy in front of us: Authlib is told that it did.
    """

    def __init__(self, method: str, parameters: Sequence[tuple[str, str]], authorization: str = "") -> None:
        super().__init__(method, "https://localhost/", headers={"Authorization": authorization})
        self.payload = BasicOAuth2Payload(dict(parameters))
        for name in self.payload.data:
            self.payload.datalist[name] = [value for each, value in parameters if each == name]

    @property
    def form(self) -> dict[str, str]:
        form: dict[str, str] = self.payload.data
        return form

    @property
    def client_named(self) -> str | None:
        """Who the request says it is from: in the header, else in the form."""
        try:
            from_header, _ = extract_basic_authorization(self.headers)
        except ValueError:
            return None
        return from_header or self.form.get("client_id")

    @property
    def repeated(self) -> list[str]:
        """Parameters that came more than once."""
        return [name for name, values in self.payload.datalist.items() if len(values) > 1]


class Client(ClientMixin):
    """A client application as Authlib asks for it."""

    def __init__(self, record: OAuthClient, realm: Realm) -> None:
        self.record = record
        self._realm = realm

    def get_client_id(self) -> str:
        return self.record.client_id

    def get_default_redirect_uri(self) -> str | None:
        return self.record.redirect_uris[0] if len(self.record.redirect_uris) == 1 else None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What was asked for, or everything where nothing was; None if it asks for what it may not have."""
        asked = dict.fromkeys((scope or "").split()) or dict.fromkeys(self.record.scopes)
        if not asked.keys() <= set(self.record.scopes) or not asked:
            return None
        if self._realm.needed is not None and self._realm.needed not in asked:
            return None
        return " ".join(asked)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return any(matches(registered, redirect_uri) for registered in self.record.redirect_uris)

    def check_client_secret(self, client_secret: str) -> bool:
        return secret_fits(self.record, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in WITH_SECRET if self.record.confidential else method == "none"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        if grant_type == "client_credentials":
            return self.record.confidential and self.record.person_id is not None
        return grant_type in GRANT_TYPES


class Server(AuthorizationServer):
    """Decides one request. `effect` is what it decided, None after a refusal."""

    def __init__(self, realm: Realm, issuer: str, named: Named, now: datetime) -> None:
        super().__init__(scopes_supported=list(realm.scopes))
        self.realm = realm
        self.named = named
        self.now = now
        self.effect: Effect | None = None
        self.register_grant(CodeGrant, [S256(required=True)])
        self.register_grant(RefreshGrant)
        self.register_grant(OwnGrant)
        self.register_endpoint(Revocation)
        self.register_extension(_Issuer(issuer))
        self.register_token_generator("default", self._new_tokens)

    def query_client(self, client_id: str) -> Client | None:
        record = self.named.client
        if record is None or record.client_id != client_id or record.face != self.realm.face:
            return None
        return Client(record, self.realm)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        tokens = NewTokens(token["access_token"], token.get("refresh_token"), token["scope"].split())
        if self.named.ticket is None:
            self.effect = ForItself(tokens)
        else:
            self.effect = Exchanged(self.named.ticket.ticket_hash, tokens)

    def create_oauth2_request(self, request: Message) -> Message:
        return request

    def handle_error_response(self, request: Message, error: OAuth2Error) -> Answer:
        """A client that is not there is refused like one that cannot prove itself."""
        if isinstance(error, InvalidClientError):
            error.status_code = 401
        answer: Answer = super().handle_error_response(request, error)
        return answer

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        return Answer(status, body, dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def _new_tokens(self, grant_type: str, client: Client, scope: str | None = None, **_: Any) -> dict[str, Any]:
        allowed = client.get_allowed_scope(scope)
        if allowed is None:
            raise InvalidScopeError()
        token = {
            "token_type": "Bearer",
            "access_token": self.realm.new_token(),
            "expires_in": int(ACCESS_LASTS.total_seconds()),
            "scope": allowed,
        }
        if self._comes_back(grant_type, allowed):
            token["refresh_token"] = random_text(CODE_LENGTH)
        return token

    def _comes_back(self, grant_type: str, scope: str) -> bool:
        """Whether a refresh token goes along. One that is exchanged always has a successor, whatever it asked for."""
        if grant_type == "authorization_code":
            return self.realm.offline is None or self.realm.offline in scope.split()
        return grant_type == "refresh_token"


class _Issuer(IssuerParameter):
    def __init__(self, name: str) -> None:
        self._name = name

    def get_issuer(self) -> str:
        return self._name


class _HeldTicket:
    """A code or a refresh token as Authlib asks for it."""

    def __init__(self, ticket: Ticket, grant: Grant) -> None:
        self.code_challenge = ticket.code_challenge
        self.code_challenge_method = "S256"
        self._ticket = ticket
        self._grant = grant

    def get_redirect_uri(self) -> str | None:
        return self._ticket.redirect_uri

    def get_scope(self) -> str:
        return " ".join(self._grant.scopes)

    def check_client(self, client: Client) -> bool:
        return self._grant.client_id == client.record.id

    @property
    def person_id(self) -> str:
        return self._grant.person_id


def _held(server: Server, kind: TicketKind, client: Client | None = None) -> _HeldTicket | None:
    """The ticket named, if it is of that kind, of that client, and has not expired. That it is used already is seen
    when the effect is applied: then its grant ends.
    """
    ticket, grant = server.named.ticket, server.named.grant
    if ticket is None or grant is None or ticket.kind != kind or ticket.expires_at <= server.now:
        return None
    held = _HeldTicket(ticket, grant)
    return held if client is None or held.check_client(client) else None


class CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = list(AUTH_METHODS)
    AUTHORIZATION_CODE_LENGTH = CODE_LENGTH

    @staticmethod
    def validate_authorization_redirect_uri(request: OAuth2Request, client: Client) -> str:
        """Authlib's own would say the address aloud, and break on one that is not ASCII."""
        asked: str | None = request.payload.redirect_uri
        uri = asked if asked and client.check_redirect_uri(asked) else None
        if not asked:
            uri = client.get_default_redirect_uri()
        if uri is None:
            raise WrongRedirectUri()
        return uri

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        terms = Request(
            scopes=request.scope.split(),
            redirect_uri=request.payload.redirect_uri,
            code_challenge=request.payload.data.get("code_challenge"),
        )
        self.server.effect = Allowed(terms, code)

    def query_authorization_code(self, code: str, client: Client) -> _HeldTicket | None:
        return _held(self.server, TicketKind.CODE, client)

    def delete_authorization_code(self, authorization_code: _HeldTicket) -> None:
        """Done when the effect is applied."""

    def authenticate_user(self, authorization_code: _HeldTicket) -> str:
        return authorization_code.person_id


class WrongRedirectUri(InvalidRequestError):
    """The request does not say, or not rightly, where to go afterwards: it must be answered here."""

    description = "The redirect_uri is missing or not one of the client's."


class RefreshGrant(RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = list(AUTH_METHODS)
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> _HeldTicket | None:
        return _held(self.server, TicketKind.REFRESH)

    def authenticate_user(self, refresh_token: _HeldTicket) -> str:
        return refresh_token.person_id

    def revoke_old_credential(self, refresh_token: _HeldTicket) -> None:
        """Done when the effect is applied."""


class OwnGrant(ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = list(WITH_SECRET)


class S256(CodeChallenge):
    """PKCE: public clients must, the others may, and only hashed (RFC 7636, RFC 9700 §2.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD: ClassVar = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        super().validate_code_challenge(grant, redirect_uri)
        data = grant.request.payload.data
        if data.get("code_challenge"):
            if data.get("code_challenge_method") != "S256":
                raise InvalidRequestError("The 'code_challenge_method' must be S256.")
        elif not grant.request.client.record.confidential:
            raise InvalidRequestError("Missing 'code_challenge'")


class Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS: ClassVar = list(AUTH_METHODS)

    def check_params(self, request: Message, client: Client) -> None:
        """A hint only hints; we find a token without it."""
        if not request.form.get("token"):
            raise InvalidRequestError("Missing 'token' in request.")

    def authenticate_token(self, request: Message, client: Client) -> str | None:
        """The token, if there is one of that name. Raises InvalidGrantError for another client's."""
        self.check_params(request, client)
        grant = self.server.named.grant
        if grant is None:
            return None
        if grant.client_id != client.record.id:
            raise InvalidGrantError("The token was not issued to this client.")
        return request.form["token"]

    def revoke_token(self, token: str, request: Message) -> None:
        self.server.effect = GivenBack(token)


def check_parameters(message: Message) -> None:
    """What Authlib takes for granted: nothing twice, and no characters that its error texts cannot carry.

    Raises InvalidRequestError.
    """
    if message.repeated:
        raise InvalidRequestError("A parameter came more than once.")
    for name, value in message.form.items():
        if name != "state" and not (value.isascii() and value.isprintable()):
            raise InvalidRequestError("A parameter has characters that do not belong there.")


def refusal(error: OAuth2Error) -> Answer:
    """The error as JSON (RFC 6749 §5.2), wherever it would redirect to."""
    return Answer(error.status_code, dict(error.get_body()), dict(error.get_headers()))
