"""Signing in beyond the password: who needs a second factor, which codes count, how long a proof holds."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.rules.access import Role
from uhrwerk.rules.refusals import ProofRequired

STEP: Final = 30
"""Seconds that a one-time code stands for (RFC 6238 §5.2)."""

PROOF_LASTS: Final = timedelta(minutes=10)
"""How long after a password, a code or a passkey a session may change how its person signs in."""


class SecondFactor(StrEnum):
    """Who must have a second factor: nobody, admins, everybody."""

    OPTIONAL = "optional"
    ADMINS = "admins"
    REQUIRED = "required"


def needs_second_factor(policy: SecondFactor, role: str) -> bool:
    """Whether somebody of that role may not sign in with the password alone."""
    return policy is SecondFactor.REQUIRED or (policy is SecondFactor.ADMINS and role == Role.ADMIN)


def step_of(now: datetime) -> int:
    """The time step of an instant: whole steps since 1970 (RFC 6238 §4.2)."""
    return int(now.timestamp()) // STEP


def steps_accepted(now: datetime, last_step: int) -> list[int]:
    """The time steps whose code counts now: this one, the one before and the one after, for clocks that differ.

    A code is used once (RFC 6238 §5.2): none up to the last step that was taken.
    """
    current = step_of(now)
    return [step for step in (current, current - 1, current + 1) if step > last_step]


def check_proof(proven_at: datetime | None, now: datetime) -> None:
    """Raise ProofRequired unless the session has shown who it is a moment ago; None: it never has."""
    if proven_at is None or not proven_at <= now < proven_at + PROOF_LASTS:
        raise ProofRequired("Show once more that it is you.")


def plain_code(text: str) -> str:
    """A code as it is compared: however it was typed, without blanks and hyphens, in lower case."""
    return "".join(text.split()).replace("-", "").lower()
