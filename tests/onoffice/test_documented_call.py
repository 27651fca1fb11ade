"""The call as onOffice's own page prints it, with all that published clients do to it."""

import json
from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.onoffice.client import ABSENT, ACTIONS, URL, OnOffice, replied


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


def test_the_documented_reply_byte_for_byte(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    """1:35:10 worked and a break of 14 seconds, as on the page; nobody plans the day's hours yet."""
    onoffice.track(1)
    home.clock.forward(minutes=60)
    onoffice.track(0)
    home.clock.forward(seconds=14)
    onoffice.track(1)
    home.clock.forward(minutes=35, seconds=10)
    answer = home.http.post(URL, content=json.dumps(onoffice.body(onoffice.action({"track": 1}))))
    assert answer.text == (
        '{"status":{"code":200,"errorcode":0,"message":"OK"},"response":{"results":[{'
        '"actionid":"urn:onoffice-de-ns:smart:2.5:smartml:action:modify",'
        '"resourceid":"","resourcetype":"timetracking","cacheable":false,"identifier":"",'
        '"data":{"meta":{"cntabsolute":null},"records":[{"id":0,"type":null,"elements":{'
        '"worktimeActive":true,"worktime":"01:35:10","breaktime":"00:00:14","currentlytracking":true,'
        '"targetTimeToday":"00:00:00"}}]},"status":{"errorcode":0,"message":"OK"}}]}}'
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "label",
    [
        None,
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain; charset=utf-16",
        "multipart/form-data",
    ],
)
def test_the_body_is_read_whatever_its_label_and_the_method(
    home: Home, onoffice: OnOffice, method: str, label: str | None
) -> None:
    headers = {} if label is None else {"Content-Type": label}
    body = json.dumps(onoffice.body(onoffice.action({"track": 1})))
    reply = replied(home.http.request(method, URL, headers=headers, content=body))
    assert reply["response"]["results"][0]["data"]["records"][0]["elements"]["currentlytracking"] is True


@pytest.mark.parametrize("version", ["stable", "latest", "1.5", "v1", "v2", "v11", "ext", "Übung", "x" * 200])
def test_any_version_segment_is_accepted(home: Home, onoffice: OnOffice, version: str) -> None:
    url = f"/api/{version}/api.php"
    reply = replied(home.http.post(url, content=json.dumps(onoffice.body(onoffice.action({"track": 1})))))
    assert reply["status"]["code"] == 200
    assert replied(home.http.get(url))["status"]["errorcode"] == 9


def test_a_reply_is_never_compressed(home: Home, onoffice: OnOffice) -> None:
    body = json.dumps(onoffice.body(*[onoffice.action() for _ in range(100)]))
    for encoding in ("gzip", "gzip, deflate, br, zstd", "gzip;q=1.0, identity;q=0"):
        answer = home.http.post(URL, headers={"Accept-Encoding": encoding}, content=body)
        assert len(replied(answer)["response"]["results"]) == 100
        assert int(answer.headers["content-length"]) == len(answer.content) > 30_000


@pytest.mark.parametrize("track", [1, "wrong"])
def test_the_identifier_comes_back_as_it_was_sent(onoffice: OnOffice, track: Any) -> None:
    """Also from an action that fails; left out it is empty."""
    for sent, echoed in (("", ""), (None, None), (ABSENT, ""), ("mine-7", "mine-7"), (7, 7), (["ü"], ["ü"])):
        reply = onoffice.send(onoffice.action({"track": track}, identifier=sent))
        assert reply["response"]["results"][0]["identifier"] == echoed


def test_the_resource_id_means_nothing_and_comes_back(onoffice: OnOffice) -> None:
    for sent in ("", "12", 12, None):
        (result,) = onoffice.send(onoffice.action({"track": 1}, resourceid=sent))["response"]["results"]
        assert (result["resourceid"], result["status"]["errorcode"]) == (sent, 0)


@pytest.mark.parametrize("tracking", [False, True])
def test_with_no_track_it_is_read_only(home: Home, place: Workplace, onoffice: OnOffice, tracking: bool) -> None:
    onoffice.track(tracking)
    with unchanged(home, place):
        forms: list[Any] = [{}, [], None, {"extendedclaim": "x"}, {"Track": not tracking}, {"track": None}]
        for parameters in forms:
            (result,) = onoffice.send(onoffice.action(parameters))["response"]["results"]
            assert result["data"]["records"][0]["elements"]["currentlytracking"] is tracking


def test_parameters_that_nobody_knows_are_ignored(onoffice: OnOffice) -> None:
    action = onoffice.action({"track": 1, "extendedclaim": {"a": [1]}}, hmac_version=2) | {"more": 1}
    body = onoffice.body(action) | {"more": 1}
    body["request"]["more"] = []
    reply = replied(onoffice.home.http.post(URL, content=json.dumps(body)))
    assert reply["response"]["results"][0]["actionid"] == ACTIONS + "modify"
    assert reply["status"]["code"] == 200
