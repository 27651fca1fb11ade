"""awork's users: who they are, who may change what of them, how to reach them."""

from typing import Any

import pytest

from tests.awork.desk import Desk
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal, start_form
from tests.home import Home, Workplace
from tests.traces import traces
from uhrwerk.operations import people, tags
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

PHONE = {"type": "phone", "label": "Desk", "value": "+49 431 1", "subType": "work"}
HOME = {"isAddress": True, "addressLine1": "Kai 1", "zipCode": "24103", "city": "Kiel", "country": "DE"}


def user_path(desk: Desk, role: str = "owner", rest: str = "") -> str:
    return f"/users/{desk.somebody(role).id}{rest}"


def test_users_come_with_their_teams_and_tags(desk: Desk) -> None:
    async def tag(tx: Tx) -> None:
        actor, now = command_line_actor(desk.place.id), desk.home.clock.now
        ids = await tags.named(tx, actor, now, ["senior"], "red")
        await people.change(tx, actor, now, desk.place.owner.id, {"tags": ids})

    desk.home.run(tag)
    team = desk.post("/teams", {"name": "North", "icon": "star", "color": "blue"}, "Team")["id"]
    desk.post(f"/teams/{team}/addusers", [desk.place.owner.id], "[UserInTeam]")
    for path, shape in ((user_path(desk), "User"), ("/users/me", "UserAndWorkspace"), ("/me", "UserAndWorkspace")):
        found = desk.get(path, shape, desk.place.owner)
        assert found["teams"] == [{"id": team, "name": "North", "icon": "star", "color": "blue"}]
        assert [(each["name"], each["color"]) for each in found["tags"]] == [("senior", "red")]
    path = "/users?filterby=teams/any(t: t/name eq 'North')"
    assert [each["id"] for each in desk.get(path, "[User]")] == [desk.place.owner.id]
    desk.done("DELETE", f"/teams/{team}")
    assert desk.get(user_path(desk), "User")["teams"] == []


def test_users_are_listed_filtered_ordered_and_paged(desk: Desk) -> None:
    answer = desk.call("GET", "/users?orderby=firstName desc&pageSize=3&page=1", None, desk.place.colleague)
    assert [each["firstName"] for each in listed(answer, "User")] == ["Owner", "Lead", "Colleague"]
    assert answer.headers["aw-totalitems"] == "4"
    found = desk.get("/users?filterby=userContactInfos/any(c: c/value eq 'lead@example.org')", "[User]")
    assert [each["id"] for each in found] == [desk.place.lead.id]


def test_people_change_their_own_profile_and_admins_everybodys(desk: Desk) -> None:
    form = {"firstName": "Ada", "LASTNAME": "Berg", "title": "Dr.", "position": "CTO", "language": "de", "gender": "x"}
    for role, who in (("owner", desk.place.owner), ("colleague", desk.place.admin)):
        after = desk.put(user_path(desk, role), form | {"birthDate": "1990-2-3T00:00:00Z"}, "User", who)
        assert (after["firstName"], after["lastName"], after["language"]) == ("Ada", "Berg", "de")
        assert (after["title"], after["position"], after["birthDate"]) == ("Dr.", "CTO", "1990-02-03T00:00:00Z")
    kept = desk.put(user_path(desk), {"firstName": None, "lastName": None, "title": None}, "User", desk.place.owner)
    assert (kept["firstName"], kept["lastName"], kept["position"], "title" in kept) == ("Ada", "Berg", "CTO", False)


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ({"firstName": ""}, ["FirstName"]),
        ({"firstName": 1, "title": ["x"]}, ["FirstName", "Title"]),
        ({"birthDate": "yesterday"}, ["BirthDate"]),
        ({"birthDate": "2990-01-01"}, ["BirthDate"]),
        ({"birthDate": "2001-02-30"}, ["BirthDate"]),
        ({"language": "x" * 21}, ["Language"]),
    ],
)
def test_a_profile_at_fault_is_refused_by_name(desk: Desk, form: dict[str, Any], names: list[str]) -> None:
    refusal(desk.call("PUT", user_path(desk), form), 400, "validation-error", *names)


