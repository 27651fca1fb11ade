"""Asserts in the client tell what they compared."""

import pytest

pytest.register_assert_rewrite("tests.timetrack.client", "tests.faces.unchanged")
