"""Types of work, types and statuses of projects: what awork keeps alike."""

from typing import Any

import pytest

from tests.awork.contract import check
from tests.awork.desk import Desk
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal, start_form
from tests.home import Home, Workplace
from tests.traces import traces

KINDS = {
    "typeofwork": ("TypeOfWork", {"name": "Testing", "description": "D", "icon": "bug_report"}),
    "projecttypes": ("ProjectType", {"name": "Internal", "description": "D", "icon": "home"}),
}
"""What is made by itself: the path, the vendor's shape, a form."""


def status(desk: Desk, name: str = "Waiting", stage: str = "stuck") -> dict[str, Any]:
    """A status of the workplace's project alone."""
    form = {"name": name, "type": stage}
    made: dict[str, Any] = desk.post(f"/projects/{desk.place.project}/projectstatuses", form, "ProjectStatus")
    return made


def made(desk: Desk, kind: str) -> str:
    """The id of a new one."""
    if kind == "projectstatuses":
        id: str = status(desk)["id"]
        return id
    shape, form = KINDS[kind]
    id = desk.post(f"/{kind}", form, shape)["id"]
    return id


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_is_found_and_changed(desk: Desk, kind: str) -> None:
    shape, form = KINDS[kind]
    first = desk.post(f"/{kind}", form, shape)
    assert {name: first[name] for name in form} == form
    assert (first["isArchived"], first["createdBy"]) == (False, desk.place.admin.id)
    assert desk.get(f"/{kind}/{first['id']}", shape) == first
    changed = desk.put(f"/{kind}/{first['id']}", {"NAME": "Other", "Icon": None}, shape)
    assert (changed["name"], changed["description"], "icon" in changed) == ("Other", "D", False)
    assert desk.get(f"/{kind}/icons", "[string]")


@pytest.mark.parametrize("kind", [*KINDS, "projectstatuses"])
def test_what_is_archived_is_listed_when_asked_for_and_found_by_its_id(desk: Desk, kind: str) -> None:
    id = made(desk, kind)
    answer = desk.call("POST", f"/{kind}/{id}/setarchived", {"isArchived": True})
    assert answer.status_code == 200
    for query, shown in (("", False), ("?showArchived=false", False), ("?ShowArchived=TRUE", True)):
        found = desk.call("GET", f"/{kind}{query}").json()
        assert (id in [each["id"] for each in found]) is shown
    assert desk.call("GET", f"/{kind}/{id}").status_code == 200
    assert desk.call("POST", f"/{kind}/{id}/setarchived", {"isArchived": False}).status_code == 200
    assert id in [each["id"] for each in desk.call("GET", f"/{kind}").json()]


@pytest.mark.parametrize("kind", KINDS)
def test_lists_are_filtered_ordered_and_paged(desk: Desk, kind: str) -> None:
    shape, form = KINDS[kind]
    for name in ("alpha", "Beta", "gamma"):
        desk.post(f"/{kind}", form | {"name": name}, shape)
    assert desk.names(f"/{kind}?filterby=icon eq '{form['icon']}'&orderby=name desc") == ["gamma", "Beta", "alpha"]
    answer = desk.call("GET", f"/{kind}?filterby=icon eq '{form['icon']}'&orderby=name&pageSize=2&page=2")
    assert [each["name"] for each in listed(answer, shape)] == ["gamma"]
    assert answer.headers["aw-totalitems"] == "3"


@pytest.mark.parametrize("kind", [*KINDS, "projectstatuses"])
def test_members_keep_none_of_them_leads_do(desk: Desk, kind: str) -> None:
    id = made(desk, kind)
    form = KINDS[kind][1] if kind in KINDS else {"name": "Later", "type": "stuck"}
    before = traces(desk.home, desk.place)
    calls = [
        ("PUT", f"/{kind}/{id}", form),
        ("POST", f"/{kind}/{id}/setarchived", {}),
        ("POST", f"/{kind}/{id}/delete", {}),
    ]
    calls += [("POST", f"/{kind}", form)] if kind in KINDS else []
    for method, path, body in calls:
        refusal(desk.call(method, path, body, desk.place.owner), 401, "unauthorized")
    assert traces(desk.home, desk.place) == before
    assert desk.call("GET", f"/{kind}/{id}", None, desk.place.owner).status_code == 200
    assert desk.call("PUT", f"/{kind}/{id}", form, desk.place.lead).status_code == 200


