"""What a line is, and what it is called with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.awork.contract import OPERATIONS, Operation
from tests.home import Home, Workplace

BASE: Final = "/api/v1"
UNKNOWN: Final = "00000000-0000-7000-8000-00000000dead"


@dataclass(frozen=True)
class Stage:
    """A workspace for the lines, which leave in it what they make. They call as its admin."""

    home: Home
    place: Workplace

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = self.place.admin.awork_bearer
        return self.home.http.request(method, BASE + path, headers=headers, json=body)

    def make(self, path: str, body: Any) -> Any:
        """What a POST answers."""
        answer = self.call("POST", path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()


Maker = Callable[[Stage], Any]
"""Makes a value for a call, often something that the call needs to be there."""


@dataclass(frozen=True)
class Line:
    """A call that shows an operation: the values of the path's parameters by name, the query, the body, the status.

    A list that is answered has something in it, unless `empty` says otherwise.
    """

    operation: Operation
    path: Mapping[str, Maker | str]
    query: Maker | str
    body: Any
    status: int
    empty: bool

    def call(self, stage: Stage) -> httpx.Response:
        return stage.call(*self.request(stage))

    def request(self, stage: Stage) -> tuple[str, str, Any]:
        """Method, path and body of the call, once all that it needs is there."""
        values = {name: _value(value, stage) for name, value in self.path.items()}
        url = self.operation.path.format(**values) + _value(self.query, stage)
        return self.operation.method, url, _value(self.body, stage)


def line(
    name: str,
    /,
    *,
    query: Maker | str = "",
    body: Any = None,
    status: int | None = None,
    empty: bool = False,
    **path: Maker | str,
) -> Line:
    """`body` and `query` are values or makers of them; the status is the first that the vendor names."""
    facts = OPERATIONS[name]
    return Line(facts, path, query, body, status or min(facts.answers), empty)


def _value(value: Any, stage: Stage) -> Any:
    return value(stage) if callable(value) else value


def user(stage: Stage) -> str:
    return stage.place.colleague.id


def project(stage: Stage) -> str:
    return stage.place.project


def task(stage: Stage) -> str:
    return stage.place.task


def type_of_work(stage: Stage) -> str:
    return stage.place.type_of_work


def running(stage: Stage) -> str:
    """The admin's timer, started now."""
    form = {"typeOfWorkId": stage.place.type_of_work, "timezone": "Europe/Berlin", "taskId": stage.place.task}
    entry: str = stage.make("/me/timetracking/start", form)["id"]
    return entry


def entry(stage: Stage) -> str:
    """An hour of the admin's, written down."""
    made: str = stage.make("/timeentries", entry_form(stage))["id"]
    return made


def entry_form(stage: Stage) -> dict[str, Any]:
    return {
        "userId": stage.place.admin.id,
        "typeOfWorkId": stage.place.type_of_work,
        "taskId": stage.place.task,
        "note": "Written down",
        "timezone": "Europe/Berlin",
        "startDateLocal": "2026-03-09",
        "startTimeLocal": "09:00",
        "duration": 3600,
    }
