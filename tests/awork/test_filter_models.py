"""Lists that are no table are searched by what they show."""

from typing import Any

import pytest

from tests.awork.shop import asked, names
from tests.awork.wire import refusal
from tests.home import MORNING, Home, Workplace
from uhrwerk.operations import webhooks
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


@pytest.fixture(scope="session")
def made_hooks(running_home: Home) -> Workplace:
    running_home.clock.now = MORNING
    place = running_home.workplace()

    async def build(tx: Tx) -> None:
        for name, url, active in (("Alpha", "https://a.example", True), ("beta Ä", "https://b.example", False)):
            running_home.clock.forward(microseconds=1001)
            members: dict[str, Any] = {
                "face": "awork",
                "name": name,
                "url": url,
                "events": ["timetracking_added"],
                "active": active,
                "options": {"authentication_type": "none"},
                "secret": None,
                "authorization": None,
            }
            await webhooks.add(tx, command_line_actor(place.id), running_home.clock.now, members)

    running_home.run(build)
    return place


@pytest.fixture
def hooks(home: Home, made_hooks: Workplace) -> Workplace:
    """With webhooks Alpha, which is active, and beta Ä, made a millisecond later. Leave it as it is."""
    return made_hooks


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("name eq 'Alpha'", ["Alpha"]),
        ("NAME in ('Alpha','x')", ["Alpha"]),
        ("tolower(name) eq 'alpha' or toupper(name) eq 'BETA Ä'", ["Alpha", "beta Ä"]),
        ("substringof('ä',name) and startswith(name,'BETA') and endswith(name,'Ä')", ["beta Ä"]),
        ("not isActive", ["beta Ä"]),
        ("isActive ne false", ["Alpha"]),
        ("createdOn gt datetime'2026-03-10T08:00:00.001Z'", ["beta Ä"]),
        ("createdOn eq datetime'2026-03-10T08:00:00.001Z'", ["Alpha"]),
        ("createdOn ge today and createdOn lt today+1d", ["Alpha", "beta Ä"]),
        ("id ne guid'00000000-0000-7000-8000-00000000dead'", ["Alpha", "beta Ä"]),
        ("lastFailureReason eq null", ["Alpha", "beta Ä"]),
        ("lastFailureReason ne 'x' and not (lastFailureReason gt 'a')", ["Alpha", "beta Ä"]),
        ("lastFailureReason in (null) and not startswith(lastFailureReason,'')", ["Alpha", "beta Ä"]),
    ],
)
def test_webhooks_are_filtered(home: Home, hooks: Workplace, expression: str, expected: list[str]) -> None:
    assert names(asked(home, hooks.admin, "webhooks", filterby=expression)) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["Alpha", "beta Ä"]),
        ("name desc", ["beta Ä", "Alpha"]),
        ("lastFailureReason,createdOn desc", ["beta Ä", "Alpha"]),
        ("isActive", ["beta Ä", "Alpha"]),
    ],
)
def test_webhooks_are_ordered_and_paged(home: Home, hooks: Workplace, order: str, expected: list[str]) -> None:
    pages = [asked(home, hooks.admin, "webhooks", orderby=order, page=str(n), pageSize="1") for n in (1, 2, 3)]
    assert [names(page) for page in pages] == [[expected[0]], [expected[1]], []]
    assert {page.headers["aw-totalitems"] for page in pages} == {"2"}


@pytest.mark.parametrize("path", ["webhooks", "clientapplications", "apiusers", "accounts/me/authorizedclients"])
@pytest.mark.parametrize("expression", ["nome eq 'x'", "createdOn gt 5", "name eq guid'x'"])
def test_what_is_bad_is_refused_on_every_list(home: Home, hooks: Workplace, path: str, expression: str) -> None:
    refusal(asked(home, hooks.admin, path, filterby=expression), 400, "invalid-filter-or-order", "FilterBy")


def test_a_client_id_is_a_text(home: Home, hooks: Workplace) -> None:
    made = home.http.post(
        "/api/v1/clientapplications",
        json={"clientId": "my-app", "displayName": "Mine", "isConfidential": False},
        headers=hooks.admin.awork_bearer,
    )
    assert made.status_code == 200, made.text
    found = asked(home, hooks.admin, "clientapplications", filterby="clientId eq 'my-app'")
    assert [each["displayName"] for each in found.json()] == ["Mine"]
    assert asked(home, hooks.admin, "clientapplications", filterby="clientId ne 'my-app'").json() == []
