"""The kiosk over HTTP: a tablet that is connected once, people who are recognised, punches that are booked once."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.home import MORNING, Home, Workplace
from tests.web.browser import HTML
from tests.web.kiosks import PIN, Tablet, add_kiosk, connected, give_badge, give_pin
from uhrwerk.entrypoints.web.kiosk import tablet as tablet_page
from uhrwerk.operations import kiosk_door, kiosks, recognition, teams
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.limits import Limit
from uhrwerk.storage.kiosks import KioskPunch

TAG = "04:A2:1B:9C:5D:80"


@pytest.fixture(autouse=True)
def no_cookies_of_others(home: Home) -> None:
    """All tests share one client, which keeps the cookies that it is given."""
    home.http.cookies.clear()


@pytest.fixture
def tablet(home: Home, place: Workplace) -> Tablet:
    """Everybody of the place has the PIN 2580."""
    for person in (place.admin, place.owner, place.colleague):
        give_pin(home, place, person)
    return connected(home, place)


def attendances(home: Home, place: Workplace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    return found


def unsettled(home: Home, place: Workplace) -> list[KioskPunch]:
    actor = command_line_actor(place.id)
    return home.run(lambda tx: kiosk_door.unsettled(tx, actor))


def test_a_link_connects_one_tablet_once(home: Home, place: Workplace) -> None:
    code = add_kiosk(home, place, name="Gate & <yard>", place="Hall 3")
    for _ in range(2):
        # To look at it does not use it up: mail programs look, too.
        shown = home.http.get(f"/kiosk/setup/{code}", headers=HTML)
        assert (shown.status_code, "Gate &amp; &lt;yard&gt;" in shown.text) == (200, True)
    answer = home.http.post(f"/kiosk/setup/{code}", headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/kiosk")
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("uhrwerk_kiosk=kiosk_", "httponly", "samesite=strict", "path=/kiosk"))
    for used in (home.http.post(f"/kiosk/setup/{code}"), home.http.get(f"/kiosk/setup/{code}")):
        assert used.status_code == 404
    token = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    page = home.http.get("/kiosk", headers={**HTML, "Cookie": f"uhrwerk_kiosk={token}"})
    assert page.status_code == 200
    assert "Hall 3" in page.text


def test_a_link_runs_out_and_the_newest_one_counts(home: Home, place: Workplace) -> None:
    first = connected(home, place)
    actor, now = command_line_actor(place.id), home.clock.now
    old, new = (home.run(lambda tx: kiosks.link(tx, actor, now, first.kiosk_id)).code for _ in range(2))
    assert home.http.get(f"/kiosk/setup/{old}").status_code == 404
    home.clock.forward(hours=23, minutes=59)
    assert home.http.get(f"/kiosk/setup/{new}").status_code == 200
    assert first.people() == {}
    home.clock.forward(minutes=1)
    assert home.http.post(f"/kiosk/setup/{new}").status_code == 404
    third, later = home.run(lambda tx: kiosks.link(tx, actor, home.clock.now, first.kiosk_id)).code, home.clock.now
    second = home.run(lambda tx: kiosks.connect(tx, later, third))
    # There is one tablet a kiosk: the one before it opens nothing any more.
    assert home.http.get("/kiosk/people", headers=first.headers).status_code == 401
    assert Tablet(home, first.kiosk_id, second.token).people() == {}


def test_a_kiosk_out_of_use_opens_nothing(home: Home, place: Workplace, tablet: Tablet) -> None:
    ticket = tablet.ticket(place.owner)
    actor, now = command_line_actor(place.id), home.clock.now
    code = home.run(lambda tx: kiosks.link(tx, actor, now, tablet.kiosk_id)).code
    home.run(lambda tx: kiosks.remove(tx, actor, now, tablet.kiosk_id))
    for answer in (tablet.pin(place.owner.id), tablet.punch(ticket, "come"), home.http.get("/kiosk/people")):
        assert answer.status_code == 401
    assert home.http.get("/kiosk", headers={**HTML, **tablet.headers, "Accept": "text/html"}).status_code == 401
    assert home.http.get(f"/kiosk/setup/{code}").status_code == 404
    assert attendances(home, place) == []


def test_a_day_at_the_door(home: Home, place: Workplace, tablet: Tablet) -> None:
    def known() -> dict[str, Any]:
        answer: dict[str, Any] = tablet.pin(place.owner.id).json()
        return answer

    assert tablet.people() == dict.fromkeys(("Admin Example", "Colleague Example", "Owner Example"), "out")
    seen = []
    for act, minutes in (("come", 120), ("break", 30), ("back", 60), ("go", 0)):
        shown = known()
        answer = tablet.punch(shown["ticket"], act)
        assert (answer.status_code, answer.json()["outcome"], answer.json()["at"]) == (
            200,
            "booked",
            f"{home.clock.now:%Y-%m-%dT%H:%M:%SZ}",
        )
        seen.append((shown["state"], shown["acts"], tablet.people()["Owner Example"]))
        home.clock.forward(minutes=minutes)
    assert seen == [
        ("out", ["come"], "in"),
        ("in", ["break", "go"], "break"),
        ("break", ["back", "go"], "in"),
        ("in", ["break", "go"], "out"),
    ]
    shown = known()
    assert {
        name: shown[name] for name in ("name", "initials", "state", "since", "worked_seconds", "break_seconds")
    } == {
        "name": "Owner Example",
        "initials": "OE",
        "state": "out",
        "since": None,
        "worked_seconds": 180 * 60,
        "break_seconds": 30 * 60,
    }
    [kept] = attendances(home, place)
    assert (kept["started_at"], kept["net_seconds"], kept["break_seconds"]) == (
        f"{MORNING:%Y-%m-%dT%H:%M:%SZ}",
        180 * 60,
        30 * 60,
    )
    rows = home.http.get("/v1/journal", headers=place.owner.bearer).json()["items"]
    told = {row["act"]: row for row in rows}
    for act in ("attendance.started", "attendance.break_started", "attendance.break_ended", "attendance.stopped"):
        row = told[act]
        payload = row["payload"]
        assert (row["face"], row["actor_id"]) == ("kiosk", place.owner.id)
        assert (payload["reason"], payload["device_id"]) == ("at the kiosk Front door", tablet.kiosk_id)


def test_who_is_not_recognised_learns_nothing_from_it(
    home: Home, place: Workplace, elsewhere: Workplace, tablet: Tablet
) -> None:
    """A wrong PIN, somebody without one, another workspace's person, nobody at all, a badge of nobody's."""
    give_pin(home, elsewhere, elsewhere.owner)
    give_badge(home, elsewhere, elsewhere.owner, TAG)
    answers = [
        tablet.pin(place.owner.id, "2581"),
        tablet.pin(place.lead.id),
        tablet.pin(elsewhere.owner.id),
        tablet.pin(str(uuid4())),
        tablet.scan(TAG),
        tablet.scan(""),
    ]
    bodies = [(answer.status_code, {**answer.json(), "now": None}) for answer in answers]
    assert bodies == [bodies[0]] * len(answers)
    assert (bodies[0][0], bodies[0][1]["refusal"]) == (403, "not-recognised")


def test_a_pin_is_shut_after_five_wrong_ones_and_opens_again(home: Home, place: Workplace, tablet: Tablet) -> None:
    def tried(pin: str = "9999") -> tuple[int, str | None]:
        answer = tablet.pin(place.owner.id, pin)
        return answer.status_code, answer.json().get("until")

    assert [tried() for _ in range(4)] == [(403, None)] * 4
    # The right one begins it anew.
    assert tried(PIN)[0] == 200
    assert [tried() for _ in range(5)] == [(403, None)] * 5
    until = f"{home.clock.now + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"
    assert [tried(), tried(PIN)] == [(429, until)] * 2
    # A badge opens all the same, and so does everybody else's PIN.
    give_badge(home, place, place.owner, TAG)
    assert (tablet.scan(TAG).status_code, tablet.pin(place.colleague.id).status_code) == (200, 200)
    home.clock.forward(minutes=4, seconds=59)
    assert tried(PIN) == (429, until)
    home.clock.forward(seconds=1)
    assert tried() == (403, None)
    assert tried(PIN) == (429, f"{home.clock.now + timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}")
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: recognition.unlock(tx, actor, now, place.owner.id))
    assert tried(PIN)[0] == 200


def test_a_tablet_is_shut_after_twenty_wrong_attempts(home: Home, place: Workplace, tablet: Tablet) -> None:
    give_badge(home, place, place.owner, TAG)
    wrong = [tablet.scan(f"nobody {number}").status_code for number in range(21)]
    assert wrong == [403] * 20 + [429]
    assert [tablet.scan(TAG).status_code, tablet.pin(place.owner.id).status_code] == [429, 429]
    assert connected(home, place).scan(TAG).status_code == 200
    home.clock.forward(minutes=1)
    # Each right one takes a wrong one back.
    assert [tablet.scan(TAG).status_code, tablet.scan("nobody").status_code, tablet.scan(TAG).status_code] == [
        200,
        403,
        429,
    ]


def test_a_kiosk_of_a_team_is_for_its_people_alone(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    team = home.run(lambda tx: teams.TEAMS.add(tx, actor, now, {"name": "Workshop"}))
    home.run(lambda tx: teams.add_members(tx, actor, now, team.id, [place.owner.id]))
    tablet = connected(home, place, teams=[team.id])
    for person in (place.owner, place.colleague):
        give_pin(home, place, person)
    give_badge(home, place, place.colleague, TAG)
    assert tablet.people() == {"Owner Example": "out"}
    assert [tablet.pin(place.colleague.id).status_code, tablet.scan(TAG).status_code] == [403, 403]
    ticket = tablet.ticket(place.owner)
    home.run(lambda tx: teams.remove_members(tx, actor, now, team.id, [place.owner.id]))
    assert tablet.punch(ticket, "come").json()["refusal"] == "not-recognised"
    assert attendances(home, place) == []


def test_who_is_not_active_is_not_recognised(home: Home, place: Workplace, tablet: Tablet) -> None:
    give_badge(home, place, place.owner, TAG)
    gone = home.http.patch(f"/v1/people/{place.owner.id}", headers=place.admin.bearer, json={"active": False})
    assert gone.status_code == 200
    assert "Owner Example" not in tablet.people()
    assert [tablet.pin(place.owner.id).status_code, tablet.scan(TAG).status_code] == [403, 403]


def test_badges_and_codes(home: Home, place: Workplace) -> None:
    """Readers write a badge in their own way; what was taken away may become somebody else's."""
    tablet = connected(home, place, ways=["badge", "code"])
    id = give_badge(home, place, place.owner, TAG)
    assert {tablet.scan(each).json()["name"] for each in (TAG, TAG.lower(), TAG.replace(":", ""))} == {"Owner Example"}
    keys, actor, now = home.house.kiosk, command_line_actor(place.id), home.clock.now

    def code() -> str:
        made = home.run(
            lambda tx: recognition.new_code(
                tx, actor, now, place.owner.id, "QR code", lambda id: keys.badge(place.id, keys.code(id))
            )
        )
        return keys.code(made.id)

    old, new = code(), code()
    assert [tablet.scan(old).status_code, tablet.scan(new).status_code] == [403, 200]
    home.run(lambda tx: recognition.remove_badge(tx, actor, now, id))
    assert tablet.scan(TAG).status_code == 403
    give_badge(home, place, place.colleague, TAG)
    assert tablet.scan(TAG).json()["name"] == "Colleague Example"
    # A way that the kiosk does not take opens nothing, and shows nobody.
    give_pin(home, place, place.owner)
    assert (tablet.pin(place.owner.id).status_code, tablet.people()) == (403, {})
    only_codes = connected(home, place, ways=["code"])
    assert [only_codes.scan(TAG).status_code, only_codes.scan(new).status_code] == [403, 200]


