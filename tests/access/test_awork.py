"""awork: nobody gets in without a right token, nobody finds another workspace's records, a member keeps to their own.

The calls are those of `tests/awork/operations/`, where every route has its line; a row here says what a member gets who
sends the admin's call.
"""

import re
from contextlib import nullcontext
from typing import Final

import httpx
import pytest

from tests.access.awork import MEMBER, OPEN, OWN
from tests.access.trespass import METHODS, UNKNOWN, Request, routes
from tests.awork.contract import check
from tests.awork.operations import LINES
from tests.awork.operations.stage import BASE, Line, Stage
from tests.faces.unchanged import unchanged
from tests.home import MORNING, Home, Workplace

UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CALLS: Final = [line for line in LINES if line.operation.name not in OPEN]


@pytest.fixture(scope="session")
def set_stage(running_home: Home) -> tuple[Stage, Workplace]:
    """A workspace for the calls, and another whose admin is a stranger."""
    running_home.clock.now = MORNING
    return Stage(running_home, running_home.workplace()), running_home.workplace()


@pytest.fixture
def stage(home: Home, set_stage: tuple[Stage, Workplace]) -> Stage:
    """With the clock set back."""
    return set_stage[0]


def test_every_operation_has_its_row() -> None:
    assert set().union(*MEMBER.values()) | OPEN == {line.operation.name for line in LINES}


@pytest.mark.parametrize("line", CALLS, ids=[f"{number} {line.operation.name}" for number, line in enumerate(CALLS)])
def test_nobody_gets_further_than_they_may(stage: Stage, set_stage: tuple[Stage, Workplace], line: Line) -> None:
    home, place, elsewhere = stage.home, stage.place, set_stage[1]
    request = prepared(line, stage)
    with unchanged(home, place):
        for headers in (None, {"Authorization": "Bearer awk_wrong"}, place.owner.bearer):
            refused(request, home, headers, 401)
        if request.ids:
            answer = request.send(home, elsewhere.admin.awork_bearer)
            unknown = request.about(UNKNOWN).send(home, elsewhere.admin.awork_bearer)
            assert answer.status_code == unknown.status_code
            assert without_trace(answer, request.ids) == without_trace(unknown, request.ids)
    with unchanged(home, place) if request.method != "GET" and line.operation.name not in OWN else nullcontext():
        answer = request.send(home, place.owner.awork_bearer)
    assert line.operation.name in MEMBER[answer.status_code], answer.text
    if answer.status_code == 207:
        assert "ok" not in answer.json()


def test_a_wrong_method_is_named_as_such(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    served = routes(home, BASE + "/")
    paths = {name.partition(" ")[2] for name in served if not name.endswith("/api.php")}
    with unchanged(home, place):
        for path in sorted(paths):
            for method in METHODS:
                if f"{method} {path}" not in served:
                    with subtests.test(method=method, path=path):
                        request = Request(method, path.replace("{}", UNKNOWN))
                        refused(request, home, place.admin.awork_bearer, 405)


def prepared(line: Line, stage: Stage) -> Request:
    """What the line sends, and the ids of the stage's records in it."""
    method, path, body = line.request(stage)
    ids = re.findall(UUID, f"{path} {body}")
    return Request(method, BASE + path, body, tuple(dict.fromkeys(ids)))


def refused(request: Request, home: Home, headers: dict[str, str] | None, status: int) -> None:
    """Refused in awork's own body."""
    answer = request.send(home, headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["trace-id"] == answer.json()["traceId"]
    check("ErrorResponse", answer.json())
    if status == 401:
        assert answer.json()["code"] == "unauthorized"


def without_trace(answer: httpx.Response, ids: tuple[str, ...]) -> str:
    """The body but for what is every answer's own; the records named count as unknown ones."""
    text = re.sub(r'"traceId":"\w+"', "", answer.text)
    for id in ids:
        text = text.replace(id, UNKNOWN)
    return re.sub(f'("{UNKNOWN}",?)+', UNKNOWN, text)
