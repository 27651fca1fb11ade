"""What becomes of tokens: refreshed, given back, ended with a person or an application; and what is kept of them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Table, func, or_, select

from tests.home import Home, Someone, Workplace
from tests.oauth.flows import AWORK, NATIVE, App, Door, granted, made, refused, registered, with_password
from uhrwerk.entrypoints.jobs.schedule import forget_old_grants
from uhrwerk.operations import oauth_clients, people, service_accounts
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import credential, metadata, oauth_client, oauth_grant


def test_a_refresh_token_is_exchanged_once_for_its_successor(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    first = app.tokens(with_password(home, place, place.owner))
    home.clock.forward(hours=25)
    assert app.opens(first["access_token"]) == 401
    second = granted(app.refresh(first["refresh_token"]))
    assert second["scope"] == first["scope"]
    assert second["refresh_token"] != first["refresh_token"]
    assert app.opens(second["access_token"]) == 200
    home.clock.forward(days=29, hours=23)
    granted(app.refresh(second["refresh_token"]))


def test_a_refresh_token_that_comes_again_ends_everything(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    owner = with_password(home, place, place.owner)
    first, apart = app.tokens(owner), app.tokens(owner)
    second = granted(app.refresh(first["refresh_token"]))
    refused(app.refresh(first["refresh_token"]), "invalid_grant")
    assert [app.opens(each["access_token"]) for each in (first, second)] == [401, 401]
    refused(app.refresh(second["refresh_token"]), "invalid_grant")
    # What was allowed another time is another matter.
    assert app.opens(apart["access_token"]) == 200


def test_of_twins_with_one_refresh_token_at_most_one_gets_tokens(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    tokens = app.tokens(with_password(home, place, place.owner))
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: app.refresh(tokens["refresh_token"]), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]


def test_a_refresh_token_lasts_thirty_days(home: Home, place: Workplace) -> None:
    app = made(home, place, NATIVE)
    owner = with_password(home, place, place.owner)
    in_time, late = app.tokens(owner), app.tokens(owner)
    home.clock.forward(days=30, microseconds=-1)
    granted(app.refresh(in_time["refresh_token"]))
    home.clock.forward(microseconds=1)
    refused(app.refresh(late["refresh_token"]), "invalid_grant")


REFRESHED: dict[str, tuple[dict[str, str | None], str]] = {
    "unknown": ({"refresh_token": "unknown"}, "invalid_grant"),
    "missing": ({"refresh_token": None}, "invalid_request"),
    "more than was allowed": ({"scope": "time:read directory:read"}, "invalid_scope"),
    "unknown scope": ({"scope": "world:rule"}, "invalid_scope"),
}


@pytest.mark.parametrize(("changes", "error"), REFRESHED.values(), ids=REFRESHED)
def test_a_refresh_that_is_wrong_uses_nothing_up(
    home: Home, place: Workplace, changes: dict[str, str | None], error: str
) -> None:
    app = made(home, place, NATIVE)
    tokens = app.tokens(with_password(home, place, place.owner))
    refused(app.refresh(tokens["refresh_token"], **changes), error)
    granted(app.refresh(tokens["refresh_token"]))


def test_less_may_be_asked_for_and_all_of_it_again_later(home: Home, place: Workplace) -> None:
    app = made(home, place, NATIVE)
    tokens = app.tokens(with_password(home, place, place.owner))
    less = granted(app.refresh(tokens["refresh_token"], scope="time:read"))
    assert less["scope"] == "time:read"
    assert granted(app.refresh(less["refresh_token"]))["scope"] == NATIVE.scopes


def test_another_clients_refresh_token_is_none_and_stays_good(home: Home, place: Workplace, door: Door) -> None:
    app, thief = made(home, place, door), made(home, place, door)
    tokens = app.tokens(with_password(home, place, place.owner))
    refused(thief.refresh(tokens["refresh_token"]), "invalid_grant")
    granted(app.refresh(tokens["refresh_token"]))


def test_a_refresh_token_is_no_code_and_no_access_token(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door)
    tokens = app.tokens(with_password(home, place, place.owner))
    refused(app.exchange(tokens["refresh_token"]), "invalid_grant")
    refused(app.refresh(tokens["access_token"]), "invalid_grant")
    assert app.opens(tokens["refresh_token"]) == 401


def gives_back(app: App, token: str, **more: str) -> int:
    answer = app.post(app.door.revoke, token=token, **more)
    assert answer.json() == {} or answer.status_code >= 400
    return answer.status_code


@pytest.mark.parametrize("hint", [None, "access_token", "refresh_token", "something_else"])
def test_an_access_token_that_is_given_back_ends_alone(
    home: Home, place: Workplace, door: Door, hint: str | None
) -> None:
    app = made(home, place, door)
    tokens = app.tokens(with_password(home, place, place.owner))
    more = {} if hint is None else {"token_type_hint": hint}
    assert gives_back(app, tokens["access_token"], **more) == 200
    assert app.opens(tokens["access_token"]) == 401
    granted(app.refresh(tokens["refresh_token"]))
    # Whether it was there or not is all the same to who wants to be rid of it.
    assert gives_back(app, tokens["access_token"]) == 200


def test_a_refresh_token_that_is_given_back_takes_everything_along(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door, confidential=True)
    tokens = app.tokens(with_password(home, place, place.owner))
    assert gives_back(app, tokens["refresh_token"]) == 200
    assert app.opens(tokens["access_token"]) == 401
    refused(app.refresh(tokens["refresh_token"]), "invalid_grant")


def test_nobody_gives_back_what_is_not_theirs(home: Home, place: Workplace, door: Door) -> None:
    app, other = made(home, place, door), made(home, place, door)
    tokens = app.tokens(with_password(home, place, place.owner))
    for token in (tokens["access_token"], tokens["refresh_token"]):
        refused(other.post(door.revoke, token=token), "invalid_grant")
    own = place.owner.native if door is NATIVE else place.owner.awork
    assert gives_back(other, own) == 200
    assert home.http.get(door.opens, headers={"Authorization": f"Bearer {own}"}).status_code == 200
    assert app.opens(tokens["access_token"]) == 200
    assert gives_back(other, "unknown") == 200
    refused(other.post(door.revoke), "invalid_request")
    refused(App(home, door, "nobody", "").post(door.revoke, token="x"), "invalid_client", 401)


def with_account(home: Home, place: Workplace, door: Door, role: str = "member") -> tuple[App, str]:
    """A confidential application with an account of its own, and the account's id."""
    app = made(home, place, door, confidential=True)
    now, actor = home.clock.now, command_line_actor(place.id)

    async def add(tx: Tx) -> str:
        client = await oauth_clients.get(tx, actor, app.id)
        return (await service_accounts.add(tx, actor, now, "Robot", role, client)).id

    return app, home.run(add)


