"""Asserts in the client tell what they compared."""

import pytest

pytest.register_assert_rewrite("tests.onoffice.client", "tests.faces.unchanged")