def test_a_deactivated_user_keeps_the_record_and_loses_the_way_in(desk: Desk) -> None:
    desk.done("POST", user_path(desk, rest="/deactivate"))
    refusal(desk.call("GET", "/me", None, desk.place.owner), 401, "unauthorized")
    shown = desk.get(user_path(desk), "User")
    assert (shown["isDeactivated"], shown["status"]["isDeactivated"], shown["isArchived"]) == (True, True, False)
    desk.done("POST", user_path(desk, rest="/activate"))
    assert desk.get(user_path(desk), "User")["isDeactivated"] is False
    summary = {"privateProjectManagersReassignedCount": 0, "privateProjectsDeletedCount": 0}
    path = user_path(desk, rest="/deactivate?INCLUDESUMMARY=true")
    assert desk.post(path, None, "PostUserDeactivateByUserIdResponse") == summary


def test_an_archived_user_is_listed_when_asked_for(desk: Desk) -> None:
    after = desk.post(user_path(desk, rest="/setarchived"), {"isArchived": True}, "ExtendedUser")
    assert (after["isArchived"], after["isDeactivated"]) == (True, False)
    for query, shown in (("", False), ("?showArchived=true", True)):
        ids = [each["id"] for each in desk.get(f"/users{query}", "[User]")]
        assert (desk.place.owner.id in ids) is shown


def test_a_deleted_user_is_gone_but_for_the_time(desk: Desk) -> None:
    place = desk.place
    started = desk.post("/me/timetracking/start", start_form(place), "TimeTracking", place.owner)
    refusal(desk.call("DELETE", user_path(desk)), 400, "invalid-operation")
    desk.post(user_path(desk, rest="/timetracking/stop"), None, "TimeTracking")
    desk.done("DELETE", user_path(desk))
    refusal(desk.call("GET", user_path(desk)), 404, "entity-not-found")
    refusal(desk.call("GET", "/me", None, place.owner), 401, "unauthorized")
    assert place.owner.id not in [each["id"] for each in desk.get("/users?showArchived=true", "[User]")]
    entry = desk.get(f"/timeentries/{started['id']}", "TimeTracking")
    assert entry["user"]["firstName"] == "Owner"
    # The username is free again, and native clients do not see the person either.
    new = {"username": "owner", "email": "owner@example.org", "first_name": "New", "last_name": "Owner"}
    assert desk.home.http.post("/v1/people", headers=place.admin.bearer, json=new).status_code == 201
    listed_natively = desk.home.http.get("/v1/people", headers=place.admin.bearer).json()["items"]
    assert place.owner.id not in [each["id"] for each in listed_natively]
    for path in ("members", "capacity", "contactinfo"):
        assert desk.call("GET", user_path(desk, rest=f"/{path}")).status_code == 404


def test_the_last_admin_stays(desk: Desk) -> None:
    for method, rest in (("DELETE", ""), ("POST", "/deactivate")):
        refusal(desk.call(method, user_path(desk, "admin", rest)), 400, "invalid-operation")


@pytest.mark.parametrize("role", ["lead", "owner"])
def test_only_an_admin_keeps_users(desk: Desk, role: str) -> None:
    who = desk.somebody(role)
    before = traces(desk.home, desk.place)
    for whose in ("colleague", role):
        for method, rest, body in (
            ("DELETE", "", None),
            ("POST", "/activate", None),
            ("POST", "/deactivate", None),
            ("POST", "/setarchived", {"isArchived": True}),
            ("PUT", "/capacity", {"mon": 1}),
        ):
            refusal(desk.call(method, user_path(desk, whose, rest), body, who), 401, "unauthorized")
    for changed in (
        desk.call("PUT", user_path(desk, "colleague"), {"title": "x"}, who),
        desk.call("POST", user_path(desk, "colleague", "/contactinfo"), PHONE, who),
    ):
        refusal(changed, 401, "unauthorized")
    assert traces(desk.home, desk.place) == before


