"""awork's teams: kept by admins, with their people and projects."""

from typing import Any

import pytest

from tests.awork.desk import Desk
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal
from tests.home import Home, Workplace
from tests.traces import traces

INCLUDED = "?includeUserIds=true&includeProjectIds=true"


def made(desk: Desk, name: str = "North") -> str:
    id: str = desk.post("/teams", {"name": name, "icon": "star", "color": "blue"}, "Team")["id"]
    return id


def test_a_team_is_made_found_changed_and_dissolved(desk: Desk) -> None:
    path = f"/teams/{made(desk)}"
    changed = desk.put(path, {"NAME": "South", "color": None}, "Team")
    assert (changed["name"], changed["icon"], "color" in changed) == ("South", "star", False)
    assert desk.get(path, "Team", desk.place.owner) == changed
    assert not {"userIds", "projectIds"} & changed.keys()
    desk.done("DELETE", path)
    refusal(desk.call("GET", path), 404, "entity-not-found")
    assert desk.names("/teams") == []


def test_people_and_projects_come_and_go(desk: Desk) -> None:
    team, place = made(desk), desk.place
    path = f"/teams/{team}"
    added = desk.post(f"{path}/addusers", [place.owner.id, place.lead.id, place.owner.id], "[UserInTeam]")
    assert added == [{"userId": id, "teamId": team} for id in (place.owner.id, place.lead.id)]
    assert desk.post(f"{path}/addprojects", [place.project], "[ProjectInTeam]") == [
        {"projectId": place.project, "teamId": team}
    ]
    # Who is there already stays.
    desk.post(f"{path}/addusers", [place.owner.id], "[UserInTeam]")
    desk.post(f"{path}/addprojects", [place.project], "[ProjectInTeam]")
    whole = desk.get(f"{path}{INCLUDED}", "Team")
    assert (set(whole["userIds"]), whole["projectIds"]) == ({place.owner.id, place.lead.id}, [place.project])
    assert desk.get(f"{path}?INCLUDEUSERIDS=true", "Team").keys() == whole.keys() - {"projectIds"}
    [shown] = desk.get(f"/projects/{place.project}", "Project")["teams"]
    assert shown == {"id": team, "name": "North", "icon": "star", "color": "blue"}
    desk.done("POST", f"{path}/removeusers", [place.lead.id])
    desk.done("POST", f"{path}/removeprojects", [place.project])
    whole = desk.get(f"{path}{INCLUDED}", "Team")
    assert (whole["userIds"], whole["projectIds"]) == ([place.owner.id], [])


def test_teams_are_filtered_ordered_and_paged(desk: Desk) -> None:
    for name in ("alpha", "Beta", "gamma"):
        made(desk, name)
    assert desk.names("/teams?orderby=name desc") == ["gamma", "Beta", "alpha"]
    [found] = desk.get("/teams?filterby=startswith(name,'be')", "[Team]")
    assert found["name"] == "Beta"
    answer = desk.call("GET", f"/teams{INCLUDED}&pageSize=2&page=2")
    assert [(each["name"], each["userIds"]) for each in listed(answer, "Team")] == [("gamma", [])]


def test_what_is_deleted_leaves_its_teams(desk: Desk) -> None:
    place, path = desk.place, f"/teams/{made(desk)}"
    gone = desk.post("/projects", {"name": "Gone"}, "Project")["id"]
    desk.post(f"{path}/addusers", [place.owner.id, place.lead.id], "[UserInTeam]")
    desk.post(f"{path}/addprojects", [gone, place.project], "[ProjectInTeam]")
    desk.done("DELETE", f"/users/{place.owner.id}")
    desk.done("POST", f"/projects/{gone}/delete", {})
    whole = desk.get(f"{path}{INCLUDED}", "Team")
    assert (whole["userIds"], whole["projectIds"]) == ([place.lead.id], [place.project])
    # It can still be changed.
    assert desk.post(f"{path}/addprojects", [place.project], "[ProjectInTeam]")


@pytest.mark.parametrize("verb", ["addusers", "removeusers", "addprojects", "removeprojects"])
def test_ids_at_fault_are_named_and_nothing_is_changed(desk: Desk, elsewhere: Workplace, verb: str) -> None:
    path = f"/teams/{made(desk)}/{verb}"
    name = "UserId" if verb.endswith("users") else "ProjectId"
    own, theirs = (each.colleague.id if name == "UserId" else each.project for each in (desk.place, elsewhere))
    before = traces(desk.home, desk.place)
    for id in (UNKNOWN, theirs):
        refusal(desk.call("POST", path, [own, id]), 404, "entity-not-found", name)
    refusal(desk.call("POST", path, [own, "x"]), 400, "validation-error", "[1]")
    refusal(desk.call("POST", path, {"ids": [own]}), 400, "invalid-body")
    assert traces(desk.home, desk.place) == before


CHANGES: list[tuple[str, str, Any]] = [
    ("PUT", "", {"name": "n"}),
    ("DELETE", "", None),
    ("POST", "/addusers", []),
    ("POST", "/removeusers", []),
    ("POST", "/addprojects", []),
    ("POST", "/removeprojects", []),
]


@pytest.mark.parametrize("role", ["lead", "owner"])
def test_only_an_admin_keeps_teams(desk: Desk, role: str) -> None:
    who, path = desk.somebody(role), f"/teams/{made(desk)}"
    before = traces(desk.home, desk.place)
    refusal(desk.call("POST", "/teams", {"name": "n"}, who), 401, "unauthorized")
    for method, rest, body in CHANGES:
        refusal(desk.call(method, path + rest, body, who), 401, "unauthorized")
    assert traces(desk.home, desk.place) == before


@pytest.mark.parametrize(("method", "rest", "body"), [("GET", "", None), *CHANGES])
def test_teams_of_others_are_teams_that_never_were(
    desk: Desk, elsewhere: Workplace, method: str, rest: str, body: Any
) -> None:
    theirs = made(Desk(desk.home, elsewhere))
    answers = [desk.call(method, f"/teams/{id}{rest}", body) for id in (UNKNOWN, theirs, "no-uuid")]
    for answer in answers:
        refusal(answer, 404, "entity-not-found")
        assert but_for_trace(answer) == but_for_trace(answers[0])
    assert Desk(desk.home, elsewhere).names("/teams") == ["North"]


@pytest.mark.parametrize(
    ("form", "names"), [({}, ["Name"]), ({"name": "n", "color": "x" * 21}, ["Color"]), ({"name": 1}, ["Name"])]
)
def test_members_at_fault_are_named(home: Home, office: Workplace, form: dict[str, Any], names: list[str]) -> None:
    refusal(Desk(home, office).call("POST", "/teams", form), 400, "validation-error", *names)
