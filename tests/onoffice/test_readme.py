"""The dialect's README lists every error number and every setting, and no others."""

import re
from pathlib import Path

from uhrwerk.entrypoints.options import OPTIONS
from uhrwerk.entrypoints.vendors.onoffice import errors
from uhrwerk.entrypoints.vendors.onoffice.errors import Code

README = Path(errors.__file__).with_name("README.md").read_text()


def test_every_error_number_is_listed() -> None:
    listed = [int(number) for number in re.findall(r"^\| (\d+) \| ", README, re.M)]
    assert listed == sorted(code.number for code in Code)


def test_every_setting_is_listed() -> None:
    assert set(re.findall(r"^\| `(onoffice\.\w+)`, ", README, re.M)) == {
        name for name in OPTIONS if name.startswith("onoffice.")
    }
