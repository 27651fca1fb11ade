"""An application gets in with somebody's consent: authorization code with PKCE, on both faces that have it."""

import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.access.auditor import auditor
from tests.home import Home, Workplace
from tests.native.wire import problem
from tests.oauth.flows import (
    AWORK,
    CALLBACK,
    CHALLENGE,
    NATIVE,
    PASSWORD,
    VERIFIER,
    App,
    Door,
    came_back,
    granted,
    made,
    refused,
    registered,
    with_password,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # It would rather have httpx's next major version.
    from authlib.integrations.httpx_client import OAuth2Client


@pytest.mark.parametrize("kind", ["public", "confidential", "registered"])
def test_the_whole_way(home: Home, place: Workplace, door: Door, kind: str) -> None:
    owner = with_password(home, place, place.owner)
    app = registered(home, door) if kind == "registered" else made(home, place, door, confidential=kind != "public")
    back = app.allow(owner)
    assert back.keys() == {"code", "state", "iss"}
    assert (back["state"], back["iss"]) == ("a state", door.issuer)
    tokens = granted(app.exchange(back["code"]))
    assert tokens.keys() == {"access_token", "refresh_token", "token_type", "expires_in", "scope"}
    assert tokens["scope"] == door.scopes
    assert app.opens(tokens["access_token"]) == 200


def test_a_token_is_its_persons_and_opens_its_own_face_alone(home: Home, place: Workplace, door: Door) -> None:
    owner = with_password(home, place, place.owner)
    bearer = {"Authorization": f"Bearer {made(home, place, door).tokens(owner)['access_token']}"}
    me = home.http.get(door.opens, headers=bearer).json()
    assert owner.id in (me.get("id"), me.get("person", {}).get("id"))
    other = AWORK if door is NATIVE else NATIVE
    assert home.http.get(other.opens, headers=bearer).status_code == 401


def test_an_auditor_signs_in_and_out_and_changes_nothing_else(home: Home, place: Workplace) -> None:
    """What lets somebody in is no change of what is kept here."""
    person = auditor(home, place)
    app = made(home, place, NATIVE)
    tokens = app.tokens(with_password(home, place, person))
    tokens = granted(app.refresh(tokens["refresh_token"]))
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    found = home.http.get("/v1/time-entries?everyone=true", headers=bearer)
    assert (found.status_code, found.json()["items"]) == (200, [])
    problem(home.http.post("/v1/timers/start", headers=bearer), 403, "not-allowed")
    me = person.bearer
    own = f"/v1/people/{person.id}"
    problem(home.http.patch(own, headers=me, json={"first_name": "N"}), 403, "not-allowed")
    (allowed,) = home.http.get("/v1/me/authorizations", headers=me).json()["items"]
    assert home.http.delete(f"/v1/me/authorizations/{allowed['id']}", headers=me).status_code == 204
    assert home.http.get("/v1/time-entries", headers=bearer).status_code == 401


def test_a_native_token_has_the_scopes_that_were_allowed_and_no_others(home: Home, place: Workplace) -> None:
    owner = with_password(home, place, place.owner)
    tokens = made(home, place, NATIVE).tokens(owner, scope="time:read")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert home.http.get("/v1/timers/current", headers=bearer).status_code == 200
    answer = home.http.post("/v1/timers/start", headers=bearer, json={})
    assert (answer.status_code, answer.json()["type"]) == (403, "/docs/problems#scope-missing")


def test_without_offline_access_awork_gives_no_refresh_token(home: Home, place: Workplace) -> None:
    owner = with_password(home, place, place.owner)
    assert "refresh_token" not in made(home, place, AWORK).tokens(owner, scope="full_access")


def test_a_client_library_finds_its_way(home: Home, place: Workplace, door: Door) -> None:
    """From the metadata alone, with Authlib's own client."""
    owner = with_password(home, place, place.owner)
    app = made(home, place, door, confidential=True)
    well_known = "/.well-known/oauth-authorization-server" + ("" if door is NATIVE else "/api/v1")
    found = home.http.get(well_known).json()
    client = OAuth2Client(
        app.client_id,
        app.secret,
        scope=door.scopes,
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint=found["token_endpoint"],
        transport=home.http._transport,
    )
    url, state = client.create_authorization_url(found["authorization_endpoint"], code_verifier=VERIFIER)
    page = home.http.get(url)
    answer = app.submit(page, name=owner.username, password=PASSWORD)
    location = answer.headers["location"]
    token = client.fetch_token(authorization_response=location, state=state, code_verifier=VERIFIER)
    assert client.get(f"{found['issuer'].removesuffix('/api/v1')}{door.opens}").status_code == 200
    renewed = client.refresh_token(found["token_endpoint"], refresh_token=token["refresh_token"])
    assert renewed["access_token"] != token["access_token"]
    assert client.revoke_token(found["revocation_endpoint"], token=renewed["access_token"]).status_code == 200
    assert app.opens(renewed["access_token"]) == 401


CODES: dict[str, tuple[dict[str, str | None], str]] = {
    "wrong verifier": ({"code_verifier": "w" * 43}, "invalid_grant"),
    "no verifier": ({"code_verifier": None}, "invalid_request"),
    "short verifier": ({"code_verifier": "v"}, "invalid_request"),
    "the challenge as verifier": ({"code_verifier": CHALLENGE}, "invalid_grant"),
    "another redirect": ({"redirect_uri": "https://app.example.org/other"}, "invalid_grant"),
    "no redirect": ({"redirect_uri": None}, "invalid_grant"),
    "unknown code": ({"code": "unknown"}, "invalid_grant"),
    "empty code": ({"code": ""}, "invalid_grant"),
    "no code": ({"code": None}, "invalid_request"),
    "no grant type": ({"grant_type": None}, "unsupported_grant_type"),
    "unknown grant type": ({"grant_type": "password"}, "unsupported_grant_type"),
    "strange characters": ({"grant_type": "ü\n"}, "invalid_request"),
    "code as refresh token": ({"grant_type": "refresh_token", "refresh_token": "code"}, "invalid_grant"),
}


@pytest.mark.parametrize(("changes", "error"), CODES.values(), ids=CODES)
def test_a_code_is_exchanged_as_it_was_asked_for_or_not_at_all(
    home: Home, place: Workplace, changes: dict[str, str | None], error: str
) -> None:
    app = made(home, place, NATIVE)
    code = app.code(with_password(home, place, place.owner))
    if changes.get("refresh_token") == "code":
        changes = changes | {"refresh_token": code}
    refused(app.exchange(code, **changes), error)
    # A slip of the pen costs nothing: the code was not used up.
    granted(app.exchange(code))


def test_a_code_lasts_a_minute(home: Home, place: Workplace, door: Door) -> None:
    owner = with_password(home, place, place.owner)
    app = made(home, place, door)
    in_time, late = app.code(owner), app.code(owner)
    home.clock.forward(seconds=59.999999)
    granted(app.exchange(in_time))
    home.clock.forward(microseconds=1)
    refused(app.exchange(late), "invalid_grant")


def test_a_code_that_comes_again_ends_what_came_of_it(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    code = app.code(with_password(home, place, place.owner))
    tokens = granted(app.exchange(code))
    assert app.opens(tokens["access_token"]) == 200
    refused(app.exchange(code), "invalid_grant")
    assert app.opens(tokens["access_token"]) == 401
    refused(app.refresh(tokens["refresh_token"]), "invalid_grant")


def test_of_twins_with_one_code_at_most_one_gets_tokens(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    code = app.code(with_password(home, place, place.owner))
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: app.exchange(code), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    # That somebody else had the code too is reason enough to end it.
    assert app.opens(winner["access_token"]) == 401


def test_another_clients_code_is_no_code_and_stays_good(home: Home, place: Workplace, door: Door) -> None:
    app, thief = made(home, place, door), made(home, place, door)
    code = app.code(with_password(home, place, place.owner))
    refused(thief.exchange(code), "invalid_grant")
    granted(app.exchange(code))


def test_a_client_of_one_face_is_unknown_at_the_other(home: Home, place: Workplace) -> None:
    app = made(home, place, NATIVE)
    code = app.code(with_password(home, place, place.owner))
    refused(App(home, AWORK, app.client_id, app.id).exchange(code), "invalid_client", 401)
    assert App(home, AWORK, app.client_id, app.id).page().status_code == 400


SECRETS: dict[str, tuple[str | None, dict[str, str]]] = {
    "wrong, by Basic": ("wrong", {}),
    "of nobody, by Basic": ("wrong", {"client_id": "nobody"}),
    "wrong, in the form": (None, {"client_secret": "wrong"}),
    "missing": (None, {}),
}


@pytest.mark.parametrize(("basic", "form"), SECRETS.values(), ids=SECRETS)
def test_a_confidential_client_proves_itself(
    home: Home, place: Workplace, basic: str | None, form: dict[str, str]
) -> None:
    app = made(home, place, NATIVE, confidential=True)
    code = app.code(with_password(home, place, place.owner))
    impostor = App(home, NATIVE, form.get("client_id", app.client_id), app.id, basic)
    answer = impostor.exchange(code, **form)
    refused(answer, "invalid_client", 401)
    assert answer.headers["www-authenticate"].startswith("Basic")
    granted(app.exchange(code))


@pytest.mark.parametrize("header", ["Basic", "Basic ÿ", "Basic !!!", "Basic /w==", "Basic Og==", "Bearer x", "x"])
def test_a_header_that_says_nothing_is_no_client(home: Home, header: str) -> None:
    raw: Any = {b"Authorization": header.encode("latin-1")}
    answer = home.http.post(NATIVE.token, headers=raw, data={"grant_type": "client_credentials"})
    assert answer.json()["error"] in ("invalid_client", "invalid_request")
    assert answer.status_code in (400, 401)


def test_a_secret_may_stand_in_the_form(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door, confidential=True)
    code = app.code(with_password(home, place, place.owner))
    by_form = App(home, door, app.client_id, app.id)
    granted(by_form.exchange(code, client_secret=app.secret))


def test_a_parameter_that_comes_twice_is_refused(home: Home, place: Workplace) -> None:
    app = made(home, place, NATIVE)
    body = f"grant_type=authorization_code&grant_type=authorization_code&code=x&client_id={app.client_id}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused(home.http.post(NATIVE.token, content=body, headers=form), "invalid_request")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{}", b"&&&=", b"a=b&" * 60])
def test_a_body_that_is_no_form_is_refused(home: Home, door: Door, body: bytes) -> None:
    answer = home.http.post(door.token, content=body)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"]


def test_only_a_post_gets_tokens(home: Home, door: Door) -> None:
    assert home.http.get(door.token).status_code == 405


ASKED: dict[str, tuple[dict[str, str | None], str]] = {
    "no challenge": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "plain": ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "invalid_request"),
    "method left out, which means plain": ({"code_challenge_method": None}, "invalid_request"),
    "a challenge that is none": ({"code_challenge": "short"}, "invalid_request"),
    "unknown scope": ({"scope": "time:read world:rule"}, "invalid_scope"),
    "a scope that the client may not ask for": ({"scope": "journal:read"}, "invalid_scope"),
    "another response": ({"response_type": "token"}, "unsupported_response_type"),
    "no response": ({"response_type": None}, "unsupported_response_type"),
}


