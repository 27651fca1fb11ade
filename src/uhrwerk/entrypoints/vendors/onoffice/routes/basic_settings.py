"""Basic settings: may working time be started and stopped from outside?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.vendors.onoffice import wire
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE
from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.operations.authentication import Guest

TIMETRACKING: Final = "/onOfficeApp/timetracking/enabled"


async def basic_settings(house: House, guest: Guest, action: Action, now: datetime) -> wire.Data:
    """`read` `basicsettings`: of the permissions asked for, which are given; one that is not known here is not."""
    enabled = {TIMETRACKING} if MODULE.of(guest.settings) and APP_SWITCH.of(guest.settings) else set()
    permissions = {name: name in enabled for name in _asked(action.parameters)}
    return wire.one_record({"basicData": {"permissions": permissions}})


def _asked(parameters: Mapping[str, Any]) -> list[str]:
    """The list `permissions`, which may stand in `basicData`, and that in `data`. Raises ActionFailed."""
    place: Any = parameters
    for name in ("data", "basicData"):
        place = place.get(name, place) if isinstance(place, dict) else place
    asked = place.get("permissions") if isinstance(place, dict) else None
    if asked is None:
        raise ActionFailed(Code.PARAMETER_MISSING, "permissions")
    if not isinstance(asked, list) or not all(isinstance(name, str) for name in asked):
        raise ActionFailed(Code.TYPE_WRONG, "permissions")
    return asked
