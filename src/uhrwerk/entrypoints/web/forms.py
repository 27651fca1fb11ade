"""What a page's form brings: fields that are read one by one, and what is wrong with each, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.rules.durations import TOO_LONG, typed
from uhrwerk.rules.refusals import Invalid, Refusal

FIELDS_AT_MOST: Final = 2000


async def sent_json(request: AnyRequest, at_most: int) -> bytes:
    """The body that a script of ours sent, of so many bytes at most; another site's form cannot call itself JSON.

    Raises Malformed.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Malformed("The body must be JSON and say so.")
    body = await request.body()
    if len(body) > at_most:
        raise Malformed("The body is too large.")
    return body


@dataclass(slots=True)
class Form:
    """An urlencoded body or a query. `errors` has what is wrong, by field, in the reader's language; "" is the whole.

    A refused form is shown again with what was typed: templates read `form.text(name)` and `form.errors`.
    """

    fields: list[tuple[str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def of(cls, request: AnyRequest) -> "Form":
        """The body's. Raises Malformed."""
        return cls.read(await request.body())

    @classmethod
    def of_query(cls, request: AnyRequest) -> "Form":
        """The address's, without NULs, which no text in a store has. Raises Malformed."""
        query = cls.read(request.scope["query_string"])
        return cls([(name, value.replace("\0", "")) for name, value in query.fields])

    @classmethod
    def read(cls, raw: bytes) -> "Form":
        try:
            return cls(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=FIELDS_AT_MOST, errors="strict"))
        except ValueError:
            raise Malformed("The form cannot be read.") from None

    @classmethod
    def with_values(cls, **values: object) -> "Form":
        """One that was not sent yet: what its fields say at first. None is an empty field."""
        fields = []
        for name, value in values.items():
            several = value if isinstance(value, (list, tuple)) else [value]
            fields += [(name, "" if each is None else str(each)) for each in several]
        return cls(fields)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)

    def text(self, name: str, default: str = "") -> str:
        """The field's text without blanks around it."""
        return next((value.strip() for key, value in self.fields if key == name), default)

    def raw(self, name: str) -> str:
        """The text with its blanks: a password."""
        return next((value for key, value in self.fields if key == name), "")

    def given(self, name: str) -> str | None:
        """The text, None for an empty field."""
        return self.text(name) or None

    def every(self, name: str) -> list[str]:
        """All that was chosen in a field that takes several."""
        return [value.strip() for key, value in self.fields if key == name and value.strip()]

    def ticked(self, name: str) -> bool:
        return bool(self.text(name))

    def day(self, name: str) -> date | None:
        """The day in a date field; None if it is empty. One that is none becomes an error (`refuse`)."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(name, N_("must be a day such as 2026-03-10"))
            return None

    def whole(self, name: str) -> int | None:
        """The whole number in a field; None if it is empty."""
        text = self.text(name)
        if not text:
            return None
        if not text.removeprefix("-").isdecimal() or len(text) > 18:
            self.refuse(name, N_("must be a whole number"))
            return None
        return int(text)

    def length(self, name: str) -> int | None:
        """The seconds in a field for a length (`1:30`, `1,5`, `90m`); None if it is empty."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = typed(text)
        except Invalid as refusal:
            found = None
            if refusal.problems[0].message == TOO_LONG:
                self.refuse(name, TOO_LONG)
        if isinstance(found, int):
            return found
        self.refuse(name, N_("must be a length such as 1:30, 1.5 or 90m"))
        return None

    def refuse(self, name: str, message: str) -> None:
        """Say what is wrong with a field; the first that is said of it stays."""
        self.errors.setdefault(name, message)

    def refuse_all(self, refusal: Refusal, names: Iterable[str] = (), **renamed: str) -> None:
        """Take over a refusal: to its fields where the form has them (`renamed`: the core's name to the form's, `names`
        those that have no value yet), else to the whole form."""
        known = {key for key, _ in self.fields} | set(names) | set(renamed.values())
        said = False
        for problem in refusal.problems:
            name = renamed.get(problem.field, problem.field)
            if name in known:
                self.refuse(name, problem.message)
                said = True
        if not said:
            self.refuse("", refusal.message)

    @property
    def ok(self) -> bool:
        return not self.errors