def test_a_punch_sent_twice_is_booked_once(home: Home, place: Workplace, tablet: Tablet) -> None:
    ticket = tablet.ticket(place.owner)
    same = {"id": str(uuid4()), "act": "come", "ticket": ticket}
    first = tablet.post("punch", same)
    home.clock.forward(minutes=1)
    tablet.punch(tablet.ticket(place.owner), "go")
    again = tablet.post("punch", same)
    assert ({**first.json(), "now": None}, 200) == ({**again.json(), "now": None}, again.status_code)
    # The tablet did not hear the answer, and sends it once more as made offline.
    assert tablet.post("punch", same | {"at": "2026-03-10T08:00:00Z"}).json()["outcome"] == "booked"
    assert tablet.post("punch", same | {"act": "go"}).status_code == 422
    assert len(attendances(home, place)) == 1


def test_a_ticket_is_for_one_tablet_and_not_for_long(home: Home, place: Workplace, tablet: Tablet) -> None:
    ticket = tablet.ticket(place.owner)
    assert connected(home, place).punch(ticket, "come").json()["refusal"] == "invalid"
    assert tablet.punch(ticket[:-2] + "AA", "come").json()["refusal"] == "invalid"
    home.clock.forward(minutes=2, microseconds=1)
    assert tablet.punch(ticket, "come").json()["refusal"] == "invalid"
    assert attendances(home, place) == []


