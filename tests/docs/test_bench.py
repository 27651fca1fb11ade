"""The bench runs; its figures are no business of a test."""

import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT


def test_a_smoke_run_prints_its_table_and_writes_it_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n")
    command = [sys.executable, "-m", "bench", "--quick", "--store", "sqlite", "--write", str(page)]
    done = subprocess.run(
        [*command, "--directory", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("|")]
    cases = [
        "bare POST",
        "native start and stop",
        "awork start and stop",
        "TimeTrack start and stop",
        "native list of 50",
    ]
    for case in [*cases, "onOffice track 1 and 0", "native current timer"]:
        assert case in rows
    assert done.stdout.strip() in text
