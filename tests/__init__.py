"""Every test of Uhrwerk. Asserts in these modules tell what they compared, as those in tests do."""

import pytest

pytest.register_assert_rewrite(
    "tests.access.trespass",
    "tests.awork.operations.stage",
    "tests.awork.wire",
    "tests.faces.closing",
    "tests.faces.drivers",
    "tests.faces.unchanged",
    "tests.native.wire",
    "tests.oauth.flows",
    "tests.onoffice.client",
    "tests.timetrack.client",
    "tests.traces",
    "tests.webhooks.hooks",
)
