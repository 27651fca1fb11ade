"""onOffice's one URL: a batch of signed actions in, their results in order out."""

from datetime import datetime
from typing import Any, Final

from litestar import HttpMethod, Response, Router, route

from uhrwerk.entrypoints.bodies import json_object
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.vendors.onoffice import wire
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE, admit, check_signature, is_on
from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code, Failure, RequestFailed, of_refusal
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.operations import attendance
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Refusal
from uhrwerk.rules.timer import State
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.store import Tx

MOST_ACTIONS: Final = 100
"""Actions a request; more is refused whole."""

_TRACK: Final = {"1": True, "true": True, "0": False, "false": False}


# The segment `v1` leads into another face's folder, so the router needs to be told of this path by itself.
@route(
    ["/api/{version:str}/api.php", "/api/v1/api.php"], http_method=[HttpMethod.GET, HttpMethod.POST], status_code=200
)
async def api(request: AnyRequest) -> Response[bytes]:
    """Any version segment is accepted, and the body whatever its label and the method."""
    house = house_of(request)
    now = house.now()
    body = json_object(await request.body())
    if not body:
        raise RequestFailed(Code.EMPTY_REQUEST)
    guest = await admit(house.doorkeeper, body.get("token"), now)
    results, failures = [], []
    for raw in _actions(body):
        try:
            data = await _carry_out(house, guest, body["token"], raw, now)
        except Failure as failure:
            failures.append(failure)
            results.append(wire.result(raw, None, failure.number, failure.message))
        else:
            results.append(wire.result(raw, data))
    if not failures:
        return wire.reply(200, 0, "OK", results)
    if len(results) == 1:
        return wire.reply(500, failures[0].number, failures[0].message, results)
    return wire.reply(500, Code.ERROR_IN_ACTION.number, Code.ERROR_IN_ACTION.message(""), results)


def _actions(body: dict[str, Any]) -> list[dict[str, Any]]:
    request = body.get("request")
    if not isinstance(request, dict):
        raise RequestFailed(Code.REQUEST_MISSING)
    actions = request.get("actions")
    if not isinstance(actions, list) or not actions:
        raise RequestFailed(Code.ACTIONS_MISSING)
    if len(actions) > MOST_ACTIONS or not all(isinstance(action, dict) for action in actions):
        raise RequestFailed(Code.SYNTAX)
    return actions


def _parsed(raw: dict[str, Any]) -> Action:
    """Raises ActionFailed naming the first member that is missing."""
    for name, code in (
        ("actionid", Code.ACTION_ID_MISSING),
        ("resourceid", Code.RESOURCE_ID_MISSING),
        ("resourcetype", Code.RESOURCE_TYPE_MISSING),
        ("parameters", Code.PARAMETERS_MISSING),
    ):
        if name not in raw:
            raise ActionFailed(code)
    if not raw["actionid"]:
        raise ActionFailed(Code.ACTION_ID_EMPTY)
    parameters = raw["parameters"]
    if parameters in ([], None):
        parameters = {}
    if not isinstance(parameters, dict):
        raise ActionFailed(Code.TYPE_WRONG, "parameters")
    return Action(
        action_id=str(raw["actionid"]),
        resource_id=raw["resourceid"],
        resource_type=str(raw["resourcetype"]),
        identifier=raw.get("identifier"),
        timestamp=str(raw.get("timestamp", "")),
        hmac=str(raw.get("hmac", "")),
        hmac_version=str(raw.get("hmac_version", "")),
        parameters=parameters,
    )


async def _carry_out(house: House, guest: Guest, token: str, raw: dict[str, Any], now: datetime) -> wire.Data:
    action = _parsed(raw)
    check_signature(action, token, guest, house.vault, now)
    if action.action_id != wire.MODIFY:
        raise ActionFailed(Code.NO_ACTION, action.action_id)
    if action.resource_type != "timetracking":
        raise ActionFailed(Code.NO_RESOURCE_TYPE, action.resource_type)
    try:
        return await _timetracking(house, guest, action, now)
    except Refusal as refusal:
        raise of_refusal(refusal) from None


async def _timetracking(house: House, guest: Guest, action: Action, now: datetime) -> wire.Data:
    if not is_on(guest.settings, MODULE):
        return wire.one_record({"worktimeActive": False})
    track = _track(action.parameters)
    if track is not None and not is_on(guest.settings, APP_SWITCH):
        raise ActionFailed(Code.NO_PERMISSION_TO_MODIFY)
    person = guest.person
    if person is None:
        raise ActionFailed(Code.ACCESS_VIOLATION)

    async def act(tx: Tx) -> wire.Data:
        record: Attendance | None
        if track is None:
            record = await attendance.current(tx, guest.actor, person.id)
        elif track:
            record = await attendance.clock_in(tx, guest.actor, Act(now), person.id)
        else:
            record = await attendance.clock_out(tx, guest.actor, Act(now), person.id)
        today = await attendance.today(tx, person, now)
        return wire.one_record(
            {
                "worktimeActive": True,
                "worktime": wire.clock_time(today.worked_seconds),
                "breaktime": wire.clock_time(today.break_seconds),
                "currentlytracking": record is not None and record.state is State.RUNNING,
                "targetTimeToday": wire.clock_time(0),
            }
        )

    return await (house.store.read(act) if track is None else house.store.write(act))


def _track(parameters: dict[str, Any]) -> bool | None:
    """True starts, False stops, None (left out) only reads. Raises ActionFailed."""
    value = parameters.get("track")
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, int | str):
        raise ActionFailed(Code.TYPE_WRONG, "track")
    wanted = _TRACK.get(str(value).strip().lower())
    if wanted is None:
        raise ActionFailed(Code.VALUE_INVALID, "track")
    return wanted


router = Router("/", route_handlers=[api], include_in_schema=False)
