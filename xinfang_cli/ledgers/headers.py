"""Where a sheet's table begins, what its columns mean, and which of its rows are no matters.

Title rows stand above the header, which may take two rows; below come blank rows, totals, the header again on
each page, and notes under the table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from xinfang_cli.labels import Label
from xinfang_cli.ledgers.cells import says_nothing, words
from xinfang_cli.ledgers.columns import WHOLE, Field, header_key, meaning
from xinfang_cli.ledgers.dates import is_day
from xinfang_cli.plaintext import narrow, squeezed, unspaced
from xinfang_cli.sheets.rows import Cell, Merge, Row, Sheet

LOOKED_THROUGH = 50
"""Rows from the top in which a header is looked for."""


class Skip(Label):
    """Why a row is no matter."""

    BLANK = "blank", "空行", "blank"
    TOTAL = "total", "合计行", "total"
    HEADER = "header", "重复的表头", "header again"
    NOTE = "note", "表注", "note"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a sheet.

    Attributes:
        top: number of the first header row.
        below: number of the last header row; the table begins under it.
        titles: each column's header as people see it.
        columns: positions of the columns of each meaning, in the order they are consulted.
        dropped: headers of columns that are never read.
        unread: positions of columns whose headers mean nothing here.
        keys: the header rows, folded, to know them again on the next page; of a header of two rows, also what both
            say together.
        above: the texts above the header, which pages repeat too.
        left: the first of its columns in the sheet; not 0 where another table stands to the left of it.
        joined: cells that say something together only (年, 月 and 日), which are read as one behind all others.
    """

    top: int
    below: int
    titles: tuple[str, ...]
    columns: Mapping[Field, tuple[int, ...]]
    dropped: tuple[str, ...]
    unread: tuple[int, ...]
    keys: tuple[tuple[str, ...], ...]
    above: frozenset[str]
    left: int = 0
    joined: tuple[tuple[int, ...], ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are up to the last that has a header."""
        return max((at for at, title in enumerate(self.titles) if title), default=-1) + 1

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headers that mean nothing here."""
        return tuple(self.titles[at] for at in self.unread)

    def title(self, field: Field) -> str:
        """Return the header of the column that a field is first read from."""
        positions = self.columns.get(field)
        return self.name(positions[0]) if positions else field.zh

    def name(self, at: int) -> str:
        """Return the header of a column, or of those that are read as one."""
        if at < len(self.titles):
            return self.titles[at]
        return JOINS.join(self.titles[part] for part in self.joined[at - len(self.titles)])

    def twice(self) -> Mapping[Field, tuple[int, ...]]:
        """Return the columns of fields that are read from one column, whose header stands there more than once."""
        keys = [header_key(title) for title in self.titles]
        found = {
            field: tuple(at for at in sorted(places) if at < len(keys) and keys.count(keys[at]) > 1)
            for field, places in self.columns.items()
            if field not in READ_FROM_ALL
        }
        return {field: places for field, places in found.items() if len(places) > 1}

    def second(self) -> Mapping[int, int]:
        """Return the columns that are read only where another of the same meaning, which is named, says nothing."""
        own, twice = len(self.titles), self.twice()
        return {
            at: places[0]
            for field, places in self.columns.items()
            if field not in READ_FROM_ALL and field not in twice
            for at in places[1:]
            if at < own and places[0] < own and at not in self.levels
        }

    @property
    def levels(self) -> tuple[int, ...]:
        """Columns that give one level of the category each (一级分类, 二级分类)."""
        levels = tuple(at for at in sorted(self.columns.get(Field.CATEGORY, ())) if "级" in self.name(at))
        return levels if len(levels) > 1 else ()


JOINS = "+"
"""Between the headers of columns that are read as one: `--map 年+月+日=received_on`."""

READ_FROM_ALL = frozenset(
    (Field.REQUEST, Field.PHONE, Field.NOTE, Field.CLOSING, Field.RESOLVING, Field.IGNORED,
     Field.DROPPED)
)  # fmt: skip
"""Fields that take the words of all their columns, or of none."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: the rows over it, its own, what each column is called, and what it means."""

    above: Sequence[Row]
    rows: Sequence[Row]
    titles: Sequence[str]
    found: "_Found"
    joined: tuple[tuple[int, ...], ...] = ()

    @property
    def fields(self) -> frozenset[Field]:
        """The fields it names."""
        return frozenset(meant[0] for meant in self.found.values() if meant)

    def layout(self, left: int = 0, right: int | None = None) -> Layout:
        """Return the layout of its columns, or of those from `left` to before `right`."""
        width = len(self.titles)
        right = width if right is None else right
        titles = self.titles[left:right]
        found = {at - left: meant for at, meant in self.found.items() if left <= at < right or at >= width == right}
        joined = tuple(tuple(part - left for part in parts) for parts in self.joined) if right == width else ()
        ranked: dict[Field, list[tuple[int, int]]] = {}
        for at, meant in found.items():
            if meant:
                ranked.setdefault(meant[0], []).append((meant[1], at))
        columns = {field: tuple(at for _, at in sorted(places)) for field, places in ranked.items()}
        dropped = tuple(titles[at] for at in sorted(columns.pop(Field.DROPPED, ())))
        keys = (*(_keys(row.cells[left:right]) for row in self.rows), _keys(titles))
        return Layout(
            top=self.rows[0].number,
            below=self.rows[-1].number,
            titles=tuple(titles),
            columns=columns,
            dropped=dropped,
            unread=tuple(at for at, meant in found.items() if meant is None),
            keys=keys[: len(self.rows) * 2 - 1],
            above=frozenset(key for row in self.above for key in _keys(row.cells) if key),
            left=left,
            joined=joined,
        )


def find_layout(rows: Sequence[Row], merged: Sequence[Merge], extra: Mapping[str, str]) -> Layout | None:
    """Return the layout of the best header among the first rows of a sheet, or None if there is no header."""
    header = find_header(rows, merged, extra)
    return header.layout() if header else None


def find_header(rows: Sequence[Row], merged: Sequence[Merge], extra: Mapping[str, str]) -> Header | None:
    """Return the best header among some rows, or None if there is no header."""
    best, best_score = None, (1, False)
    for at, row in enumerate(rows):
        under = rows[at + 1] if at + 1 < len(rows) else None
        for titles, count in _readings(row, under, merged):
            joined = _joined(titles, extra)
            found = _columns(titles, extra, joined)
            score = (_score(found), count > 1 and any(merge.top == row.number for merge in merged))
            if score > best_score:
                best_score = score
                shown = [title.shown for title in titles]
                best = Header(rows[:at], rows[at : at + count], shown, found, tuple(joined))
    return best


@dataclass(frozen=True, slots=True)
class _Title:
    """A column's header: what to try, best first, and what people see."""

    tried: tuple[str, ...]
    shown: str


def _readings(row: Row, under: Row | None, merged: Sequence[Merge]) -> Iterator[tuple[list[_Title], int]]:
    """Yield a row as a header of one row and, where the row under it may belong to it, of two."""
    tops = [words(cell) for cell in row.cells]
    yield [_Title((top,), unspaced(top)) for top in tops], 1
    is_group = sum(map(bool, tops)) > 1 and not any(map(is_day, row.cells))  # a title row is one cell
    if under is not None and is_group and _is_wordy(under):
        yield _two_rows(row, tops, [words(cell) for cell in under.cells], merged), 2


_MOST_OF_A_HEADER = 20
_LOOKS_LIKE_DATA = re.compile(r"\d{3}|^\d+$")


def _is_wordy(row: Row) -> bool:
    """Whether all a row's cells could be headers: short texts without figures."""
    texts = [cell for cell in row.cells if cell not in ("", None)]
    return bool(texts) and all(
        isinstance(text, str) and len(text) <= _MOST_OF_A_HEADER and not _LOOKS_LIKE_DATA.search(text) for text in texts
    )


def _two_rows(row: Row, tops: list[str], unders: list[str], merged: Sequence[Merge]) -> list[_Title]:
    spans = {merge.left: merge.right for merge in merged if merge.top == row.number and merge.right > merge.left}
    titles = []
    group, last = "", -1
    width = max(len(tops), len(unders))
    for at in range(width):
        top = tops[at] if at < len(tops) else ""
        under = unders[at] if at < len(unders) else ""
        if top:
            group, last = top, spans.get(at, at if merged else width)
        own = group if at <= last or top else ""
        alone = not (at + 1 < len(unders) and unders[at + 1] and not "".join(tops[at + 1 : at + 2]))
        tried = (own + under, under, top if alone else "") if under else (top,)
        titles.append(_Title(tuple(text for text in tried if text), unspaced(under or top)))
    return titles


_Found = dict[int, tuple[Field, int] | None]


def _columns(titles: Sequence[_Title], extra: Mapping[str, str], joined: "Mapping[tuple[int, ...], Field]") -> _Found:
    """Return what columns mean; those that are read as one stand behind all others, and their parts mean nothing."""
    shown = [title.shown for title in titles]
    parts = {part for places in joined for part in places}
    parts |= {at for at, title in enumerate(shown) if title in _OF_WHOLES and title.partition(".")[0] in shown}
    wholes = {title.rpartition(".")[0] for title in shown if "." in title}  # their parts say all
    parts |= {at for at, title in enumerate(titles) if title.shown in wholes and not _meaning(title, extra)}
    own: _Found = {
        at: (Field.IGNORED, 0) if at in parts else _meaning(title, extra)
        for at, title in enumerate(titles)
        if title.tried and title.shown
    }
    return own | {at: (field, -1) for at, field in enumerate(joined.values(), len(titles))}


_OF_WHOLES = frozenset(f"{field.value}.{key}" for field, keys in WHOLE.items() for key in keys)
"""Columns of what another column has whole."""


def _meaning(title: _Title, extra: Mapping[str, str]) -> tuple[Field, int] | None:
    return next((found for text in title.tried if (found := meaning(text, extra))), None)


def _joined(titles: Sequence[_Title], extra: Mapping[str, str]) -> dict[tuple[int, ...], Field]:
    """Return the places of columns that are to be read as one, where all of them are there, with their field."""
    found: dict[tuple[int, ...], Field] = {}
    for header, word in extra.items():
        if JOINS in header and (field := Field.read(word)):
            keys = [header_key(title.shown) for title in titles]
            parts = [header_key(part) for part in header.split(JOINS)]
            if header_key(header) not in keys and all(part in keys for part in parts):
                found[tuple(keys.index(part) for part in parts)] = field
    return found


_SAYS_WHEN = {Field.RECEIVED_ON, Field.REGISTERED_ON, Field.HANDED_ON, Field.ACCEPTED_ON}
_SAYS_WHAT = {Field.REQUEST, Field.TITLE}


def _score(found: _Found) -> int:
    """Return how many fields a row names; none unless it names a day or a request, as every ledger does."""
    fields = {meant[0] for meant in found.values() if meant}
    if not fields & (_SAYS_WHEN | _SAYS_WHAT):
        return 0
    recognised = sum(1 for meant in found.values() if meant)
    both = fields & _SAYS_WHEN and fields & _SAYS_WHAT
    return len(fields) if both or 3 * recognised >= len(found) else 0


def _keys(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(header_key(cell) if isinstance(cell, str) else "" for cell in cells)


_TOTAL = re.compile(
    r".{0,20}(?:小计|合计|总计|共计|总数|总和|累计|汇总|平均)数?(?:[:(\d].*)?|[总共]?计(?:[:(\d].*)?"
    r"|共\d+[件条批人次].*",
    re.DOTALL,
)
_NOTE = re.compile(
    r"[(\[【*※#]*(?:注\d?|备注|说明|附注?|填表|填报|制表|编制|审核|审批|复核|核对|统计|打印|导出|报表|报送|经办|(?:单位)?负责人|分管领导|主管|领导签"
    r"|签字|签章|盖章|联系人|联系电话|截[至止]|数据|资料|来源|以上|以下|本表|本页|第\d+页|共\d+页|[-—]+\d+[-—]+|\d{4}年\d{1,2}月\d{1,2}日$"
    r"|(?:填表|报送|制表|统计)?(?:日期|时间)[:])",
)
_SURE_NOTE = re.compile(
    r"[(\[【*※#]*(?:注\d?|备注|说明|附注?|(?:填表|填报|制表|审核|复核|报送|统计|经办)(?:人|单位|日期|时间)|(?:单位|部门)?负责人|分管领导|盖章)\d?[)\]】]?[:.、]"
)
"""A row of nothing but what begins so is a note, in whatever columns and whatever it speaks of."""
_FIRST_FEW = 3
_LONG = 8


class RowKinds:
    """Tells the rows of one sheet that are no matters from those that are."""

    def __init__(self, layout: Layout, merged: Sequence[Merge] = ()) -> None:
        """Note which rows are one wide merged cell."""
        self._layout = layout
        self._day = _first(layout, Field.RECEIVED_ON, Field.REGISTERED_ON, Field.HANDED_ON, Field.ACCEPTED_ON)
        self._what = _first(layout, Field.REQUEST, Field.TITLE)
        self._ignored = frozenset(layout.columns.get(Field.IGNORED, ()))
        self._wide = frozenset(merge.top for merge in merged if merge.right - merge.left >= _FIRST_FEW)

    def skip(self, row: Row) -> Skip | None:
        """Return why a row is no matter, or None if it is one."""
        cells = row.cells
        if _is_plain(cells, self._day, self._what):
            return None
        texts = ((at, words(cell)) for at, cell in enumerate(cells) if cell not in ("", None))
        said = {at: text for at, text in texts if not says_nothing(text)}
        if not said:
            return Skip.BLANK
        folded = [squeezed(text) for text in said.values()]
        if self._is_header(cells, folded):
            return Skip.HEADER
        if all(_SURE_NOTE.match(text) for text in folded):
            return Skip.NOTE
        what = squeezed(said.get(self._what, ""))
        return self._bare(row, said, folded) if what.isdecimal() or not what or _TOTAL.fullmatch(what) else None

    def _bare(self, row: Row, said: Mapping[int, str], folded: Sequence[str]) -> Skip | None:
        """Judge a row that has no request."""
        if any(_TOTAL.fullmatch(text) for text in folded[:_FIRST_FEW]):
            return Skip.TOTAL
        if self._day in said and not _NOTE.match(narrow(said[self._day])):
            return None
        if all(_NOTE.match(text) for text in folded) or self._is_lone(row, said):
            return Skip.NOTE
        return Skip.BLANK if self._ignored.issuperset(said) else None

    def _is_lone(self, row: Row, said: Mapping[int, str]) -> bool:
        """Whether a row is one sentence across the table."""
        if len(said) != 1:
            return False
        text = next(iter(said.values()))
        return not narrow(text).isascii() and (row.number in self._wide or len(text) >= _LONG)

    def _is_header(self, cells: Sequence[Cell], folded: Sequence[str]) -> bool:
        keys = _keys(cells)
        here = sum(1 for key in keys if key)
        if len(folded) == 1 and keys.count("") < len(keys) and next(key for key in keys if key) in self._layout.above:
            return True
        return any(
            here > 1 and 5 * sum(1 for key, known in zip(keys, row, strict=False) if key and key == known) >= 4 * here
            for row in self._layout.keys
        )


def _first(layout: Layout, *fields: Field) -> int:
    return next((layout.columns[field][0] for field in fields if field in layout.columns), -1)


def _is_plain(cells: Sequence[Cell], day: int, what: int) -> bool:
    """Whether a row has a day and a request, so that nothing else can make it anything but a matter."""
    if not (0 <= day < len(cells) and 0 <= what < len(cells)):
        return False
    when, text = cells[day], cells[what]
    if not when or not isinstance(text, str) or len(text) < _LONG:
        return False
    return not isinstance(when, str) or when[:1].isdigit()


FILLED_DOWN = (
    Field.RECEIVED_ON, Field.REGISTERED_ON, Field.HANDED_ON, Field.CHANNEL, Field.CLASS, Field.CATEGORY, Field.PLACE,
    Field.SOURCE, Field.SOURCE_OFFICE, Field.SOURCE_DUE, Field.UNIT, Field.WITH, Field.LEAD, Field.OWNER, Field.GROUP,
)  # fmt: skip
"""What may stand once for several matters in cells that are really merged. Numbers, persons and requests may not."""


def filled_down(row: Row, held: dict[int, tuple[int, Cell]], merges: Mapping[int, Sequence[Merge]]) -> Sequence[Cell]:
    """Return a row's cells with the values of merged cells that reach down to it.

    `held` (column to last row and value) is carried from row to row; `merges` are by their first row.
    """
    for merge in merges.get(row.number, ()):
        if merge.left < len(row.cells):
            held[merge.left] = (merge.bottom, row.cells[merge.left])
    if not held:
        return row.cells
    cells = [*row.cells, *[""] * (max(held) + 1 - len(row.cells))]
    for at, (bottom, value) in list(held.items()):
        if row.number > bottom:
            del held[at]
        elif cells[at] in ("", None):
            cells[at] = value
    return cells


def with_joined(cells: Sequence[Cell], layout: Layout) -> Sequence[Cell]:
    """Return a row's cells with, behind all others, those that say something together: figures with - between them."""
    own = [*cells[: len(layout.titles)], *[""] * (len(layout.titles) - len(cells))]
    return [*own, *(_together([words(own[part]) for part in parts]) for parts in layout.joined)]


def _together(texts: Sequence[str]) -> str:
    figures = [text.rstrip("年月日号") for text in texts]
    if all(map(str.isdecimal, figures)):
        return "-".join(figures)
    return "".join(texts)


def downward(layout: Layout, merged: Iterable[Merge]) -> Mapping[int, list[Merge]]:
    """Return, by first row, the merged cells whose value holds for each of their rows."""
    columns = {at for field in FILLED_DOWN for at in layout.columns.get(field, ())}
    found: dict[int, list[Merge]] = {}
    for merge in merged:
        if merge.bottom > merge.top > layout.below and merge.left in columns:
            found.setdefault(merge.top, []).append(merge)
    return found


def head(sheet: Sheet) -> tuple[list[Row], Iterator[Row]]:
    """Return a sheet's first rows, and the rest."""
    rows = iter(sheet.rows)
    return list(islice(rows, LOOKED_THROUGH)), rows
