"""Steps as rows of a table: which columns there are, which of them each step takes, and how their cells are read."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xinfang_cli import dates, dayforms
from xinfang_cli.cells import Doubt, read_flag, says_nothing, words
from xinfang_cli.columns import header_key
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg, Sentence, Text
from xinfang_cli.plaintext import narrow
from xinfang_cli.rows import Cell
from xinfang_cli.words import (
    Adoption,
    Advice,
    Basis,
    Channel,
    CloseReason,
    Did,
    Document,
    Ground,
    LadderStep,
    MatterClass,
    MeetingKind,
    Mode,
    NoteKind,
    ObjectionDecision,
    OpinionDecision,
    Path,
    RatedBody,
    Rating,
    ReviewDecision,
    ServeMethod,
    SettleKind,
    SupervisionGround,
)


class Key(Label):
    """A column of steps: the key of JSON lines, and the header of a sheet that goes to a unit."""

    CASE = "case", "本系统编号", "case id"
    DID = "did", "办理", "did"
    ON = "on", "办理日期", "done on"
    BY = "by", "经办人", "written by"
    BACKDATE_REASON = "backdate_reason", "补记原因", "why dated back"
    UNIT = "unit", "责任单位", "handling unit"
    WITH = "with", "协办单位", "with units"
    MODE = "mode", "转送或交办", "transfer or assign"
    WITHIN = "within", "限期", "time limit"
    INSTEAD = "instead", "改转", "routed anew"
    PATH = "path", "途径", "procedure"
    TO = "to", "有权机关", "competent organ"
    NUMBER = "number", "文号", "document number"
    HANDLER = "handler", "承办人", "handled by"
    GROUND = "ground", "情形", "on the ground"
    FINAL = "final", "不再受理", "no longer accepted"
    OPINION = "opinion", "所据复核意见", "final opinion"
    DAYS = "days", "延长天数", "days added"
    APPROVED_BY = "approved_by", "批准人", "approved by"
    DECISION = "decision", "意见", "decided"
    TEXT = "text", "内容", "words"
    NEXT = "next", "下一步", "next step"
    BLOCKER = "blocker", "存在困难", "in the way"
    MONTH = "month", "进展月份", "month of progress"
    WAY = "way", "路径", "way of the plan"
    HOW = "how", "办法", "how it is done"
    ADVICE = "advice", "建议种类", "kind of advice"
    AGREED = "agreed", "议定事项", "agreed in a meeting"
    ANSWERS = "answers", "答复对象", "what is answered"
    ADOPTED = "adopted", "采纳情况", "whether adopted"
    DOCUMENT = "document", "文书", "document served"
    METHOD = "method", "送达方式", "served how"
    REFUSED = "refused", "拒收", "receipt refused"
    WITNESS = "witness", "见证人", "witnessed by"
    LATE_REASON = "late_reason", "逾期理由", "why late"
    HEARING = "hearing", "听证起止", "days of hearing"
    ORGAN = "organ", "复查复核机关", "review organ"
    KIND = "kind", "种类", "sort"
    RESOLVED = "resolved", "已化解", "is resolved"
    BASIS = "basis", "化解依据", "resolved by"
    EVIDENCE = "evidence", "化解证据", "evidence of it"
    REASON = "reason", "理由", "why"
    STATEMENT_ON = "statement_on", "撤回声明日期", "statement of"
    REVOKED_ON = "revoked_on", "收回撤回日期", "taken back on"
    RETURNED = "returned", "退回重办", "sent back"
    STEP = "step", "督办方式", "step of the ladder"
    REPLY_DUE = "reply_due", "要求回复日期", "answer due"
    OF = "of", "评价对象", "who is rated"
    VALUE = "value", "满意度", "rated as"
    TITLE = "title", "标题", "subject"
    REQUEST = "request", "诉求", "petitioner's request"
    CLASS = "class", "诉求类别", "class of request"
    CATEGORY = "category", "内容分类", "category of content"
    PLACE = "place", "问题属地", "place of the matter"
    CHANNEL = "channel", "信访形式", "came in by"
    PEOPLE = "people", "信访人数", "number of persons"
    LEAD = "lead", "包案领导", "leader in charge"
    OWNER = "owner", "责任人", "clerk in charge"
    GROUP = "group", "工作组", "working group"
    FIRST_TIME = "first_time", "初次信访", "first petition"
    URGENT = "urgent", "重大紧急", "is urgent"
    SIMPLE = "simple", "简易办理", "simple procedure"


ALSO = {"id": Key.CASE, "案件编号": Key.CASE, "编号": Key.CASE, "日期": Key.ON, "步骤": Key.DID}
"""Headers that people write besides."""

FACTS = (
    Key.TITLE, Key.REQUEST, Key.CLASS, Key.CATEGORY, Key.PLACE, Key.CHANNEL, Key.PEOPLE, Key.LEAD, Key.OWNER,
    Key.GROUP, Key.FIRST_TIME, Key.URGENT, Key.SIMPLE,
)  # fmt: skip
"""What `set` corrects."""

TAKES: Mapping[Did, tuple[Key, ...]] = {
    Did.ROUTE: (
        Key.UNIT, Key.MODE, Key.WITHIN, Key.WITH, Key.INSTEAD, Key.REASON, Key.PATH, Key.TO, Key.NUMBER,
    ),
    Did.OBJECT: (Key.REASON, Key.DECISION),
    Did.ACCEPT: (Key.HANDLER, Key.PATH, Key.NUMBER),
    Did.DECLINE: (Key.GROUND, Key.TO, Key.FINAL, Key.OPINION, Key.NUMBER),
    Did.EXTEND: (Key.DAYS, Key.APPROVED_BY, Key.REASON, Key.NUMBER),
    Did.REPLY: (Key.DECISION, Key.NUMBER, Key.TEXT, Key.APPROVED_BY),
    Did.SETTLE: (Key.KIND, Key.NUMBER, Key.TEXT),
    Did.SERVE: (Key.DOCUMENT, Key.METHOD, Key.REFUSED, Key.WITNESS, Key.NUMBER),
    Did.REVIEW: (Key.DECISION, Key.NUMBER, Key.WITHIN, Key.ORGAN, Key.LATE_REASON),
    Did.FINAL: (Key.DECISION, Key.NUMBER, Key.WITHIN, Key.HEARING, Key.ORGAN, Key.LATE_REASON),
    Did.CLOSE: (Key.REASON, Key.RESOLVED, Key.BASIS, Key.EVIDENCE, Key.TEXT, Key.APPROVED_BY),
    Did.REOPEN: (Key.REASON, Key.NUMBER),
    Did.FEEDBACK: (
        Key.NUMBER, Key.RETURNED, Key.REASON, Key.WITHIN, Key.ANSWERS, Key.TEXT, Key.ADOPTED,
    ),
    Did.RATE: (Key.OF, Key.VALUE, Key.TEXT),
    Did.WITHDRAW: (Key.STATEMENT_ON, Key.REVOKED_ON),
    Did.ESCALATE: (Key.STEP, Key.GROUND, Key.REASON, Key.NUMBER, Key.REPLY_DUE),
    Did.SET: (*FACTS, Key.REASON),
    Did.NOTE: (
        Key.TEXT, Key.KIND, Key.NEXT, Key.BLOCKER, Key.MONTH, Key.WAY, Key.HOW, Key.ADVICE, Key.UNIT, Key.NUMBER,
        Key.REPLY_DUE,
    ),
    Did.MEETING: (Key.TEXT, Key.KIND, Key.AGREED, Key.UNIT, Key.REPLY_DUE),
}  # fmt: skip
"""What each step takes besides case, day and hand: what its command takes. Steps over two matters are commands only."""

_ALWAYS = (Key.CASE, Key.DID, Key.ON, Key.BY, Key.BACKDATE_REASON)
_FLAGS = frozenset(
    (Key.INSTEAD, Key.FINAL, Key.REFUSED, Key.RESOLVED, Key.RETURNED, Key.FIRST_TIME, Key.URGENT, Key.SIMPLE)
)
_DAYS = frozenset((Key.STATEMENT_ON, Key.REVOKED_ON, Key.REPLY_DUE))
_COUNTS = frozenset((Key.DAYS, Key.PEOPLE))
_CHOICES: Mapping[tuple[Did | None, Key], type[Label]] = {
    (None, Key.MODE): Mode,
    (None, Key.PATH): Path,
    (None, Key.DOCUMENT): Document,
    (None, Key.METHOD): ServeMethod,
    (None, Key.BASIS): Basis,
    (None, Key.STEP): LadderStep,
    (None, Key.OF): RatedBody,
    (None, Key.VALUE): Rating,
    (None, Key.CLASS): MatterClass,
    (None, Key.CHANNEL): Channel,
    (Did.DECLINE, Key.GROUND): Ground,
    (Did.ESCALATE, Key.GROUND): SupervisionGround,
    (Did.OBJECT, Key.DECISION): ObjectionDecision,
    (Did.REPLY, Key.DECISION): OpinionDecision,
    (Did.REVIEW, Key.DECISION): ReviewDecision,
    (Did.FINAL, Key.DECISION): ReviewDecision,
    (Did.CLOSE, Key.REASON): CloseReason,
    (Did.SETTLE, Key.KIND): SettleKind,
    (Did.NOTE, Key.KIND): NoteKind,
    (Did.MEETING, Key.KIND): MeetingKind,
    (None, Key.ADVICE): Advice,
    (None, Key.ADOPTED): Adoption,
}
_MOST = 3650


class RowFaultError(Exception):
    """A row cannot be a step: the column and why."""

    def __init__(self, key: Key, text: Text) -> None:
        super().__init__(text.msg.value)
        self.key = key
        self.text = text


@dataclass(frozen=True, slots=True)
class Wish:
    """A row read: which step it wants, on which day, with which data; `said` is what makes it the same row again."""

    did: Did
    on: dt.date
    by: str | None
    data: Mapping[str, Any]
    said: tuple[str, ...]

    def n(self, case_id: str) -> str:
        """Return the id of its entry, derived from the row and the matter: the row is known when it comes again."""
        text = "\x1f".join((case_id, *self.said))
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def columns_of(cells: Sequence[Cell]) -> dict[Key, int]:
    """Return where the columns of a header row are, if it is one: it names case and step."""
    found: dict[Key, int] = {}
    names = {header_key(name): key for key in reversed(Key) for name in (key.en, key.zh, key.value)}
    names |= {name: key for name, key in ALSO.items() if name not in names}
    for at, cell in enumerate(cells):
        key = names.get(header_key(cell)) if isinstance(cell, str) else None
        if key is not None:
            found.setdefault(key, at)
    return found if {Key.CASE, Key.DID} <= found.keys() else {}


def given(columns: Mapping[Key, int], cells: Sequence[Cell]) -> dict[Key, Cell]:
    """Return the cells of a row that say something, by their columns."""
    found = {key: cells[at] for key, at in columns.items() if at < len(cells)}
    return {key: cell for key, cell in found.items() if not says_nothing(words(cell))}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows as the commands read their options: forms of day, names of units, words in either language.

    Attributes:
        today: for short forms of day, and where a row gives none.
        unit: the full name of a unit; raises RefusedError where there is none.
        place: a place as config names it.
        category: a category as config names it.
        steps: further names of steps, by which commands are called.
        year: of days written without one, where it was given.
    """

    today: dt.date
    unit: Callable[[str], str]
    place: Callable[[str], str]
    category: Callable[[str], str]
    steps: Mapping[str, Did]
    year: int | None = None

    def wish(self, cells: Mapping[Key, Cell], ignored: Iterable[Key] = ()) -> Wish:
        """Return the step that a row wants.

        Raises:
            RowFaultError: it is none; the column at fault and why.
        """
        did = self._did(cells)
        on, on_said = self._on(cells)
        takes = TAKES[did]
        stray = next((key for key in cells if key not in (*_ALWAYS, *takes, *ignored)), None)
        if stray is not None:
            raise RowFaultError(stray, Msg.STEP_STRAY(key=stray, did=did))
        wanted = [key for key in (*takes, Key.BACKDATE_REASON) if key in cells]
        data = {key.value: self._value(did, key, cells[key]) for key in wanted}
        if did is Did.ROUTE and Key.UNIT in cells:
            data.setdefault("mode", Mode.TRANSFER)
        said = (did.value, on_said, *(f"{key}={_plain(value)}" for key, value in sorted(data.items())))
        by = narrow(words(cells[Key.BY])) if Key.BY in cells else None
        return Wish(
            did, on, by, {_NAMES.get(key, key): value for key, value in data.items() if value is not None}, said
        )

    def _did(self, cells: Mapping[Key, Cell]) -> Did:
        if Key.DID not in cells:
            raise RowFaultError(Key.DID, Msg.STEP_NONE())
        text = narrow(words(cells[Key.DID]))
        did = Did.read(text) or self.steps.get(text)
        if did is None or did not in TAKES:
            raise RowFaultError(Key.DID, Msg.STEP_UNKNOWN(value=text, words=list(TAKES)))
        return did

    def _on(self, cells: Mapping[Key, Cell]) -> tuple[dt.date, str]:
        """Return the day, and what makes it the same again: 昨天 as it was written, a day as a day."""
        if Key.ON not in cells:
            return self.today, ""
        day = self._day(Key.ON, cells[Key.ON])
        text = words(cells[Key.ON])
        return day, day.isoformat() if text[:1].isdigit() else text

    def _day(self, key: Key, cell: Cell) -> dt.date:
        read = dates.read_day(cell, year=self.year)
        if isinstance(cell, str) and isinstance(read, Doubt) and read.text.msg in self._short:
            read = dayforms.read_day(cell, self.today) or read
        if isinstance(read, dt.date):
            return read
        raise RowFaultError(key, read.text if isinstance(read, Doubt) else Msg.ROW_NO_DAY())

    @property
    def _short(self) -> tuple[Sentence, ...]:
        """What is said of short forms, `昨天` and `11-06`: with a year given, the latter is a day of that year."""
        return (Msg.DATE_UNREADABLE, Msg.DATE_NO_YEAR) if self.year is None else (Msg.DATE_UNREADABLE,)

    def _value(self, did: Did, key: Key, cell: Cell) -> Any:
        kind = _CHOICES.get((did, key)) or _CHOICES.get((None, key))
        if kind is not None:
            return _chosen(kind, key, cell)
        if key in _DAYS:
            return self._day(key, cell)
        if key in _FLAGS:
            return _flag(did, key, cell)
        if key in _COUNTS:
            return _count(key, cell)
        return self._named(key, words(cell))

    def _named(self, key: Key, text: str) -> Any:
        try:
            if key is Key.WITH:
                return tuple(
                    self.unit(narrow(part)) for part in text.replace("，", "、").replace(",", "、").split("、")
                )
            named = {Key.UNIT: self.unit, Key.PLACE: self.place, Key.CATEGORY: self.category}.get(key)
            return named(narrow(text)) if named else text
        except RefusedError as error:
            raise RowFaultError(key, error.text) from None


_NAMES = {"with": "with_", "class": "class_"}


def _chosen(kind: type[Label], key: Key, cell: Cell) -> Label | str:
    text = narrow(words(cell))
    found = kind.read(text)
    if found is None:
        raise RowFaultError(key, Msg.NOT_IN_LIST(option=key.value, value=text, words=list(kind)))
    return found.value if key in (Key.KIND, Key.VALUE) else found


def _flag(did: Did, key: Key, cell: Cell) -> bool | None:
    """Return yes or nothing; a correction can also say no."""
    flag = read_flag(cell)
    if isinstance(flag, Doubt):
        raise RowFaultError(key, flag.text)
    return flag if did is Did.SET else flag or None


def _count(key: Key, cell: Cell) -> int:
    text = narrow(words(cell))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST:
        raise RowFaultError(key, Msg.STEP_COUNT(value=text, most=_MOST))
    return int(text)


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    return value.value if isinstance(value, Label) else str(value)
