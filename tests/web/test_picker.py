"""The picker's list: what somebody can book on, found by name, and what they worked on lately."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.web.browser import Browser, Page


def add(home: Home, place: Workplace, kind: str, **members: Any) -> str:
    answer = home.http.post(f"/v1/{kind}", headers=place.admin.bearer, json=members)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def options(home: Home, someone: Someone, text: str = "", **more: str) -> list[str]:
    """What the list shows, each as its name."""
    answer = Browser(home, someone).get("/purposes", params={"q": text, **more})
    assert answer.status_code == 200
    shown = [each for each in Page(answer).all("div", role="option") if "aria-disabled" not in each]
    return [
        f"{each['data-note']} | {each['data-text']}" if each.get("data-note") else str(each["data-text"])
        for each in shown
    ]


def test_projects_and_tasks_are_found_by_every_word_in_any_of_their_names(home: Home, place: Workplace) -> None:
    client = add(home, place, "clients", name="Öhlinger & Söhne")
    project = add(home, place, "projects", name="Relaunch 100%", client_id=client)
    add(home, place, "tasks", name="Übersicht", project_id=project)
    add(home, place, "tasks", name="Allgemeines")
    for text, found in {
        "website": ["Website", "Website · Sitemap"],
        "SITEMAP": ["Website · Sitemap"],
        "nord site": ["Website", "Website · Sitemap"],
        "ÖHLINGER": ["Relaunch 100%", "Relaunch 100% · Übersicht"],
        "übersicht söhne": ["Relaunch 100% · Übersicht"],
        "100%": ["Relaunch 100%", "Relaunch 100% · Übersicht"],
        "100_": [],
        "allgem": ["Allgemeines"],
        "website söhne": [],
        "": ["Relaunch 100%", "Website"],
    }.items():
        assert options(home, place.owner, text) == found, text
    answer = Browser(home, place.owner).get("/purposes?q=website")
    first = Page(answer).all("div", role="option")[0]
    assert (first["data-value"], first["data-type"]) == (f"{place.project}/", "")
    assert "Nordlicht" in Page(answer).texts


def test_what_is_closed_or_not_theirs_to_know_is_not_found(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    hidden = add(home, place, "projects", name="Secret", private=True)
    add(home, place, "tasks", name="Secret task", project_id=hidden)
    add(home, place, "projects", name="Secret old", archived=True)
    add(home, place, "tasks", name="Secret done", project_id=place.project, archived=True)
    gone = add(home, place, "projects", name="Secret gone")
    home.http.delete(f"/v1/projects/{gone}", headers=place.admin.bearer)
    bankrupt = add(home, place, "clients", name="Secret client", archived=True)
    add(home, place, "projects", name="Bankrupt", client_id=bankrupt)
    statuses = {
        name: home.http.post(f"/v1/{kind}", headers=place.admin.bearer, json={"name": name, "stage": name}).json()["id"]
        for kind, name in (("project-statuses", "closed"), ("project-statuses", "stuck"), ("task-statuses", "done"))
    }
    add(home, place, "projects", name="Secret closed", project_status_id=statuses["closed"])
    add(home, place, "projects", name="Secret stuck", project_status_id=statuses["stuck"])
    add(home, place, "tasks", name="Secret finished", task_status_id=statuses["done"])
    assert options(home, place.owner, "secret") == ["Secret stuck"]
    assert options(home, place.admin, "secret") == ["Secret", "Secret stuck", "Secret · Secret task"]
    assert options(home, elsewhere.admin, "secret") == []
    assert options(home, place.owner, "bankrupt") == []
    members = [{"person_id": place.owner.id, "responsible": False}]
    changed = home.http.patch(f"/v1/projects/{hidden}", headers=place.admin.bearer, json={"members": members})
    assert changed.status_code == 200
    assert options(home, place.owner, "secret") == ["Secret", "Secret stuck", "Secret · Secret task"]
    assert options(home, place.colleague, "secret") == ["Secret stuck"]


def test_what_was_worked_on_lately_comes_first_each_once(home: Home, place: Workplace) -> None:
    def work(note: str | None, **purpose: Any) -> None:
        body = {"note": note, **purpose}
        assert home.http.post("/v1/timers/start", headers=place.owner.bearer, json=body).status_code == 200
        home.clock.forward(minutes=10)

    work("Old", project_id=place.project)
    home.clock.forward(weeks=7)
    work("Draft", task_id=place.task)
    work("Call", project_id=place.project)
    work("Draft", task_id=place.task)
    work("Alone")
    assert options(home, place.owner, notes="yes")[:3] == ["Alone | ", "Draft | Website · Sitemap", "Call | Website"]
    assert options(home, place.owner, "draft", notes="yes") == ["Draft | Website · Sitemap"]
    assert options(home, place.owner) == ["Website · Sitemap", "Website", "Website"]
    assert options(home, place.colleague, notes="yes") == ["Website"]
    home.http.patch(f"/v1/tasks/{place.task}", headers=place.admin.bearer, json={"archived": True})
    assert options(home, place.owner, notes="yes")[:2] == ["Alone | ", "Call | Website"]


@pytest.mark.parametrize("path", ["/purposes", "/purposes?q=a"])
def test_who_is_not_signed_in_is_told_nothing(home: Home, path: str) -> None:
    answer = home.http.get(path, headers={"HX-Request": "true"}, follow_redirects=False)
    assert answer.headers["hx-redirect"] == "/sign-in"
    assert answer.content == b""
