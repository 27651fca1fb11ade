"""Webhooks: to a receiver of the tests' own, over HTTP."""

import pytest

pytest.register_assert_rewrite("tests.webhooks.hooks")
