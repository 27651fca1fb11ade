"""Schemathesis reads the OpenAPI document and asks for what it allows, and for a little more.

No answer is a server error; each has a documented status and content type and is of the documented schema. SQLite is
enough here: what the stores answer is alike, and tested elsewhere.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import httpx
import pytest
import requests
import schemathesis
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.home import Clock, Home, Workplace, settings_for
from tests.native.wire import ROUTES, UNKNOWN, Route, done
from uhrwerk.entrypoints.native.examples import common
from uhrwerk.operations.approvals import SELF_APPROVAL
from uhrwerk.operations.workspaces import change_setting, command_line_actor

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES: Final = {GenerationMode.POSITIVE: 6, GenerationMode.NEGATIVE: 3}
"""How often each operation is asked, with what its schema allows and with what it does not."""

MORNING, NOON = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (9, 12))
"""The examples tell of this day."""

NOT_DONE: Final = {
    "DELETE /v1/contracts/{entry}": 400,  # it has begun, and nobody says why
    "POST /v1/overtime/{entry}/reopen": 409,  # nobody has decided about it
    **{  # it is open
        f"POST /v1/timesheets/{{entry}}/{verb}": 409 for verb in ("withdraw", "approve", "reject", "lock", "reopen")
    },
    "POST /v1/people/{person}/erase": 409,  # who is to be erased is active
    "DELETE /v1/me/authorizations/{entry}": 404,  # nobody has let an application in
    "POST /v1/oauth-clients/{entry}/rotate-secret": 409,  # a public client has no secret
    "DELETE /v1/teams/{entry}/members/{person}": 404,  # nobody is in a new team
}
"""What the scene is too small for, and how it is refused."""

IDS: Final[list[str]] = []
"""Records that are there, so that not every id that is made up leads nowhere."""

schemathesis.openapi.format("uuid", st.one_of(st.integers(0, 9).map(lambda n: IDS[n % len(IDS)]), st.uuids().map(str)))


Case = schemathesis.Case[Any]


@dataclass(frozen=True)
class Scene:
    """A workplace of the operation's own, in which both clocks of the admin run; `ids` has those of the examples."""

    home: Home
    place: Workplace
    ids: dict[str, str]

    def made(self, route: Route) -> str:
        """A record of the kind that the route's path leads to."""
        collection = route.path.partition("/{")[0]
        adding = next((each for each in ROUTES if (each.method, each.path) == ("POST", collection)), None)
        if adding is None:
            return self.place.task
        body = _replaced(adding.body, {UNKNOWN: self.place.project})
        if "started_at" in body:
            body |= {"started_at": "2026-11-20T06:00:00Z", "ended_at": "2026-11-20T07:00:00Z"}
        if "person_id" in body:
            body |= {"person_id": self.place.owner.id}
        # What an admin enters for themself with four eyes off is decided at once, and cannot be rejected any more.
        asks = self.place.owner if route.path == "/v1/absences/{entry}/reject" else self.place.admin
        answer = adding.send(self.home, self.place, asks.bearer, json=body)
        assert answer.status_code == 201, answer.text
        added: str = answer.json()["id"]
        return added

    def path_of(self, operation: Any, route: Route) -> dict[str, str]:
        names = re.findall("{(.*?)}", operation.path)
        others = len(names) > 1 or route.path.startswith("/v1/people")
        return {name: self.place.owner.id if name == "person_id" and others else self.made(route) for name in names}

    def query_of(self, route: Route) -> dict[str, str]:
        """What the route asks with: an id in it is that of a type of absence."""
        asked = dict(parse_qsl(route.path.partition("?")[2]))
        if route.method == "DELETE" and route.path.startswith("/v1/locks/"):
            asked["reason"] = "The month is looked at again"
        return {name: self.ids[common.ABSENCE_TYPE] if value == "{entry}" else value for name, value in asked.items()}

    def body_of(self, operation: Any) -> Any:
        """The document's example, with ids that are there."""
        content = operation.definition.raw.get("requestBody", {"content": {"application/json": {}}})["content"]
        return _replaced(content["application/json"].get("example"), self.ids)

    def answer(self, case: Case) -> httpx.Response:
        request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver.local")).prepare()
        assert request.method is not None
        assert request.url is not None
        headers: Any = dict(request.headers) | self.place.admin.bearer
        content: Any = request.body
        return self.home.http.request(request.method, request.url, headers=headers, content=content)


