"""Turns: pieces worked on a few at a time, their results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def in_turn(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], at_once: int
) -> Iterator[Result]:
    """What comes of every piece, in order; the next is fetched while others are worked on.

    Args:
        work: What is done with a piece.
        pieces: All of them, each fetched only when its turn comes.
        at_once: How many are worked on at the same time, in threads; with one there are none.
    """
    if at_once == 1:
        yield from map(work, pieces)
        return
    with ThreadPoolExecutor(at_once) as pool:
        begun: deque[Future[Result]] = deque()
        for piece in pieces:
            begun.append(pool.submit(work, piece))
            if len(begun) > at_once:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