def test_punches_made_offline_keep_their_instants(home: Home, place: Workplace, tablet: Tablet) -> None:
    give_badge(home, place, place.owner, TAG)
    ticket = tablet.ticket(place.colleague)
    came, went = home.clock.now + timedelta(seconds=90), home.clock.now + timedelta(hours=4)
    kept = [
        tablet.offline("come", came, {"way": "pin", "person_id": place.owner.id, "pin": PIN}),
        tablet.offline("go", went, {"way": "scan", "text": TAG}),
        {"id": str(uuid4()), "act": "come", "ticket": ticket, "at": came.isoformat()},
    ]
    home.clock.forward(hours=30)
    for _ in range(2):
        assert [tablet.post("punch", each).json()["outcome"] for each in kept] == ["booked"] * 3
    [record] = attendances(home, place)
    assert (record["started_at"], record["net_seconds"]) == ("2026-03-10T08:01:30Z", 4 * 3600 - 90)
    assert tablet.people()["Colleague Example"] == "in"
    assert unsettled(home, place) == []


def test_what_was_made_offline_and_cannot_be_booked_is_shown_to_somebody(
    home: Home, place: Workplace, tablet: Tablet
) -> None:
    now = home.clock.now
    right = {"way": "pin", "person_id": place.owner.id, "pin": PIN}
    ago = timedelta(minutes=10)
    refused = [
        (tablet.offline("come", now - ago, right | {"pin": "9999"}), place.owner.id, "not-recognised"),
        # Sealed for another instant, another act, another punch.
        (tablet.offline("come", now - ago, right) | {"at": "2026-03-09T08:00:00Z"}, None, "not-recognised"),
        (tablet.offline("come", now - ago, right) | {"act": "go"}, None, "not-recognised"),
        (tablet.offline("come", now - ago, right) | {"id": str(uuid4())}, None, "not-recognised"),
        (tablet.offline("break", now - ago, right), place.owner.id, "nothing-running"),
        (tablet.offline("come", now - timedelta(days=7, seconds=1), right), place.owner.id, "invalid"),
        (tablet.offline("come", now + timedelta(minutes=6), right), place.owner.id, "instant-in-future"),
    ]
    for _ in range(2):
        answers = [tablet.post("punch", each).json() for each, _, _ in refused]
        assert [(each["outcome"], each["refusal"]) for each in answers] == [("refused", key) for _, _, key in refused]
    # Going while out changes nothing; somebody should know, for the coming may be missing.
    assert tablet.post("punch", tablet.offline("go", now - ago, right)).json()["outcome"] == "unchanged"
    found = {each.id: (each.person_id, each.refusal) for each in unsettled(home, place)}
    assert [found[each["id"]] for each, _, _ in refused] == [(person_id, key) for _, person_id, key in refused]
    assert len(found) == len(refused) + 1
    assert attendances(home, place) == []


