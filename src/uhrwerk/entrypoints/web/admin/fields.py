"""What the forms of the administration are made of: fields that read what was typed, and say what is wrong with it.

A field's `name` is the core's own name of the member; `label` and `hint` are English, the keys of their translations.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Final

from uhrwerk.entrypoints.web.addresses import is_id
from uhrwerk.entrypoints.web.formats import Formats
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_

AMOUNT: Final = re.compile(r"\d{1,12}([.,]\d{1,4})?", re.ASCII)
HOURS: Final = re.compile(
    r"(?P<sign>[+−-]?)\s*(?:(?P<hours>\d{1,5}):(?P<minutes>[0-5]\d)|(?P<decimal>\d{1,5}(?:[.,]\d{1,4})?)\s*h?|(?P<only>\d{1,6})\s*m(?:in)?)",
    re.ASCII,
)
COLOUR: Final = re.compile("#[0-9a-fA-F]{6}|[a-z]{3,20}")
"""Six hexadecimal digits, or a name that browsers know, such as other programs send."""
MOST_OFFERED: Final = 1000
"""Records that one can choose from in a form; an archived one is offered where it is chosen already."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of text. `of` is a key of `offers.SOURCES` in fields where one chooses from records."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    only_new: bool = False
    of: str = ""
    control: ClassVar[str] = "line"

    def read(self, form: Form) -> Any:
        """The member as the operations want it; what cannot be read becomes an error of the form."""
        value = form.given(self.name)
        if value is None and self.required:
            form.refuse(self.name, N_("Please fill this in."))
        return value

    def typed(self, value: Any, formats: Formats) -> Any:
        """What stands in the field for a value that is kept."""
        return value


class Notes(Field):
    """A text of several lines."""

    control = "notes"


class Tick(Field):
    control = "tick"

    def read(self, form: Form) -> bool:
        return form.ticked(self.name)

    def typed(self, value: Any, formats: Formats) -> str:
        return "1" if value else ""


class Day(Field):
    control = "day"

    def read(self, form: Form) -> Any:
        day = form.day(self.name)
        if day is None and self.required:
            form.refuse(self.name, N_("Please choose a day."))
        return day


class Whole(Field):
    control = "whole"

    def read(self, form: Form) -> int | None:
        value = form.whole(self.name)
        if value is None and self.required:
            form.refuse(self.name, N_("Please fill this in."))
        return value


class Amount(Field):
    """A decimal that is not negative."""

    control = "amount"

    def read(self, form: Form) -> Decimal | None:
        text = form.text(self.name)
        if not text:
            if self.required:
                form.refuse(self.name, N_("Please fill this in."))
            return None
        if not AMOUNT.fullmatch(text):
            form.refuse(self.name, N_("Please type a number such as 85 or 12.5."))
            return None
        return Decimal(text.replace(",", "."))

    def typed(self, value: Any, formats: Formats) -> str | None:
        if value is None:
            return None
        return f"{value.normalize():f}".replace(".", formats.locale.number_symbols["latn"]["decimal"])


class Hours(Field):
    """A length, kept in seconds; with `signed` it may be less than none."""

    control = "hours"
    signed: ClassVar[bool] = False

    def read(self, form: Form) -> int | None:
        text = form.text(self.name)
        if not text:
            if self.required:
                form.refuse(self.name, N_("Please fill this in."))
            return None
        seconds = seconds_typed(text)
        if seconds is None or (seconds < 0 and not self.signed):
            form.refuse(self.name, N_("Please type hours such as 7:30 or 7.5."))
            return None
        return seconds

    def typed(self, value: Any, formats: Formats) -> str | None:
        return None if value is None else (formats.signed_hours if self.signed else formats.hours)(value)


class SignedHours(Hours):
    signed = True


class Colour(Field):
    control = "colour"

    def read(self, form: Form) -> str | None:
        text = form.given(self.name)
        if text is not None and not COLOUR.fullmatch(text):
            form.refuse(self.name, N_("Please type a colour such as #2e7d32."))
            return None
        return text


