"""The vendor's facts in `contract.json`: its operations, what they answer, and the shapes of that.

A shape is its members by name; each has a type in a word: another shape, `[type]` for a list, `{type}` for an object
with any names, `a|b` for one of these texts, and `!` behind the type of a member that is always there.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker

_FACTS: Final = json.loads(Path(__file__).with_name("contract.json").read_text())

_TYPES: Final[dict[str, dict[str, Any]]] = {
    "any": {},
    "boolean": {"type": "boolean"},
    "string": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    # The vendor's local times are of this type too: they have no zone.
    "date-time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z?$"},
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "double": {"type": "number"},
}


@dataclass(frozen=True)
class Operation:
    """`answers` has the type of the body by status, an empty one where there is none."""

    name: str
    group: str
    answers: dict[int, str]

    @property
    def method(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.name.partition(" ")[2]


OPERATIONS: Final[dict[str, Operation]] = {
    name: Operation(name, facts["group"], {int(status): kind for status, kind in facts["answers"].items()})
    for name, facts in _FACTS["operations"].items()
}
"""All of them, by `METHOD /path/{parameter}`."""


def check(kind: str, value: Any) -> None:
    """`value` is of that type: it has the members of the shape and no others, none of them null."""
    _validator(kind).validate(value)


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = _schema(kind) | {"$defs": _shapes()}
    return Draft202012Validator(schema, format_checker=FormatChecker(["uuid"]))


@cache
def _shapes() -> dict[str, Any]:
    return {name: _shape(members) for name, members in _FACTS["shapes"].items()}


def _shape(members: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _schema(kind.removesuffix("!")) for name, kind in members.items()},
        "required": [name for name, kind in members.items() if kind.endswith("!")],
        "additionalProperties": False,
    }


def _schema(kind: str) -> dict[str, Any]:
    if kind.startswith("["):
        return {"type": "array", "items": _schema(kind[1:-1])}
    if kind.startswith("{"):
        return {"type": "object", "additionalProperties": _schema(kind[1:-1])}
    if "|" in kind:
        return {"enum": kind.split("|")}
    return _TYPES.get(kind, {"$ref": f"#/$defs/{kind}"})
