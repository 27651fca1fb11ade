"""What the clock refuses, by name.

A refusal carries a stable `key` and a sentence in English. Each face maps the key (or its family) to its own
error body and status; a rule knows no HTTP. Raising one inside a transaction leaves nothing behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field; `field` has the core's name for it (`started_at`), not a vendor's."""

    field: str
    message: str


class Refusal(Exception):
    """Base of everything refused on purpose."""

    key: ClassVar[str] = "refused"

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


def all_kinds(kind: type[Refusal]) -> list[type[Refusal]]:
    """The refusal and everything more particular than it."""
    return [kind, *(each for child in kind.__subclasses__() for each in all_kinds(child))]


class Invalid(Refusal):
    """Input that cannot be taken; `problems` names every field at fault."""

    key = "invalid"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in problems), problems)

    @classmethod
    def field(cls, name: str, message: str) -> "Invalid":
        return cls(Problem(name, message))


class InstantInFuture(Invalid):
    """A client's instant lies further ahead of the server's clock than clocks may differ."""

    key = "instant-in-future"


class InstantBeforeLastAct(Invalid):
    """A client's instant lies before the last act of the record that it is about."""

    key = "instant-before-last-act"


class ReasonRequired(Invalid):
    """Who corrects somebody else's record says why."""

    key = "reason-required"


class NotSignedIn(Refusal):
    """No credential, a wrong one, an expired or a revoked one."""

    key = "not-signed-in"


class CredentialExpired(NotSignedIn):
    """A credential that was right and has run out."""

    key = "credential-expired"


class NotAllowed(Refusal):
    """The record may be known to the actor, but the act is not theirs to do."""

    key = "not-allowed"


class ScopeMissing(NotAllowed):
    """The credential was made without the scope that the act needs."""

    key = "scope-missing"


class ProofRequired(NotAllowed):
    """Who changes how they sign in shows once more who they are: by password, code or passkey."""

    key = "proof-required"


class NotFound(Refusal):
    """No such record for this actor: unknown, another workspace's, or hidden. All three look the same."""

    key = "not-found"

    def __init__(self, kind: str, field: str | None = None) -> None:
        message = f"There is no such {kind}."
        super().__init__(message, [Problem(field, message)] if field else [])
        self.kind = kind


class Deleted(NotFound):
    """The record was there and has been deleted (deletion keeps the record for the journal's sake)."""

    key = "deleted"


class Conflict(Refusal):
    """The act does not fit what is stored now."""

    key = "conflict"


class NothingRunning(Conflict):
    """There is no active timer (or attendance) to act on."""

    key = "nothing-running"

    def __init__(self, kind: str = "timer") -> None:
        super().__init__(f"There is no active {kind}.")


class StillActive(Conflict):
    """The change needs a stopped record."""

    key = "still-active"


class AlreadyTaken(Conflict):
    """A name that must be unique is in use."""

    key = "already-taken"


class InUse(Conflict):
    """Other records refer to it; archive it instead of deleting it."""

    key = "in-use"


class TooMany(Conflict):
    """More records belong to the act than one act may take in: everybody else would wait for it."""

    key = "too-many-at-once"


class VersionMismatch(Refusal):
    """The record has changed since the client read it."""

    key = "version-mismatch"


class KeyReused(Refusal):
    """An idempotency key came again with another request."""

    key = "idempotency-key-reused"


class Overloaded(Refusal):
    """More acts wait than the server keeps in its queue; nothing was changed, try again."""

    key = "overloaded"
