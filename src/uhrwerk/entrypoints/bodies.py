"""Request bodies, decoded without trusting the label on them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import fields as struct_fields

from uhrwerk.rules.refusals import Invalid, Problem

BODY_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of a request's body; more is refused unread."""

PROBLEMS_SHOWN: Final = 20
"""Faults named in one answer: a body of nothing but faults must not make a larger answer."""

_PLAIN: Final = msgspec.json.Decoder()

S = TypeVar("S", bound=msgspec.Struct)


class Malformed(Exception):
    """A body that is not JSON, or not the kind of JSON that is asked for."""


def json_object(body: bytes, decoder: msgspec.json.Decoder[Any] = _PLAIN) -> dict[str, Any]:
    """The JSON object in `body`; an empty body is an empty object. Raises Malformed."""
    value = _json(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise Malformed("The body must be a JSON object.")
    return value


def json_list(body: bytes) -> list[Any]:
    """The JSON array in `body`. Raises Malformed."""
    value = _json(body)
    if not isinstance(value, list):
        raise Malformed("The body must be a JSON array.")
    return value


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"The body is not valid JSON: {error}") from None
    except RecursionError:
        raise Malformed("The body is nested too deeply.") from None


def fill(form: type[S], members: dict[str, Any], *, strict: bool = True) -> S:
    """A form from its members, by their wire names; unknown members are ignored.

    `strict=False` takes numbers and booleans written as texts. Raises Invalid naming every member at fault, by the
    form's own field names.
    """
    try:
        return msgspec.convert(members, form, strict=strict)
    except msgspec.ValidationError:
        raise Invalid(*islice(_problems(form, members, strict), PROBLEMS_SHOWN)) from None


def _problems(form: type[msgspec.Struct], members: dict[str, Any], strict: bool) -> Iterator[Problem]:
    if form.__struct_config__.forbid_unknown_fields:
        known = {field.encode_name for field in struct_fields(form)}
        for name in members:
            if name not in known:
                yield Problem(name[:100], "is not known here")
    for field in struct_fields(form):
        if field.encode_name not in members:
            if field.required:
                yield Problem(field.name, "is required")
            continue
        try:
            msgspec.convert(members[field.encode_name], field.type, strict=strict)
        except msgspec.ValidationError as error:
            yield Problem(field.name, sentence(str(error)))


def sentence(message: str) -> str:
    """msgspec's message as the end of a sentence that begins with the field's name."""
    message = re.sub(r" - at `\$(.*)`$", r" at \1", message)
    return "must be " + message.removeprefix("Expected ") if message.startswith("Expected ") else message
