"""What the OpenAPI document says beyond what the framework reads off the routes: refusals, scopes, examples."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from uhrwerk.entrypoints.native import errors
from uhrwerk.entrypoints.native.examples import EXAMPLES

Document = dict[str, Any]

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_SCHEMAS: Final = "#/components/schemas/"
_PAGE_NAME: Final = re.compile(rb"Page_[\w.]+\.(\w+)_")

_HEADERS: Final[Mapping[str, Document]] = {
    "Idempotency-Key": {"minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "If-Match": {"pattern": r'^("[0-9]{1,9}"|\*)$'},
}
"""What the framework is not told of headers, so that a refusal of them has our own words."""

_FILES: Final[Mapping[str, tuple[str, ...]]] = {"exportRecords": ("text/csv", "application/pdf")}
"""Operations that answer with a file, and the media types that it may be of."""

_EXAMPLE_OF: Final = {model.__name__: example for model, example in EXAMPLES.items()}

_REFUSALS: Final[dict[int, tuple[str, str, str]]] = {
    400: ("Something in the request is wrong; `errors` names it", "invalid", "name: is required"),
    401: ("No token, or one that is unknown, expired or revoked", "not-signed-in", "A bearer token is needed."),
    403: ("The token's scopes or the person's role do not reach this far", "not-allowed", "Only an admin may do this."),
    404: ("No such record for this token", "not-found", "There is no such project."),
    409: ("It does not fit what is stored now", "nothing-running", "There is no active timer."),
    412: ("The record has changed since it was read", "version-mismatch", "The record has changed since it was read."),
    413: ("The body is too large", "request-too-large", "The request is too large."),
    422: (
        "The idempotency key came with another body before",
        "idempotency-key-reused",
        "This idempotency key came with another request before.",
    ),
    503: ("Too much waits already; try again", "overloaded", "Too many acts are waiting; nothing was changed."),
}
"""By status: what it means, and the key and the detail of an example."""


def completed(framework: Document, scopes: Mapping[str, str]) -> Document:
    """The framework's document with all that a client needs to know. `scopes` are by operation id."""
    document: Document = msgspec.json.decode(_PAGE_NAME.sub(rb"PageOf\1", msgspec.json.encode(framework)))
    document["info"]["description"] = document["info"]["description"].strip()
    _, schemas = msgspec.json.schema_components([errors.ProblemDetails], ref_template=_SCHEMAS + "{name}")
    document["components"]["schemas"] |= schemas
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                _complete(methods[method], path, method, scopes)
    return document


def _complete(operation: Document, path: str, method: str, scopes: Mapping[str, str]) -> None:
    operation["summary"] = operation.pop("description")
    scope = scopes.get(operation["operationId"])
    operation["security"] = [{"bearer": [scope] if scope else []}]
    for parameter in operation.get("parameters", ()):
        _complete_parameter(parameter)
    if "requestBody" in operation:
        _complete_body(operation["requestBody"])
    for answer in operation["responses"].values():
        _complete_answer(answer)
    if operation["operationId"] in _FILES:
        operation["responses"] = {"200": _file(_FILES[operation["operationId"]])}
    refused = {str(status): _refusal(status) for status in _statuses(operation, path, method, scope)}
    operation["responses"] = {
        status: answer for status, answer in operation["responses"].items() if status < "300"
    } | refused


def _complete_parameter(parameter: Document) -> None:
    """A parameter that may be left out is not a null either."""
    schema = parameter["schema"]
    choices = [choice for choice in schema.pop("oneOf", []) if choice != {"type": "null"}]
    for choice in choices:
        schema |= choice
    schema |= _HEADERS.get(parameter["name"], {})


def _complete_body(body: Document) -> None:
    """A body that may be left out is not a null."""
    content = body["content"]["application/json"]
    name, may_be_null = _named(content["schema"])
    content["schema"] = {"$ref": _SCHEMAS + name}
    content["example"] = _example(name)
    body["required"] = not may_be_null


def _complete_answer(answer: Document) -> None:
    content = answer.get("content", {}).get("application/json")
    if content is None:
        return
    name, _ = _named(content["schema"])
    if name not in _EXAMPLE_OF and not name.startswith("PageOf"):
        return
    content["example"] = _example(name)
    answer["description"] = "Done"
    if "version" in content["example"]:
        version = f'"{content["example"]["version"]}"'
        answer["headers"] = {
            "ETag": {"description": "The record's version", "schema": {"type": "string"}, "example": version}
        }


def _file(media_types: tuple[str, ...]) -> Document:
    content = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in media_types}
    return {"description": "The file", "content": content}


def _named(schema: Document) -> tuple[str, bool]:
    """The name of the model that a schema stands for, and whether null may stand there instead."""
    choices = schema.get("oneOf", [schema])
    named = next((choice for choice in choices if "$ref" in choice), {"$ref": ""})
    return named["$ref"].removeprefix(_SCHEMAS), {"type": "null"} in choices


def _example(name: str) -> Document:
    if name.startswith("PageOf"):
        return {"items": [_EXAMPLE_OF[name.removeprefix("PageOf")]], "next_cursor": None}
    return _EXAMPLE_OF[name]


def _statuses(operation: Document, path: str, method: str, scope: str | None) -> list[int]:
    """What the operation may be refused with, read off its parameters."""
    parameters = {each["name"] for each in operation.get("parameters", ()) if each["in"] != "path"}
    takes_body = "requestBody" in operation
    changes = method != "get"
    holds = {
        400: bool(parameters) or takes_body,
        401: True,
        403: scope is not None,
        404: "{" in path or "person_id" in parameters or takes_body,
        409: changes,
        412: "If-Match" in parameters,
        413: takes_body,
        422: "Idempotency-Key" in parameters,
        503: changes or operation["operationId"] in _FILES,
    }
    return [status for status, held in holds.items() if held]


def _refusal(status: int) -> Document:
    meaning, key, detail = _REFUSALS[status]
    field, is_field, message = detail.partition(": ")
    example = errors.problem(status, key, detail, [errors.FieldProblem(field, message)] if is_field else [])
    schema = {"$ref": _SCHEMAS + errors.ProblemDetails.__name__}
    return {
        "description": meaning,
        "content": {errors.MEDIA_TYPE: {"schema": schema, "example": msgspec.to_builtins(example)}},
    }
