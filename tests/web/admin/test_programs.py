"""What programs come in with, and what they are told: credentials, webhooks, OAuth applications."""

import re
import shlex
from html import unescape

import httpx
import pytest

from tests.home import Home, Workplace
from tests.web.admin.cast import ids_in, says
from tests.web.browser import Browser, Page
from tests.webhooks.receiver import Answer, listening

CREDENTIALS = "/admin/credentials"


def shown(page: Page, name: str) -> str:
    """A text that is shown to be copied."""
    found = re.search(rf'id="secret-{name}"[^>]*>([^<]*)<', page.answer.text)
    assert found
    return unescape(found[1])


def run_curl(home: Home, line: str) -> httpx.Response:
    """What the line for the shell asks for."""
    words = shlex.split(line)
    assert words[0] == "curl"
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    return home.http.get(words[1], headers=headers)


@pytest.mark.parametrize("face", ["native", "awork", "timetrack"])
def test_a_credential_is_shown_once_and_its_line_works(home: Home, place: Workplace, face: str) -> None:
    browser = Browser(home, place.admin)
    fields = {"name": "Printer", "person_id": place.owner.id, "days": "30", "scopes": ["time:read", "directory:read"]}
    refused = Page(browser.post(f"{CREDENTIALS}/new/{face}", fields | {"name": "", "days": "0"}))
    assert refused.answer.status_code == 422
    assert (set(refused.problems) >= {"days"}, refused.value("days")) == (True, "0")

    issued = Page(browser.post(f"{CREDENTIALS}/new/{face}", fields))
    assert issued.answer.status_code == 200
    token, line = shown(issued, "token"), shown(issued, "curl")
    assert token in line
    assert run_curl(home, line).status_code == 200
    assert "http://testserver.local/" in shown(issued, "address")

    listed = browser.page(CREDENTIALS)
    assert says(listed, "Printer")
    assert token not in listed.answer.text
    [revoking] = [had["href"] for had in listed.all("a", aria_label="Revoke Printer")]
    assert revoking
    assert browser.post(revoking, {"reason": "sold"}).status_code == 303
    assert run_curl(home, line).status_code in (401, 403)
    assert not says(browser.page(CREDENTIALS), "Printer")
    assert says(browser.page(f"{CREDENTIALS}?state=all&face={face}"), "Printer")
    assert says(browser.page("/admin/audit?kind=credential"), "sold")


def test_a_signed_dialect_has_its_line_too(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    fields = {"name": "App", "person_id": place.owner.id, "days": ""}
    issued = Page(browser.post(f"{CREDENTIALS}/new/onoffice", fields))
    line = shown(issued, "curl")
    assert shown(issued, "token") in line
    assert shown(issued, "secret") in line
    assert "openssl" in line


def test_sessions_and_strangers_are_not_among_the_credentials(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    listed = browser.page(f"{CREDENTIALS}?state=all")
    assert len([row for row in listed.texts if row == "test"]) == 13, "three for each of four people, and the account's"
    assert browser.get(f"{CREDENTIALS}/new/web").status_code == 404
    assert set(Page(browser.post(f"{CREDENTIALS}/new/native", {"name": "x"})).problems) == {"person_id", "scopes"}


def test_a_webhook_is_added_tested_paused_and_its_log_read(home: Home, place: Workplace) -> None:
    browser, base = Browser(home, place.admin), "/admin/webhooks"
    refused = Page(browser.post(f"{base}/new/native", {"name": "Payroll", "url": "http://127.0.0.1/x"}))
    assert set(refused.problems) == {"url", "events"}
    assert (refused.value("name"), refused.value("url")) == ("Payroll", "http://127.0.0.1/x")
    assert browser.post("/admin/settings", {"webhooks.private_targets": "on"}).status_code == 303

    answers = [Answer(500), Answer(204), Answer(204)]
    with listening(lambda received: answers.pop(0)) as there:
        fields = {"name": "Payroll", "url": there.url, "events": ["client.*", "client.added", "tag.added"]}
        made = Page(browser.post(f"{base}/new/native", fields))
        secret = shown(made, "secret")
        assert secret.startswith("whsec_")
        [link] = {
            had["href"]
            for had in browser.page(base).all("a")
            if re.fullmatch(rf"{base}/native/.{{36}}", had["href"] or "")
        }
        assert link
        page = browser.page(link)
        assert secret not in page.answer.text
        assert says(page, "client.*")
        assert not says(page, "client.added")

        browser.post("/admin/clients/new", {"name": "Told"})
        home.send_webhooks()
        log = browser.page(link)
        [delivery] = {had["href"] for had in log.all("a") if "/deliveries/" in (had["href"] or "")}
        assert delivery
        one = browser.page(delivery)
        assert says(one, "500")
        assert says(one, "Next attempt")
        assert "&#34;name&#34;: &#34;Told&#34;" in one.answer.text
        assert browser.post(delivery).headers["location"] == f"{link}?done=sent"
        home.send_webhooks()
        assert says(browser.page(delivery), "Delivered")
        assert there.types == ["client.added", "client.added"]

        assert browser.post(f"{link}/test").headers["location"] == f"{link}?done=tested"
        assert there.types[-1] == "webhook.test"
        assert browser.post(f"{link}/state", {}).headers["location"] == f"{link}?done=paused"
        paused = Page(browser.post(delivery))
        assert paused.answer.status_code == 422
        assert says(paused, "is paused")
        assert says(browser.page(link), "Resume")
    assert browser.post(f"{link}/remove").status_code == 303
    assert browser.get(link).status_code == 404


def test_an_awork_webhook_knows_aworks_events(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    browser.post("/admin/settings", {"webhooks.private_targets": "on"})
    fields = {"name": "Old", "url": "http://127.0.0.1:9/x", "events": ["project_added"]}
    made = browser.post("/admin/webhooks/new/awork", fields)
    assert made.status_code == 303
    [kept] = home.http.get("/api/v1/webhooks", headers=place.admin.awork_bearer).json()
    assert (kept["name"], kept["events"]) == ("Old", ["project_added"])
    assert set(Page(browser.post("/admin/webhooks/new/awork", fields | {"events": ["*"]})).problems) == {"events"}


def test_an_application_is_added_and_its_secret_replaced(home: Home, place: Workplace) -> None:
    browser, base = Browser(home, place.admin), "/admin/applications"
    fields = {"name": "Planner", "redirect_uris": "https://app.example.org/cb", "scopes": ["time:read"]}
    refused = Page(browser.post(f"{base}/new", fields | {"redirect_uris": "not an address"}))
    assert set(refused.problems) == {"redirect_uris"}
    assert refused.value("name") == "Planner"
    made = Page(browser.post(f"{base}/new", fields | {"confidential": "yes"}))
    secret = shown(made, "client-secret")
    [id] = ids_in(browser.page(base), base)
    one = browser.page(f"{base}/{id}")
    assert secret not in one.answer.text
    assert says(one, "Nobody yet.")
    assert shown(one, "client-id") == shown(made, "client-id")
    changed = fields | {"name": "Planner 2", "version": one.value("version")}
    assert browser.post(f"{base}/{id}", changed).status_code == 303
    assert set(Page(browser.post(f"{base}/{id}", changed | {"scopes": []})).problems) == {"scopes"}
    rotated = Page(browser.post(f"{base}/{id}/ask/rotate"))
    assert shown(rotated, "client-secret") != secret
    assert browser.post(f"{base}/{id}/ask/remove").status_code == 303
    assert ids_in(browser.page(base), base) == []