@pytest.mark.parametrize(
    "body",
    [
        {"act": "come"},
        {"id": "no id", "act": "come"},
        {"id": str(uuid4()), "act": "steal"},
        {"id": str(uuid4()), "act": "come", "at": "2026-03-10T08:00:00"},
        {"id": str(uuid4()), "act": "come", "at": "yesterday"},
        {"id": str(uuid4()), "act": "come", "person_id": str(uuid4())},
        {"id": str(uuid4()), "act": "come", "ticket": "x" * 9000},
    ],
    ids=["no id", "wrong id", "wrong act", "no zone", "no instant", "unknown member", "too large"],
)
def test_bad_punches_are_refused(home: Home, place: Workplace, tablet: Tablet, body: dict[str, Any]) -> None:
    answer = tablet.post("punch", body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"way": "pin"}', b'{"way": "force"}', b"\xff"])
def test_bad_claims_are_refused(home: Home, tablet: Tablet, body: bytes) -> None:
    headers = {**tablet.headers, "Content-Type": "application/json"}
    assert home.http.post("/kiosk/identify", headers=headers, content=body).status_code == 400


def test_another_sites_page_cannot_use_the_tablet(home: Home, place: Workplace, tablet: Tablet) -> None:
    body = json.dumps({"way": "pin", "person_id": place.owner.id, "pin": PIN})
    foreign = {**tablet.headers, "Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}
    plain = {**tablet.headers, "Content-Type": "text/plain"}
    statuses = [home.http.post("/kiosk/identify", headers=each, content=body).status_code for each in (foreign, plain)]
    assert statuses == [403, 400]
    code = add_kiosk(home, place)
    assert home.http.post(f"/kiosk/setup/{code}", headers={**HTML, "Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_tablet_asks_so_often_a_minute(home: Home, tablet: Tablet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablet_page, "REQUESTS", Limit(3, timedelta(minutes=1)))
    answers = [home.http.get("/kiosk/people", headers=tablet.headers) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 503]
    home.clock.forward(minutes=1)
    assert tablet.people() != {}


def test_a_tablet_is_seen_once_a_minute(home: Home, place: Workplace, tablet: Tablet) -> None:
    actor, seen = command_line_actor(place.id), []
    for seconds in (59, 1, 30):
        home.clock.forward(seconds=seconds)
        tablet.people()
        [found] = home.run(lambda tx: kiosks.every(tx, actor))
        assert found.seen_at is not None
        seen.append((home.clock.now - found.seen_at).seconds)
    assert seen == [59, 0, 30]
