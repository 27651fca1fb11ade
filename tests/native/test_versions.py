"""ETag and If-Match: nobody overwrites what somebody else has changed meanwhile."""

from typing import Any

import httpx
import pytest

from tests.home import Home, Workplace
from tests.native.wire import done, problem
from tests.traces import traces

CHANGES: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "switch": ("POST", "/v1/timers/switch", {"note": "new"}),
    "discard": ("POST", "/v1/timers/discard", None),
    "entry": ("PATCH", "/v1/time-entries/{entry}", {"note": "new"}),
    "entry's end": ("DELETE", "/v1/time-entries/{entry}", None),
    "person": ("PATCH", "/v1/people/{person}", {"first_name": "New"}),
    "person's end": ("DELETE", "/v1/people/{person}", None),
    "client": ("PATCH", "/v1/clients/{client}", {"name": "New"}),
    "client's end": ("DELETE", "/v1/clients/{spare}", None),
    "project": ("PATCH", "/v1/projects/{project}", {"name": "New"}),
    "project's end": ("DELETE", "/v1/projects/{bare}", None),
    "task": ("PATCH", "/v1/tasks/{task}", {"name": "New"}),
    "task's end": ("DELETE", "/v1/tasks/{task}", None),
    "type of work": ("PATCH", "/v1/types-of-work/{kind}", {"name": "New"}),
    "type of work's end": ("DELETE", "/v1/types-of-work/{kind}", None),
}


class Scene:
    """A running entry of the admin, and a spare client and project that nothing refers to; all of version 1."""

    def __init__(self, home: Home, place: Workplace) -> None:
        self.home, self.mine = home, place.admin.bearer
        add = home.http.post
        self.ids = {
            "entry": done(add("/v1/timers/start", headers=self.mine))["id"],
            "spare": done(add("/v1/clients", headers=self.mine, json={"name": "Spare"}), 201)["id"],
            "bare": done(add("/v1/projects", headers=self.mine, json={"name": "Bare"}), 201)["id"],
            "person": place.owner.id,
            "client": place.client,
            "project": place.project,
            "task": place.task,
            "kind": place.type_of_work,
        }

    def send(self, change: tuple[str, str, dict[str, Any] | None], if_match: str | None) -> httpx.Response:
        method, path, body = change
        headers = self.mine | ({} if if_match is None else {"If-Match": if_match})
        return self.home.http.request(method, path.format(**self.ids), headers=headers, json=body)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_version_read_goes_through(
    home: Home, place: Workplace, change: tuple[str, str, dict[str, Any] | None]
) -> None:
    scene = Scene(home, place)
    before = traces(home, place)
    for stale in ('"0"', '"2"', '"999999999"'):
        problem(scene.send(change, stale), 412, "version-mismatch")
    for malformed in ("1", "", '""', '"one"', 'W/"1"', '"1", "2"', '"-1"', '"1.0"'):
        problem(scene.send(change, malformed), 400, "invalid", "If-Match")
    assert traces(home, place) == before
    answer = scene.send(change, '"1"')
    if change[0] == "DELETE":
        assert (answer.status_code, answer.content) == (204, b"")
    else:
        assert done(answer)["version"] == 2


@pytest.mark.parametrize("if_match", [None, "*", ' "1" '])
def test_a_change_may_leave_the_version_open(home: Home, place: Workplace, if_match: str | None) -> None:
    changed = Scene(home, place).send(CHANGES["client"], if_match)
    assert (done(changed)["name"], done(changed)["version"]) == ("New", 2)


def test_the_second_of_two_who_read_the_same_is_refused(home: Home, place: Workplace) -> None:
    scene = Scene(home, place)
    path = "/v1/time-entries/{entry}"
    etag = home.http.get(path.format(**scene.ids), headers=scene.mine).headers["etag"]
    first = done(scene.send(("PATCH", path, {"note": "mine"}), etag))
    problem(scene.send(("PATCH", path, {"note": "yours"}), etag), 412, "version-mismatch")
    assert done(scene.send(("PATCH", path, {"note": "ours"}), f'"{first["version"]}"'))["note"] == "ours"