def test_a_program_acts_as_an_account_of_its_own(home: Home, place: Workplace, door: Door) -> None:
    app, account = with_account(home, place, door)
    tokens = granted(app.post(grant_type="client_credentials"))
    assert "refresh_token" not in tokens
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = home.http.get(door.opens, headers=bearer).json()
    assert account in (me.get("id"), me.get("person", {}).get("id"))
    # It has a clock, like everybody, and reaches nobody else's.
    if door is NATIVE:
        app_scopes = granted(app.post(grant_type="client_credentials", scope="time:write"))["access_token"]
        started = home.http.post("/v1/timers/start", headers={"Authorization": f"Bearer {app_scopes}"}, json={})
        assert started.json()["person_id"] == account
        other = home.http.post(
            "/v1/timers/start",
            headers={"Authorization": f"Bearer {app_scopes}"},
            json={"person_id": place.owner.id},
        )
        assert other.status_code == 403


def test_a_program_without_an_account_has_nothing_to_be(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door, confidential=True)
    refused(app.post(grant_type="client_credentials"), "unauthorized_client")


def test_a_public_client_cannot_act_for_itself(home: Home, place: Workplace, door: Door) -> None:
    refused(made(home, place, door).post(grant_type="client_credentials"), "invalid_client", 401)
    refused(registered(home, door).post(grant_type="client_credentials"), "invalid_client", 401)