class DayOfYear(Field):
    """`MM-DD`, the same day in every year."""

    def read(self, form: Form) -> str | None:
        text = form.given(self.name)
        if text is not None and not re.fullmatch(r"[01]\d-[0-3]\d", text, re.ASCII):
            form.refuse(self.name, N_("Please type month and day such as 03-31."))
            return None
        return text


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few words, each with its text; `empty` is the text of the choice of nothing, where that can be."""

    words: Mapping[str, str] = field(default_factory=dict)
    empty: str = ""
    control: ClassVar[str] = "choice"

    def read(self, form: Form) -> str | None:
        value = form.given(self.name)
        if value is None and not self.empty:
            form.refuse(self.name, N_("Please choose one."))
        elif value is not None and value not in self.words:
            form.refuse(self.name, N_("This cannot be chosen."))
        return value


@dataclass(frozen=True, kw_only=True)
class One(Field):
    """One of the workspace's records."""

    empty: str = ""
    control: ClassVar[str] = "one"

    def read(self, form: Form) -> str | None:
        value = form.given(self.name)
        if value is None and not self.empty:
            form.refuse(self.name, N_("Please choose one."))
        elif value is not None and not is_id(value):
            form.refuse(self.name, N_("This cannot be chosen."))
        return value


@dataclass(frozen=True, kw_only=True)
class Several(Field):
    """Some of the workspace's records."""

    control: ClassVar[str] = "several"

    def read(self, form: Form) -> list[str]:
        chosen = list(dict.fromkeys(form.every(self.name)))
        if not all(map(is_id, chosen)):
            form.refuse(self.name, N_("This cannot be chosen."))
        return chosen

    def typed(self, value: Any, formats: Formats) -> list[str]:
        return list(value or ())


class Pairs(Field):
    """Fields of the workspace's own: a line each, `name: value`."""

    control = "notes"

    def read(self, form: Form) -> dict[str, str]:
        pairs = {}
        for line in filter(str.strip, form.text(self.name).splitlines()):
            name, colon, value = line.partition(":")
            if not colon or not name.strip():
                form.refuse(self.name, N_("Please write a line each, such as “Customer number: 4711”."))
            pairs[name.strip()] = value.strip()
        return pairs

    def typed(self, value: Any, formats: Formats) -> str:
        return "\n".join(f"{name}: {text}" for name, text in (value or {}).items())


class Lines(Field):
    """A list of texts, a line each."""

    control = "notes"

    def read(self, form: Form) -> list[str]:
        lines = [line.strip() for line in form.text(self.name).splitlines() if line.strip()]
        if not lines and self.required:
            form.refuse(self.name, N_("Please fill this in."))
        return lines

    def typed(self, value: Any, formats: Formats) -> str:
        return "\n".join(value or ())


def seconds_typed(text: str) -> int | None:
    """Seconds of `7:30`, `7.5`, `7,5 h`, `90m`, with a sign or without; None for what is no length."""
    found = HOURS.fullmatch(text.strip())
    if found is None:
        return None
    if found["hours"] is not None:
        seconds = int(found["hours"]) * 3600 + int(found["minutes"]) * 60
    elif found["only"] is not None:
        seconds = int(found["only"]) * 60
    else:
        seconds = round(Decimal(found["decimal"].replace(",", ".")) * 3600)
    return -seconds if found["sign"] in ("-", "−") and found["sign"] else seconds


def read(fields: Sequence[Field], form: Form) -> dict[str, Any]:
    """The members that the form's fields give; look at `form.ok` before they are used."""
    return {each.name: each.read(form) for each in fields}


def filled(fields: Sequence[Field], values: Mapping[str, Any], formats: Formats, **more: Any) -> Form:
    """A form with what is kept in its fields."""
    typed = {each.name: each.typed(values.get(each.name), formats) for each in fields}
    return Form.with_values(**typed, **more)