CALLS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PUT", "", {"title": "x"}),
    ("DELETE", "", None),
    ("POST", "/activate", None),
    ("POST", "/deactivate", None),
    ("POST", "/setarchived", {}),
    ("GET", "/capacity", None),
    ("PUT", "/capacity", {"mon": 1}),
    ("GET", "/contactinfo", None),
    ("POST", "/contactinfo", PHONE),
    ("GET", f"/contactinfo/{UNKNOWN}", None),
    ("PUT", f"/contactinfo/{UNKNOWN}", PHONE),
    ("DELETE", f"/contactinfo/{UNKNOWN}", None),
]


@pytest.mark.parametrize(("method", "rest", "body"), CALLS)
def test_users_of_others_are_users_that_never_were(
    home: Home, office: Workplace, strangers: Workplace, method: str, rest: str, body: Any
) -> None:
    desk = Desk(home, office)
    before = traces(home, strangers)
    answers = [desk.call(method, f"/users/{id}{rest}", body) for id in (UNKNOWN, strangers.owner.id, "no-uuid")]
    for answer in answers:
        refusal(answer, 404, "entity-not-found")
        assert but_for_trace(answer) == but_for_trace(answers[0])
    assert traces(home, strangers) == before


def test_nobodys_week_is_known_until_it_is_said(desk: Desk) -> None:
    path = user_path(desk, rest="/capacity")
    nothing = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 0)
    assert desk.get(path, "UserCapacity")["weeklyCapacity"] == nothing
    by_day = desk.put(path, {"mon": 28800, "TUE": 3600}, "UserCapacity")
    assert by_day["weeklyCapacity"] == nothing | {"mon": 28800, "tue": 3600}
    assert by_day["capacityPerWeek"] == 32400
    assert desk.put(path, {"tue": 0}, "UserCapacity")["weeklyCapacity"] == nothing | {"mon": 28800}
    spread = desk.put(path, {"capacityPerWeek": 72002}, "UserCapacity")
    assert spread["weeklyCapacity"] == nothing | {"mon": 14401, "tue": 14401, "wed": 14400, "thu": 14400, "fri": 14400}
    assert desk.put(path, {}, "UserCapacity") == spread
    mine = desk.get("/users/me/capacity", "UserCapacity", desk.place.owner)
    assert mine == spread


@pytest.mark.parametrize("form", [{"mon": 86401}, {"mon": -1}, {"capacityPerWeek": 5 * 86400 + 1}])
def test_a_day_has_no_more_than_a_day(desk: Desk, form: dict[str, int]) -> None:
    refusal(desk.call("PUT", user_path(desk, rest="/capacity"), form), 400, "validation-error", "CapacityPerWeek")


def test_a_week_is_read_like_time_is(desk: Desk) -> None:
    place, path = desk.place, user_path(desk, rest="/capacity")
    assert desk.call("GET", path, None, place.owner).status_code == 200
    for who in (place.lead, place.colleague):
        refusal(desk.call("GET", path, None, who), 404, "entity-not-found")
    team = desk.post("/teams", {"name": "North"}, "Team")["id"]
    desk.post(f"/teams/{team}/addusers", [place.owner.id, place.lead.id, place.colleague.id], "[UserInTeam]")
    assert desk.call("GET", path, None, place.lead).status_code == 200
    refusal(desk.call("GET", path, None, place.colleague), 404, "entity-not-found")


def test_contact_details_are_kept_beside_the_address_one_signs_in_with(desk: Desk) -> None:
    mine, path = desk.place.owner, "/users/me/contactinfo"
    phone = desk.post(path, PHONE, "ContactInfo", mine)
    home = desk.post(path, HOME, "ContactInfo", mine)
    assert {name: phone[name] for name in PHONE} == PHONE
    assert (phone["isAddress"], home["type"], home["isAddress"]) == (False, "address", True)
    listing = desk.get(f"{path}?orderby=type", "[ContactInfo]", mine)
    assert [(each["type"], each.get("value")) for each in listing] == [
        ("address", None),
        ("email", "owner@example.org"),
        ("phone", "+49 431 1"),
    ]
    assert desk.get("/me", "UserAndWorkspace", mine)["userContactInfos"] == desk.get(path, "[ContactInfo]", mine)
    desk.home.clock.forward(minutes=1)
    after = desk.put(f"{path}/{phone['id']}", {"VALUE": "+49 431 2", "label": None}, "ContactInfo", mine)
    assert (after["value"], after["type"], "label" in after) == ("+49 431 2", "phone", False)
    assert after["updatedOn"] > phone["updatedOn"]
    assert desk.get(f"{path}/{phone['id']}", "ContactInfo", mine) == after
    assert [each["id"] for each in desk.get(f"{path}?filterby=city eq 'Kiel'", "[ContactInfo]", mine)] == [home["id"]]
    desk.done("DELETE", f"{path}/{phone['id']}", None, mine)
    refusal(desk.call("GET", f"{path}/{phone['id']}", None, mine), 404, "entity-not-found")