@pytest.mark.parametrize("kind", [*KINDS, "projectstatuses"])
def test_ids_of_others_are_ids_that_never_were(desk: Desk, elsewhere: Workplace, kind: str) -> None:
    form = KINDS[kind][1] if kind in KINDS else {"name": "Later", "type": "stuck"}
    theirs = made(Desk(desk.home, elsewhere), kind)
    before = traces(desk.home, elsewhere)
    for method, rest, body in (
        ("GET", "", None),
        ("PUT", "", form),
        ("POST", "/setarchived", {"isArchived": True}),
        ("POST", "/delete", {}),
    ):
        answers = [desk.call(method, f"/{kind}/{id}{rest}", body) for id in (UNKNOWN, theirs, "no-uuid")]
        for answer in answers:
            refusal(answer, 404, "entity-not-found")
            assert but_for_trace(answer) == but_for_trace(answers[0])
    assert traces(desk.home, elsewhere) == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("form", "names"),
    [
        ({}, ["Name"]),
        ({"name": ""}, ["Name"]),
        ({"name": None, "icon": 7}, ["Icon", "Name"]),
        ({"name": "n", "description": "x" * 10_001}, ["Description"]),
        ({"name": "n", "icon": "x" * 51}, ["Icon"]),
    ],
)
def test_members_at_fault_are_named(desk: Desk, kind: str, form: dict[str, Any], names: list[str]) -> None:
    before = traces(desk.home, desk.place)
    refusal(desk.call("POST", f"/{kind}", form), 400, "validation-error", *names)
    assert traces(desk.home, desk.place) == before


def test_the_default_type_of_work_stays(desk: Desk) -> None:
    [general] = [each for each in desk.get("/typeofwork", "[TypeOfWork]") if each["name"] == "General"]
    path = f"/typeofwork/{general['id']}"
    refusal(desk.call("POST", f"{path}/setarchived", {"isArchived": True}), 400, "invalid-operation")
    refusal(desk.call("POST", f"{path}/delete", {"typeOfWorkId": desk.place.type_of_work}), 400, "invalid-operation")


def test_a_type_of_work_is_deleted_with_another_in_its_place(desk: Desk) -> None:
    old, new = (desk.post("/typeofwork", {"name": name}, "TypeOfWork")["id"] for name in ("Old", "New"))
    place = desk.place
    desk.put(f"/tasks/{place.task}", {"name": "Sitemap"}, "TaskModel")
    change = {"taskIds": [place.task], "typeOfWorkId": old}
    assert desk.call("POST", "/tasks/changetypeofwork", change).status_code == 204
    desk.post("/me/timetracking/start", start_form(place, typeOfWorkId=old), "TimeTracking")
    path = f"/typeofwork/{old}"
    refusal(desk.call("POST", f"{path}/delete", {}), 400, "invalid-operation")
    for another, code in ((UNKNOWN, 404), (old, 400)):
        assert desk.call("POST", f"{path}/delete", {"typeOfWorkId": another}).status_code == code
    refusal(desk.call("POST", f"{path}/delete", {"typeOfWorkId": UNKNOWN}), 404, "entity-not-found", "TypeOfWorkId")
    desk.done("POST", f"{path}/delete", {"TypeOfWorkId": new})
    refusal(desk.call("GET", path), 404, "entity-not-found")
    assert desk.get(f"/tasks/{place.task}", "TaskModel")["typeOfWorkId"] == new
    # What has been recorded stays as it was; what is new cannot have it.
    last = desk.get("/me/timeentries/last", "TimeTracking")
    assert (last["typeOfWorkId"], last["typeOfWork"]["name"]) == (old, "Old")
    refused = desk.call("POST", "/me/timetracking/start", start_form(place, typeOfWorkId=old))
    refusal(refused, 404, "entity-not-found", "TypeOfWorkId")


def test_a_type_of_project_is_deleted_and_projects_are_left_without_or_get_another(desk: Desk) -> None:
    old, new, third = (made(desk, "projecttypes") for _ in range(3))
    project = f"/projects/{desk.place.project}"
    desk.done("POST", f"{project}/changeprojecttype", {"projectTypeId": old})
    desk.done("POST", f"/projecttypes/{old}/delete", {"projectTypeId": new})
    assert desk.get(project, "Project")["projectTypeId"] == new
    desk.done("POST", f"/projecttypes/{new}/delete")
    assert "projectTypeId" not in desk.get(project, "Project")
    desk.done("POST", f"/projecttypes/{third}/delete", {"projectTypeId": None})


