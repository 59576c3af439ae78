"""The tables of a sheet: one below another, each under a header of its own, or one beside another.

A sheet is gone through once and its rows are handed out as they come, so each is looked at with the few that follow.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, tee

from xinfang_cli.ledgers.cells import says_nothing, words
from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.dates import is_day
from xinfang_cli.ledgers.headers import LOOKED_THROUGH, Header, Layout, RowKinds, Skip, find_header
from xinfang_cli.plaintext import squeezed
from xinfang_cli.sheets.rows import Cell, Merge, Row, Sheet

Placed = tuple[Row, Skip | None]
"""A row of a table; what it is, where that is known from the rows around it."""

_AHEAD = 5
"""Rows that may stand between the title of a table and its header."""
_TWICE = 2
"""Headers that come again, from which on a table does."""
_FEW = 3
"""Cells that a title row may have; with as many, one of them a day, a row is none."""
_DAYS = (Field.RECEIVED_ON, Field.REGISTERED_ON, Field.HANDED_ON, Field.ACCEPTED_ON)
_WORDS = (Field.REQUEST, Field.TITLE)


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table.

    Attributes:
        layout: its columns, counted from its own first one.
        rows: those under its header, with no cell of a table beside it; of a table that follows another its header too.
        merged: its merged cells.
        unread: rows over the header that are no title.
    """

    layout: Layout
    rows: Iterator[Placed]
    merged: tuple[Merge, ...]
    unread: tuple[Row, ...] = ()


class _Ahead:
    """Rows, with a sight of those that are to come."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._held: deque[Row] = deque()

    def __next__(self) -> Row:
        return self._held.popleft() if self._held else next(self._rows)

    def ahead(self, count: int) -> list[Row]:
        """Return the next rows and leave them there."""
        self._held.extend(islice(self._rows, max(count - len(self._held), 0)))
        return list(islice(self._held, count))


class _Kept:
    """The rows of a table, of which those that nobody asked for can be kept to let the next table begin."""

    def __init__(self, rows: Iterator[Placed]) -> None:
        self._rows = rows
        self._held: deque[Placed] = deque()

    def __iter__(self) -> Iterator[Placed]:
        return self

    def __next__(self) -> Placed:
        return self._held.popleft() if self._held else next(self._rows)

    def keep(self) -> None:
        """Keep what is left."""
        self._held.extend(self._rows)


def parts_of(sheet: Sheet, extra: Mapping[str, str]) -> tuple[Sequence[Row], Iterator[TablePart]]:
    """Return the first rows of a sheet, and its tables; none if it has no header.

    The rows of a table are gone through before the next table is asked for; if not, they are held in memory.
    """
    rows = _Ahead(sheet.rows)
    first = rows.ahead(LOOKED_THROUGH)
    return first, _parts(sheet, rows, _first_header(first, sheet.merged, extra), extra)


def _parts(sheet: Sheet, rows: _Ahead, header: Header | None, extra: Mapping[str, str]) -> Iterator[TablePart]:
    unread = _unread(header.above) if header else ()
    is_first = True
    while header:
        layouts = beside(header)
        block = _Block(rows, header, sheet.merged, extra, is_first=is_first)
        rows_here = _Kept(block.rows())
        streams = tee(rows_here, len(layouts)) if len(layouts) > 1 else (rows_here,)
        for at, (layout, stream) in enumerate(zip(layouts, streams, strict=True), 1):
            own = _cut(stream, layout, is_last=at == len(layouts)) if len(layouts) > 1 else stream
            yield TablePart(layout, own, _merged(sheet.merged, layout), unread)
            unread = ()
        rows_here.keep()
        header, is_first = block.next, False


def _unread(above: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows over the first header that have too much in them to be titles."""
    return tuple(row for row in above if len(_said(row)) >= _FEW and any(map(is_day, row.cells)))


def _said(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell not in ("", None) and not says_nothing(words(cell))]


def _first_header(rows: Sequence[Row], merged: Sequence[Merge], extra: Mapping[str, str]) -> Header | None:
    """Return the best header among the first rows, unless one over it has matters of its own: then that."""
    best = find_header(rows, merged, extra)
    while best:
        prior = find_header(best.above, merged, extra)
        if prior is None or not _has_matters(prior, best.above):
            return best
        best = prior
    return None


def _has_matters(header: Header, rows: Sequence[Row]) -> bool:
    layout = header.layout()
    kinds = RowKinds(layout)
    return any(
        row.number > layout.below and len(_said(row)) > 1 and any(map(is_day, row.cells)) and kinds.skip(row) is None
        for row in rows
    )


