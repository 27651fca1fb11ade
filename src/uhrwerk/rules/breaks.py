"""The policy 'deduct the legal minimum': what is taken off a day's work for a break that the law asks for."""

from collections.abc import Iterable, Sequence

from uhrwerk.rules.law.pack import BreakStep


def deduction(worked_seconds: int, break_pieces: Iterable[int], steps: Sequence[BreakStep]) -> int:
    """Seconds to take off `worked_seconds`, as if they had been a break, so that the law's minimum was taken.

    `break_pieces` are the breaks in seconds; those shorter than a step's piece do not count for it. Never more than
    what makes the rest lawful: what remains is not under the hours that asked for the break. Who worked 6 h 10 without
    any break loses 10 min under the German law, not 30: 6 h need none.
    """
    pieces = list(break_pieces)
    missing = [
        min(worked_seconds - step.over_seconds, step.due_seconds - _taken(pieces, step.piece_seconds)) for step in steps
    ]
    return max(0, max(missing, default=0))


def _taken(break_pieces: Iterable[int], piece_seconds: int) -> int:
    return sum(piece for piece in break_pieces if piece >= piece_seconds)
