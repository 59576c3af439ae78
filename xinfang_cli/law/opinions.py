"""What an opinion says of several requests (诉求) one by one, as it is typed, and what it is as a whole then."""

from collections.abc import Iterator, Sequence
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import pattern
from xinfang_cli.law.words import OpinionDecision
from xinfang_cli.messages import Msg

OfRequest = tuple[int, OpinionDecision]
"""The number of a request, 0 for all there is, and what was decided of it."""

_BETWEEN = pattern(r"[\s,，;；、]+")
_NUMBERED = pattern(r"(?P<number>\d{1,2})[=＝](?P<word>.+)")


def parts(text: str) -> Iterator[tuple[int, str]]:
    """Take `1=support 2=unsupported` apart: numbers of requests and words; 0 where no number stands."""
    for part in _BETWEEN.split(text.strip()):
        found = _NUMBERED.fullmatch(part)
        yield (int(found["number"]), found["word"]) if found else (0, part)


def written(given: Sequence[str] | Sequence[OfRequest]) -> str:
    """Return several values as one cell of a table: names, or decisions with the numbers of their requests."""
    return "、".join(each if isinstance(each, str) else f"{each[0]}={each[1].value}" for each in given)


def data_of(given: Sequence[OfRequest]) -> dict[str, Any]:
    """Return what an entry keeps: one decision, or the decisions in the order of the requests.

    An opinion that supports one of the requests supports: that one is to be performed (T32¶2).

    Raises:
        RefusedError: several are not numbered from 1 on.
    """
    ordered = sorted(given)
    numbers = [number for number, _ in ordered]
    if numbers in ([0], [1]):
        return {"decision": ordered[0][1]}
    if numbers != list(range(1, len(numbers) + 1)):
        raise RefusedError(Msg.DECISIONS_NUMBERED())
    each = tuple(decision for _, decision in ordered)
    return {"decision": min(each, key=list(OpinionDecision).index), "decisions": each}
