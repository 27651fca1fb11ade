"""Something is asked for in one browser and decided in another."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import UNLIKE, Look
from tests.home import Workplace

WORDS = {
    "en": {"ask": "Ask", "reject": "Reject", "reason": "Reason", "approve": "Approve"},
    "de": {
        "ask": "Beantragen",
        "hours": "Stunden",
        "reject": "Ablehnen",
        "reason": "Begründung",
        "approve": "Genehmigen",
    },
}
STATES = {"en": ("rejected", "approved"), "de": ("abgelehnt", "genehmigt")}


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_overtime_is_asked_for_and_decided(window: OpenWindow, own_place: Workplace, look: Look) -> None:
    say, (rejected, approved) = WORDS[look.language], STATES[look.language]
    mine, theirs = window(own_place.owner, look), window(own_place.admin, look)
    page = mine.go("/corrections/overtime")

    def ask(hours: str, count: int) -> None:
        page.locator("#field-hours").fill(hours)
        page.get_by_role("button", name=say["ask"], exact=True).click()
        expect(page.locator("#own-requests article")).to_have_count(count)

    ask("1:30", 1)
    ask("45m", 2)
    mine.check()
    inbox = theirs.go("/approvals")
    waiting = inbox.locator("article")
    expect(waiting).to_have_count(2)
    theirs.check()
    card = inbox.locator(f"#{waiting.first.get_attribute('id')}")
    card.get_by_role("button", name=say["reject"]).click()
    expect(card.locator("[aria-invalid]")).to_be_visible()
    theirs.check_accessible()
    card.get_by_label(say["reason"]).fill("Not agreed")
    card.get_by_role("button", name=say["reject"]).focus()
    ask("15m", 3)
    # What else is asked for comes in beside it, and what is being typed stays.
    expect(waiting).to_have_count(3)
    expect(card.get_by_label(say["reason"])).to_have_value("Not agreed")
    card.get_by_role("button", name=say["reject"]).click()
    # Whose it is sees it as it happens; in the other window what is decided makes room.
    own = page.locator("#own-requests")
    expect(own.get_by_text("Not agreed")).to_be_visible()
    expect(own.get_by_text(rejected, exact=True)).to_be_visible()
    for left in (1, 0):
        expect(waiting).to_have_count(left + 1)
        waiting.first.get_by_role("button", name=say["approve"]).click()
        expect(own.get_by_text(approved, exact=True)).to_have_count(2 - left)
    expect(waiting).to_have_count(0)


@pytest.mark.parametrize("look", UNLIKE, ids=str)
@pytest.mark.parametrize(
    "path", ["/corrections", "/corrections/new", "/corrections/timesheets", "/findings", "/approvals"]
)
def test_these_pages_can_be_read_by_all(window: OpenWindow, place: Workplace, path: str, look: Look) -> None:
    opened = window(place.admin, look)
    opened.go(path)
    opened.check()
