"""Values as they come out of a table: a whole column at once is what each is by itself."""

import random
from datetime import UTC, datetime

from uhrwerk.storage.columns import EXACT_IN_SECONDS, Breaks, Instant, Json

FAR = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


def test_a_column_of_instants_is_exact_to_the_microsecond() -> None:
    chance = random.Random(6)
    edges = [0, 1, -1, 999_999, -999_999, EXACT_IN_SECONDS, -EXACT_IN_SECONDS, EXACT_IN_SECONDS - 1]
    anywhere = [chance.randint(-EXACT_IN_SECONDS, EXACT_IN_SECONDS) for _ in range(20_000)]
    at_the_end = [EXACT_IN_SECONDS - chance.randint(0, 10**12) for _ in range(20_000)]
    beyond = [EXACT_IN_SECONDS + 1, FAR + 1, FAR + 999_999, -FAR // 4 - 7]
    for values in (edges, anywhere, at_the_end, beyond, [*edges, None], [None, None], [*beyond, None]):
        assert list(Instant.decode_all(values)) == [Instant.decode(value) for value in values]
    assert Instant.decode_all([1, None])[0] == datetime(1970, 1, 1, microsecond=1, tzinfo=UTC)


def test_lists_of_a_column_are_each_their_own() -> None:
    assert list(Json.decode_all(["[]", "[]", None, '["a"]'])) == [[], [], None, ["a"]]
    one, other = Json.decode_all(["[]", "[]"])
    one.append("a")
    assert other == []
    assert list(Breaks.decode_all(["[]", "[]"])) == [(), ()]
