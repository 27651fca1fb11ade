"""What is alike in all resources: made, read, listed, changed, deleted for good; pages; doors that stay shut."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import BASE, assert_error
from tests.timetrack.kinds import (
    ABSENCE,
    ATTENDANCE,
    CLIENT,
    ENTRY,
    EXPENSE,
    KINDS,
    TASK,
    USER,
    Kind,
    absence_type,
    as_shown,
)
from tests.timetrack.resources import Resources
from uhrwerk.operations import bulk

EVERY = pytest.mark.parametrize("kind", KINDS, ids=str)
LISTS = [*(kind.path for kind in KINDS), "/absence_types"]
FAR = "/work_reports"


@EVERY
def test_one_is_made_read_and_listed(resources: Resources, kind: Kind) -> None:
    members = kind.members(resources)
    made = resources.made(kind.path, **members)
    assert type(made["id"]) is int
    shown = {name: value for name, value in made.items() if name not in ("id", "user_id")}
    assert shown == as_shown(kind, members) | kind.shown
    assert resources.kept(kind.path, made["id"]) == made
    assert made in resources.listed(kind.path)


@EVERY
def test_what_is_needed_is_enough_and_all_that_is_missing_is_named(
    home: Home, place: Workplace, resources: Resources, kind: Kind
) -> None:
    members = kind.members(resources)
    with unchanged(home, place):
        for name in kind.needed:
            assert_error(resources.post(kind.path, **members | {name: None}), 400, 10005, name)
        several = {name: value for name, value in members.items() if name not in kind.needed}
        if several:
            assert_error(resources.post(kind.path, **several), 400, 10005, *kind.needed)
    made = resources.made(kind.path, **{name: members[name] for name in kind.needed})
    assert resources.kept(kind.path, made["id"]) == made


@EVERY
def test_members_are_changed_and_the_others_stay(resources: Resources, kind: Kind) -> None:
    made = kind.made(resources)
    changed = resources.put(kind.path, made["id"], **kind.changes)
    assert changed.status_code == 200, changed.text
    after = changed.json()
    expected = made | as_shown(kind, kind.changes)
    assert {name: after[name] for name in expected if name != "workedMinutes"} == {
        name: value for name, value in expected.items() if name != "workedMinutes"
    }
    assert resources.kept(kind.path, made["id"]) == after


@EVERY
def test_a_record_sent_back_as_it_was_shown_stays_as_it_is(
    home: Home, place: Workplace, resources: Resources, kind: Kind
) -> None:
    made = kind.made(resources)
    home.clock.forward(minutes=1)
    with unchanged(home, place):
        assert resources.put(kind.path, made["id"], **made).json() == made


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.fixed], ids=str)
def test_members_that_stay_are_refused_by_name(home: Home, place: Workplace, resources: Resources, kind: Kind) -> None:
    made = kind.made(resources)
    with unchanged(home, place):
        for name, value in kind.fixed.items():
            assert_error(resources.put(kind.path, made["id"], **kind.changes | {name: value}), 400, 10005, name)


@EVERY
def test_what_is_deleted_stays_deleted(home: Home, place: Workplace, resources: Resources, kind: Kind) -> None:
    made, other = kind.made(resources), kind.another(resources)
    assert resources.delete(kind.path, made["id"]).json() == made
    with unchanged(home, place):
        for answer in (
            resources.get(kind.path, made["id"]),
            resources.call("POST", f"{kind.path}/{made['id']}", {}),
            resources.put(kind.path, made["id"], **kind.changes),
            resources.delete(kind.path, made["id"]),
        ):
            assert_error(answer, 404, 15020)
    ids = resources.ids(kind.path)
    assert made["id"] not in ids
    assert other["id"] in ids
    again = kind.made(resources)
    assert again["id"] not in (made["id"], other["id"])


@EVERY
def test_a_number_that_is_another_ones_is_not_there(
    home: Home, place: Workplace, elsewhere: Workplace, resources: Resources, kind: Kind
) -> None:
    """Another workspace's, another kind's, none at all: all look the same."""
    made = kind.made(resources)
    others = Resources(home, elsewhere)
    for _ in range(3):
        # Numbers of the two workspaces run alike; those made last are ahead of all that the other one has.
        CLIENT.made(others, name=f"Ahead {_}")
    strange = kind.made(others)["id"]
    while strange <= made["id"]:
        others.delete(kind.path, strange)
        strange = kind.made(others)["id"]
    another_kind = (TASK if kind is not TASK else CLIENT).made(resources)["id"]
    numbers = [strange, another_kind, made["id"] + 1000, 0, 2**31, 10**30, "x", "1.0", "-1", "١", "%20", place.client]
    with unchanged(home, place), unchanged(home, elsewhere):
        unknown = resources.get(kind.path, made["id"] + 2000)
        for number in numbers:
            for answer in (
                resources.get(kind.path, number),
                resources.put(kind.path, number, **kind.changes),
                resources.delete(kind.path, number),
            ):
                assert_error(answer, 404, 15001)
                assert answer.content == unknown.content
    assert others.kept(kind.path, strange)["id"] == strange


def test_reading_as_clients_do(resources: Resources, subtests: pytest.Subtests) -> None:
    """curl without -X sends POST with {}; some send bodies with a GET, or a slash at the end."""
    for kind in KINDS:
        kind.made(resources)
    for path in LISTS:
        expected = resources.listed(path)
        assert expected
        for method, slash, body in (
            ("GET", "/", None),
            ("GET", "", {}),
            ("GET", "/", {"limit": 50}),
            ("POST", "", {}),
            ("POST", "/", {}),
            ("POST", "", None),
        ):
            with subtests.test(path=path, method=method, slash=slash, body=body):
                assert resources.call(method, path + slash, body).json() == expected
                one = resources.call(method, f"{path}/{expected[0]['id']}{slash}", None if body is None else {})
                assert one.json() == expected[0]
        assert resources.call("POST", path, {}, limit=1, page_number=0).json() == expected[:1]
        assert resources.call("GET", path, {"limit": 0}).json() == []


def test_pages_are_of_fifty_unless_said_otherwise(resources: Resources, subtests: pytest.Subtests) -> None:
    for index in range(57):
        resources.made("/tasks", name=f"Task {index:02}")
    every = resources.ids("/tasks", limit=1000)
    assert every == sorted(every)
    assert len(every) == 58
    for query, expected in (
        ({}, every[:50]),
        ({"page_number": 0}, every[:50]),
        ({"page_number": 1}, every[50:]),
        ({"page_number": "1", "limit": "20"}, every[20:40]),
        ({"page_number": 2, "limit": 20}, every[40:]),
        ({"page_number": 3, "limit": 20}, []),
        ({"page_number": 2**31 - 1, "limit": 1000}, []),
        ({"limit": 1}, every[:1]),
        ({"limit": 0}, []),
    ):
        with subtests.test(query=query):
            assert resources.ids("/tasks", **query) == expected


@pytest.mark.parametrize("path", [*LISTS, FAR])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", 1001),
        ("limit", -1),
        ("limit", "x"),
        ("page_number", -1),
        ("page_number", 2**31),
        ("page_number", "1.5"),
    ],
)
def test_pages_that_cannot_be_are_refused(resources: Resources, path: str, name: str, value: object) -> None:
    day = {"username": "owner", "from": "2026-03-09", "to": "2026-03-09"} if path == FAR else {}
    assert_error(resources.call("GET", path, **day, **{name: value}), 400, 10005, name)


NUMBERS_AS_TEXTS: list[tuple[Kind, dict[str, Any]]] = [
    (CLIENT, {"enabled": "true"}),
    (CLIENT, {"enabled": "1"}),
    (CLIENT, {"enabled": 1}),
    (ENTRY, {"hourRate": "99.90", "latitude": "48.2", "breakMinutes": "15", "billable": "0", "flatRate": "TRUE"}),
    (ENTRY, {"billable": "false", "flatRate": 1, "breakMinutes": 15.0}),
    (ATTENDANCE, {"breakMinutes": "30", "latitudeStart": "48.20", "longitudeEnd": "-16.5"}),
    (ABSENCE, {"status": "0", "day_segment": "0"}),
    (EXPENSE, {"price": "20.1000", "quantity": "2", "billable": "0"}),
    (USER, {"personalNumber": 1234, "admin": "0", "teamLead": 1}),
]


@pytest.mark.parametrize(("kind", "texts"), NUMBERS_AS_TEXTS)
def test_numbers_and_flags_may_come_as_texts(resources: Resources, kind: Kind, texts: dict[str, Any]) -> None:
    usual, other = kind.made(resources), kind.members(resources, **kind.unlike, **texts)
    told = resources.made(kind.path, **other)
    for name in texts:
        assert (told[name], type(told[name])) == (usual[name], type(usual[name]))


@pytest.mark.parametrize("amount", ["20.10", "0.1", "0.0001", "999999999999.9999", "80", "1e2"])
def test_amounts_pass_through_exactly(home: Home, resources: Resources, amount: str) -> None:
    """Neither as number nor as text do they go through binary fractions."""
    expected = {"20.10": "20.1", "1e2": "100"}.get(amount, amount)
    for index, value in enumerate((amount, f'"{amount}"')):
        body = f'{{"name": "Task {index}", "hourRate": {value}}}'
        headers = resources.place.timetrack
        made = home.http.post(BASE + "/tasks", headers=headers, content=body)
        assert f'"hourRate":{expected}}}' in made.text
        again = home.http.get(f"{BASE}/tasks/{made.json()['id']}", headers=headers)
        assert again.content == made.content


def test_without_the_right_key_and_secret_nobody_gets_in(
    home: Home, place: Workplace, elsewhere: Workplace, resources: Resources, subtests: pytest.Subtests
) -> None:
    wrong = [
        {},
        {"X-TimeTrack-Api-Key": place.timetrack_key},
        place.timetrack | {"X-TimeTrack-Api-Secret": "wrong"},
        place.timetrack | {"X-TimeTrack-Api-Secret": elsewhere.timetrack_secret},
        place.owner.bearer,
    ]
    numbers = {kind.path: kind.made(resources)["id"] for kind in KINDS}
    with unchanged(home, place):
        for headers in wrong:
            for path, number in numbers.items():
                for method, url, body in (
                    ("GET", path, None),
                    ("POST", path, {"name": "x"}),
                    ("GET", f"{path}/{number}", None),
                    ("PUT", f"{path}/{number}", {"notes": "x"}),
                    ("DELETE", f"{path}/{number}", None),
                ):
                    with subtests.test(path=path, method=method):
                        answer = home.http.request(method, BASE + url, headers=headers, json=body)
                        assert_error(answer, 401, 10001)
        for path in ("/absence_types", FAR):
            assert_error(home.http.get(BASE + path), 401, 10001)


def test_methods_that_are_not_taken(home: Home, place: Workplace, resources: Resources) -> None:
    number = absence_type(resources)
    client = CLIENT.made(resources)["id"]
    with unchanged(home, place):
        for method, path, body in (
            ("PUT", "/clients", {"name": "x"}),
            ("DELETE", "/clients", None),
            ("PATCH", f"/clients/{client}", {"notes": "x"}),
            ("POST", f"/clients/{client}", {"notes": "x"}),
            ("POST", "/absence_types", {"name": "x"}),
            ("PUT", f"/absence_types/{number}", {"name": "x"}),
            ("DELETE", f"/absence_types/{number}", None),
            ("PUT", FAR, {"username": "owner"}),
            ("DELETE", FAR, None),
        ):
            assert_error(resources.call(method, path, body), 405, 10405)
    assert_error(resources.call("GET", f"/clients/{client}/more"), 404, 15000)


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"name=x", b'{"name": NaN}', b"\xff"])
def test_a_body_that_is_no_json_object_is_malformed(
    home: Home, place: Workplace, resources: Resources, body: bytes
) -> None:
    client = CLIENT.made(resources)["id"]
    with unchanged(home, place):
        for method, path in (("POST", "/clients"), ("PUT", f"/clients/{client}"), ("POST", FAR)):
            answer = home.http.request(method, BASE + path, headers=place.timetrack, content=body)
            assert_error(answer, 400, 10004)


def test_an_account_of_one_workspace_lists_nothing_of_another(
    home: Home, elsewhere: Workplace, resources: Resources
) -> None:
    for kind in KINDS:
        kind.made(resources)
    others = Resources(home, elsewhere)
    before = {path: others.listed(path) for path in LISTS}
    for kind in KINDS:
        kind.another(resources)
    assert {path: others.listed(path) for path in LISTS} == before
    assert "Bäckerei Sommer" not in json.dumps(before, ensure_ascii=False)


def test_who_changed_a_record_stands_in_the_journal(home: Home, place: Workplace, resources: Resources) -> None:
    made = CLIENT.made(resources)
    resources.put("/clients", made["id"], notes="changed")
    resources.delete("/clients", made["id"])
    answer = home.http.get("/v1/journal?workspace=true&limit=3", headers=place.admin.bearer)
    rows = [(row["act"], row["face"]) for row in answer.json()["items"]]
    assert rows == [(f"client.{act}", "timetrack") for act in ("deleted", "changed", "added")]


def test_members_changed_at_the_same_time_all_stay(resources: Resources) -> None:
    """Contact details are kept together, and so are free fields: each adds to what it reads under the lock."""
    client = resources.made(CLIENT.path, **CLIENT.members(resources))
    forms = [{"email": "a@example.org"}, {"phone": "112"}, {"field1": "one"}, {"field2": "two"}]
    empty = {name: "" for form in forms for name in form}

    def change(form: dict[str, str]) -> int:
        return resources.put(CLIENT.path, client["id"], **form).status_code

    with ThreadPoolExecutor(len(forms)) as threads:
        for _ in range(5):
            assert change(empty) == 200
            assert list(threads.map(change, forms)) == [200] * len(forms)
            found = resources.kept(CLIENT.path, client["id"])
            assert {name: found[name] for name in empty} == {
                name: said for form in forms for name, said in form.items()
            }


def test_a_deleted_project_takes_along_what_is_its_own_but_for_the_time(
    home: Home, place: Workplace, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = resources.made(ENTRY.path, **ENTRY.members(resources))
    [project] = resources.ids("/projects", projectName=place.project_name)
    task = f"/v1/tasks/{place.task}"
    with monkeypatch.context() as patched, unchanged(home, place):
        patched.setattr(bulk, "MOST", 0)
        assert resources.delete("/projects", project).status_code == 409
    assert home.http.get(task, headers=place.admin.bearer).status_code == 200
    assert resources.delete("/projects", project).status_code == 200
    assert home.http.get(task, headers=place.admin.bearer).status_code == 404
    assert resources.kept(ENTRY.path, entry["id"])["id"] == entry["id"]
