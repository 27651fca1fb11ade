"""onOffice's one URL: a batch of signed actions in, their results in order out."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

import structlog
from litestar import HttpMethod, Response, route

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.bodies import json_object
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.vendors.onoffice import wire
from uhrwerk.entrypoints.vendors.onoffice.auth import admit, check_signature
from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code, Failure, RequestFailed, of_refusal
from uhrwerk.entrypoints.vendors.onoffice.routes.basic_settings import basic_settings
from uhrwerk.entrypoints.vendors.onoffice.routes.timetracking import timetracking
from uhrwerk.entrypoints.vendors.onoffice.routes.users import users
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage.store import StoreFailed

log = structlog.get_logger(__name__)

MOST_ACTIONS: Final = 100
"""Actions a request; more is refused whole."""

Operation = Callable[[House, Guest, Action, datetime], Awaitable[wire.Data]]

OPERATIONS: Final[dict[tuple[str, str], Operation]] = {
    (wire.MODIFY, "timetracking"): timetracking,
    (wire.GET, "users"): users,
    (wire.READ, "user"): users,
    (wire.READ, "basicsettings"): basic_settings,
}
"""By action and resource type; everything else is missing here."""


# The segments `v1` and `v2` lead into other faces' folders: the router needs to be told of these paths by themselves.
# `stable` and `latest` are what clients use: a path without a variable may go the short way.
@route(
    ["/api/{version:str}/api.php", *(f"/api/{version}/api.php" for version in ("v1", "v2", "stable", "latest"))],
    http_method=[HttpMethod.GET, HttpMethod.POST],
    status_code=200,
    hot=True,
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
        hmac_version="1" if raw.get("hmac_version") in (None, "") else str(raw["hmac_version"]),
        parameters=parameters,
    )


async def _carry_out(house: House, guest: Guest, token: str, raw: dict[str, Any], now: datetime) -> wire.Data:
    action = _parsed(raw)
    check_signature(action, token, guest, house.vault, now)
    try:
        return await _operation(action)(house, guest, action, now)
    except Refusal as refusal:
        raise of_refusal(refusal) from None
    except StoreFailed as error:
        # The actions before this one have been carried out: their results must reach the client.
        log.error("action failed", action=action.action_id, resource_type=action.resource_type, exc_info=error)
        raise ActionFailed(Code.ERROR_IN_ACTION) from None


def _operation(action: Action) -> Operation:
    """Raises ActionFailed: 23 for an action that no resource type has here, 25 for another resource type."""
    if not any(action.action_id == known for known, _ in OPERATIONS):
        raise ActionFailed(Code.NO_ACTION, action.action_id)
    operation = OPERATIONS.get((action.action_id, action.resource_type))
    if operation is None:
        raise ActionFailed(Code.NO_RESOURCE_TYPE, action.resource_type)
    return operation


router = Router("/", route_handlers=[api], include_in_schema=False)
