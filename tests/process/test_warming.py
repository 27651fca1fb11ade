"""What is slow to import is there soon after the server's start, before anybody asks for it, if anybody may ask."""

import subprocess
import sys

PROGRAM = """
import asyncio, sys, threading
from datetime import date
from unittest.mock import AsyncMock, Mock, patch

from uhrwerk.entrypoints.jobs import schedule, warming
from uhrwerk.operations import public_holidays

assert "holidays" not in sys.modules
assert warming.warm_up in schedule.LASTING

async def start():
    with patch.object(warming, "AFTER", 0):
        await warming.warm_up(Mock(store=Mock(read=AsyncMock(return_value=somebody_has_a_region))))

somebody_has_a_region = False
asyncio.run(start())
[thread] = [each for each in threading.enumerate() if each.name == "warm up"]
thread.join()
assert "holidays" not in sys.modules

somebody_has_a_region = True
asyncio.run(start())
[thread] = [each for each in threading.enumerate() if each.name == "warm up"]
assert thread.daemon
thread.join()
warm = set(sys.modules)
public_holidays.check_region("AT-9")
for region in ("DE-BE", "AT-9", "PT"):
    assert public_holidays.between(region, date(2026, 1, 1), date(2026, 12, 31), "de")
print(*sorted(set(sys.modules) - warm))
"""


def test_whoever_asks_for_public_holidays_imports_nothing() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, ""), ran.stderr
