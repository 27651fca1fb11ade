"""`/v1`: nobody gets in without a right token or finds another workspace's records; a member keeps to their own."""

import re
from typing import Any

import pytest

from tests.access.estate import estate
from tests.access.native import ROWS, Row
from tests.access.trespass import METHODS, UNKNOWN, Request, opened, routes
from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.native.wire import problem


def test_every_route_has_its_row(home: Home) -> None:
    assert {f"{row.method} {opened(row.path.partition('?')[0])}" for row in ROWS} == routes(home, "/v1/")


@pytest.fixture
def ids(home: Home, place: Workplace) -> dict[str, str]:
    return estate(home, place)


def test_without_a_right_token_nobody_gets_in(
    home: Home, place: Workplace, ids: dict[str, str], subtests: pytest.Subtests
) -> None:
    wrong = [None, {"Authorization": "Bearer uhr_wrong"}, place.owner.awork_bearer, {"Authorization": "Basic eDp5"}]
    with unchanged(home, place):
        for row in ROWS:
            for headers in wrong:
                with subtests.test(row=f"{row.method} {row.path}"):
                    problem(request_of(row, ids).send(home, headers), 401, "not-signed-in")


def test_another_workspaces_records_are_as_if_they_had_never_been(
    home: Home, place: Workplace, elsewhere: Workplace, ids: dict[str, str], subtests: pytest.Subtests
) -> None:
    stranger = elsewhere.admin.bearer
    with unchanged(home, place):
        for row in ROWS:
            request = request_of(row, ids)
            if not request.ids:
                continue
            with subtests.test(row=f"{row.method} {row.path}"):
                answer, unknown = request.send(home, stranger), request.about(UNKNOWN).send(home, stranger)
                assert answer.status_code in (404, 403)
                assert (answer.status_code, answer.content) == (unknown.status_code, unknown.content)


def test_a_member_keeps_to_their_own(
    home: Home, place: Workplace, ids: dict[str, str], subtests: pytest.Subtests
) -> None:
    for row in ROWS:
        with subtests.test(row=f"{row.method} {row.path}"), unchanged(home, place):
            answer = request_of(row, ids).send(home, place.owner.bearer)
            assert answer.status_code == row.member, answer.text
            assert row.member >= 400 or row.method == "GET", "a member may change nothing of others"


def test_a_wrong_method_is_named_as_such(
    home: Home, place: Workplace, ids: dict[str, str], subtests: pytest.Subtests
) -> None:
    served: dict[str, set[str]] = {}
    for row in ROWS:
        served.setdefault(row.path.partition("?")[0], set()).add(row.method)
    with unchanged(home, place):
        for path, methods in served.items():
            others = [method for method in METHODS if f"{method} {opened(path)}" not in routes(home, "/v1/")]
            assert not methods & set(others)
            for method in others:
                with subtests.test(method=method, path=path):
                    answer = Request(method, _filled(path, ids)).send(home, place.admin.bearer)
                    problem(answer, 405, "method-not-allowed")
                    assert methods <= set(answer.headers["allow"].split(", "))


def request_of(row: Row, ids: dict[str, str]) -> Request:
    named = tuple(ids[kind] for kind in re.findall(r"{(\w+)}", f"{row.path} {row.body}"))
    return Request(row.method, _filled(row.path, ids), _filled(row.body, ids), named)


def _filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"{(\w+)}", lambda found: ids[found[1]], value)
    if isinstance(value, dict):
        return {name: _filled(each, ids) for name, each in value.items()}
    return value
