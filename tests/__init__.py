"""Every test of Uhrwerk. Asserts in these modules tell what they compared, as those in tests do."""

import pytest

pytest.register_assert_rewrite(
    "tests.faces.drivers", "tests.faces.unchanged", "tests.onoffice.client", "tests.timetrack.client", "tests.traces"
)