def test_the_address_one_signs_in_with_is_changed_by_an_admin_and_never_deleted(desk: Desk) -> None:
    owner = desk.place.owner
    path = f"/users/{owner.id}/contactinfo/{owner.id}"
    assert desk.get(path, "ContactInfo", owner)["value"] == "owner@example.org"
    refusal(desk.call("PUT", path, {"value": "new@example.org"}, owner), 401, "unauthorized")
    refusal(desk.call("DELETE", path), 400, "invalid-operation")
    refusal(desk.call("PUT", path, {"value": "nowhere"}), 400, "validation-error", "Value")
    assert desk.put(path, {"value": "new@example.org"}, "ContactInfo")["value"] == "new@example.org"
    assert desk.get("/me", "UserAndWorkspace", owner)["userContactInfos"][0]["value"] == "new@example.org"


@pytest.mark.parametrize(
    ("form", "name"),
    [({"type": "x" * 51}, "Type"), ({"value": 5}, "Value"), ({"addressLine1": "x" * 501}, "AddressLine1")],
)
def test_contact_details_at_fault_are_named(desk: Desk, form: dict[str, Any], name: str) -> None:
    refusal(desk.call("POST", user_path(desk, rest="/contactinfo"), form), 400, "validation-error", name)


def test_an_address_tells_the_name_of_its_user(desk: Desk, elsewhere: Workplace) -> None:
    answer = desk.get("/users/autofill/OWNER@example.org", "AutofillUser", desk.place.colleague)
    assert answer == {"firstName": "Owner", "lastName": "Example"}
    desk.done("GET", "/users/autofill/nobody@example.org")
    desk.put(f"/users/{desk.place.owner.id}/contactinfo/{desk.place.owner.id}", {"value": "o@x.org"}, "ContactInfo")
    desk.done("GET", "/users/autofill/owner@example.org")
    refusal(desk.call("GET", "/users/autofill/a%00@example.org"), 400, "validation-error", "Email")
    Desk(desk.home, elsewhere).put(
        f"/users/{elsewhere.owner.id}/contactinfo/{elsewhere.owner.id}", {"value": "far@x.org"}, "ContactInfo"
    )
    desk.done("GET", "/users/autofill/far@x.org")


def test_what_is_personal_is_for_oneself_and_admins(desk: Desk) -> None:
    """Others see a colleague's address to sign in with, no birth date, and cannot find either out by a filter."""
    path = user_path(desk, "colleague")
    form = {"birthDate": "1990-02-03"}
    desk.put(path, form, "User", desk.place.admin)
    desk.post(f"{path}/contactinfo", {"type": "phone", "value": "+49 30 77"}, "ContactInfo", desk.place.admin)
    for who, seen in ((desk.place.admin, True), (desk.place.colleague, True), (desk.place.owner, False)):
        found = desk.get(path, "User", who)
        assert ("birthDate" in found, len(found["userContactInfos"])) == (seen, 2 if seen else 1)
        assert len(desk.get(f"{path}/contactinfo", "[ContactInfo]", who)) == (2 if seen else 1)
        listed = next(each for each in desk.get("/users", "[User]", who) if each["id"] == found["id"])
        assert listed == found
        by_phone = "/users?filterby=userContactInfos/any(c: c/value eq '%2B49 30 77')"
        assert desk.get(by_phone, "[User]", who) == []
