"""Single sign-on from end to end, with an identity provider of the test's own: who is let in, and as whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from tests.home import MORNING, Home, Workplace
from tests.oauth.flows import with_password as account
from tests.web.browser import Browser, Page
from tests.web.identity_provider import IdentityProvider, identity_provider
from tests.web.test_second_factor import sign_in
from tests.web.visitor import Visitor
from uhrwerk.operations import identity_providers, people
from uhrwerk.operations.identity_providers import PRIVATE_ISSUERS, NewProvider
from uhrwerk.operations.second_factors import SECOND_FACTOR
from uhrwerk.operations.workspaces import change_setting, command_line_actor
from uhrwerk.rules.refusals import Invalid, NotAllowed, NotFound
from uhrwerk.storage import people as kept
from uhrwerk.storage.people import Person

OLGA = {
    "sub": "olga-1",
    "email": "Olga@Example.org",
    "email_verified": True,
    "given_name": "Olga",
    "family_name": "Nord",
    "preferred_username": "olga",
    "locale": "de-DE",
}


@pytest.fixture(scope="module")
def running_provider() -> Iterator[IdentityProvider]:
    with identity_provider(int(MORNING.timestamp())) as provider:
        yield provider


@dataclass
class Sso:
    """A workspace with the provider set up, and a way through."""

    home: Home
    place: Workplace
    provider: IdentityProvider
    id: str

    def set(self, **members: Any) -> None:
        now, actor = self.home.clock.now, command_line_actor(self.place.id)
        self.home.run(lambda tx: identity_providers.change(tx, actor, now, self.id, members))

    def start(self, visitor: Visitor, id: str | None = None, query: str = "") -> str:
        answer = visitor.get(f"/sso/{id or self.id}/start{query}")
        assert answer.status_code == 303, answer.text[:2000]
        return answer.headers["location"]

    def through(self, visitor: Visitor, **person: Any) -> httpx.Response:
        """Off to the provider as that person, and back."""
        self.provider.person = OLGA | person
        return visitor.get(f"/sso/callback?{self.provider.authorize(self.start(visitor))}")

    def refused(self, status: int, **person: Any) -> str:
        """What is said to somebody who is not let in."""
        visitor = Visitor(self.home)
        answer = self.through(visitor, **person)
        assert answer.status_code == status, answer.text[:2000]
        assert not visitor.is_in()
        return Page(answer).problems["form"]

    def person(self, username: str) -> Person:
        found = self.home.run(lambda tx: kept.by_username(tx, self.place.id, username))
        assert found is not None
        return found


@pytest.fixture
def sso(home: Home, own_place: Workplace, running_provider: IdentityProvider) -> Sso:
    fresh = IdentityProvider(running_provider.now, port=running_provider.port, key=running_provider.key)
    vars(running_provider).update(vars(fresh))
    now, actor, provider = home.clock.now, command_line_actor(own_place.id), running_provider
    locked = home.house.vault.lock(provider.secret)
    new = NewProvider("Nordlicht ID", provider.issuer, provider.client_id, locked, makes_people=True)
    home.run(lambda tx: change_setting(tx, actor, now, PRIVATE_ISSUERS.name, True))
    made = home.run(lambda tx: identity_providers.add(tx, actor, now, new))
    return Sso(home, own_place, provider, made.id)


def test_somebody_new_becomes_a_member_and_stays_the_same_person(sso: Sso) -> None:
    visitor = Visitor(sso.home)
    location = sso.start(visitor, query="?next=/account%3Fx=1")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    assert asked["redirect_uri"] == "http://testserver.local/sso/callback"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["scope"].split() == ["openid", "email", "profile"]
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    sso.provider.person = dict(OLGA)
    answer = visitor.get(f"/sso/callback?{sso.provider.authorize(location)}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?x=1")
    assert visitor.is_in()
    olga = sso.person("olga")
    assert (olga.name, olga.email, olga.role, olga.language) == ("Olga Nord", "Olga@Example.org", "member", "de")
    assert olga.zones.at(sso.home.clock.now).key == "Europe/Berlin"
    # Whatever the provider calls them from now on, the subject says who it is.
    again = Visitor(sso.home)
    assert sso.through(again, email="new@example.org", given_name="O.").status_code == 303
    assert sso.person("olga").version == olga.version
    assert "Olga Nord" in again.page("/account").texts
    # Another one who wants the same name gets another; a workspace's id leads there as well.
    sso.provider.person = OLGA | {"sub": "olga-2", "email": "olga.two@example.org"}
    other = Visitor(sso.home)
    arrived = other.get(f"/sso/callback?{sso.provider.authorize(sso.start(other, sso.place.id))}")
    assert arrived.status_code == 303
    assert sso.person("olga-2").email == "olga.two@example.org"


def test_only_known_ones_or_only_of_some_domains(sso: Sso) -> None:
    sso.set(makes_people=False)
    assert sso.refused(403) == "Nobody here is known by this sign-in. Ask an admin to invite you."
    sso.set(makes_people=True, domains=("nordlicht.example", "@Example.ORG"))
    said = "Your address is not one of those that may sign in here."
    assert sso.refused(403, email="olga@elsewhere.example") == said
    assert sso.refused(403, email_verified=False) == said
    assert sso.refused(403, email=None) == said
    assert sso.through(Visitor(sso.home), email_verified="true").status_code == 303
    assert sso.refused(403, email="olga@elsewhere.example") == said, "known ones too"


def test_an_account_is_linked_by_address_only_where_an_admin_allows_it(sso: Sso) -> None:
    mine = {"email": "owner@example.org", "sub": "owner-1"}
    said = "There is an account with your address already. Sign in to it and connect it there."
    assert sso.refused(403, **mine) == said
    sso.set(links_by_email=True)
    assert sso.refused(403, **mine, email_verified=False) == said
    visitor = Visitor(sso.home)
    assert sso.through(visitor, **mine).status_code == 303
    assert "Owner Example" in visitor.page("/account").texts
    # From then on it is the subject that counts, whatever becomes of the address or the setting.
    sso.set(links_by_email=False, makes_people=False)
    assert sso.through(Visitor(sso.home), **mine, email_verified=False).status_code == 303
    now, admin = sso.home.clock.now, command_line_actor(sso.place.id)
    sso.home.run(lambda tx: people.change(tx, admin, now, sso.place.owner.id, {"active": False}))
    assert not visitor.is_in()
    assert sso.refused(403, **mine) == "Nobody here is known by this sign-in. Ask an admin to invite you."


def test_an_account_is_connected_and_disconnected_by_its_person(sso: Sso) -> None:
    sso.set(makes_people=False)
    someone = account(sso.home, sso.place, sso.place.owner)
    settled = sign_in(sso.home, someone)
    sso.provider.person = dict(OLGA)
    location = sso.start(settled, query="?connect=yes")
    # Somebody else's browser cannot bring the answer back.
    query = sso.provider.authorize(location)
    other = Visitor(sso.home, cookies=dict(settled.cookies) | Browser(sso.home, sso.place.colleague).cookies)
    other.cookies["uhrwerk_session"] = other.cookies.pop("Cookie").partition("=")[2]
    assert other.get(f"/sso/callback?{query}").status_code != 303
    location = sso.start(settled, query="?connect=yes")
    answer = settled.get(f"/sso/callback?{sso.provider.authorize(location)}")
    assert answer.headers["location"] == "/account/security"
    visitor = Visitor(sso.home)
    assert sso.through(visitor).status_code == 303
    assert "Owner Example" in visitor.page("/account").texts
    rival = sign_in(sso.home, account(sso.home, sso.place, sso.place.colleague))
    taken = rival.get(f"/sso/callback?{sso.provider.authorize(sso.start(rival, query='?connect=yes'))}")
    assert taken.status_code == 403
    [form] = [each for each in settled.page("/account/security").all("form") if "identities" in str(each.get("action"))]
    assert rival.change(str(form["action"])).status_code == 404
    assert settled.change(str(form["action"])).status_code == 303
    assert sso.refused(403) == "Nobody here is known by this sign-in. Ask an admin to invite you."


def test_who_has_nothing_else_stays_connected(sso: Sso) -> None:
    visitor = Visitor(sso.home)
    sso.through(visitor, locale="en")
    [form] = [each for each in visitor.page("/account/security").all("form") if "identities" in str(each.get("action"))]
    refused = visitor.change(str(form["action"]))
    assert refused.status_code == 422
    assert "You could not sign in any more: choose a password or add a passkey first." in Page(refused).texts


@pytest.mark.parametrize(
    "wrong",
    [
        {"changes": {"nonce": "another"}},
        {"changes": {"nonce": None}},
        {"changes": {"aud": "somebody-else"}},
        {"changes": {"iss": "https://evil.example"}},
        {"changes": {"exp": int(MORNING.timestamp()) - 61}},
        {"changes": {"sub": None}},
        {"shown": RSAKey.generate_key(2048, {"kid": "k1"})},
        {"secret": "another"},
        {"about": {"issuer": "https://evil.example"}},
        {"about": {"jwks_uri": "http://127.0.0.1:1/keys"}},
        {"about": {"token_endpoint": None}},
    ],
    ids=lambda wrong: str(next(iter(wrong.items()))[1])[:30],
)
def test_what_the_provider_says_wrongly_opens_nothing(sso: Sso, wrong: dict[str, Any]) -> None:
    visitor = Visitor(sso.home)
    location = sso.start(visitor)
    vars(sso.provider).update({"person": dict(OLGA)} | wrong)
    answer = visitor.get(f"/sso/callback?{sso.provider.authorize(location)}")
    assert answer.status_code == 502
    assert Page(answer).problems == {"form": "The identity provider's answer was not right. Begin anew."}
    assert not visitor.is_in()


def test_the_answer_belongs_to_the_browser_that_asked_soon_and_once(sso: Sso) -> None:
    sso.provider.person = dict(OLGA)
    visitor = Visitor(sso.home)
    query = sso.provider.authorize(sso.start(visitor))
    assert Visitor(sso.home).get(f"/sso/callback?{query}").status_code == 400, "another browser"
    assert visitor.get("/sso/callback?code=x&state=y").status_code == 400, "another request"
    query = sso.provider.authorize(sso.start(visitor))
    home = sso.home
    home.clock.forward(minutes=10)
    assert visitor.get(f"/sso/callback?{query}").status_code == 400, "too late"
    query = sso.provider.authorize(sso.start(visitor))
    refused = visitor.get(f"/sso/callback?error=access_denied&state={query.partition('state=')[2]}")
    assert refused.status_code == 502
    assert visitor.get(f"/sso/callback?{query}").status_code == 400, "once"


def test_the_address_may_come_from_userinfo_of_the_same_subject(sso: Sso) -> None:
    bare = {name: None for name in OLGA if name != "sub"}
    sso.provider.userinfo = {"sub": "another", "email": "boss@example.org"}
    assert sso.refused(403, **bare) == "Nobody here is known by this sign-in. Ask an admin to invite you."
    sso.provider.userinfo = {"sub": "olga-1", "email": "olga@example.org", "name": "Olga Nord"}
    assert sso.through(Visitor(sso.home), **bare).status_code == 303
    assert sso.person("olga@example.org").name == "Olga Nord"


def test_private_addresses_and_http_are_for_who_allows_them(sso: Sso) -> None:
    now, actor = sso.home.clock.now, command_line_actor(sso.place.id)
    sso.home.run(lambda tx: change_setting(tx, actor, now, PRIVATE_ISSUERS.name, False))
    for issuer in (sso.provider.issuer, "https://127.0.0.1:1/realm"):
        sso.set(issuer=issuer)
        answer = Visitor(sso.home).get(f"/sso/{sso.id}/start")
        assert answer.status_code == 502
        assert "cannot be reached" in Page(answer).problems["form"]
    assert sso.provider.asked == []


def test_the_second_factor_is_the_providers_affair(sso: Sso) -> None:
    now, actor = sso.home.clock.now, command_line_actor(sso.place.id)
    sso.home.run(lambda tx: change_setting(tx, actor, now, SECOND_FACTOR.name, "required"))
    visitor = Visitor(sso.home)
    assert sso.through(visitor).status_code == 303
    assert visitor.is_in()


def test_admins_keep_the_providers_and_nobody_learns_their_secrets(sso: Sso, elsewhere: Workplace) -> None:
    home, now = sso.home, sso.home.clock.now
    new = NewProvider("Evil", "https://evil.example", "x", None)
    member = home.house.doorkeeper
    guest = home.http.blocking_portal.call(member.admit, "native", sso.place.lead.native, now)
    with pytest.raises(NotAllowed):
        home.run(lambda tx: identity_providers.add(tx, guest.actor, now, new))
    with pytest.raises(NotFound):
        home.run(lambda tx: identity_providers.remove(tx, command_line_actor(elsewhere.id), now, sso.id))
    for members in ({"issuer": "ftp://x"}, {"issuer": "https://x?y"}, {"domains": ("a b.c",)}, {"domains": ("x",)}):
        with pytest.raises(Invalid):
            sso.set(**members)
    journal = home.http.get("/v1/journal?workspace=true", headers=sso.place.admin.bearer).text
    assert "identity_provider.added" in journal
    assert home.house.vault.lock("")[:5] not in journal
    actor = command_line_actor(sso.place.id)
    visitor = Visitor(home)
    sso.through(visitor)
    home.run(lambda tx: identity_providers.remove(tx, actor, now, sso.id))
    assert Visitor(home).get(f"/sso/{sso.id}/start").status_code == 404
    assert Visitor(home).get("/sso/nonsense/start").status_code == 404
    assert visitor.is_in(), "sessions go on"
