"""Sheets and rows as they stand in a file: cells with their positions, before anything is read into them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from xinfang_cli.messages import Text

EXACT = 10**15
"""From here on a number in a spreadsheet no longer holds all its digits."""

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: as a person sees it beside the row; in CSV the header is row 1.
        cells: from the first column on; trailing ones may be missing.
        fault: why the row could not be taken apart, if so.
        doubt: what may be wrong with it though it could.
    """

    number: int
    cells: Sequence[Cell]
    fault: Text | None = None
    doubt: Text | None = None


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A block of merged cells: row numbers and column positions (first column 0), both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file.

    Attributes:
        name: as its tab shows it; empty for a file that is one table.
        rows: in order; can be gone through once.
        hidden: whether a person does not see its tab.
        merged: its merged cells.
        from_1904: whether plain numbers that are days count from 1904 (old Mac workbooks).
        comments: how many comments hang on its cells, which no row has.
    """

    name: str
    rows: Iterable[Row]
    hidden: bool = False
    merged: tuple[Merge, ...] = ()
    from_1904: bool = False
    comments: int = 0


def letters(at: int) -> str:
    """Return the letters that a spreadsheet shows over a column."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, len(ascii_uppercase))
        found = ascii_uppercase[rest] + found
    return found
