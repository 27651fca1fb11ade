"""The dialect's README lists every code, every call and every member that the face has, and no others."""

import re
from pathlib import Path

import msgspec
import pytest

from uhrwerk.entrypoints.options import OPTIONS
from uhrwerk.entrypoints.vendors.timetrack import errors, routes
from uhrwerk.entrypoints.vendors.timetrack.wire import (
    absences,
    attendances,
    clients,
    expenses,
    project_time_entries,
    projects,
    tasks,
    timers,
    users,
    work_reports,
)

README = Path(errors.__file__).with_name("README.md").read_text()


def test_every_error_code_is_listed() -> None:
    sent = set(re.findall(r"\b1[05]\d{3}\b", Path(errors.__file__).read_text()))
    assert len(sent) > 10
    assert set(re.findall(r"^\| (\d{5}) \| \d{3} \|", README, re.M)) == sent


def test_every_call_is_listed() -> None:
    """Both timers are served with and without the prefix; the README names each once."""
    served = {
        (method, re.sub(r"\{\w+:str\}", "{id}", path))
        for file in routes.FILES
        for handler in file.HANDLERS
        for path in handler.paths
        for method in handler.http_methods
    }
    listed = set()
    for cell in re.findall(r"^\| (`(?:GET|POST).*?`) \|", README, re.M):
        *methods, path = re.findall(r"[A-Z]{3,}|/\S+(?=`)", cell)
        listed |= {(method, path) for method in methods}
    assert {(method, path.removeprefix("/timers")) for method, path in served} == {
        (method, path.removeprefix("/timers")) for method, path in listed
    }
    for method, path in listed:
        if "_timer" in path:
            bare = path.removeprefix("/timers")
            assert {(method, bare), (method, "/timers" + bare)} <= served


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("## The project timer", timers.ProjectTimer),
        ("## The attendance timer", timers.AttendanceTimer),
        ("### clients", clients.Client),
        ("### projects", projects.Project),
        ("### tasks", tasks.Task),
        ("### project_time_entries", project_time_entries.Entry),
        ("### attendances", attendances.Attendance),
        ("### absences", absences.Absence),
        ("### absence_types", absences.AbsenceType),
        ("### expenses", expenses.Expense),
        ("### users", users.User),
        ("### work_reports", work_reports.WorkReport),
    ],
)
def test_every_member_is_listed(heading: str, model: type[msgspec.Struct]) -> None:
    section = re.split(r"\n###? ", README.partition(f"\n{heading}\n")[2])[0]
    rows = re.findall(r"^\| (`.*?`) \|", section, re.M)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(model.__struct_encode_fields__)


def test_every_setting_is_named() -> None:
    ours = {name for name in OPTIONS if name.startswith("timetrack.")}
    assert len(ours) == 2
    assert set(re.findall(r"`(timetrack\.\w+)`", README)) == ours