def _replaced(value: Any, ids: dict[str, str]) -> Any:
    match value:
        case dict():
            return {name: _replaced(each, ids) for name, each in value.items()}
        case list():
            return [_replaced(each, ids) for each in value]
        case str():
            return ids.get(value, value)
        case _:
            return value


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    data_dir = tmp_path_factory.mktemp("data")
    home = Home(settings_for(f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}", data_dir), Clock())
    with ExitStack() as stack:
        home.open(stack)
        yield home


@pytest.fixture(scope="module")
def schema(small_home: Home) -> BaseSchema:
    return schemathesis.openapi.from_dict(small_home.http.get("/docs/openapi.json").json())


@pytest.fixture
def scene(small_home: Home) -> Scene:
    small_home.clock.now = MORNING
    place = small_home.workplace()
    ids = {
        common.PERSON: place.admin.id,
        common.CLIENT: place.client,
        common.PROJECT: place.project,
        common.TASK: place.task,
        common.TYPE_OF_WORK: place.type_of_work,
        "WEB": "WEB2",  # the place has a project of that key
        "https://hooks.example.org/uhrwerk": "https://8.8.8.8/",  # a host that nobody has to look up
    }
    for path, body, id in (
        ("/v1/tags", {"name": "Harbour"}, common.TAG),
        ("/v1/task-statuses", {"name": "Doing", "stage": "progress"}, common.TASK_STATUS),
        ("/v1/absence-types", {"name": "Vacation", "kind": "vacation"}, common.ABSENCE_TYPE),
    ):
        ids[id] = done(small_home.http.post(path, headers=place.admin.bearer, json=body), 201)["id"]
    actor = command_line_actor(place.id)
    # The admin decides what they asked for.
    small_home.run(lambda tx: change_setting(tx, actor, MORNING, SELF_APPROVAL.name, True))
    for path in ("/v1/timers/start", "/v1/attendance/clock-in"):
        done(small_home.http.post(path, headers=place.admin.bearer))
    small_home.clock.now = NOON
    IDS[:] = [id for id in ids.values() if len(id) == len(UNKNOWN)]
    return Scene(small_home, place, ids)


def operation_of(schema: BaseSchema, route: Route) -> Any:
    wanted = re.sub("{.*?}", "{}", route.path.partition("?")[0])
    path = next(path for path in schema if re.sub("{.*?}", "{}", path) == wanted)
    return schema[path][route.method]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_no_answer_is_a_surprise(schema: BaseSchema, scene: Scene, route: Route) -> None:
    operation = operation_of(schema, route)
    there = scene.path_of(operation, route)
    for mode, examples in EXAMPLES.items():
        path = there if mode is GenerationMode.POSITIVE else None

        @settings(max_examples=examples, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
        @given(case=operation.as_strategy(generation_mode=mode, path_parameters=path))
        def ask(case: Case) -> None:
            case.validate_response(scene.answer(case), checks=CHECKS)

        ask()


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_what_the_document_shows_is_done(schema: BaseSchema, scene: Scene, route: Route) -> None:
    operation = operation_of(schema, route)
    body = scene.body_of(operation)
    given = {} if body is None else {"body": body}
    case = operation.Case(path_parameters=scene.path_of(operation, route), query=scene.query_of(route), **given)
    answer = scene.answer(case)
    refused = NOT_DONE.get(str(route))
    assert answer.status_code == refused if refused else answer.is_success, answer.text
    case.validate_response(answer, checks=CHECKS)
