"""When a time entry was: all the spellings that are taken, which of them win, and what is refused."""

from typing import Any

import pytest

from tests.awork.wire import act, entry, refusal, start_form
from tests.home import Home, Someone, Workplace

LOCAL = {"startDateLocal": "2026-03-09", "startTimeLocal": "09:00", "endDateLocal": "2026-03-09"}
NOON = LOCAL | {"endTimeLocal": "12:00"}


def form(place: Workplace, **members: Any) -> dict[str, Any]:
    base = {"userId": place.owner.id, "typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"}
    return base | members


def post(home: Home, place: Workplace, members: dict[str, Any], someone: Someone | None = None) -> Any:
    headers = (someone or place.owner).awork_bearer
    return home.http.post("/api/v1/timeentries", headers=headers, json=form(place, **members))


def put(home: Home, place: Workplace, id: str, members: dict[str, Any]) -> Any:
    body = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"} | members
    return home.http.put(f"/api/v1/timeentries/{id}", headers=place.owner.awork_bearer, json=body)


def span(answer: dict[str, Any]) -> tuple[Any, ...]:
    """UTC start and end, net seconds, breaks."""
    ends = [f"{answer[f'{end}DateUtc'][:10]} {answer[f'{end}TimeUtc']}" for end in ("start", "end")]
    return (*ends, answer["duration"], answer["breakDuration"])


THREE_HOURS = ("2026-03-09 08:00:00", "2026-03-09 11:00:00", 10_800, 0)

SPELLINGS = {
    "local": NOON,
    "utc": {"startDateUtc": "2026-03-09", "startTimeUtc": "08:00", "endDateUtc": "2026-03-09", "endTimeUtc": "11:00"},
    "as they are answered": {
        "startDateUtc": "2026-03-09T00:00:00Z",
        "startTimeUtc": "08:00:00.0000000",
        "endDateUtc": "2026-03-09T00:00:00Z",
        "endTimeUtc": "11:00:00.0000000",
    },
    "not padded": {
        "startDateLocal": "2026-3-9",
        "startTimeLocal": "9:00",
        "endDateLocal": "2026-3-9",
        "endTimeLocal": "12:00:00",
    },
    "the time in the date": {"startDateLocal": "2026-03-09T09:00", "endDateLocal": "2026-03-09T12:00:00"},
    "the time in the date, in UTC": {"startDateUtc": "2026-03-09T08:00:00Z", "endDateUtc": "2026-03-09T11:00:00.000Z"},
    "with an offset": {"startDateUtc": "2026-03-09T09:00:00+01:00", "endDateUtc": "2026-03-09T06:00:00-05:00"},
    "a time wins over the one in its date": NOON | {"startDateLocal": "2026-03-09T07:00:00"},
    "the end's day left out": {"startDateLocal": "2026-03-09", "startTimeLocal": "09:00", "endTimeLocal": "12:00"},
    "both groups, alike": NOON
    | {"startDateUtc": "2026-03-09", "startTimeUtc": "08:00", "endDateUtc": "2026-03-09T11:00"},
    "members in any case": {
        "STARTDATELOCAL": "2026-03-09",
        "startTimelocal": "09:00",
        "enddatelocal": "2026-03-09",
        "EndTimeLocal": "12:00",
    },
    "start and duration": LOCAL | {"endDateLocal": None, "duration": 10_800},
    "end and duration": {"endDateLocal": "2026-03-09", "endTimeLocal": "12:00", "duration": 10_800},
    "start and end win over a duration": NOON | {"duration": 60},
}


@pytest.mark.parametrize("members", SPELLINGS.values(), ids=SPELLINGS)
def test_three_hours_are_three_hours_however_they_are_written(
    home: Home, place: Workplace, members: dict[str, Any]
) -> None:
    assert span(entry(post(home, place, members))) == THREE_HOURS