def test_a_programs_account_ends_with_its_tokens(home: Home, own_place: Workplace, door: Door) -> None:
    app, account = with_account(home, own_place, door)
    token = granted(app.post(grant_type="client_credentials"))["access_token"]
    assert app.opens(token) == 200
    now, actor = home.clock.now, command_line_actor(own_place.id)
    home.run(lambda tx: service_accounts.remove(tx, actor, now, account))
    assert app.opens(token) == 401
    refused(app.post(grant_type="client_credentials"), "unauthorized_client")


def test_a_program_is_none_of_the_people(home: Home, own_place: Workplace) -> None:
    with_account(home, own_place, NATIVE, "admin")
    people_listed = home.http.get("/v1/people", headers=own_place.admin.bearer).json()["items"]
    assert sorted(each["username"] for each in people_listed) == ["admin", "colleague", "lead", "owner"]
    # Nor is it the admin that a workspace has to keep.
    answer = home.http.delete(f"/v1/people/{own_place.admin.id}", headers=own_place.admin.bearer)
    assert answer.status_code == 409


def test_who_is_deactivated_takes_along_what_they_allowed(home: Home, own_place: Workplace, door: Door) -> None:
    owner = with_password(home, own_place, own_place.owner)
    app = made(home, own_place, door)
    tokens, waiting = app.tokens(owner), app.code(owner)
    deactivate(home, own_place, owner)
    assert app.opens(tokens["access_token"]) == 401
    refused(app.refresh(tokens["refresh_token"]), "invalid_grant")
    refused(app.exchange(waiting), "invalid_grant")
    # It does not come back with them.
    change(home, own_place, owner, {"active": True})
    assert app.opens(tokens["access_token"]) == 401
    refused(app.refresh(tokens["refresh_token"]), "invalid_grant")


def deactivate(home: Home, place: Workplace, someone: Someone) -> None:
    change(home, place, someone, {"active": False})


def change(home: Home, place: Workplace, someone: Someone, members: dict[str, Any]) -> None:
    now, actor = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: people.change(tx, actor, now, someone.id, members))


def test_an_application_that_is_deleted_loses_everything(home: Home, own_place: Workplace, door: Door) -> None:
    owner, admin = (with_password(home, own_place, each) for each in (own_place.owner, own_place.admin))
    app, other = made(home, own_place, door), made(home, own_place, door)
    tokens = [app.tokens(owner), app.tokens(admin)]
    waiting, page = app.code(owner), app.page()
    kept = other.tokens(owner)
    now, actor = home.clock.now, command_line_actor(own_place.id)
    home.run(lambda tx: oauth_clients.remove(tx, actor, now, app.id))
    assert [app.opens(each["access_token"]) for each in tokens] == [401, 401]
    refused(app.refresh(tokens[0]["refresh_token"]), "invalid_client", 401)
    refused(app.exchange(waiting), "invalid_client", 401)
    assert app.submit(page, name=owner.username, password="correct horse").status_code == 400
    assert other.opens(kept["access_token"]) == 200


def journal(home: Home, someone: Someone) -> list[dict[str, Any]]:
    answer = home.http.get("/v1/journal", headers=someone.bearer, params={"limit": 500})
    items: list[dict[str, Any]] = answer.json()["items"]
    return items[::-1]


