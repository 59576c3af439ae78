"""Numbers of documents (文号): a mark, the year, the next free number: 某信受〔2026〕15号."""

import re
from collections.abc import Container

_NUMBER = re.compile(r"(?P<mark>.+)〔(?P<year>\d{4})〕(?P<at>[1-9]\d*)号", re.ASCII)


def number(mark: str, year: int, at: int) -> str:
    """Return a number as it is printed: without noughts before it, without 第."""
    return f"{mark}〔{year}〕{at}号"


def following(mark: str, year: int, taken: Container[str], last: int = 0) -> str:
    """Return the next free number of a mark and year."""
    at = last + 1
    while number(mark, year, at) in taken:
        at += 1
    return number(mark, year, at)


def last_of(mark: str, year: int, taken: frozenset[str]) -> int:
    """Return the highest number of a mark and year, or 0: one that was skipped is not filled up."""
    found = (_NUMBER.fullmatch(each) for each in taken)
    return max(
        (int(each["at"]) for each in found if each and (each["mark"], each["year"]) == (mark, str(year))), default=0
    )
