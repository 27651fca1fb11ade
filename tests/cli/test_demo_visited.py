"""The demo is refreshed whatever its visitors have done to it: a server that starts with it starts."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyotp import TOTP

from tests.cli.command import CommandLine
from tests.cli.test_demo import EXAMPLE_TYPE_OF_WORK, NOON, native
from tests.home import Clock, Home, settings_for
from tests.web.visitor import Visitor


@dataclass
class Visited:
    """A demo with visitors who are all signed in as its admin."""

    uhrwerk: CommandLine
    home: Home
    printed: dict[str, Any]

    def refresh(self) -> None:
        outcome = self.uhrwerk("demo", "--json")
        assert outcome.code == 0, outcome.err
        self.printed = json.loads(outcome.out)

    @property
    def first(self) -> dict[str, Any]:
        workspace: dict[str, Any] = self.printed["workspaces"][0]
        return workspace

    def person(self, username: str) -> dict[str, Any]:
        return next(each for each in self.first["people"] if each["username"] == username)

    def call(self, method: str, path: str, **body: Any) -> Any:
        answer = self.home.http.request(method, f"/v1/{path}", headers=native(self.person("carla")), json=body or None)
        assert answer.status_code < 300, (method, path, answer.text)
        return answer.json() if answer.content else None

    def named(self, path: str, name: str) -> dict[str, Any]:
        items = self.call("GET", f"{path}?limit=500")["items"]
        return next(each for each in items if each["name"] == name)


@pytest.fixture
def visited(tmp_path: Path) -> Iterator[Visited]:
    clock = Clock()
    clock.now = NOON
    uhrwerk = CommandLine(tmp_path, {}, clock)
    printed = json.loads(uhrwerk.result("demo", "--json"))
    home = Home(settings_for(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path), clock)
    with ExitStack() as stack:
        home.open(stack)
        yield Visited(uhrwerk, home, printed)


def vandalise_people(demo: Visited) -> None:
    """Renamed, with another address, deactivated, erased, in somebody else's role."""
    test, mei, sam = (demo.person(username)["id"] for username in ("test", "mei", "sam"))
    demo.call("PATCH", f"people/{test}", username="toni", role="admin")
    demo.call("PATCH", f"people/{mei}", username="rei", email="rei@elsewhere.example")
    demo.call("POST", "people", username="mei", email="m@elsewhere.example", first_name="Mia", last_name="Else")
    demo.call("PATCH", f"people/{demo.person('lukas')['id']}", role="auditor")
    for username in ("jule", "emil"):
        demo.call("DELETE", f"people/{demo.person(username)['id']}")
    demo.call("PATCH", f"people/{sam}", active=False)
    demo.call("POST", f"people/{sam}/erase", reason="as a joke", keep_records=True)
    demo.call("PATCH", f"people/{demo.person('anna')['id']}", active=False)


def set_up_a_second_factor(demo: Visited, username: str) -> None:
    visitor = Visitor(demo.home)
    visitor.post("/sign-in", name=username, password=demo.person(username)["password"], next="/account")
    page = visitor.page("/account/app")
    fields = {name: page.value(name) or "" for name in ("secret",)}
    [shown] = re.findall(r'<code class="secret">([A-Z2-7 ]+)</code>', page.answer.text)
    code = TOTP(shown.replace(" ", "")).at(demo.home.clock.now)
    assert visitor.change("/account/app", **fields, code=code).status_code == 200


def vandalise_work(demo: Visited) -> None:
    """Renamed under the same key, deleted with another project taking the key, archived, moved, status of one's own."""
    example, shop = demo.first["awork"]["projectId"], demo.named("projects", "Online shop")["id"]
    demo.call("PATCH", f"projects/{example}", name="Mine now", archived=True)
    demo.call("PATCH", f"clients/{demo.named('clients', 'Client 006')['id']}", name="Client 007")
    demo.call("PATCH", f"projects/{shop}", name="Shop", key="OLD")
    taker = demo.call("POST", "projects", name="Taker", key="shop", private=True)["id"]
    demo.call("POST", "tasks", name="Locked away", project_id=taker, assignees=[demo.person("noor")["id"]])
    demo.call("PATCH", f"projects/{taker}", archived=True)
    demo.call("POST", "clients", name="\u65e5\u672c")
    status = demo.named("project-statuses", "In progress")["id"]
    demo.call("PATCH", f"project-statuses/{status}", name="Going")
    demo.call("POST", "project-statuses", name="In progress", stage="progress", project_id=taker)
    for task in demo.call("GET", "tasks?limit=500")["items"]:
        demo.call("PATCH", f"tasks/{task['id']}", archived=True)
    demo.call("PATCH", f"types-of-work/{EXAMPLE_TYPE_OF_WORK}", name="Painting", archived=True)


def vandalise_time(demo: Visited) -> None:
    """A contract gone and one ended, holidays gone, and everything closed up to yesterday."""
    contracts = demo.call("GET", "contracts?everyone=true&limit=500")["items"]
    of = {each["person_id"]: each["id"] for each in contracts}
    yesterday = str(demo.home.clock.now.date() - timedelta(days=1))
    demo.call("DELETE", f"contracts/{of[demo.person('emil')['id']]}?reason=Wrong")
    demo.call("PATCH", f"contracts/{of[demo.person('ines')['id']]}?reason=Left", ends_on=yesterday)
    for each in demo.call("GET", "company-holidays?limit=500")["items"]:
        demo.call("DELETE", f"company-holidays/{each['id']}")
    demo.call("POST", "locks", locked_through=yesterday)


def test_a_refresh_copes_with_what_visitors_did(visited: Visited) -> None:
    before = {each["username"]: each["id"] for each in visited.first["people"]}
    set_up_a_second_factor(visited, "beat")
    vandalise_time(visited)
    vandalise_work(visited)
    vandalise_people(visited)
    for _ in range(2):
        visited.home.clock.forward(days=8)
        visited.refresh()
        after = {each["username"]: each["id"] for each in visited.first["people"]}
        assert {name for name in before if before[name] != after[name]} == {"mei", "sam"}
        assert visited.person("lukas")["role"] == "lead"
        assert visited.person("mei")["email"] == "mei@first.example"
        for person in visited.first["people"]:
            visitor = Visitor(visited.home)
            visitor.post("/sign-in", name=person["username"], password=person["password"], next="/")
            assert visitor.is_in(), person["username"]

        projects = {each["name"]: each for each in visited.call("GET", "projects?limit=500")["items"]}
        assert projects["Project 006_1"]["id"] == visited.first["awork"]["projectId"]
        assert projects["Project 006_1"]["archived"] is False
        assert (projects["Taker"]["key"], projects["Online shop"]["key"]) == ("shop", "SHOP2")
        kinds = {each["id"]: each["name"] for each in visited.call("GET", "types-of-work?limit=500")["items"]}
        assert kinds[visited.first["awork"]["typeOfWorkId"]] == "Design"
        running = {
            each["person_id"] for each in visited.call("GET", "time-entries?everyone=true&state=running")["items"]
        }
        assert visited.person("noor")["id"] in running
