"""Asserts in the drivers tell what they compared."""

import pytest

pytest.register_assert_rewrite("tests.faces.drivers", "tests.faces.unchanged")
