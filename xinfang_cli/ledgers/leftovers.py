"""Columns of a table with words that no matter takes: named once for all rows, so that none is lost in silence."""

import datetime as dt
from collections.abc import Sequence

from xinfang_cli.ledgers.cells import says_nothing, words
from xinfang_cli.ledgers.columns import DAYS
from xinfang_cli.ledgers.dates import read_day
from xinfang_cli.ledgers.headers import Layout
from xinfang_cli.sheets.rows import Cell, letters


class Leftovers:
    """Looks at rows for words in columns that are not read.

    Attributes:
        columns: those that have any, by name; another column that was read in the place of one, if so.
        untitled: which of them have no header, but the letters of their place for a name.
    """

    def __init__(self, layout: Layout) -> None:
        """Note which columns of a table are not read."""
        untitled = (at for at, title in enumerate(layout.titles[: layout.width]) if not title)
        self._layout = layout
        self._days = frozenset(at for field in DAYS for at in layout.columns.get(field, ()))
        self._waiting: dict[int, int | None] = dict.fromkeys((*layout.unread, *untitled)) | dict(layout.second())
        self.columns: dict[str, str] = {}
        self.untitled: list[str] = []

    def look(self, cells: Sequence[Cell]) -> None:
        """Look at a row; a column in which words were found need not be looked at again."""
        for at in range(len(cells)) if self._waiting else ():
            if at in self._waiting and self._has_words(cells, at, self._waiting[at]):
                self._note(at, self._waiting.pop(at))

    def _note(self, at: int, first: int | None) -> None:
        title = self._layout.titles[at]
        if not title:
            title = letters(self._layout.left + at)
            self.untitled.append(title)
        self.columns[title] = "" if first is None else self._layout.titles[first]

    def _has_words(self, cells: Sequence[Cell], at: int, first: int | None) -> bool:
        """Whether a cell has words that are lost; figures under no header are the numbers of rows."""
        text = words(cells[at])
        if says_nothing(text) or (first is None and not self._layout.titles[at] and _is_figure(cells[at])):
            return False
        return first is None or self._differ(cells, at, first)

    def _differ(self, cells: Sequence[Cell], at: int, first: int) -> bool:
        """Whether two columns of one meaning say different things; beside a day the hour says nothing else."""
        taken, left = (cells[place] if place < len(cells) else "" for place in (first, at))
        if at in self._days:
            days = read_day(taken), read_day(left)
            return all(isinstance(day, dt.date) for day in days) and days[0] != days[1]
        return not says_nothing(words(taken)) and words(taken) != words(left)


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell.strip().isdecimal()
