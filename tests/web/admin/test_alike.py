"""What is kept alike: listed, added, changed, archived, deleted, by forms that keep what was typed."""

from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.web.admin.cast import ids_in, says, someone
from tests.web.browser import Browser, Page
from uhrwerk.operations.catalog import TAGS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

Fields = dict[str, Any]

ADDED: list[tuple[str, Fields, Fields, str]] = [
    ("teams", {"name": "Netz", "color": "#2e7d32"}, {"color": "grün"}, "color"),
    ("clients", {"name": "Sommer", "industry": "Food", "custom": "Number: 4711"}, {"custom": "4711"}, "custom"),
    (
        "projects",
        {"name": "Shop", "key": "SHOP", "billable": "yes", "planned_seconds": "37:30", "budget": "1250,5"},
        {"planned_seconds": "many"},
        "planned_seconds",
    ),
    ("tasks", {"name": "Draft", "hour_rate": "85"}, {"hour_rate": "-1"}, "hour_rate"),
    ("types-of-work", {"name": "Travel", "note": "By train"}, {"name": ""}, "name"),
    ("tags", {"name": "urgent"}, {"name": "x" * 201}, "name"),
    (
        "absence-types",
        {"name": "Holiday", "kind": "vacation", "carry_over_until": "03-31"},
        {"carry_over_until": "31.3."},
        "carry_over_until",
    ),
    (
        "company-holidays",
        {"name": "Bridge", "starts_on": "2026-05-15", "ends_on": "2026-05-15"},
        {"ends_on": "2026-05-14"},
        "ends_on",
    ),
]


