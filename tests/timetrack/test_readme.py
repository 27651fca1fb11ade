"""The dialect's README lists every code and every call that the face has, and no others."""

import re
from pathlib import Path

from uhrwerk.entrypoints.vendors.timetrack import errors, routes
from uhrwerk.entrypoints.vendors.timetrack.wire import timers as wire

README = Path(errors.__file__).with_name("README.md").read_text()


def test_every_error_code_is_listed() -> None:
    sent = set(re.findall(r"\b1[05]\d{3}\b", Path(errors.__file__).read_text()))
    assert len(sent) > 10
    assert set(re.findall(r"^\| (\d{5}) \| \d{3} \|", README, re.M)) == sent


def test_every_path_is_listed() -> None:
    served = {route.path.removeprefix("/api/v2/ext") for route in routes.router.routes}
    # Both timers are served with and without the prefix; the README names each once.
    listed = set(re.findall(r"^\| (?:`GET`, )?`POST (\S+)`", README, re.M))
    assert {path.removeprefix("/timers") for path in served} == {path.removeprefix("/timers") for path in listed}
    for path in listed:
        assert {path.removeprefix("/timers"), "/timers" + path.removeprefix("/timers")} <= served


def test_every_member_is_listed() -> None:
    for heading, model in (("The project timer", wire.ProjectTimer), ("The attendance timer", wire.AttendanceTimer)):
        section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| (`.*?`) \|", section, re.M)
        listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
        assert listed == set(model.__struct_encode_fields__)
