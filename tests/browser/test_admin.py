"""The administration in a browser: from a new person to a program that speaks for them, and every section's looks."""

import re
import shlex

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.served import ServedHome
from tests.browser.window import UNLIKE, Look
from tests.home import Workplace

SECTIONS = (
    *("", "/people", "/people/new", "/people/{owner}", "/people/{owner}/contracts/new", "/people/{owner}/balance"),
    *("/teams/new", "/clients", "/projects/{project}", "/tasks", "/absence-types/new", "/company-holidays"),
    *("/locks", "/locks/days/new", "/credentials", "/credentials/new/native", "/webhooks", "/webhooks/new/native"),
    *("/applications/new", "/settings", "/audit"),
)


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_every_section_is_for_everybody(window: OpenWindow, place: Workplace, look: Look) -> None:
    opened = window(place.admin, look)
    for path in SECTIONS:
        opened.go("/admin" + path.format(owner=place.owner.id, project=place.project))
        opened.check()


def test_from_a_new_person_to_a_program_of_theirs(window: OpenWindow, home: ServedHome, place: Workplace) -> None:
    opened = window(place.admin)
    page = opened.go("/admin/people")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Byron")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_role("button", name="Add a person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Byron is invited")

    page.get_by_role("link", name="Write a contract").click()
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_label("Working time").select_option("weekdays")
    expect(page.get_by_label("Hours a week")).to_be_hidden()
    page.get_by_label("Monday").fill("7:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("7:30 h a week")).to_be_visible()

    page.get_by_role("link", name="Credentials", exact=True).click()
    page.get_by_role("link", name="Issue a credential: API of Uhrwerk").click()
    expect(page.get_by_label("Person")).to_have_value(re.compile("-"))
    page.get_by_label("What for").fill("Printer")
    page.get_by_role("button", name="Issue").click()
    words = shlex.split(page.locator("#secret-curl").inner_text())
    headers = dict([words[words.index("-H") + 1].split(": ", 1)])
    answer = httpx.get(words[1], headers=headers)
    assert answer.json()["person"]["username"] == "ada"

    # The question lies over the page, and goes with Escape; then it is answered.
    opened.go("/admin/credentials")
    page.get_by_role("link", name="Revoke Printer").click()
    question = page.get_by_role("dialog", name="Revoke “Printer”?")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    page.get_by_role("link", name="Revoke Printer").click()
    question.get_by_label("Why").fill("sold")
    opened.check()
    question.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Revoked. It opens nothing any more.")).to_be_visible()
    assert httpx.get(words[1], headers=headers).status_code == 401

    page = opened.go("/admin/audit")
    page.get_by_role("button", name="Check all chains").click()
    expect(page.get_by_text("Whole", exact=True)).to_be_visible()
