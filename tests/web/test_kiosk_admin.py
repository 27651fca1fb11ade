"""The administration's pages of kiosks, and one's own page: what stands there, and what the forms do at the door."""

import html
import re
from uuid import uuid4

import pytest

from tests.home import Home, Workplace
from tests.web.browser import HTML, Browser
from tests.web.kiosks import PIN, Tablet, connected, give_badge, give_pin
from uhrwerk.operations import kiosks, teams
from uhrwerk.operations.workspaces import command_line_actor

TAG = "04A21B9C5D80"
NEW = {"name": "Gate", "place": "Hall 3", "zone": "Europe/Berlin", "language": "de", "pin": "1"}


@pytest.fixture
def admin(home: Home, place: Workplace) -> Browser:
    home.http.cookies.clear()
    return Browser(home, place.admin)


@pytest.fixture
def tablet(home: Home, place: Workplace) -> Tablet:
    return connected(home, place)


def test_a_kiosk_is_set_up_changed_and_taken_out_of_use(home: Home, place: Workplace, admin: Browser) -> None:
    assert admin.page("/admin/kiosks/new").value("zone") == "Europe/Berlin"
    refused = admin.post("/admin/kiosks/new", {**NEW, "name": " ", "zone": "Mars/North", "pin": ""})
    assert refused.status_code == 422
    assert {"problem-name", "problem-badge"} <= set(re.findall(r'id="(problem-\w+)"', refused.text))
    assert "Mars/North" in refused.text
    made = admin.post("/admin/kiosks/new", NEW)
    link = re.search(r"http://[^<\s]+/kiosk/setup/[\w-]+", made.text)
    assert (made.status_code, made.text.count("<svg viewBox")) == (200, 1)
    assert link is not None
    path = html.unescape(link.group()).partition("/kiosk")[2]
    answer = home.http.post(f"/kiosk{path}", headers=HTML, follow_redirects=False)
    tablet = Tablet(home, "", answer.headers["set-cookie"].partition("=")[2].partition(";")[0])
    assert tablet.people() == {}
    # The link is shown this once: nothing on the pages leads to it again.
    [kiosk] = home.run(lambda tx: kiosks.every(tx, command_line_actor(place.id)))
    assert (kiosk.name, kiosk.place, kiosk.language, kiosk.ways, kiosk.teams) == ("Gate", "Hall 3", "de", ["pin"], [])
    base = f"/admin/kiosks/{kiosk.id}"
    shown = [admin.page(each).answer.text for each in ("/admin/kiosks", base)]
    assert ["Gate" in text and "setup_" not in text for text in shown] == [True, True]
    changed = {**NEW, "name": "Back gate", "badge": "1", "version": str(kiosk.version)}
    assert admin.post(base, changed).status_code == 303
    assert admin.post(base, changed | {"name": "Other"}).status_code == 422
    [kiosk] = home.run(lambda tx: kiosks.every(tx, command_line_actor(place.id)))
    assert (kiosk.name, kiosk.ways) == ("Back gate", ["pin", "badge"])
    assert "/kiosk/setup/" in admin.post(f"{base}/link").text
    assert "Back gate" in admin.page(f"{base}/remove").answer.text
    assert admin.post(f"{base}/remove").status_code == 303
    assert "Back gate" not in admin.page("/admin/kiosks").answer.text
    assert home.http.get("/kiosk/people", headers=tablet.headers).status_code == 401


def test_pins_and_badges_of_people(home: Home, place: Workplace, admin: Browser, tablet: Tablet) -> None:
    base = f"/admin/kiosks/people/{place.owner.id}"
    for wrong in ("123", "1111", "12a4", ""):
        refused = admin.post(f"{base}/pin", {"pin": wrong})
        assert (refused.status_code, 'id="problem-pin"' in refused.text) == (422, True)
        # What was typed is not shown to whoever stands behind.
        assert f'value="{wrong}"' not in refused.text or not wrong
    admin.post(f"{base}/pin", {"pin": PIN})
    assert tablet.pin(place.owner.id).status_code == 200
    for _ in range(5):
        tablet.pin(place.owner.id, "9999")
    assert "Locked until 9:05" in admin.page(base).answer.text
    admin.post(f"{base}/unlock")
    assert tablet.pin(place.owner.id).status_code == 200
    assert admin.post(f"{base}/badges", {"badge": "1"}).status_code == 422
    admin.post(f"{base}/badges", {"badge": TAG, "name": "Blue tag"})
    assert tablet.scan(TAG).status_code == 200
    other = f"/admin/kiosks/people/{place.colleague.id}"
    taken = admin.post(f"{other}/badges", {"badge": TAG.lower()})
    assert (taken.status_code, "is somebody" in taken.text) == (422, True)
    everybody = admin.page("/admin/kiosks/people").answer.text
    assert "Blue tag" in everybody
    assert TAG not in everybody
    [badge_id] = re.findall(rf"{base}/badges/([\w-]+)/remove", admin.page(base).answer.text)
    admin.post(f"{base}/badges/{badge_id}/remove")
    admin.post(f"{base}/pin/remove")
    assert [tablet.scan(TAG).status_code, tablet.pin(place.owner.id).status_code] == [403, 403]