STRETCHES = {
    "decimals": (
        {"startDateUtc": "2026-03-09", "startTimeUtc": "08:00:00.1234567", "duration": 10},
        ("2026-03-09 08:00:00.1234560", "2026-03-09 08:00:10.1234560", 10, 0),
    ),
    "a break between start and end": (
        NOON | {"breakDuration": 1800},
        ("2026-03-09 08:00:00", "2026-03-09 11:00:00", 9000, 1800),
    ),
    "a duration is net of the break": (
        LOCAL | {"endDateLocal": None, "duration": 3600, "breakDuration": 600},
        ("2026-03-09 08:00:00", "2026-03-09 09:10:00", 3600, 600),
    ),
    "a break before an end": (
        {"endDateLocal": "2026-03-09", "endTimeLocal": "12:00", "duration": 3600, "breakDuration": 600},
        ("2026-03-09 09:50:00", "2026-03-09 11:00:00", 3600, 600),
    ),
    "over midnight": (
        {"startDateLocal": "2026-03-08T23:00", "endDateLocal": "2026-03-09T00:00:00"},
        ("2026-03-08 22:00:00", "2026-03-08 23:00:00", 3600, 0),
    ),
    "nothing at all": (
        NOON | {"endTimeLocal": "09:00"},
        ("2026-03-09 08:00:00", "2026-03-09 08:00:00", 0, 0),
    ),
}


