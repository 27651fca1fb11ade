"""The native timer, over HTTP."""

from tests.home import Home, Workplace


def test_a_timer_runs_pauses_resumes_and_stops(home: Home, place: Workplace) -> None:
    me = place.owner.bearer
    started = home.http.post("/v1/timers/start", headers=me, json={"project_id": place.project, "note": "First draft"})
    assert started.status_code == 200
    assert started.json()["state"] == "running"
    home.clock.forward(minutes=30)
    assert home.http.post("/v1/timers/pause", headers=me).json()["state"] == "paused"
    home.clock.forward(minutes=10)
    assert home.http.post("/v1/timers/resume", headers=me).json()["break_seconds"] == 600
    home.clock.forward(minutes=20, milliseconds=540)
    stopped = home.http.post("/v1/timers/stop", headers=me).json()
    assert (stopped["state"], stopped["net_seconds"], stopped["break_seconds"]) == ("stopped", 3001, 600)
    assert stopped["id"] == started.json()["id"]
    assert stopped["billable"] is True
    assert home.http.get("/v1/timers/current", headers=me).json() is None


def test_stopping_when_nothing_runs_is_refused_by_name(home: Home, place: Workplace) -> None:
    answer = home.http.post("/v1/timers/stop", headers=place.owner.bearer)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/docs/problems#nothing-running"
