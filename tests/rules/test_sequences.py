"""Every sequence of verbs with arbitrary instants, beside a stop-watch that only adds up.

The stop-watch knows nothing of records: it sees the instants that took effect and sums work and breaks by itself. It
decides by its own reading of the design which instants are taken and which refused.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from uhrwerk.rules import timer as verbs
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import InstantBeforeLastAct, InstantInFuture, Refusal
from uhrwerk.rules.timer import State, Timer, break_seconds, net_seconds

ZERO = timedelta(0)
MICROSECOND = timedelta(microseconds=1)
TWO_SECONDS = timedelta(seconds=2)
FIVE_MINUTES = timedelta(minutes=5)

# The server's clock mostly goes forward; now and then it is set back, or does not move at all.
ticks = st.one_of(
    st.sampled_from([ZERO, MICROSECOND, timedelta(seconds=-3), timedelta(hours=-1)]),
    st.timedeltas(ZERO, timedelta(hours=3)),
)
claims_from_last = st.sampled_from(
    [
        sign * border + step
        for sign in (-1, 1)
        for border in (ZERO, TWO_SECONDS)
        for step in (-MICROSECOND, ZERO, MICROSECOND)
    ]
    + [timedelta(days=-3), timedelta(minutes=10)]
)
claims_from_now = st.sampled_from(
    [FIVE_MINUTES - MICROSECOND, FIVE_MINUTES, FIVE_MINUTES + MICROSECOND, ZERO, timedelta(days=-2000)]
)
claims = st.one_of(st.none(), st.tuples(st.just("last"), claims_from_last), st.tuples(st.just("now"), claims_from_now))
Claim = tuple[str, timedelta] | None


Move = tuple[Callable[[Timer, Act], Timer], State]
MOVES: tuple[Move, ...] = (
    (verbs.pause, State.PAUSED),
    (verbs.resume, State.RUNNING),
    (verbs.stop, State.STOPPED),
)


def outcome(call: Callable[[], Timer]) -> Timer | type[Exception]:
    """What came of it: the record, or how it was refused."""
    try:
        return call()
    except Refusal as refusal:
        return type(refusal)


class StopWatch:
    """Work and breaks so far, and when it was touched last."""

    def __init__(self, at: datetime) -> None:
        self.worked = ZERO
        self.rested = ZERO
        self.touched = at
        self.works = True

    def touch(self, at: datetime, *, works: bool) -> None:
        if self.works:
            self.worked += at - self.touched
        else:
            self.rested += at - self.touched
        self.touched, self.works = at, works


class Sequences(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 10, 8, tzinfo=UTC)
        self.timer: Timer | None = None
        self.watch: StopWatch | None = None

    def act(self, tick: timedelta, claim: Claim) -> Act:
        self.now += tick
        if claim is None:
            return Act(self.now)
        whose, length = claim
        origin = self.now if whose == "now" or self.watch is None else self.watch.touched
        return Act(self.now, origin + length)

    def taken_at(self, act: Act) -> datetime | type[Exception]:
        """When the act takes effect, or how it is refused."""
        last = self.watch.touched if self.watch else None
        if act.claimed_at is None:
            return act.recorded_at if last is None or act.recorded_at > last else last
        if act.claimed_at - act.recorded_at > FIVE_MINUTES:
            return InstantInFuture
        if last is None or act.claimed_at > last:
            return act.claimed_at
        return InstantBeforeLastAct if last - act.claimed_at > TWO_SECONDS else last

    @precondition(lambda self: self.timer is None)
    @rule(tick=ticks, claim=claims)
    def start(self, tick: timedelta, claim: Claim) -> None:
        act = self.act(tick, claim)
        at = self.taken_at(act)
        result = outcome(lambda: verbs.start(act))
        if not isinstance(result, Timer):
            assert result is at
            return
        assert result.started_at == at
        self.timer = result
        self.watch = StopWatch(result.started_at)

    @precondition(lambda self: self.timer is not None)
    @rule(move=st.sampled_from(MOVES), tick=ticks, claim=claims)
    def move(self, move: Move, tick: timedelta, claim: Claim) -> None:
        verb, wanted = move
        assert self.timer is not None
        assert self.watch is not None
        act = self.act(tick, claim)
        before = self.timer
        at = self.taken_at(act)
        result = outcome(lambda: verb(before, act))
        if before.state is wanted:
            assert result is before
        elif not isinstance(result, Timer):
            assert result is at
        else:
            assert (result.state, result.last_act_at) == (wanted, at)
            self.watch.touch(result.last_act_at, works=wanted is State.RUNNING)
            self.timer = result
            if wanted is State.STOPPED:
                self.check_stopped(result, self.watch)
                self.timer = self.watch = None

    @staticmethod
    def check_stopped(timer: Timer, watch: StopWatch) -> None:
        assert timer.ended_at is not None
        exact = timer.ended_at - timer.started_at - watch.rested
        assert exact == watch.worked
        for seconds, length in (
            (net_seconds(timer, timer.ended_at), watch.worked),
            (break_seconds(timer, timer.ended_at), watch.rested),
        ):
            assert seconds >= 0
            assert abs(timedelta(seconds=seconds) - length) <= timedelta(milliseconds=500)

    @invariant()
    def breaks_lie_in_order_inside_the_record(self) -> None:
        if self.timer is None:
            return
        at = self.timer.started_at
        for number, each in enumerate(self.timer.breaks, 1):
            assert at <= each.started_at
            at = each.started_at
            if each.ended_at is None:
                assert number == len(self.timer.breaks)
            else:
                assert at <= each.ended_at
                at = each.ended_at

    @invariant()
    def the_watch_agrees(self) -> None:
        if self.timer is None or self.watch is None:
            return
        at = self.watch.touched
        exact = sum((end - begin for begin, end in verbs.worked_spans(self.timer, at)), ZERO)
        assert exact == self.watch.worked
        assert sum((end - begin for begin, end in verbs.break_spans(self.timer, at)), ZERO) == self.watch.rested


Sequences.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestSequences = Sequences.TestCase