@pytest.mark.parametrize(("members", "expected"), STRETCHES.values(), ids=STRETCHES)
def test_a_stretch_with_its_breaks(
    home: Home, place: Workplace, members: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert span(entry(post(home, place, members))) == expected


UNTIMED = {
    "a day": {"startDateLocal": "2026-03-09", "duration": 5400},
    "a day as it is answered": {"startDateLocal": "2026-03-09T00:00:00", "duration": 5400},
    "a day in the Utc members": {"startDateUtc": "2026-03-09T00:00:00Z", "duration": 5400},
    "an end without a time": {"startDateLocal": "2026-03-09", "endDateLocal": "2026-03-09", "duration": 5400},
}


@pytest.mark.parametrize("members", UNTIMED.values(), ids=UNTIMED)
def test_a_day_and_a_duration_are_an_entry_without_times(home: Home, place: Workplace, members: dict[str, Any]) -> None:
    made = entry(post(home, place, members))
    assert (made["startDateLocal"], made["startDateUtc"]) == ("2026-03-09T00:00:00", "2026-03-09T00:00:00Z")
    assert (made["duration"], made["breakDuration"]) == (5400, 0)
    assert not {"startTimeUtc", "startTimeLocal", "endTimeUtc", "endTimeLocal"} & made.keys()
    again = entry(put(home, place, made["id"], made))
    assert again == made
    longer = entry(put(home, place, made["id"], {"duration": 7200}))
    assert "startTimeUtc" not in longer
    assert longer["duration"] == 7200


REFUSED = {
    "neither end nor duration": ({"startDateLocal": "2026-03-09", "startTimeLocal": "09:00"}, "Duration"),
    "no time at all": ({}, "StartDateUtc"),
    "a duration alone": ({"duration": 60}, "StartDateUtc"),
    "a time without a day": ({"startTimeLocal": "09:00", "duration": 60}, "StartDateLocal"),
    "groups mixed": (LOCAL | {"endDateLocal": None, "endDateUtc": "2026-03-09T12:00Z"}, "StartDateLocal"),
    "groups at odds": (
        {"startDateLocal": "2026-03-09T09:00", "startDateUtc": "2026-03-09T09:00Z", "duration": 60},
        "StartDateLocal",
    ),
    "no date": (NOON | {"startDateLocal": "9.3.2026"}, "StartDateLocal"),
    "no such date": (NOON | {"startDateLocal": "2026-02-30"}, "StartDateLocal"),
    "no time": (NOON | {"startTimeLocal": "nine"}, "StartTimeLocal"),
    "no such time": (NOON | {"endTimeLocal": "24:00"}, "EndTimeLocal"),
    "the end before the start": (NOON | {"endTimeLocal": "08:59"}, "EndDateLocal"),
    "the future": ({"startDateLocal": "2026-03-10T10:00", "duration": 60}, "StartDateUtc"),
    "too long": ({"startDateLocal": "2026-01-01T09:00", "duration": 32 * 86_400}, "EndDateUtc"),
    "out of the calendar": ({"endDateUtc": "0001-01-01T00:00:01Z", "duration": 60}, "Duration"),
    "a negative duration": (LOCAL | {"endDateLocal": None, "duration": -1}, "Duration"),
    "a break longer than the stretch": (NOON | {"breakDuration": 10_801}, "BreakDuration"),
    "a time that the clocks leave out": ({"startDateLocal": "2025-03-30T02:30", "duration": 60}, "StartDateLocal"),
    "no zone": (NOON | {"timezone": "Berlin"}, "Timezone"),
    "no number": (NOON | {"duration": "long"}, "Duration"),
}


@pytest.mark.parametrize(("members", "at_fault"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_named(home: Home, office: Workplace, members: dict[str, Any], at_fault: str) -> None:
    refusal(post(home, office, members), 400, "validation-error", at_fault)


def test_what_a_form_needs_is_named(home: Home, office: Workplace) -> None:
    answer = home.http.post("/api/v1/timeentries", headers=office.owner.awork_bearer, json={})
    refusal(answer, 400, "validation-error", "Timezone", "TypeOfWorkId", "UserId")


CORRECTIONS = {
    "start and end": (NOON | {"endTimeLocal": "10:00"}, ("2026-03-09 08:00:00", "2026-03-09 09:00:00", 3600, 0)),
    "the end alone": ({"endTimeLocal": "10:00"}, ("2026-03-09 08:00:00", "2026-03-09 09:00:00", 3600, 0)),
    "the start alone": ({"startTimeLocal": "11:00"}, ("2026-03-09 10:00:00", "2026-03-09 11:00:00", 3600, 0)),
    "the duration alone": ({"duration": 60}, ("2026-03-09 08:00:00", "2026-03-09 08:01:00", 60, 0)),
    "the break alone": ({"breakDuration": 60}, ("2026-03-09 08:00:00", "2026-03-09 11:00:00", 10_740, 60)),
    "start and duration": (
        {"startTimeUtc": "09:00", "duration": 60},
        ("2026-03-09 09:00:00", "2026-03-09 09:01:00", 60, 0),
    ),
    "end and duration": (
        {"endTimeUtc": "10:00", "duration": 60},
        ("2026-03-09 09:59:00", "2026-03-09 10:00:00", 60, 0),
    ),
    "nothing": ({}, THREE_HOURS),
}


@pytest.mark.parametrize(("members", "expected"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_correction(home: Home, place: Workplace, members: dict[str, Any], expected: tuple[Any, ...]) -> None:
    made = entry(post(home, place, NOON))
    assert span(entry(put(home, place, made["id"], members))) == expected


def with_breaks(home: Home, place: Workplace) -> dict[str, Any]:
    """An hour from 08:00 UTC with a clocked break of ten minutes from 08:10."""
    act(home, place.owner, "start", **start_form(place))
    for minutes, verb in ((10, "pause"), (10, "resume"), (40, "stop")):
        home.clock.forward(minutes=minutes)
        entry(act(home, place.owner, verb))
    return entry(home.http.get("/api/v1/me/timeentries/last", headers=place.owner.awork_bearer))


def test_an_entry_sent_back_as_it_came_is_unchanged(home: Home, place: Workplace) -> None:
    stopped = with_breaks(home, place)
    home.clock.forward(hours=1)
    assert entry(put(home, place, stopped["id"], stopped)) == stopped


BREAKS = {
    "stay where they fit": ({"endTimeUtc": "08:30"}, "2026-03-10T08:10:00Z", 600, 1200),
    "move with the entry": (
        {"startDateUtc": "2026-03-09T08:00Z", "endDateUtc": "2026-03-09T09:00Z"},
        "2026-03-09T08:25:00Z",
        600,
        3000,
    ),
    "are reckoned in with a duration": ({"duration": 1200}, "2026-03-10T08:10:00Z", 600, 1200),
    "have another length": ({"breakDuration": 1200}, "2026-03-10T08:20:00Z", 1200, 2400),
}


@pytest.mark.parametrize(("members", "begins", "seconds", "net"), BREAKS.values(), ids=BREAKS)
def test_breaks_of_a_corrected_entry(
    home: Home, place: Workplace, members: dict[str, Any], begins: str, seconds: int, net: int
) -> None:
    stopped = with_breaks(home, place)
    found = entry(put(home, place, stopped["id"], members))
    assert [each["startDate"] for each in found["breaks"]] == [begins]
    assert (found["breakDuration"], found["duration"]) == (seconds, net)


def test_breaks_are_removed(home: Home, place: Workplace) -> None:
    stopped = with_breaks(home, place)
    path = f"/api/v1/timeentries/{stopped['id']}/removebreaks"
    found = entry(home.http.post(path, headers=place.owner.awork_bearer))
    assert (found["breaks"], found["breakDuration"], found["duration"]) == ([], 0, 3600)
    assert (found["startTimeUtc"], found["endTimeUtc"]) == ("08:00:00", "09:00:00")


def test_of_a_running_entry_only_the_start_may_change(home: Home, place: Workplace) -> None:
    running = entry(act(home, place.owner, "start", **start_form(place)))
    id = running["id"]
    home.clock.forward(hours=1)
    earlier = entry(put(home, place, id, running | {"startTimeUtc": "07:30:00", "startTimeLocal": "08:30:00"}))
    assert (earlier["startTimeUtc"], earlier["duration"]) == ("07:30:00", 0)
    assert "endDateUtc" not in earlier
    assert entry(put(home, place, id, {"note": "Still at it"}))["startTimeUtc"] == "07:30:00"
    for members in ({"endTimeUtc": "08:30"}, {"duration": 60}):
        refusal(put(home, place, id, members), 400, "invalid-operation")
    remove = home.http.post(f"/api/v1/timeentries/{id}/removebreaks", headers=place.owner.awork_bearer)
    refusal(remove, 400, "invalid-operation")
    assert entry(act(home, place.owner, "stop"))["duration"] == 5400


def test_times_become_a_length_and_a_length_gets_times(home: Home, place: Workplace) -> None:
    made = entry(post(home, place, NOON))
    untimed = entry(put(home, place, made["id"], {"startDateLocal": "2026-03-08", "duration": 60}))
    assert (untimed["startDateLocal"], untimed["duration"]) == ("2026-03-08T00:00:00", 60)
    assert "startTimeLocal" not in untimed
    timed = entry(
        put(home, place, made["id"], {"startDateLocal": "2026-03-08", "startTimeLocal": "10:00", "duration": 60})
    )
    assert (timed["startTimeLocal"], timed["endTimeLocal"]) == ("10:00:00", "10:01:00")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("02:50", "02:10", ("2025-10-26 00:50:00", "2025-10-26 01:10:00", 1200, 0)),
        ("02:10", "02:50", ("2025-10-26 01:10:00", "2025-10-26 01:50:00", 2400, 0)),
        ("01:30", "03:30", ("2025-10-25 23:30:00", "2025-10-26 02:30:00", 10_800, 0)),
    ],
)
def test_in_autumns_hour_that_comes_twice_an_end_comes_after_its_start(
    home: Home, place: Workplace, start: str, end: str, expected: tuple[Any, ...]
) -> None:
    day = "2025-10-26"
    times = {"startDateLocal": day, "startTimeLocal": start, "endDateLocal": day, "endTimeLocal": end}
    made = entry(post(home, place, times))
    assert span(made) == expected
    assert span(entry(put(home, place, made["id"], times))) == expected