@pytest.mark.parametrize(("path", "fields", "wrong", "field"), ADDED, ids=[each[0] for each in ADDED])
def test_each_kind_is_added_changed_and_deleted(
    home: Home, place: Workplace, path: str, fields: Fields, wrong: Fields, field: str
) -> None:
    browser, base = Browser(home, place.admin), f"/admin/{path}"
    before = ids_in(browser.page(base), base)

    refused = Page(browser.post(f"{base}/new", fields | wrong))
    assert refused.answer.status_code == 422
    assert set(refused.problems) == {field}
    kept = {name: value for name, value in fields.items() if name not in (*wrong, "billable", "note", "kind", "custom")}
    assert {name: refused.value(name) for name in kept} == kept

    answer = browser.post(f"{base}/new", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{base}?done=added")
    listed = browser.page(f"{base}?done=added")
    assert says(listed, "Added.")
    [id] = set(ids_in(listed, base)) - set(before)

    one = browser.page(f"{base}/{id}")
    assert one.value("name") == fields["name"]
    assert says(one, "added"), "the journal tells of it"
    changed = fields | {"name": "Other", "version": one.value("version"), "reason": "a slip"}
    assert browser.post(f"{base}/{id}", changed).status_code == 303
    page = browser.page(f"{base}/{id}")
    assert page.value("name") == "Other"
    assert says(page, "a slip")

    stale = Page(browser.post(f"{base}/{id}", changed | {"name": "Third"}))
    assert stale.answer.status_code == 422
    assert stale.value("name") == "Third"
    assert browser.page(f"{base}/{id}").value("name") == "Other"

    assert says(browser.page(f"{base}/{id}/remove"), "Delete “Other”?")
    assert browser.post(f"{base}/{id}/remove").status_code == 303
    assert ids_in(browser.page(base), base) == before
    assert browser.get(f"{base}/{id}").status_code == 404


def test_what_is_in_use_is_archived_instead_and_comes_back(home: Home, place: Workplace) -> None:
    browser, base = Browser(home, place.admin), "/admin/clients"
    one = f"{base}/{place.client}"
    refused = Page(browser.post(f"{one}/remove"))
    assert refused.answer.status_code == 422
    assert says(refused, "Archive it instead")

    assert browser.post(f"{one}/archive", {"archived": "yes"}).headers["location"] == f"{one}?done=archived"
    assert place.client not in ids_in(browser.page(base), base)
    assert ids_in(browser.page(f"{base}?state=archived"), base) == [place.client]
    offered = browser.page("/admin/projects/new").all("option", value=place.client)
    assert offered == [], "nothing new is booked on it"
    assert browser.page(f"/admin/projects/{place.project}").all("option", value=place.client), "it stays chosen"

    browser.post(f"{one}/archive", {})
    assert ids_in(browser.page(base), base) == [place.client]


def test_a_list_is_searched_and_read_page_by_page(home: Home, place: Workplace) -> None:
    browser, base = Browser(home, place.admin), "/admin/tags"
    names = [f"{'Äü' if number % 2 else 'aU'}{number:03}" for number in range(120)]

    async def build(tx: Tx) -> None:
        for name in names:
            await TAGS.add(tx, command_line_actor(place.id), home.clock.now, {"name": name})

    home.run(build)
    seen: list[str] = []
    page, pages = browser.page(base), 0
    while True:
        seen += [text for text in page.texts if text in names]
        pages += 1
        further = [link["href"] for link in page.all("a", class_="button") if "after=" in (link["href"] or "")]
        if not further:
            break
        page = browser.page(further[0] or "")
    assert pages == 3
    assert seen == sorted(names, key=lambda name: (name.lower(), name))
    assert len(ids_in(browser.page(f"{base}?q=ÄÜ01"), base)) == 5
    assert says(browser.page(f"{base}?q=nowhere"), "Nothing found")
    assert browser.get(f"{base}?after=nonsense").status_code == 422


def test_members_of_teams_and_projects_stand_in_their_forms(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    assert browser.post("/admin/teams/new", {"name": "A", "people": [place.lead.id, place.owner.id]}).status_code == 303
    [team] = ids_in(browser.page("/admin/teams"), "/admin/teams")
    one = browser.page(f"/admin/teams/{team}")
    assert ticked(one, "people") == {place.lead.id, place.owner.id}
    version = one.value("version")
    fields = {"name": "A", "people": [place.owner.id, place.colleague.id], "version": version}
    assert browser.post(f"/admin/teams/{team}", fields).status_code == 303
    members = home.http.get(f"/v1/teams/{team}/members", headers=place.admin.bearer).json()["people"]
    assert set(members) == {place.owner.id, place.colleague.id}

    path = f"/admin/projects/{place.project}"
    project = {
        "name": "Website",
        "key": "WEB",
        "client_id": place.client,
        "version": browser.page(path).value("version"),
    }
    people = {"members": [place.owner.id], "responsible": [place.lead.id]}
    assert browser.post(path, project | people).status_code == 303
    kept = home.http.get(f"/v1/projects/{place.project}", headers=place.admin.bearer).json()
    assert kept["members"] == [
        {"person_id": place.owner.id, "responsible": False},
        {"person_id": place.lead.id, "responsible": True},
    ]
    assert kept["billable"] is False, "an empty box is a no"


def ticked(page: Page, name: str) -> set[str | None]:
    return {had["value"] for had in page.all("input", name=name, type="checkbox") if "checked" in had}


LEADS = ("clients", "projects", "tasks", "types-of-work", "tags")


def test_leads_keep_what_time_is_booked_on_and_see_no_more(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.lead)
    assert browser.get("/admin").headers["location"] == "/admin/clients"
    for path in LEADS:
        assert browser.page(f"/admin/{path}").all("a", href=f"/admin/{path}/new")
    assert browser.post("/admin/clients/new", {"name": "Theirs"}).status_code == 303
    for path in ("people", "teams", "absence-types", "locks", "credentials", "webhooks", "settings", "audit"):
        assert browser.get(f"/admin/{path}").status_code == 404
    assert browser.post("/admin/absence-types/new", {"name": "x", "kind": "other"}).status_code == 404


EVERY_PAGE = (
    *("", "/people", "/people/new", "/teams", "/clients", "/projects", "/tasks", "/types-of-work", "/tags"),
    *("/absence-types", "/company-holidays", "/locks", "/credentials", "/webhooks", "/applications", "/settings"),
    "/audit",
)


def test_members_find_nothing_there(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    assert [browser.get(f"/admin{path}").status_code for path in EVERY_PAGE] == [404] * len(EVERY_PAGE)
    assert browser.post("/admin/clients/new", {"name": "x"}).status_code == 404
    assert browser.page("/").all("a", href="/admin") == []


def test_another_workspaces_records_are_not_there(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    browser = Browser(home, place.admin)
    assert browser.get(f"/admin/clients/{elsewhere.client}").status_code == 404
    assert browser.post(f"/admin/clients/{elsewhere.client}", {"name": "x"}).status_code == 404
    assert browser.get(f"/admin/people/{elsewhere.owner.id}").status_code == 404
    refused = Page(browser.post("/admin/projects/new", {"name": "x", "client_id": elsewhere.client}))
    assert set(refused.problems) == {"client_id"}
    odd = {"name": "x", "client_id": "nonsense", "members": ["nonsense"]}
    assert set(Page(browser.post("/admin/projects/new", odd)).problems) == {"client_id", "members"}
    assert browser.get("/admin/projects?client_id=nonsense").status_code == 200


def test_auditors_read_and_have_no_buttons(home: Home, place: Workplace) -> None:
    browser = Browser(home, someone(home, place, "auditor", "auditor"))
    paths = ["/clients", f"/clients/{place.client}", "/people", f"/people/{place.owner.id}", "/settings", "/locks"]
    paths += [f"/people/{place.owner.id}/contracts", f"/people/{place.owner.id}/balance", "/credentials", ""]
    for path in paths:
        page = browser.page(f"/admin{path}")
        asking = [each for each in page.all("a") if "data-ask" in each or (each["href"] or "").endswith("/new")]
        assert asking == [], path
        posting = {each["action"] for each in page.all("form", method="post") if "/admin" in (each["action"] or "")}
        assert posting <= {f"/admin{path}"}, path
        assert not posting or any("disabled" in each for each in page.all("fieldset")), path
    assert browser.post("/admin/clients/new", {"name": "x"}).status_code == 403
    assert browser.post(f"/admin/people/{place.owner.id}", {"first_name": "x"}).status_code == 403
    assert browser.post("/admin/settings", {"rounding": "5-minutes"}).status_code == 403
    assert browser.get("/admin/clients/new").status_code == 403
    assert browser.get("/admin/webhooks").status_code == 404
