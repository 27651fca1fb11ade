"""Texts that people give: names and notes. Sizes are counted in characters."""

import unicodedata

from uhrwerk.rules.refusals import Invalid

NAME_LENGTH = 200
NOTE_LENGTH = 10_000
REASON_LENGTH = 1_000
PASSWORD_LENGTHS = (8, 200)

_NOT_IN_A_LINE = ("Cc", "Zl", "Zp")
"""Unicode's control characters, and its separators of lines and paragraphs."""


def name(value: str, field: str = "name", longest: int = NAME_LENGTH) -> str:
    """A one-line name without blanks around it. Raises Invalid if it is empty, too long or has control characters."""
    value = clean(value, field, longest).strip()
    if not value:
        raise Invalid.field(field, "must not be empty")
    if not value.isprintable() and any(unicodedata.category(character) in _NOT_IN_A_LINE for character in value):
        raise Invalid.field(field, "must not contain control characters")
    return value


def note(value: str | None, field: str = "note") -> str | None:
    """A note of several lines, or None. Raises Invalid if it is too long or cannot be stored."""
    return None if value is None else clean(value, field, NOTE_LENGTH)


def reason(value: str, field: str = "reason") -> str:
    """Why something is done, without blanks around it. Raises Invalid if it is empty, too long or cannot be stored."""
    value = clean(value, field, REASON_LENGTH).strip()
    if not value:
        raise Invalid.field(field, "must not be empty")
    return value


def password(value: str) -> str:
    """A password long enough to be one (NIST SP 800-63B §3.1.1.2: eight characters at least). Raises Invalid."""
    least, most = PASSWORD_LENGTHS
    if not least <= len(value) <= most:
        raise Invalid.field("password", f"must have {least} to {most} characters")
    return clean(value, "password", most)


def clean(value: str, field: str, longest: int) -> str:
    """Text that every store can keep: no nul, no half of a surrogate pair, not longer than `longest`."""
    if len(value) > longest:
        raise Invalid.field(field, f"must not be longer than {longest} characters")
    if "\x00" in value:
        raise Invalid.field(field, "must not contain a nul character")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise Invalid.field(field, "must be valid Unicode text")
    return value