@pytest.mark.parametrize(("changes", "error"), ASKED.values(), ids=ASKED)
def test_a_request_that_is_wrong_goes_back_to_the_client(
    home: Home, place: Workplace, changes: dict[str, str | None], error: str
) -> None:
    back = came_back(made(home, place, NATIVE).page(**changes), CALLBACK)
    assert (back["error"], back["state"], back["iss"]) == (error, "a state", NATIVE.issuer)


def test_awork_needs_full_access(home: Home, place: Workplace) -> None:
    back = came_back(made(home, place, AWORK).page(scope="offline_access"), CALLBACK)
    assert back["error"] == "invalid_scope"


STAY: dict[str, dict[str, str | None]] = {
    "unknown client": {"client_id": "nobody"},
    "no client": {"client_id": None},
    "another redirect": {"redirect_uri": "https://app.example.org/back/further"},
    "redirect with a query": {"redirect_uri": CALLBACK + "?x=1"},
    "http": {"redirect_uri": "http://app.example.org/back"},
    "a script": {"redirect_uri": "javascript:alert(1)"},
    "strange characters": {"redirect_uri": "https://app.example.org/bäck"},
    "a line break": {"redirect_uri": CALLBACK + "\r\nX: y"},
    "strange response": {"response_type": "ü", "redirect_uri": "https://evil.example.org"},
}


