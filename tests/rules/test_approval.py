"""Four eyes: who decides what somebody asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.approval import Decision, SelfApproval, check_may_decide, check_may_grant, goes_uncounted
from uhrwerk.rules.refusals import NotAllowed

ADMIN, LEAD, MEMBER, AUDITOR = Role.ADMIN, Role.LEAD, Role.MEMBER, Role.AUDITOR


@pytest.mark.parametrize(
    ("role", "whose", "leads", "self_approval", "refusal"),
    [
        (ADMIN, "somebody", False, False, None),
        (ADMIN, "me", False, False, SelfApproval),
        (ADMIN, "me", False, True, None),
        (LEAD, "somebody", True, False, None),
        (LEAD, "somebody", False, False, NotAllowed),
        (LEAD, "somebody", False, True, NotAllowed),
        (LEAD, "me", False, False, SelfApproval),
        (LEAD, "me", False, True, None),
        (MEMBER, "somebody", False, True, NotAllowed),
        (MEMBER, "me", False, True, NotAllowed),
        (AUDITOR, "somebody", False, True, NotAllowed),
        (AUDITOR, "me", False, True, NotAllowed),
    ],
)
def test_who_decides(
    role: Role, whose: str, leads: bool, self_approval: bool, refusal: type[NotAllowed] | None
) -> None:
    actor = Actor("workspace", "me", role, "native", "credential")
    if refusal is None:
        check_may_decide(actor, whose, leads=leads, self_approval=self_approval)
    else:
        with pytest.raises(refusal) as refused:
            check_may_decide(actor, whose, leads=leads, self_approval=self_approval)
        assert type(refused.value) is refusal


def test_a_credential_of_the_whole_workspace_decides_for_everybody() -> None:
    check_may_decide(Actor("workspace", None, ADMIN, "cli", "key"), "me", leads=False, self_approval=False)


@dataclass(frozen=True)
class Asked:
    status: Decision
    deleted_at: datetime | None = None


GONE = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after", "uncounted"),
    [
        (Asked(Decision.REQUESTED), Asked(Decision.REJECTED), True),
        (Asked(Decision.REQUESTED), Asked(Decision.REQUESTED, GONE), True),
        (Asked(Decision.REJECTED), Asked(Decision.REJECTED, GONE), True),
        (Asked(Decision.REQUESTED), Asked(Decision.REQUESTED), False),
        (Asked(Decision.REQUESTED), Asked(Decision.APPROVED), False),
        (Asked(Decision.REJECTED), Asked(Decision.REQUESTED), False),
        (Asked(Decision.APPROVED), Asked(Decision.REJECTED), False),
        (Asked(Decision.APPROVED), Asked(Decision.APPROVED, GONE), False),
    ],
)
def test_what_was_never_approved_goes_uncounted(before: Asked, after: Asked, uncounted: bool) -> None:
    assert goes_uncounted(before, after) is uncounted


@pytest.mark.parametrize(
    ("role", "actor_id", "self_approval", "refusal"),
    [
        (ADMIN, "somebody", False, None),
        (ADMIN, "me", False, SelfApproval),
        (ADMIN, "me", True, None),
        (ADMIN, None, False, None),
        (LEAD, "somebody", True, NotAllowed),
        (LEAD, "me", True, NotAllowed),
        (AUDITOR, "me", True, NotAllowed),
    ],
)
def test_who_grants_time_and_days(
    role: Role, actor_id: str | None, self_approval: bool, refusal: type[NotAllowed] | None
) -> None:
    actor = Actor("workspace", actor_id, role, "native", "credential")
    if refusal is None:
        check_may_grant(actor, "me", self_approval=self_approval)
    else:
        with pytest.raises(refusal) as refused:
            check_may_grant(actor, "me", self_approval=self_approval)
        assert type(refused.value) is refusal
