"""People, over HTTP."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces

NEW = {"username": "Nora", "email": "nora@example.org", "first_name": "Nora"}


def added(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    return done(home.http.post("/v1/people", headers=place.admin.bearer, json=NEW | members), 201)


def changed(home: Home, actor: Someone, id: str, **members: Any) -> dict[str, Any]:
    return done(home.http.patch(f"/v1/people/{id}", headers=actor.bearer, json=members))


def test_a_person_is_added_with_what_was_left_out_filled_in(home: Home, place: Workplace) -> None:
    person = added(home, place)
    assert person == {
        "id": person["id"],
        "number": person["number"],
        "username": "nora",
        "email": "nora@example.org",
        "first_name": "Nora",
        "last_name": "",
        "role": "member",
        "zone": "Europe/Berlin",
        "language": "en",
        "active": True,
        "archived": False,
        "title": None,
        "position": None,
        "personnel_number": None,
        "birth_date": None,
        "contacts": [],
        "tags": [],
        "created_at": "2026-03-10T08:00:00Z",
        "updated_at": "2026-03-10T08:00:00Z",
        "version": 1,
    }
    hidden = {"contacts": None}
    assert done(home.http.get(f"/v1/people/{person['id']}", headers=place.colleague.bearer)) == person | hidden


def test_a_password_is_taken_and_never_told(home: Home, place: Workplace) -> None:
    answer = home.http.post("/v1/people", headers=place.admin.bearer, json=NEW | {"password": "correct horse"})
    assert answer.status_code == 201
    rows = home.http.get("/v1/journal", headers=place.admin.bearer, params={"workspace": "true"})
    for text in (answer.text, rows.text):
        assert "nora@example.org" in text
        assert "correct horse" not in text
        assert "argon2" not in text


def test_everybody_sees_the_workspaces_people_and_no_strangers(
    home: Home, place: Workplace, strangers: Workplace
) -> None:
    staff = {place.admin.id, place.lead.id, place.owner.id, place.colleague.id}
    for somebody in (place.admin, place.lead, place.owner):
        assert {each["id"] for each in walk(home, somebody, "/v1/people", 3)} == staff
    newest = added(home, place)["id"]
    items, _ = page(home.http.get("/v1/people", headers=place.owner.bearer))
    assert items[0]["id"] == newest


@pytest.mark.parametrize("role", ["lead", "owner"])
def test_only_an_admin_keeps_people(home: Home, office: Workplace, role: str) -> None:
    before = traces(home, office)
    bearer = getattr(office, role).bearer
    own, other = getattr(office, role).id, office.colleague.id
    problem(home.http.post("/v1/people", headers=bearer, json=NEW), 403, "not-allowed")
    for id in (own, other):
        url = f"/v1/people/{id}"
        problem(home.http.patch(url, headers=bearer, json={"role": "admin"}), 403, "not-allowed")
        problem(home.http.delete(url, headers=bearer), 403, "not-allowed")
    assert traces(home, office) == before


def test_a_person_is_changed_member_by_member(home: Home, place: Workplace) -> None:
    after = changed(home, place.admin, place.owner.id, role="lead", last_name=" Berg ", email="o@example.org")
    assert (after["role"], after["last_name"], after["email"]) == ("lead", "Berg", "o@example.org")
    assert (after["first_name"], after["version"]) == ("Owner", 2)


def test_a_new_zone_holds_from_now_on(home: Home, place: Workplace) -> None:
    assert changed(home, place.admin, place.owner.id, zone="Asia/Tokyo")["zone"] == "Asia/Tokyo"
    started = done(home.http.post("/v1/timers/start", headers=place.owner.bearer))
    assert started["zone"] == "Asia/Tokyo"
    span = {"started_at": "2026-03-10T06:00:00Z", "ended_at": "2026-03-10T07:00:00Z"}
    earlier = done(home.http.post("/v1/time-entries", headers=place.owner.bearer, json=span), 201)
    assert earlier["zone"] == "Europe/Berlin"


def test_a_new_role_counts_at_once(home: Home, place: Workplace) -> None:
    body = {"name": "Museum"}
    problem(home.http.post("/v1/clients", headers=place.owner.bearer, json=body), 403, "not-allowed")
    changed(home, place.admin, place.owner.id, role="lead")
    done(home.http.post("/v1/clients", headers=place.owner.bearer, json=body), 201)


def test_a_username_is_one_persons(home: Home, place: Workplace, strangers: Workplace) -> None:
    before = traces(home, place)
    answer = home.http.post("/v1/people", headers=place.admin.bearer, json=NEW | {"username": " OWNER "})
    problem(answer, 409, "already-taken", "username")
    url = f"/v1/people/{place.owner.id}"
    answer = home.http.patch(url, headers=place.admin.bearer, json={"username": "Colleague"})
    problem(answer, 409, "already-taken", "username")
    assert traces(home, place) == before
    assert changed(home, place.admin, place.owner.id, username="Owner")["username"] == "owner"


def test_a_person_who_leaves_stays_on_record(home: Home, place: Workplace) -> None:
    url = f"/v1/people/{place.owner.id}"
    done(home.http.post("/v1/timers/start", headers=place.owner.bearer))
    answer = home.http.delete(url, headers=place.admin.bearer)
    assert (answer.status_code, answer.content) == (204, b"")
    assert done(home.http.get(url, headers=place.admin.bearer))["active"] is False
    problem(home.http.get("/v1/me", headers=place.owner.bearer), 401, "not-signed-in")
    theirs = {"person_id": place.owner.id}
    # Nothing begins for them any more, but an admin ends what still runs.
    assert done(home.http.post("/v1/timers/stop", headers=place.admin.bearer, json=theirs))["state"] == "stopped"
    for path in ("/v1/timers/start", "/v1/attendance/clock-in"):
        problem(home.http.post(path, headers=place.admin.bearer, json=theirs), 409, "conflict")


def test_a_workspace_keeps_an_admin(home: Home, place: Workplace) -> None:
    before = traces(home, place)
    url = f"/v1/people/{place.admin.id}"
    for body in ({"role": "member"}, {"active": False}):
        problem(home.http.patch(url, headers=place.admin.bearer, json=body), 409, "conflict")
    problem(home.http.delete(url, headers=place.admin.bearer), 409, "conflict")
    assert traces(home, place) == before
    changed(home, place.admin, place.lead.id, role="admin")
    assert home.http.delete(url, headers=place.admin.bearer).status_code == 204


def test_a_stranger_is_as_unknown_as_somebody_who_never_was(
    home: Home, office: Workplace, strangers: Workplace
) -> None:
    mine = office.admin.bearer
    for method, body in (("GET", None), ("PATCH", {"role": "lead"}), ("DELETE", None)):
        theirs, unknown = (
            home.http.request(method, f"/v1/people/{id}", headers=mine, json=body)
            for id in (strangers.owner.id, UNKNOWN)
        )
        problem(theirs, 404, "not-found")
        assert theirs.json() == unknown.json()


PERSONAL: dict[str, Any] = {
    "birth_date": "1990-04-01",
    "personnel_number": "0042",
}
EMAIL = {"kind": "email", "label": "Home", "value": "o@example.org"}


def test_personal_data_is_shown_to_the_person_and_to_admins(home: Home, place: Workplace) -> None:
    known = {"title": "Dr.", "position": "Designer", "archived": True}
    after = changed(home, place.admin, place.owner.id, contacts=[EMAIL], **PERSONAL, **known)
    url = f"/v1/people/{place.owner.id}"
    assert after.items() >= (PERSONAL | known).items()
    assert [each["value"] for each in after["contacts"]] == ["o@example.org"]
    for someone in (place.admin, place.owner):
        assert done(home.http.get(url, headers=someone.bearer)) == after
    hidden = after | dict.fromkeys((*PERSONAL, "contacts"))
    for someone in (place.lead, place.colleague):
        assert done(home.http.get(url, headers=someone.bearer)) == hidden
        assert hidden in walk(home, someone, "/v1/people", 2)
    assert home.http.get("/v1/me", headers=place.owner.bearer).json()["person"] == after


def test_people_change_their_own_profile(home: Home, place: Workplace) -> None:
    after = changed(home, place.owner, place.owner.id, birth_date="1990-04-01", contacts=[EMAIL])
    assert (after["birth_date"], len(after["contacts"])) == ("1990-04-01", 1)
    others: list[dict[str, Any]] = [{"personnel_number": "1"}, {"tags": []}]
    for body in (*others, {"zone": "UTC", "title": "Dr."}):
        answer = home.http.patch(f"/v1/people/{place.owner.id}", headers=place.owner.bearer, json=body)
        problem(answer, 403, "not-allowed")


@pytest.mark.parametrize("kind", ["people", "clients"])
def test_contact_details_are_replaced_as_a_whole_and_keep_their_ids(home: Home, place: Workplace, kind: str) -> None:
    url = f"/v1/{kind}/{place.owner.id if kind == 'people' else place.client}"

    def replaced(*contacts: dict[str, Any]) -> Any:
        return home.http.patch(url, headers=place.admin.bearer, json={"contacts": list(contacts)})

    phone = {"kind": "phone", "value": "040 1234"}
    first, second = done(replaced(EMAIL, phone))["contacts"]
    assert (first["value"], first["label"], second["value"], second["city"]) == (
        "o@example.org",
        "Home",
        "040 1234",
        None,
    )
    after = done(replaced(phone | {"id": second["id"], "value": "040 4321"}, EMAIL | {"id": first["id"]}))
    assert after["contacts"] == [second | {"value": "040 4321"}, first]
    before = traces(home, place)
    assert done(replaced(*after["contacts"])) == after
    assert traces(home, place) == before
    problem(replaced(EMAIL | {"id": UNKNOWN}), 404, "not-found", "contacts")
    problem(replaced(*(EMAIL | {"id": first["id"]},) * 2), 404, "not-found", "contacts")
    problem(replaced({"value": "no kind"}), 400, "invalid", "contacts")
    problem(replaced({"kind": ""}), 400, "invalid", "kind")
    problem(replaced(EMAIL | {"value": "v" * 1001}), 400, "invalid", "value")
    assert traces(home, place) == before
    assert done(replaced())["contacts"] == []


def test_what_somebody_deleted_leaves_is_the_admins_to_read_and_nobody_elses(home: Home, place: Workplace) -> None:
    me = place.owner.bearer
    expense = {"name": "Train", "price": "9.00", "spent_on": "2026-03-09"}
    paths = []
    for path, verb, body in (
        ("/v1/time-entries", "/v1/timers/start", {}),
        ("/v1/attendance", "/v1/attendance/clock-in", {}),
        ("/v1/expenses", "/v1/expenses", expense),
    ):
        answer = home.http.post(verb, headers=me, json=body)
        assert answer.status_code in (200, 201), answer.text
        paths.append(f"{path}/{answer.json()['id']}")
    for stop in ("/v1/timers/stop", "/v1/attendance/clock-out"):
        assert home.http.post(stop, headers=me).status_code == 200
    assert home.http.delete(f"/v1/people/{place.owner.id}", headers=place.admin.bearer).status_code == 204
    for path in paths:
        assert done(home.http.get(path, headers=place.admin.bearer))["person_id"] == place.owner.id
        for stranger in (place.lead, place.colleague):
            problem(home.http.get(path, headers=stranger.bearer), 404, "not-found")