@pytest.mark.parametrize("changes", STAY.values(), ids=STAY)
def test_nobody_is_sent_where_the_client_is_not_at_home(
    home: Home, place: Workplace, door: Door, changes: dict[str, str | None]
) -> None:
    answer = made(home, place, door).page(**changes)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/html")
    assert "form-action 'none'" in answer.headers["content-security-policy"]


def test_the_only_redirect_need_not_be_named(home: Home, place: Workplace) -> None:
    app = made(home, place, NATIVE)
    owner = with_password(home, place, place.owner)
    code = app.code(owner, redirect_uri=None)
    granted(app.exchange(code, redirect_uri=None))


@pytest.mark.parametrize("port", [1024, 65535])
def test_an_app_on_this_machine_may_listen_at_any_port(home: Home, place: Workplace, port: int) -> None:
    app = made(home, place, NATIVE, redirect_uri="http://127.0.0.1/back")
    owner = with_password(home, place, place.owner)
    app.redirect_uri = f"http://127.0.0.1:{port}/back"
    granted(app.exchange(app.code(owner)))
    assert app.page(redirect_uri=f"http://127.0.0.1:{port}/other").status_code == 400


def test_denied_is_told_to_the_client(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    back = came_back(app.submit(app.page(), answer="deny"), CALLBACK)
    assert back.keys() == {"error", "error_description", "state", "iss"}
    assert back["error"] == "access_denied"


@pytest.mark.parametrize("state", ["", "with spaces & = ?", "ümläut", "x" * 1500])
def test_the_state_comes_back_as_it_went(home: Home, place: Workplace, state: str) -> None:
    app = made(home, place, NATIVE)
    back = came_back(app.submit(app.page(state=state), answer="deny"), CALLBACK)
    assert back.get("state", "") == state


def test_a_stranger_cannot_let_a_workspaces_client_in(
    home: Home, place: Workplace, elsewhere: Workplace, door: Door
) -> None:
    stranger = with_password(home, elsewhere, elsewhere.owner)
    app = made(home, place, door)
    answer = app.submit(app.page(), name=stranger.username, password=PASSWORD)
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_tokens_end_with_the_clock(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    token = app.tokens(with_password(home, place, place.owner))["access_token"]
    home.clock.forward(seconds=86_399)
    assert app.opens(token) == 200
    home.clock.forward(seconds=1)
    answer = home.http.get(door.opens, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert "expired" in answer.text
    assert door is not AWORK or "token expired" in answer.text