def test_a_status_in_use_is_deleted_with_another_in_its_place_alone(desk: Desk) -> None:
    old, new = status(desk)["id"], status(desk, "Later")["id"]
    project = f"/projects/{desk.place.project}"
    desk.done("POST", f"{project}/changestatus", {"projectStatusId": old})
    refusal(desk.call("POST", f"/projectstatuses/{old}/delete", {}), 400, "invalid-operation")
    desk.done("POST", f"/projectstatuses/{old}/delete", {"projectStatusId": new})
    found = desk.get(project, "Project")
    assert (found["projectStatusId"], found["projectStatus"]["name"]) == (new, "Later")
    assert desk.names(f"{project}/projectstatuses") == ["Later"]


def test_statuses_stand_in_the_order_that_they_are_given(desk: Desk) -> None:
    path = f"/projects/{desk.place.project}"
    ids = {name: status(desk, name)["id"] for name in ("One", "Two", "Three")}
    assert desk.names(f"{path}/projectstatuses") == ["One", "Two", "Three"]
    for name, order, after in (
        ("Three", 0, ["Three", "One", "Two"]),
        ("Three", 1, ["One", "Three", "Two"]),
        ("One", None, ["Three", "Two", "One"]),
        ("Two", 99, ["Three", "One", "Two"]),
        ("Two", -1, ["Two", "Three", "One"]),
    ):
        desk.done("POST", f"{path}/updateprojectstatusorder", {"projectStatusId": ids[name], "order": order})
        assert desk.names(f"{path}/projectstatuses") == after
    places = desk.get(f"{path}/projectstatuses?orderby=order desc", "[ProjectStatus]")
    assert [each["order"] for each in places] == [3, 2, 1]
    refused = desk.call("POST", f"{path}/updateprojectstatusorder", {"projectStatusId": UNKNOWN})
    refusal(refused, 404, "entity-not-found", "ProjectStatusId")


def test_a_projects_own_status_is_no_other_projects(desk: Desk) -> None:
    own = status(desk)
    other = desk.post("/projects", {"name": "Other"}, "Project")["id"]
    assert desk.names(f"/projects/{other}/projectstatuses") == []
    refused = desk.call("POST", f"/projects/{other}/changestatus", {"projectStatusId": own["id"]})
    refusal(refused, 404, "entity-not-found", "ProjectStatusId")
    assert own["projectId"] == desk.place.project


@pytest.mark.parametrize(
    ("form", "names"),
    [({}, ["Name", "Type"]), ({"name": "n", "type": "open"}, ["Type"]), ({"name": " ", "type": "stuck"}, ["Name"])],
)
def test_a_status_needs_a_name_and_one_of_four_types(desk: Desk, form: dict[str, Any], names: list[str]) -> None:
    path = f"/projects/{desk.place.project}/projectstatuses"
    refusal(desk.call("POST", path, form), 400, "validation-error", *names)


def test_every_project_takes_the_types_of_work_in_use(desk: Desk) -> None:
    fax = desk.post("/typeofwork", {"name": "Fax"}, "TypeOfWork")["id"]
    path = f"/projects/{desk.place.project}/typeofwork"
    assert desk.names(f"{path}?orderby=name") == ["Design", "Fax", "General"]
    desk.call("POST", f"/typeofwork/{fax}/setarchived", {"isArchived": True})
    assert desk.names(f"{path}?orderby=name") == ["Design", "General"]
    refusal(desk.call("GET", f"/projects/{UNKNOWN}/typeofwork"), 404, "entity-not-found")


def test_the_journal_names_who_changed_a_kind_through_which_face(home: Home, desk: Desk) -> None:
    made(desk, "projecttypes")
    rows = home.http.get("/v1/journal?workspace=true", headers=desk.place.admin.bearer).json()["items"]
    assert (rows[0]["act"], rows[0]["face"], rows[0]["actor_id"]) == (
        "project_type.added",
        "awork",
        desk.place.admin.id,
    )
    check("uuid", rows[0]["record_id"])
