"""The page at `/welcome`, and the health check."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.home import Clock, Home, Workplace, settings_for
from uhrwerk import __version__
from uhrwerk.operations.demo.build import SETTING
from uhrwerk.operations.workspaces import change_setting, command_line_actor

ENGLISH, GERMAN = "One time clock, many faces.", "Eine Uhr, viele Zifferblätter."


LOADING = ("link", "img", "script")


class Page(HTMLParser):
    """What a page is made of: its tags with their attributes, and its texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def page(home: Home, language: str = "en") -> Page:
    answer = home.http.get("/welcome", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return Page(answer.text)


@pytest.mark.parametrize(
    ("accepted", "language", "claim"),
    [
        ("de", "de", GERMAN),
        ("de-AT,de;q=0.9,en;q=0.8", "de", GERMAN),
        ("DE", "de", GERMAN),
        ("en;q=0.5, de;q=0.7", "de", GERMAN),
        ("en-GB,en;q=0.9,de;q=0.8", "en", ENGLISH),
        ("fr,it;q=0.9,de;q=0.1", "de", GERMAN),
        ("fr", "en", ENGLISH),
        ("*", "en", ENGLISH),
        ("de;q=0, en;q=0.1", "en", ENGLISH),
        ("de;q=0", "en", ENGLISH),
        ("den", "en", ENGLISH),
        ("de;q=²,;;;q=,,", "de", GERMAN),
        ("", "en", ENGLISH),
    ],
)
def test_it_speaks_german_or_english_as_the_browser_asks(home: Home, accepted: str, language: str, claim: str) -> None:
    answer = home.http.get("/welcome", headers={b"Accept-Language": accepted.encode("latin-1")})
    shown = Page(answer.text)
    assert ("html", {"lang": language}) in shown.tags
    assert claim in shown.texts
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()


def test_it_says_what_this_is_and_leads_to_the_documentation(home: Home) -> None:
    shown = page(home)
    assert "Uhrwerk" in shown.texts
    assert f"Uhrwerk {__version__}" in shown.texts
    links = [attributes["href"] for tag, attributes in shown.tags if tag == "a"]
    assert "/docs" in links
    assert home.http.get("/docs").status_code == 200
    for path in ("/v1", "/api/v1", "/api/v2/ext", "/api/stable/api.php"):
        assert path in shown.texts


def test_everything_it_needs_comes_from_this_house_and_nothing_is_inline(home: Home) -> None:
    answer = home.http.get("/welcome")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert set(" ".join(policy.values()).split()) <= {"'none'", "'self'", "data:"}
    assert "data:" not in policy["script-src"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    shown = Page(answer.text)
    assert [
        tag for tag, attributes in shown.tags if tag == "style" or (tag == "script" and not attributes.get("src"))
    ] == []
    inline = [name for _, attributes in shown.tags for name in attributes if name == "style" or name.startswith("on")]
    assert inline == []
    needed = [attributes.get("src") or attributes["href"] for tag, attributes in shown.tags if tag in LOADING]
    assert len(needed) >= 4
    assert [home.http.get(str(path)).status_code for path in needed] == [200] * len(needed)


@pytest.mark.parametrize("path", ["/welcome", "/healthz"])
def test_head_has_the_headers_of_get(home: Home, path: str) -> None:
    """The server leaves the body out."""
    head = home.http.head(path)
    assert head.status_code == 200
    assert head.headers == home.http.get(path).headers


def show_as_demo(home: Home, place: Workplace) -> None:
    now = home.clock.now
    home.run(lambda tx: change_setting(tx, command_line_actor(place.id), now, SETTING, place.id))


def test_the_board_shows_who_runs_what(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    show_as_demo(home, place)
    for someone, task in ((place.owner, place.task), (place.colleague, None)):
        body = {"task_id": task} if task else {}
        assert home.http.post("/v1/timers/start", headers=someone.bearer, json=body).status_code == 200
    home.http.post("/v1/timers/start", headers=elsewhere.admin.bearer, json={})
    # Who has a timer is not shown a second time for being at work.
    for someone in (place.owner, place.admin, elsewhere.colleague):
        assert home.http.post("/v1/attendance/clock-in", headers=someone.bearer, json={}).status_code == 200
    home.clock.forward(minutes=61)
    home.http.post("/v1/timers/pause", headers=place.colleague.bearer)
    home.clock.forward(minutes=30)
    texts = page(home).texts
    rows = {texts[at]: texts[at + 2 : at + 6] for at in range(len(texts) - 6) if texts[at].endswith(" Example")}
    assert rows["Owner Example"] == ["Website · Sitemap", "09:00", "running", "1:31"]
    assert rows["Colleague Example"] == ["General", "09:00", "on break", "1:01"]
    assert rows["Admin Example"] == ["At work", "09:00", "running", "1:31"]
    assert texts.count("Owner Example") == 1
    # A workspace that is no demo is nobody's business.
    assert len(rows) == 3


def test_names_are_text_whatever_is_in_them(home: Home, place: Workplace) -> None:
    show_as_demo(home, place)
    name = "<script>alert('1')</script> & \"Söhne\""
    changed = home.http.patch(f"/v1/projects/{place.project}", headers=place.admin.bearer, json={"name": name})
    assert changed.status_code == 200
    home.http.post("/v1/timers/start", headers=place.owner.bearer, json={"project_id": place.project})
    shown = page(home)
    assert name in shown.texts
    assert [attributes for tag, attributes in shown.tags if tag == "script" and not attributes.get("src")] == []


@pytest.fixture
def private(home: Home, tmp_path: Path) -> Iterator[Home]:
    """The same house on another file, where no demo is shown."""
    closed = Home(replace(settings_for(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path), demo=False), Clock())
    with ExitStack() as stack:
        closed.open(stack)
        yield closed


def test_nobody_is_shown_where_demos_are_off(private: Home) -> None:
    place = private.workplace()
    show_as_demo(private, place)
    private.http.post("/v1/timers/start", headers=place.owner.bearer, json={})
    texts = page(private).texts
    assert "Owner Example" not in texts
    assert [text for text in texts if re.search("Who is running what", text)]


def test_the_health_check_tells_a_database_that_is_gone(private: Home) -> None:
    well = private.http.get("/healthz")
    assert (well.status_code, well.json()) == (200, {"status": "ok"})
    store = private.house.store
    private.http.blocking_portal.call(store.close)
    ill = private.http.get("/healthz")
    assert (ill.status_code, ill.json()) == (503, {"status": "unavailable"})
    assert ill.headers["cache-control"] == "no-store"
    private.http.blocking_portal.call(store.open)
    assert private.http.get("/healthz").status_code == 200