def test_the_journal_tells_who_allowed_what_to_whom_and_has_no_secret(home: Home, own_place: Workplace) -> None:
    owner = with_password(home, own_place, own_place.owner)
    app = made(home, own_place, NATIVE, confidential=True)
    code = app.code(owner)
    tokens = granted(app.exchange(code))
    refused(app.exchange(code), "invalid_grant")
    rows = journal(home, owner)
    acts = [row["act"] for row in rows]
    assert acts[-4:] == ["oauth_grant.added", "credential.issued", "oauth_grant.revoked", "credential.revoked"]
    allowed = next(row for row in rows if row["act"] == "oauth_grant.added")
    assert (allowed["actor_id"], allowed["face"]) == (owner.id, "native")
    assert allowed["payload"]["after"]["client_id"] == app.id
    assert allowed["payload"]["after"]["scopes"] == ["time:read", "time:write"]
    of_all = home.http.get("/v1/journal", headers=own_place.admin.bearer, params={"workspace": True, "limit": 500})
    assert "oauth_client.added" in [row["act"] for row in of_all.json()["items"]]
    everything = str(rows) + of_all.text
    for secret in (code, tokens["access_token"], tokens["refresh_token"], app.secret, "token_hash", "secret_hash"):
        assert str(secret) not in everything


def rows_of(home: Home, table: Table) -> list[Any]:
    async def read(tx: Tx) -> list[Any]:
        return [list(row) for row in await tx.all(Statement(select(*table.c)))]

    found: list[Any] = home.http.blocking_portal.call(home.house.store.read, read)
    return found


def test_no_table_has_a_secret_as_it_is(home: Home, place: Workplace, door: Door) -> None:
    app = made(home, place, door, confidential=True)
    owner = with_password(home, place, place.owner)
    code = app.code(owner)
    tokens = granted(app.exchange(code))
    secrets = (code, tokens["access_token"], tokens["refresh_token"], str(app.secret))
    for table in metadata.sorted_tables:
        text = str(rows_of(home, table))
        assert [secret for secret in secrets if secret in text] == [], table.name


def test_what_ended_is_known_for_a_month_and_then_forgotten(home: Home, own_place: Workplace) -> None:
    owner = with_password(home, own_place, own_place.owner)
    app, lonely = registered(home, AWORK), registered(home, NATIVE)
    tokens = app.tokens(owner)
    given_back = app.tokens(owner)
    gives_back(app, given_back["refresh_token"])
    mine = counts(home, own_place, app, lonely)
    assert mine == {"credentials": 2, "grants": 2, "clients": 2}
    home.clock.forward(days=31, seconds=1)
    forget(home)
    # The first one's refresh token has just run out: whoever comes with the old access token learns that it expired.
    assert counts(home, own_place, app, lonely) == {"credentials": 0, "grants": 1, "clients": 1}
    home.clock.forward(days=30)
    forget(home)
    assert counts(home, own_place, app, lonely) == {"credentials": 0, "grants": 0, "clients": 0}
    refused(app.refresh(tokens["refresh_token"]), "invalid_client", 401)


def forget(home: Home) -> None:
    home.http.blocking_portal.call(forget_old_grants, home.house)


def counts(home: Home, place: Workplace, *apps: App) -> dict[str, int]:
    async def read(tx: Tx) -> dict[str, int]:
        wanted: dict[str, tuple[Table, list[ColumnElement[bool]]]] = {
            "credentials": (
                credential,
                [credential.c.workspace_id == place.id, credential.c.grant_id.is_not(None)],
            ),
            "grants": (oauth_grant, [oauth_grant.c.workspace_id == place.id]),
            "clients": (oauth_client, [or_(*[oauth_client.c.id == app.id for app in apps])]),
        }
        found = {}
        for name, (table, where) in wanted.items():
            row = await tx.one(Statement(select(func.count()).select_from(table).where(*where)))
            assert row is not None
            found[name] = row[0]
        return found

    result: dict[str, int] = home.http.blocking_portal.call(home.house.store.read, read)
    return result
