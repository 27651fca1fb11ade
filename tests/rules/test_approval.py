"""Four eyes: who decides what somebody asked for."""

import pytest

from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.approval import SelfApproval, check_may_decide
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
