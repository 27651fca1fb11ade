"""What a password costs to be guessed: everywhere else in the tests it is cheap."""

import re

from tests.passwords import REAL


def test_a_guess_takes_the_memory_and_the_time_that_are_recommended() -> None:
    kept = REAL.hash("correct horse")
    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),", kept)
    assert found is not None, kept
    memory, rounds = map(int, found.groups())
    # OWASP's least are 19 MiB and two rounds.
    assert (memory >= 19 * 1024, rounds >= 2) == (True, True), kept
    assert (REAL.verify("correct horse", kept), REAL.verify("correct horsf", kept)) == (True, False)
