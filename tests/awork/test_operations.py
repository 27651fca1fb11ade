"""The vendor's operations, one by one: those that are served answer in its shapes, the others are not there.

A line for each is in `operations/`; the README of the face has the table.
"""

import re
from collections.abc import Iterable

import pytest

from tests.awork.contract import OPERATIONS, Operation, check
from tests.awork.operations import LINES, SERVED, UNSERVED
from tests.awork.operations.clients import BESIDES
from tests.awork.operations.readme import BEGIN, END, PATH, written
from tests.awork.operations.stage import BASE, UNKNOWN, Line, Stage
from tests.awork.wire import refusal
from tests.home import MORNING, Home

MISSING = [operation for name, operation in OPERATIONS.items() if name not in SERVED]


@pytest.fixture(scope="session")
def set_stage(running_home: Home) -> Stage:
    running_home.clock.now = MORNING
    return Stage(running_home, running_home.workplace())


@pytest.fixture
def stage(home: Home, set_stage: Stage) -> Stage:
    return set_stage


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.operation.name} {line.status}")
def test_what_is_served_answers_in_the_vendors_shape(stage: Stage, line: Line) -> None:
    assert line.status in line.operation.answers
    answer = line.call(stage)
    assert answer.status_code == line.status, answer.text
    kind = line.operation.answers[line.status]
    if not kind:
        assert answer.content == b""
        return
    found = answer.json()
    check(kind, found)
    assert found or line.empty, "an empty list shows nothing"


@pytest.mark.parametrize("operation", MISSING, ids=lambda operation: operation.name)
def test_what_is_not_served_is_not_there(stage: Stage, operation: Operation) -> None:
    answer = stage.call(operation.method, re.sub(r"\{\w+\}", UNKNOWN, operation.path))
    refusal(answer, 404, "not-found")


def test_every_route_has_its_line(home: Home) -> None:
    routes = set(_routes(home))
    assert sorted(routes - _open(OPERATIONS)) == sorted(BESIDES), "a slip, or to be named in BESIDES"
    assert sorted(routes - BESIDES) == sorted(_open(SERVED))


def test_every_operation_is_served_or_has_its_reason() -> None:
    assert sorted([*SERVED, *UNSERVED]) == sorted(OPERATIONS)


def test_the_readme_has_the_table() -> None:
    text = PATH.read_text()
    assert BEGIN in text
    assert END in text
    assert text == written(text), "python -m tests.awork.operations writes it anew"


def _routes(home: Home) -> Iterable[str]:
    """`METHOD /path/{}` of everything under the face's path but onOffice's door, which may be there too."""
    for route in home.routes():
        if route.path.startswith(BASE + "/") and not route.path.endswith("/api.php"):
            path = route.path.removeprefix(BASE)
            for method in route.methods - {"OPTIONS", "HEAD"}:
                yield f"{method} {re.sub(r'{[^}]*}', '{}', path)}"


def _open(names: Iterable[str]) -> set[str]:
    """The operations whatever their parameters are called."""
    return {re.sub(r"{[^}]*}", "{}", name) for name in names}
