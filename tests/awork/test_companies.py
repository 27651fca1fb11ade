"""awork's companies: kept by admins and leads, with how to reach them, and what becomes of their projects."""

from typing import Any

import pytest

from tests.awork.desk import Desk
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal
from tests.home import Home, Workplace
from tests.traces import traces

FORM = {"name": "Ostsee", "description": "Ships", "industry": "Logistics"}
PHONE = {"type": "phone", "value": "+49 431 1"}


def made(desk: Desk, **members: Any) -> str:
    id: str = desk.post("/companies", FORM | members, "Company")["id"]
    return id


def project(desk: Desk, company: str, **members: Any) -> str:
    form = {"name": "Harbour", "companyId": company} | members
    id: str = desk.post("/projects", form, "Project")["id"]
    return id


def test_a_company_is_made_found_and_changed(desk: Desk) -> None:
    first = desk.post("/companies", FORM, "Company", desk.place.lead)
    assert {name: first[name] for name in FORM} == FORM
    assert (first["projectsCount"], first["companyContactInfos"], first["tags"]) == (0, [], [])
    path = f"/companies/{first['id']}"
    changed = desk.put(path, {"Name": "Nordsee", "industry": None}, "Company")
    assert (changed["name"], changed["description"], "industry" in changed) == ("Nordsee", "Ships", False)
    assert desk.get(path, "Company", desk.place.owner) == changed
    assert changed["resourceVersion"] >= first["resourceVersion"]
    assert "Logistics" in desk.get("/companies/industries", "[string]")


def test_companies_are_filtered_ordered_and_paged(desk: Desk) -> None:
    for name in ("alpha", "Beta", "gamma"):
        made(desk, name=name)
    assert desk.names("/companies?filterby=industry eq 'Logistics'&orderby=name desc") == ["gamma", "Beta", "alpha"]
    answer = desk.call("GET", "/companies?pageSize=3&page=2")
    assert [each["name"] for each in listed(answer, "Company")] == ["gamma"]
    assert answer.headers["aw-totalitems"] == "4"


def test_a_company_counts_its_projects(desk: Desk) -> None:
    company = made(desk)
    first, second = project(desk, company), project(desk, company, name="Pier")
    status = desk.post(f"/projects/{first}/projectstatuses", {"name": "On", "type": "progress"}, "ProjectStatus")["id"]
    desk.done("POST", f"/projects/{first}/changestatus", {"projectStatusId": status})
    found = desk.get(f"/companies/{company}", "Company")
    assert (found["projectsCount"], found["projectsInProgressCount"]) == (2, 1)
    desk.done("POST", f"/projects/{second}/delete", {})
    assert desk.get(f"/companies/{company}", "Company")["projectsCount"] == 1


def test_contact_details_of_a_company(desk: Desk) -> None:
    path = f"/companies/{desk.place.client}/contactinfo"
    phone = desk.post(path, PHONE, "ContactInfoForCompanies", desk.place.lead)
    home = desk.post(path, {"type": "postal", "isAddress": True, "city": "Kiel"}, "ContactInfoForCompanies")
    assert (home["type"], home["isAddress"], home["city"]) == ("address", True, "Kiel")
    assert [each["id"] for each in desk.get(path, "[ContactInfoForCompanies]")] == [phone["id"], home["id"]]
    assert [each["id"] for each in desk.get(f"{path}?filterby=type eq 'phone'", "[ContactInfoForCompanies]")] == [
        phone["id"]
    ]
    changed = desk.put(f"{path}/{phone['id']}", {"type": "fax", "value": "2"}, "ContactInfoForCompanies")
    assert (changed["type"], changed["value"]) == ("fax", "2")
    assert desk.get(f"/companies/{desk.place.client}", "Company")["companyContactInfos"] == [changed, home]
    desk.done("DELETE", f"{path}/{home['id']}")
    refusal(desk.call("GET", f"{path}/{home['id']}"), 404, "entity-not-found")
    refusal(desk.call("POST", path, {"value": "1"}), 400, "validation-error", "Type")
    found = desk.get("/companies?filterby=companyContactInfos/any(c: c/type eq 'fax')", "[Company]")
    assert [each["id"] for each in found] == [desk.place.client]


def test_projects_of_a_deleted_company_go_to_another_or_are_nobodys(desk: Desk) -> None:
    old, new = made(desk), made(desk, name="Nordsee")
    harbour = project(desk, old)
    refusal(desk.call("POST", f"/companies/{old}/delete", {"moveToCompany": old}), 400, "invalid-operation")
    refused = desk.call("POST", f"/companies/{old}/delete", {"moveToCompany": UNKNOWN})
    refusal(refused, 404, "entity-not-found", "MoveToCompany")
    desk.done("POST", f"/companies/{old}/delete", {"moveToCompany": new})
    assert desk.get(f"/projects/{harbour}", "Project")["company"]["name"] == "Nordsee"
    refusal(desk.call("GET", f"/companies/{old}"), 404, "entity-not-found")
    desk.done("POST", f"/companies/{new}/delete")
    assert not {"company", "companyId"} & desk.get(f"/projects/{harbour}", "Project").keys()


def test_members_keep_no_companies(desk: Desk) -> None:
    company, owner = f"/companies/{desk.place.client}", desk.place.owner
    detail = desk.post(f"{company}/contactinfo", PHONE, "ContactInfoForCompanies")["id"]
    before = traces(desk.home, desk.place)
    for method, path, body in (
        ("POST", "/companies", FORM),
        ("PUT", company, FORM),
        ("POST", f"{company}/delete", {}),
        ("POST", f"{company}/contactinfo", PHONE),
        ("PUT", f"{company}/contactinfo/{detail}", PHONE),
        ("DELETE", f"{company}/contactinfo/{detail}", None),
    ):
        refusal(desk.call(method, path, body, owner), 401, "unauthorized")
    assert traces(desk.home, desk.place) == before


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("GET", "", None),
        ("PUT", "", FORM),
        ("POST", "/delete", {}),
        ("GET", "/contactinfo", None),
        ("POST", "/contactinfo", PHONE),
        ("PUT", f"/contactinfo/{UNKNOWN}", PHONE),
        ("DELETE", f"/contactinfo/{UNKNOWN}", None),
    ],
)
def test_companies_of_others_are_companies_that_never_were(
    home: Home, office: Workplace, strangers: Workplace, method: str, rest: str, body: Any
) -> None:
    desk = Desk(home, office)
    before = traces(home, strangers)
    answers = [desk.call(method, f"/companies/{id}{rest}", body) for id in (UNKNOWN, strangers.client, "no-uuid")]
    for answer in answers:
        refusal(answer, 404, "entity-not-found")
        assert but_for_trace(answer) == but_for_trace(answers[0])
    assert traces(home, strangers) == before


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ({}, ["Name"]),
        ({"name": " ", "industry": "Sports"}, ["Name"]),
        ({"name": "n", "industry": "x" * 201}, ["Industry"]),
        ({"name": "n", "description": 1, "industry": []}, ["Description", "Industry"]),
    ],
)
def test_members_at_fault_are_named(home: Home, office: Workplace, form: dict[str, Any], names: list[str]) -> None:
    refusal(Desk(home, office).call("POST", "/companies", form), 400, "validation-error", *names)
