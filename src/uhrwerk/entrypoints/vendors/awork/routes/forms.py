"""Reading the bodies of awork's requests."""

from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from uhrwerk.entrypoints.bodies import PROBLEMS_SHOWN, Malformed, fill, json_list, json_object
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, lowered
from uhrwerk.rules.refusals import Invalid, Problem

F = TypeVar("F", bound=Form)

MOST_ELEMENTS: Final = 1000
"""Forms or ids in one body."""


async def form_of(request: AnyRequest, form: type[F]) -> F:
    """The form in the body, which may be empty. Raises Malformed, Invalid."""
    return fill(form, lowered(json_object(await request.body())))


async def _list_of(request: AnyRequest) -> list[Any]:
    found = json_list(await request.body())
    if len(found) > MOST_ELEMENTS:
        raise Malformed(f"The body must not have more than {MOST_ELEMENTS} elements.")
    return found


async def forms_of(request: AnyRequest, form: type[F]) -> list[F]:
    """The list of forms in the body. Raises Malformed, Invalid naming each member at fault: `[2].TaskId`."""
    found, problems = [], list[Problem]()
    for index, members in enumerate(await _list_of(request)):
        try:
            found.append(fill(form, _object(lowered(members))))
        except Invalid as refusal:
            problems += [Problem(f"[{index}].{each.field}".rstrip("."), each.message) for each in refusal.problems]
    if problems:
        raise Invalid(*problems[:PROBLEMS_SHOWN])
    return found


async def ids_of(request: AnyRequest) -> list[str]:
    """The list of ids in the body. Raises Malformed, Invalid."""
    found = []
    for index, value in enumerate(await _list_of(request)):
        try:
            found.append(str(msgspec.convert(value, UUID)))
        except msgspec.ValidationError:
            raise Invalid.field(f"[{index}]", "must be a UUID") from None
    return found


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid.field("", "must be an object")
    return value