def test_what_could_not_be_booked_is_shown_until_somebody_has_seen_to_it(
    home: Home, place: Workplace, admin: Browser, tablet: Tablet
) -> None:
    give_pin(home, place, place.owner)
    claim = {"way": "pin", "person_id": place.owner.id, "pin": PIN}
    tablet.post("punch", tablet.offline("break", home.clock.now, claim))
    tablet.post("punch", tablet.offline("come", home.clock.now, {"way": "scan", "text": "nobody's"}))
    shown = admin.page("/admin/kiosks")
    assert sorted(text for text in shown.texts if text.startswith("refused:")) == [
        "refused: There is no active attendance.",
        "refused: This is nobody's PIN, code or badge here.",
    ]
    assert "Nobody recognised" in shown.texts
    mine = Browser(home, place.owner).page("/kiosk/code").answer.text
    assert (mine.count("There is no active attendance."), mine.count("nobody's PIN")) == (1, 0)
    assert "There is no" not in Browser(home, place.colleague).page("/kiosk/code").answer.text
    # A lead sees what their team's people miss, and may see to it; the person asks for a correction.
    actor, now = command_line_actor(place.id), home.clock.now
    team = home.run(lambda tx: teams.TEAMS.add(tx, actor, now, {"name": "Workshop"}))
    seen = {}
    for who, browser in {"own": Browser(home, place.owner), "lead": Browser(home, place.lead)}.items():
        home.run(lambda tx: teams.add_members(tx, actor, now, team.id, [place.owner.id, place.lead.id]))
        text = browser.page("/corrections").answer.text
        seen[who] = (
            text.count("There is no active attendance."),
            text.count("/settle"),
            text.count("/corrections/new?day=2026-03-10"),
        )
    assert seen == {"own": (1, 0, 2), "lead": (1, 1, 1)}
    assert "no active attendance" not in Browser(home, place.colleague).page("/corrections").answer.text
    [own] = re.findall(r"punches/([\w-]+)/settle", Browser(home, place.lead).page("/corrections").answer.text)
    settling = f"/kiosk/code/punches/{own}/settle"
    statuses = [Browser(home, each).post(settling).status_code for each in (place.owner, place.colleague)]
    assert statuses == [403, 404]
    assert shown.answer.text.count("/settle") == 2
    for id in re.findall(r"/admin/kiosks/punches/([\w-]+)/settle", shown.answer.text):
        admin.post(f"/admin/kiosks/punches/{id}/settle")
    assert "/settle" not in admin.page("/admin/kiosks").answer.text
    # The kiosk's own page tells of them all the same.
    assert admin.page(f"/admin/kiosks/{tablet.kiosk_id}").answer.text.count("seen to") == 2


def test_ones_own_code_and_pin(home: Home, place: Workplace, tablet: Tablet) -> None:
    home.http.cookies.clear()
    mine = Browser(home, place.owner)
    assert "<svg viewBox" not in mine.page("/kiosk/code").answer.text
    assert mine.post("/kiosk/code/pin", {"pin": "1234"}).status_code == 422
    mine.post("/kiosk/code/pin", {"pin": "8520"})
    assert tablet.pin(place.owner.id, "8520").status_code == 200
    mine.post("/kiosk/code")
    shown = mine.page("/kiosk/code").answer.text
    assert shown.count("<svg viewBox") == 1
    mine.post("/kiosk/code")
    assert mine.page("/kiosk/code").answer.text != shown
    mine.post("/kiosk/code/remove")
    assert "<svg viewBox" not in mine.page("/kiosk/code").answer.text


def test_who_is_no_admin_keeps_nothing_here(home: Home, place: Workplace, elsewhere: Workplace, tablet: Tablet) -> None:
    """For a member and a lead there is nothing, another workspace's admin finds nothing, an auditor changes nothing."""
    home.http.cookies.clear()
    badge = give_badge(home, place, place.owner, TAG)
    auditor = {"role": "auditor"}
    assert home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json=auditor).is_success
    pages = ["/admin/kiosks", f"/admin/kiosks/{tablet.kiosk_id}", f"/admin/kiosks/people/{place.owner.id}"]
    acts = [
        f"/admin/kiosks/{tablet.kiosk_id}/link",
        f"/admin/kiosks/{tablet.kiosk_id}/remove",
        f"/admin/kiosks/people/{place.owner.id}/unlock",
        f"/admin/kiosks/people/{place.owner.id}/code",
        f"/admin/kiosks/people/{place.owner.id}/badges/{badge}/remove",
        f"/admin/kiosks/punches/{uuid4()}/settle",
    ]
    seen = {}
    cast = {"member": place.owner, "lead": place.lead, "stranger": elsewhere.admin, "auditor": place.colleague}
    for who, someone in cast.items():
        browser = Browser(home, someone)
        got = {browser.get(page).status_code for page in pages[who == "stranger" :]}
        seen[who] = got, {browser.post(act).status_code for act in acts}
    assert seen == {
        "member": ({404}, {404}),
        "lead": ({404}, {404}),
        "stranger": ({404}, {404}),
        "auditor": ({200}, {403}),
    }
    assert tablet.scan(TAG).status_code == 200
