"""onOffice's names and shapes. Nothing here does anything but map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from litestar import Response

from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.storage.people import Person

ACTIONS = "urn:onoffice-de-ns:smart:2.5:smartml:action:"
MODIFY = ACTIONS + "modify"
GET = ACTIONS + "get"
READ = ACTIONS + "read"


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a request; timestamp and version, which may be numbers, as texts."""

    action_id: str
    resource_id: Any
    resource_type: str
    identifier: Any
    timestamp: str
    hmac: str
    hmac_version: str
    parameters: dict[str, Any]


class Status(msgspec.Struct):
    errorcode: int
    message: str


class TopStatus(msgspec.Struct):
    code: int
    errorcode: int
    message: str


class Meta(msgspec.Struct):
    cntabsolute: int | None


class Record(msgspec.Struct):
    id: int
    type: str | None
    elements: dict[str, Any]


class Data(msgspec.Struct):
    meta: Meta
    records: list[Record]


class Result(msgspec.Struct, kw_only=True):
    """A failed action's `data` is an empty list."""

    actionid: Any
    resourceid: Any
    resourcetype: Any
    cacheable: bool = False
    identifier: Any
    data: Data | list[Any]
    status: Status


class Results(msgspec.Struct):
    results: list[Result]


class Reply(msgspec.Struct):
    status: TopStatus
    response: Results


def reply(code: int, errorcode: int, message: str, results: list[Result]) -> Response[bytes]:
    """The reply to a request: HTTP 200 whatever is in it."""
    body = Reply(TopStatus(code, errorcode, message), Results(results))
    return EncodedResponse(msgspec.json.encode(body), media_type="application/json; charset=utf-8")


def result(raw: dict[str, Any], data: Data | None, errorcode: int = 0, message: str = "OK") -> Result:
    """An action's result; what the client named comes back as it was sent."""
    return Result(
        actionid=raw.get("actionid", ""),
        resourceid=raw.get("resourceid", ""),
        resourcetype=raw.get("resourcetype", ""),
        identifier=raw.get("identifier", ""),
        data=[] if data is None else data,
        status=Status(errorcode, message),
    )


def one_record(elements: dict[str, Any]) -> Data:
    return Data(Meta(None), [Record(0, None, elements)])


USER: Final[dict[str, Callable[[Person], Any]]] = {
    "id": lambda person: person.number,
    "username": lambda person: person.username,
    "firstname": lambda person: person.first_name,
    "lastname": lambda person: person.last_name,
    "email": lambda person: person.email,
}
"""A user's members."""


def users(people: Iterable[Person], total: int, members: Iterable[str]) -> Data:
    """A page of users with these members, and how many there are in all."""
    shown = list(members)
    return Data(
        Meta(total),
        [Record(person.number, "user", {name: USER[name](person) for name in shown}) for person in people],
    )


def clock_time(seconds: int) -> str:
    """`HH:MM:SS`; more than a day goes on counting hours."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}"