class _Block:
    """The rows under one header, to the end of the sheet or to the next header, which is then in `next`."""

    def __init__(
        self, rows: _Ahead, header: Header, merged: Sequence[Merge], extra: Mapping[str, str], *, is_first: bool
    ) -> None:
        self._rows = rows
        self._layout = header.layout()
        self._merged = merged
        self._extra = extra
        self._is_first = is_first
        self._titles: set[int] = set()
        self.next: Header | None = None

    def rows(self) -> Iterator[Placed]:
        """Yield the rows; of a table that follows another its header rows too."""
        while not self._begins_anew() and (row := next(self._rows, None)):
            if row.number > self._layout.below:
                yield row, Skip.NOTE if row.number in self._titles else None
            elif not self._is_first:
                yield row, Skip.HEADER

    def _begins_anew(self) -> bool:
        """Whether the next row begins another table; if it is a title over one, remember that."""
        row = next(iter(self._rows.ahead(1)), None)
        if row is None or row.number <= self._layout.below or row.fault or not _is_bare(row):
            return False
        self.next = self._header(self._rows.ahead(2))
        if self.next:
            return True
        if row.number not in self._titles and len(_said(row)) <= _FEW:
            self._note_titles()
        return False

    def _header(self, rows: Sequence[Row]) -> Header | None:
        """Return another header that begins with the first of some rows; the same one again is none."""
        header = find_header(rows, self._merged, self._extra)
        if header is None or header.above or not all(map(_is_bare, header.rows)):
            return None
        under = find_header(rows[1:], self._merged, self._extra)
        if under and len(header.rows) > 1 and under.fields == header.fields:  # what stands over it says nothing
            return None
        return None if any(_agree(header.layout().keys[0], own) for own in self._layout.keys) else header

    def _note_titles(self) -> None:
        """Remember the next rows as titles if a header stands right under them."""
        ahead = self._rows.ahead(_AHEAD + 2)
        for at, row in enumerate(ahead[: _AHEAD + 1]):
            if not at or not _said(row):
                continue
            if _is_bare(row) and self._header(ahead[at : at + 2]):
                self._titles |= {each.number for each in ahead[:at] if _said(each)}
                return
            if len(_said(row)) > _FEW or any(map(is_day, row.cells)):
                return


def _agree(keys: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a header is the known one again, a title or two perhaps left out."""
    here = max((at for at, key in enumerate(keys) if key), default=-1) + 1
    return here <= len(own) and all(key in ("", known) for key, known in zip(keys, own, strict=False))


_LONGEST = 24
"""Characters of the longest header that is likely to be one in the middle of a sheet."""


def _is_bare(row: Row) -> bool:
    """Whether nothing in a row speaks against a header or a title: no figures, no days, no long texts but one."""
    texts = [cell for cell in row.cells if cell not in ("", None)]
    if not texts or not all(map(_has_letters, texts)):
        return False
    return len(texts) == 1 or all(len(str(text)) <= _LONGEST and not is_day(text) for text in texts)


def _has_letters(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isalpha, cell[:_LONGEST]))


def beside(header: Header) -> tuple[Layout, ...]:
    """Return the layouts of the tables that stand beside one another under a header, mostly one."""
    left, layouts = 0, []
    while (right := _cut_at(header, left)) is not None:
        layouts.append(header.layout(left, right))
        left = right
    return (*layouts, header.layout(left))


def _cut_at(header: Header, left: int) -> int | None:
    """Return the column where a second table begins that has day and words of its own, if there is one.

    That is where the first header comes again, or a column without one ends, or else where the second day stands.
    """
    width = len(header.titles)
    possible = [at for at in range(left + 1, width) if header.titles[at] and _are_two(header, left, at)]
    if not possible:
        return None
    first = next((squeezed(title) for title in header.titles[left:] if title), "")
    again = (at for at in possible if squeezed(header.titles[at]) == first)
    behind = (at for at in possible if not header.titles[at - 1])
    return next(again, None) or next(behind, None) or possible[-1]


def _are_two(header: Header, left: int, at: int) -> bool:
    """Whether columns are two tables: each with a day of receipt, a request and a petitioner, or with headers again."""
    width = len(header.titles)
    one, two = _fields(header, left, at), _fields(header, at, width)
    both = one & two
    again = {squeezed(title) for title in header.titles[left:at] if title} & set(map(squeezed, header.titles[at:]))
    return Field.RECEIVED_ON in both and bool(both & set(_WORDS)) and (Field.NAME in both or len(again) >= _TWICE)


def _fields(header: Header, left: int, right: int) -> set[Field]:
    return {meant[0] for at, meant in header.found.items() if left <= at < right and meant}


def _cut(rows: Iterable[Placed], layout: Layout, *, is_last: bool) -> Iterator[Placed]:
    """Yield the rows with the cells of one of several tables; headers and titles with the first alone."""
    right = None if is_last else layout.left + len(layout.titles)
    for row, skip in rows:
        if not layout.left or (skip is None and row.fault is None):
            yield Row(row.number, row.cells[layout.left : right], row.fault), skip


def _merged(merged: Sequence[Merge], layout: Layout) -> tuple[Merge, ...]:
    left, right = layout.left, layout.left + len(layout.titles)
    within = (merge for merge in merged if merge.right >= left and merge.left < right)
    return tuple(
        Merge(each.top, max(each.left - left, 0), each.bottom, min(each.right, right - 1) - left) for each in within
    )
