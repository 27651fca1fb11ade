"""What sorts the directory and is kept alike: statuses, types, lists, tags, teams, absence types, company holidays."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces

STAMP = {"updated_at": "2026-03-10T08:01:00Z", "version": 2}


@dataclass(frozen=True)
class Kind:
    """A kind, what makes one, what changes one, and what it refuses, by the field at fault."""

    path: str
    new: dict[str, Any]
    changes: dict[str, Any]
    wrong: dict[str, list[Any]] = field(default_factory=dict)
    lead_keeps: bool = True

    def __str__(self) -> str:
        return self.path.rpartition("/")[2]

    def body(self, place: Workplace) -> dict[str, Any]:
        return {name: place.project if value == "$PROJECT" else value for name, value in self.new.items()}


REVERSED = "2026-05-14"
"""The day before the first."""

KINDS = (
    Kind("/v1/project-types", {"name": "Web"}, {"icon": "globe", "note": "n", "archived": True}, {"icon": ["i" * 51]}),
    Kind(
        "/v1/project-statuses",
        {"name": "Under way", "stage": "progress"},
        {"stage": "closed", "position": 3, "archived": True},
        {"stage": ["done", None, 1], "position": [-1, 2**31, 0.5]},
    ),
    Kind(
        "/v1/task-statuses",
        {"name": "Doing", "stage": "progress", "project_id": "$PROJECT"},
        {"stage": "review", "position": 3, "icon": "eye"},
        {"stage": ["closed", ""], "position": ["1"]},
    ),
    Kind(
        "/v1/task-lists",
        {"name": "Before launch", "project_id": "$PROJECT"},
        {"position": 2.5, "archived": True},
        {"position": ["first"]},
    ),
    Kind("/v1/tags", {"name": "Harbour"}, {"color": "#00f"}, {"color": ["c" * 21]}),
    Kind("/v1/teams", {"name": "Studio"}, {"icon": "boat", "color": "#00f"}, {"projects": ["x", ["x"]]}, False),
    Kind(
        "/v1/absence-types",
        {"name": "Vacation"},
        {"kind": "vacation", "short_name": "V", "color": "#00f", "plannable": False, "archived": True},
        {"kind": ["holiday"], "short_name": ["s" * 21]},
        False,
    ),
    Kind(
        "/v1/company-holidays",
        {"name": "Bridge day", "starts_on": "2026-05-15", "ends_on": "2026-05-15"},
        {"ends_on": "2026-05-16", "half_day_end": True, "region": "DE-HH"},
        {
            "starts_on": ["1969-12-31", "2026-02-30", None],
            "ends_on": [REVERSED, "2036-01-01"],
            "region": ["r" * 51],
        },
        False,
    ),
)


def added(home: Home, place: Workplace, kind: Kind, **members: Any) -> dict[str, Any]:
    body = kind.body(place) | members
    return done(home.http.post(kind.path, headers=place.admin.bearer, json=body), 201)


def keepers(place: Workplace, kind: Kind) -> list[Someone]:
    return [place.admin, place.lead] if kind.lead_keeps else [place.admin]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_who_keeps_them_adds_changes_and_deletes(home: Home, place: Workplace, kind: Kind) -> None:
    for keeper in keepers(place, kind):
        home.clock.now = home.clock.now.replace(minute=0)
        new = done(home.http.post(kind.path, headers=keeper.bearer, json=kind.body(place)), 201)
        url = f"{kind.path}/{new['id']}"
        assert kind.body(place).items() <= new.items()
        assert done(home.http.get(url, headers=place.owner.bearer)) == new
        assert page(home.http.get(kind.path, headers=place.owner.bearer))[0] == [new]
        home.clock.forward(minutes=1)
        assert done(home.http.patch(url, headers=keeper.bearer, json=kind.changes)) == new | kind.changes | STAMP
        answer = home.http.delete(url, headers=keeper.bearer)
        assert (answer.status_code, answer.content) == (204, b"")
        for gone in (home.http.get(url, headers=keeper.bearer), home.http.delete(url, headers=keeper.bearer)):
            problem(gone, 404, "deleted")
        assert page(home.http.get(kind.path, headers=place.owner.bearer)) == ([], None)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_others_only_read_them(home: Home, place: Workplace, kind: Kind) -> None:
    url = f"{kind.path}/{added(home, place, kind)['id']}"
    before = traces(home, place)
    for reader in (place.lead, place.owner):
        if reader in keepers(place, kind):
            continue
        assert home.http.get(url, headers=reader.bearer).status_code == 200
        for answer in (
            home.http.post(kind.path, headers=reader.bearer, json=kind.body(place)),
            home.http.patch(url, headers=reader.bearer, json=kind.changes),
            home.http.delete(url, headers=reader.bearer),
        ):
            problem(answer, 403, "not-allowed")
    assert traces(home, place) == before


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_another_workspaces_is_as_unknown_as_one_that_never_was(
    home: Home, place: Workplace, office: Workplace, kind: Kind
) -> None:
    theirs = added(home, place, kind)["id"]
    before = traces(home, place)
    for method, body in (("GET", None), ("PATCH", kind.changes), ("DELETE", None)):
        strange, unknown = (
            home.http.request(method, f"{kind.path}/{id}", headers=office.admin.bearer, json=body)
            for id in (theirs, UNKNOWN)
        )
        problem(strange, 404, "not-found")
        assert strange.json() == unknown.json()
    assert theirs not in [each["id"] for each in walk(home, office.admin, kind.path, 500)]
    assert traces(home, place) == before


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_wrong_member_is_named(home: Home, place: Workplace, kind: Kind) -> None:
    url = f"{kind.path}/{added(home, place, kind)['id']}"
    before = traces(home, place)
    wrong = {"name": ["", " ", None, 1, "n" * 201, "a\x00b"]} | kind.wrong
    for name, values in wrong.items():
        for value in values:
            new = kind.body(place) | {name: value}
            key = "range-reversed" if value == REVERSED else "invalid"
            problem(home.http.post(kind.path, headers=place.admin.bearer, json=new), 400, key, name)
            if name in kind.changes or name == "name":
                problem(home.http.patch(url, headers=place.admin.bearer, json={name: value}), 400, key, name)
    missing = home.http.post(kind.path, headers=place.admin.bearer, json={"unknown": 1})
    problem(
        missing, 400, "invalid", "unknown", *(each for each in kind.new if each != "project_id" or len(kind.new) < 3)
    )
    assert traces(home, place) == before


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_request_sent_twice_acts_once_and_a_version_is_kept_to(home: Home, place: Workplace, kind: Kind) -> None:
    keyed = place.admin.bearer | {"Idempotency-Key": "once"}
    first = done(home.http.post(kind.path, headers=keyed, json=kind.body(place)), 201)
    assert done(home.http.post(kind.path, headers=keyed, json=kind.body(place)), 201) == first
    url, stale = f"{kind.path}/{first['id']}", place.admin.bearer | {"If-Match": '"2"'}
    problem(home.http.patch(url, headers=stale, json=kind.changes), 412, "version-mismatch")
    problem(home.http.delete(url, headers=stale), 412, "version-mismatch")
    fresh = place.admin.bearer | {"If-Match": '"1"'}
    assert done(home.http.patch(url, headers=fresh, json=kind.changes))["version"] == 2
    assert home.http.delete(url, headers=stale).status_code == 204


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "project_id" in kind.new], ids=str)
def test_what_belongs_to_a_project_is_listed_by_it_and_needs_one_that_is_there(
    home: Home, place: Workplace, strangers: Workplace, kind: Kind
) -> None:
    own = added(home, place, kind)["id"]
    for id, expected in ((place.project, [own]), (UNKNOWN, [])):
        items, _ = page(home.http.get(kind.path, headers=place.owner.bearer, params={"project_id": id}))
        assert [each["id"] for each in items] == expected
    for id in (strangers.project, UNKNOWN):
        body = kind.body(place) | {"project_id": id}
        answer = home.http.post(kind.path, headers=place.admin.bearer, json=body)
        problem(answer, 404, "not-found", "project_id")


def test_a_tag_is_there_once_and_is_put_on_all_kinds_of_records(home: Home, place: Workplace) -> None:
    mine = place.admin.bearer
    tag = done(home.http.post("/v1/tags", headers=mine, json={"name": "Harbour"}), 201)["id"]
    problem(home.http.post("/v1/tags", headers=mine, json={"name": "Harbour "}), 409, "already-taken", "name")
    for path in (
        f"clients/{place.client}",
        f"projects/{place.project}",
        f"tasks/{place.task}",
        f"people/{place.owner.id}",
    ):
        assert done(home.http.patch(f"/v1/{path}", headers=mine, json={"tags": [tag]}))["tags"] == [tag]
        for wrong in ([UNKNOWN], [tag, UNKNOWN]):
            problem(home.http.patch(f"/v1/{path}", headers=mine, json={"tags": wrong}), 404, "not-found", "tags")
        problem(home.http.patch(f"/v1/{path}", headers=mine, json={"tags": [tag] * 51}), 400, "invalid", "tags")


def test_what_is_in_use_stays(home: Home, place: Workplace) -> None:
    mine = place.admin.bearer
    for kind, member in (("project-types", "project_type_id"), ("project-statuses", "project_status_id")):
        body = {"name": "Used"} | ({"stage": "stuck"} if kind == "project-statuses" else {})
        id = done(home.http.post(f"/v1/{kind}", headers=mine, json=body), 201)["id"]
        done(home.http.patch(f"/v1/projects/{place.project}", headers=mine, json={member: id}))
        problem(home.http.delete(f"/v1/{kind}/{id}", headers=mine), 409, "in-use")
        done(home.http.patch(f"/v1/projects/{place.project}", headers=mine, json={member: None}))
        assert home.http.delete(f"/v1/{kind}/{id}", headers=mine).status_code == 204


def test_a_lead_reads_the_time_of_a_team_while_they_are_in_it(home: Home, place: Workplace) -> None:
    mine, theirs = place.admin.bearer, {"person_id": place.owner.id}
    team = f"/v1/teams/{done(home.http.post('/v1/teams', headers=mine, json={'name': 'Studio'}), 201)['id']}/members"
    for someone in (place.lead, place.owner, place.owner):
        answer = home.http.put(f"{team}/{someone.id}", headers=mine)
        assert (answer.status_code, answer.content) == (204, b"")
    assert home.http.get(team, headers=place.colleague.bearer).json() == {
        "people": sorted([place.lead.id, place.owner.id])
    }
    assert home.http.get("/v1/time-entries", headers=place.lead.bearer, params=theirs).status_code == 200
    assert home.http.delete(f"{team}/{place.owner.id}", headers=mine).status_code == 204
    problem(home.http.get("/v1/time-entries", headers=place.lead.bearer, params=theirs), 404, "not-found")
    problem(home.http.delete(f"{team}/{place.owner.id}", headers=mine), 404, "not-found", "person_id")


def test_teams_are_of_the_workspaces_people_and_kept_by_admins(
    home: Home, place: Workplace, strangers: Workplace
) -> None:
    mine = place.admin.bearer
    team = f"/v1/teams/{done(home.http.post('/v1/teams', headers=mine, json={'name': 'Studio'}), 201)['id']}"
    before = traces(home, place)
    for id in (strangers.owner.id, UNKNOWN):
        problem(home.http.put(f"{team}/members/{id}", headers=mine), 404, "not-found", "person_id")
    for someone in (place.lead, place.owner):
        for method in ("PUT", "DELETE"):
            answer = home.http.request(method, f"{team}/members/{place.owner.id}", headers=someone.bearer)
            problem(answer, 403, "not-allowed")
    for method, path in (("GET", "members"), ("PUT", f"members/{strangers.owner.id}")):
        problem(home.http.request(method, f"{team}/{path}", headers=strangers.admin.bearer), 404, "not-found")
    problem(home.http.patch(team, headers=mine, json={"projects": [strangers.project]}), 404, "not-found", "projects")
    assert traces(home, place) == before
    assert done(home.http.patch(team, headers=mine, json={"projects": [place.project]}))["projects"] == [place.project]
