"""The workspace as awork shows it: itself, rights, rules, reports, and the search over all of it."""

from typing import Any

import pytest

from tests.awork.contract import check
from tests.awork.operations.stage import UNKNOWN
from tests.awork.wire import act, entry, listed, refusal, start_form
from tests.home import Home, Someone, Workplace
from uhrwerk.operations import people
from uhrwerk.operations.catalog import CLIENTS, PROJECT_STATUSES, PROJECTS, TASKS
from uhrwerk.operations.personal import SAVED_REPORTS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


def get(home: Home, someone: Someone, path: str, **query: Any) -> Any:
    answer = home.http.get(f"/api/v1/{path}", headers=someone.awork_bearer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_only_ones_own_workspace_is_there(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: people.change(tx, actor, now, place.colleague.id, {"active": False}))
    found = get(home, place.owner, f"workspaces/{place.id}")
    assert (found["id"], found["memberCount"], found["allowCredentialsLogin"]) == (place.id, 3, True)
    for id in (elsewhere.id, UNKNOWN, "no-id"):
        answer = home.http.get(f"/api/v1/workspaces/{id}", headers=place.owner.awork_bearer)
        refusal(answer, 404, "entity-not-found")


RIGHTS = {
    "admin": {"project-timetracking": ["read", "write"], "workspace-configuration": ["read", "write"]},
    "lead": {"project-timetracking": ["read", "write"], "project-master-data": ["read", "write"]},
    "owner": {"project-master-data": ["read"]},
}


@pytest.mark.parametrize(("who", "rights"), RIGHTS.items())
def test_what_one_may_do(home: Home, office: Workplace, who: str, rights: dict[str, list[str]]) -> None:
    someone: Someone = getattr(office, who)
    found = get(home, someone, "me/permissions")["userPermission"]
    assert (found["userId"], found["isAdmin"]) == (someone.id, who == "admin")
    levels = {each["feature"]: each["accessLevels"] for each in found["permissions"]}
    assert levels.items() >= rights.items()
    assert ("workspace-configuration" in levels) == (who == "admin")
    assert levels.keys() <= set(get(home, someone, "permissions/features"))


def test_no_rule_on_time_is_said_to_be_in_force(home: Home, office: Workplace) -> None:
    assert get(home, office.owner, "timetracking/settings") == [
        {"type": "prevent-on-done-projects", "enabled": False},
        {"type": "allow-on-past-days", "enabled": False},
    ]


def test_reports_are_shared_or_ones_own(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    definition = {"starts_on": "2026-02-01", "ends_on": "2026-02-28", "group_by": ["project", "person"]}

    async def save(tx: Tx) -> None:
        for name, shared in (("Mine", False), ("Ours", True)):
            members = {"name": name, "shared": shared, "definition": definition}
            await SAVED_REPORTS.add(tx, actor, now, place.owner.id, members)

    home.run(save)
    url = "/api/v1/timereports?orderby=name"
    mine, ours = listed(home.http.get(url, headers=place.owner.awork_bearer), "TimeReport")
    assert (mine["name"], mine["shared"], mine["user"]["id"]) == ("Mine", False, place.owner.id)
    assert (mine["startOn"], mine["endOn"], mine["groupBy"]) == (
        "2026-02-01T00:00:00Z",
        "2026-02-28T00:00:00Z",
        "project",
    )
    assert listed(home.http.get(url, headers=place.colleague.awork_bearer), "TimeReport") == [ours]


def names(found: dict[str, Any]) -> dict[str, list[str]]:
    """The hits by the answer's members, by what they are called."""
    words = ("name", "note", "lastName")
    return {
        member: [next(hit["entity"][word] for word in words if word in hit["entity"]) for hit in hits["hits"]]
        for member, hits in found.items()
        if member.endswith("Hits") and hits["hasHits"]
    }


def search(home: Home, someone: Someone, term: str, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = get(home, someone, "search", searchTerm=term, **query)
    check("SearchResults", found)
    return found


@pytest.fixture
def full(home: Home, place: Workplace) -> Workplace:
    """Something called Lantern of many a kind; a done one, an archived one."""
    actor, now = command_line_actor(place.id), home.clock.now

    async def build(tx: Tx) -> None:
        done = await PROJECT_STATUSES.add(tx, actor, now, {"name": "Done", "stage": "closed", "archived": False})
        await CLIENTS.add(tx, actor, now, {"name": "Lantern & Co", "archived": False})
        status = await PROJECT_STATUSES.add(tx, actor, now, {"name": "Doing", "stage": "progress", "archived": False})
        base = {"billable": False, "archived": False, "project_status_id": status.id}
        await PROJECTS.add(tx, actor, now, base | {"name": "Big lantern"})
        await PROJECTS.add(tx, actor, now, base | {"name": "Old lantern", "project_status_id": done.id})
        await PROJECTS.add(tx, actor, now, base | {"name": "Lost lantern", "archived": True})
        await PROJECTS.add(tx, actor, now, base | {"name": "Secret lantern", "private": True})
        await TASKS.change(tx, actor, now, place.task, {"name": "Light the lanterns"})
        await people.change(tx, actor, now, place.lead.id, {"last_name": "Lantern"})

    home.run(build)
    act(home, place.owner, "start", **start_form(place, note="lantern oil"))
    return place


def test_a_term_is_looked_for_everywhere(home: Home, full: Workplace, elsewhere: Workplace) -> None:
    found = search(home, full.owner, "LANTERN")
    assert names(found) == {
        "companyHits": ["Lantern & Co"],
        "projectHits": ["Big lantern"],
        "taskHits": ["Light the lanterns"],
        "timeEntriesHits": ["lantern oil"],
        "userHits": ["Lantern"],
    }
    assert (found["totalCount"], found["maxScore"], len(found["top"])) == (5, 1.0, 5)
    assert names(search(home, full.colleague, "lantern oil")) == {}
    assert names(search(home, full.admin, "oil lantern")) == {"timeEntriesHits": ["lantern oil"]}
    nowhere = search(home, elsewhere.admin, "lantern")
    assert (nowhere["totalCount"], nowhere["maxScore"], nowhere["top"]) == (0, 0.0, [])


KINDS = {
    "project": {"projectHits": ["Big lantern"]},
    "Projects, users": {"projectHits": ["Big lantern"], "userHits": ["Lantern"]},
    "timeEntries,companies": {"timeEntriesHits": ["lantern oil"], "companyHits": ["Lantern & Co"]},
    "document": {},
}


@pytest.mark.parametrize(("kinds", "expected"), KINDS.items())
def test_kinds_are_chosen(home: Home, full: Workplace, kinds: str, expected: dict[str, list[str]]) -> None:
    assert names(search(home, full.owner, "lantern", searchTypes=kinds)) == expected


def test_closed_ones_private_ones_and_how_many(home: Home, full: Workplace) -> None:
    found = search(home, full.owner, "lantern", searchTypes="project", includeClosedAndStuck="true")
    assert names(found) == {"projectHits": ["Big lantern", "Old lantern"]}
    found = search(home, full.admin, "lantern", searchTypes="project", top=1)
    assert (found["projectHits"]["totalCount"], names(found)) == (2, {"projectHits": ["Big lantern"]})


def test_no_term_finds_nothing(home: Home, full: Workplace) -> None:
    assert search(home, full.admin, " ")["totalCount"] == 0
    assert get(home, full.admin, "search") == {"totalCount": 0, "maxScore": 0.0, "top": []}
    assert names(search(home, full.admin, "100%")) == {}


@pytest.mark.parametrize(("query", "at_fault"), [("top=0", "Top"), ("searchTerm=" + "x" * 201, "SearchTerm")])
def test_what_cannot_be_searched_is_named(home: Home, office: Workplace, query: str, at_fault: str) -> None:
    answer = home.http.get(f"/api/v1/search?{query}", headers=office.owner.awork_bearer)
    refusal(answer, 400, "validation-error", at_fault)


def test_a_hit_shows_its_project(home: Home, full: Workplace) -> None:
    hit = search(home, full.owner, "lantern", searchTypes="task")["taskHits"]["hits"][0]
    assert (hit["type"], hit["score"], hit["entity"]["project"]["name"]) == ("task", 1.0, "Website")
    assert hit["entity"]["project"]["company"] == "Nordlicht"
    running = search(home, full.owner, "oil")["timeEntriesHits"]["hits"][0]["entity"]
    assert running["id"] == entry(act(home, full.owner, "pause"))["id"]
