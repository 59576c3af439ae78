"""What registers (台账、清单) have in common: tables of rows that are told in columns, and who a duty belongs to.

A register is a place to look (`FROM …`, with its order) and a tuple of `RegisterColumn`s: each a column, what is asked
of SQL for it, and how that reads. Rows are read anew each time they are gone through: long registers need no memory.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any

from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import Owner, clock_name
from xinfang_cli.law.words import Adoption, Advice, Did, Status
from xinfang_cli.measures.counting import Run, bounds
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Mark, Row, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry


class Nobody(Label):
    """Who owes what no unit or organ is named for."""

    UNIT = "no_unit", "（未定单位）", "(no unit yet)"
    ORGAN = "no_organ", "（未定复查复核机关）", "(no review organ named)"


class RegisterHead(Label):
    """The columns of registers; the word is the column's name."""

    ID = "id", "编号", "id"
    TITLE = "title", "标题", "title"
    SINCE_THEN = "since_then", "其后", "since then"
    UNIT = "unit", "责任单位", "unit"
    STATUS = "status", "状态", "state"
    DUE = "due", "期限", "due"
    DAYS_LATE = "days_late", "超期", "late"
    REMARK = "remark", "备注", "remark"
    GROUP = "group", "工作组", "working group"
    LEAD = "lead", "责任领导", "responsible leader"
    OWNER = "owner", "责任人", "responsible person"
    MEASURE = "measure", "措施", "measure"
    WAY = "way", "路径", "way"
    HOW = "how", "办法", "how"
    STRUCK_ON = "struck_on", "销案日期", "struck off on"
    BASIS = "basis", "销案依据", "basis"
    MONTH = "month", "月份", "month"
    PROGRESS = "progress", "进展", "progress"
    BLOCKER = "blocker", "困难", "blocker"
    NEXT = "next", "下一步", "next step"
    REPORTED_ON = "reported_on", "上报日期", "reported on"
    LAST_REPORT = "last_report", "最近一次上报", "last report"
    CLOSED_ON = "closed_on", "办结日期", "closed on"
    CLOSE_REASON = "close_reason", "办结方式", "how it was closed"
    RESOLVED_ON = "resolved_on", "化解日期", "resolved on"
    RESOLVED_BASIS = "resolved_basis", "化解依据", "basis of resolution"
    EVIDENCE = "evidence", "证据", "evidence"
    APPROVED_BY = "approved_by", "批准人", "approved by"
    CATEGORY = "category", "内容分类", "category"
    PLACE = "place", "问题属地", "place"
    SINCE = "since", "收到日期", "since"
    DAYS_OPEN = "days_open", "已历", "open for"
    TASK = "task", "任务", "task"
    WHO = "who", "由谁完成", "whose"
    NUMBER = "number", "文号", "number"
    ASKED_ON = "asked_on", "发出日期", "sent on"
    STEP = "step", "方式", "step"
    GROUND = "ground", "情形", "ground"
    FACTS = "facts", "事由", "facts"
    DUTY = "duty", "所涉职责", "duty"
    DAYS_LATE_THEN = "days_late_then", "发出时超期", "late when sent"
    REPLY_DUE = "reply_due", "要求回复", "answer due"
    REPLY = "reply", "回复文号", "answer"
    REPLIED_ON = "replied_on", "回复日期", "answered on"
    RESULT = "result", "结果", "result"
    DAYS_WAITING = "days_waiting", "已等候", "waiting"
    REPLY_LATE = "reply_late", "回复超期", "answer late"
    ADVICE = "advice", "建议种类", "kind of advice"
    TEXT = "text", "内容", "text"
    TO_WHOM = "to_whom", "向谁提出", "to whom"
    ADOPTED = "adopted", "采纳情况", "adopted"
    LEVEL = "level", "程序", "stage"
    ORGAN = "organ", "复查复核机关", "review organ"
    ASKED_FOR = "asked_for", "申请日期", "asked on"
    DECIDED_ON = "decided_on", "决定日期", "decided on"
    DECISION = "decision", "决定", "decision"
    DAYS_TAKEN = "days_taken", "用时", "took"
    HEARING = "hearing", "听证日期", "hearing"
    UNITS = "units", "成员单位", "member units"
    OPEN = "open", "在办", "open"
    OVERDUE = "overdue", "超期", "overdue"
    CLOSED = "closed", "本期办结", "closed"
    RESOLVED = "resolved", "本期化解", "resolved"
    NO_PROGRESS = "no_progress", "缺月报", "without progress"
    NEXT_DUE = "next_due", "最近到期", "next due"
    LAST_MEETING = "last_meeting", "最近会商", "last meeting"
    MET_ON = "met_on", "会议日期", "held on"
    MEETING_KIND = "meeting_kind", "会议种类", "kind"
    MATTERS = "matters", "涉及", "about"
    AGREED = "agreed", "议定事项", "decision"


@dataclass(frozen=True)
class Asked:
    """An inquiry with the values that its statements take, and the names of those who owe."""

    inquiry: Inquiry
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def params(self) -> dict[str, object]:
        """The values of the scope and the window, and those of the report."""
        asked = self.inquiry
        return {**asked.scope.params, **bounds(asked.window, asked.today), "past": int(self.is_past), **self.more}

    @property
    def is_past(self) -> bool:
        """Whether the day of the snapshot lies before today, so that something may have followed."""
        return self.inquiry.as_of < self.inquiry.today

    def rows(self, sql: str, more: Mapping[str, object] | None = None) -> Iterable[tuple[Any, ...]]:
        """Run a statement within the scope of the inquiry."""
        return self.inquiry.run(self.inquiry.scope.applied(sql), {**self.params, **(more or {})})

    def count(self, source: str, what: str = "COUNT(*)") -> int:
        """Return how many rows a source has."""
        return int(next(iter(self.rows(f"SELECT {what} FROM {source}")))[0])  # noqa: S608  # our own statements

    def who(self, owner: str, owing: str | None) -> str:
        """Return the row that a duty belongs to."""
        if owing:
            return owing
        return {Owner.UNIT: Nobody.UNIT, Owner.ORGAN: Nobody.ORGAN}.get(Owner.of(owner), self.inquiry.office)

    def chased(self, unit: str | None, clock: str | None) -> str:
        """Return whom an escalation is about: the office and review organs have duties too."""
        owner = self.inquiry.law.owner(clock) if clock else Owner.UNIT
        if owner is Owner.OFFICE:
            return self.inquiry.office
        return self.who(owner, self.inquiry.law.review_by.get(unit or "") if owner is Owner.ORGAN else unit)

    def late(self, due: str | None) -> int | None:
        """Return how many days a day is past on the day of the snapshot; 0 if it is not."""
        return None if due is None else max(0, (self.inquiry.as_of - dt.date.fromisoformat(due)).days)


AHEAD = dt.timedelta(days=30)
"""How far a page looks ahead for what falls due, from the day of its snapshot."""


def ahead(inquiry: Inquiry) -> str:
    """Return the last day that a page looks ahead to."""
    return str(inquiry.as_of + min(AHEAD, dt.date.max - inquiry.as_of))


_REMEMBERED = 1024
MOVES = (
    Did.ROUTE, Did.OBJECT, Did.ACCEPT, Did.DECLINE, Did.REPLY, Did.REVIEW, Did.FINAL, Did.CLOSE, Did.REOPEN, Did.MERGE,
    Did.WITHDRAW, Did.OBSERVED, Did.ESCALATE,
)  # fmt: skip
"""The entries that may bring a matter into another state; raising a level is one of the ladder's."""
Read = Callable[..., Cell]
"""Makes a cell of what SQL found: `read(asked, *values)`."""


def day(_: Asked, value: str | None) -> Cell:
    """Return a day."""
    return dt.date.fromisoformat(value) if value else None


def word_of(words: type[Label]) -> Read:
    """Return what reads a word of a list; one that is not in it stays as it is."""

    def read(_: Asked, value: str | None) -> Cell:
        return (words.read(value) or value) if value else None

    return read


def clock(_: Asked, name: str | None) -> Cell:
    """Return what a clock is called."""
    return clock_name(name) if name else None


def unit(_: Asked, name: str | None) -> Cell:
    """Return a unit."""
    return name or Nobody.UNIT


def provisional(_: Asked, flag: int) -> Cell:
    """Return the mark of a date that rests on a year without a notice."""
    return Mark.PROVISIONAL if flag else None


def late(asked: Asked, due: str | None) -> Cell:
    """Return the days past due on the day of the snapshot."""
    return asked.late(due)


def since(asked: Asked, first: str | None) -> Cell:
    """Return the days from a day to that of the snapshot."""
    return (asked.inquiry.as_of - dt.date.fromisoformat(first)).days if first else None


@dataclass(frozen=True)
class RegisterColumn:
    """A column of a register.

    Attributes:
        head: its name and title.
        sql: what is asked for it; several values are given to `read` in turn.
        read: how that becomes a cell.
        kind: what its cells are.
        unit: what its numbers count.
        shown: whether it is told of sealed matters too: id, state, unit and days are, words never.
        instead: what stands there for a sealed matter otherwise.
    """

    head: RegisterHead
    sql: str | tuple[str, ...]
    read: Read | None = None
    kind: Kind = Kind.TEXT
    unit: Counted | None = None
    shown: bool = False
    instead: Cell = None

    @property
    def asks(self) -> tuple[str, ...]:
        """What is asked for it."""
        return (self.sql,) if isinstance(self.sql, str) else self.sql

    @property
    def column(self) -> Column:
        """Its column."""
        return Column(self.head.value, self.head, self.unit, self.kind)


def on(head: RegisterHead, sql: str) -> RegisterColumn:
    """Return a column of days."""
    return RegisterColumn(head, sql, day, Kind.DATE, shown=True)


def days_late(head: RegisterHead, sql: str) -> RegisterColumn:
    """Return a column of days past what is asked for."""
    return RegisterColumn(head, sql, late, Kind.NUMBER, Counted.DAYS, shown=True)


class StatusThen(Label):
    """The state of a matter that has moved on since, as far as the relations tell it."""

    OPEN = "open", "在办", "open"


_MOVES = ", ".join(f"'{did}'" for did in MOVES)
_ROUTES = "((g.did IN ('route', 'object') AND g.mode IS NOT NULL) OR (g.did = 'observed' AND g.what = 'route'))"
_LATER = "SELECT 1 FROM events AS g WHERE g.case_id = c.id AND g.on_day > :as_of"
_HELD = "FROM events AS g WHERE g.case_id = c.id AND g.ended IS NOT NULL AND g.until > :as_of AND g.on_day <= :as_of"
MOVED_ON = f"CASE WHEN :past = 0 THEN 0 ELSE EXISTS ({_LATER} AND g.did IN ({_MOVES})) END"
"""Whether a matter `c` has moved on since the day of the snapshot. None of this is looked for where that is today."""
HELD_STATUS = f"CASE WHEN :past = 1 THEN (SELECT MAX(g.ended) {_HELD}) END"
"""The end that a matter `c` had on that day and that was taken back since."""
HELD_ON = f"CASE WHEN :past = 1 THEN (SELECT MAX(g.on_day) {_HELD}) END"
"""The day of that end."""
ROUTED_THEN = f"EXISTS (SELECT 1 FROM events AS g WHERE g.case_id = c.id AND g.on_day <= :as_of AND {_ROUTES})"  # noqa: S608
"""Whether a matter `c` had been routed to a unit by the day of the snapshot."""
UNIT_THEN = f"""CASE WHEN :past = 0 OR NOT EXISTS ({_LATER} AND {_ROUTES}) THEN c.unit ELSE (
  SELECT g.unit FROM events AS g WHERE g.case_id = c.id AND g.on_day <= :as_of AND {_ROUTES}
  ORDER BY g.on_day DESC, g.rowid DESC LIMIT 1
 ) END"""  # noqa: S608  # made of constants
"""The unit that had a matter `c` on the day of the snapshot."""


def status_then(_: Asked, status: str, ended_on: str | None, moved: int, held: str | None, as_of: str) -> Cell:
    """Return the state on the day of the snapshot: what held then, what holds still, or that it was open."""
    if held:
        return Status.of(held)
    now = Status.read(status)
    if moved and not (ended_on and ended_on <= as_of):
        return StatusThen.OPEN
    return now or status


def moved_on(_: Asked, moved: int, status: str) -> Cell:
    """Return what a matter that moved on since is now."""
    return Msg.IS_NOW(status=Status.read(status) or status) if moved else None


def since_then(asked: Asked) -> tuple["RegisterColumn", ...]:
    """Return the column of what became of matters since, where the window lies in the past."""
    column = RegisterColumn(RegisterHead.SINCE_THEN, (MOVED_ON, "c.status"), moved_on, shown=True)
    return (column,) if asked.is_past else ()


ID = RegisterColumn(RegisterHead.ID, "c.id", kind=Kind.CODE, shown=True)
TITLE = RegisterColumn(RegisterHead.TITLE, "c.title", instead=Msg.SEALED_TITLE())
UNIT = RegisterColumn(RegisterHead.UNIT, UNIT_THEN, unit, shown=True)
STATUS = RegisterColumn(
    RegisterHead.STATUS, ("c.status", "c.ended_on", MOVED_ON, HELD_STATUS, ":as_of"), status_then, shown=True
)
OWNER = RegisterColumn(RegisterHead.OWNER, "c.owner")
GROUP = RegisterColumn(RegisterHead.GROUP, "c.group_name")


def leader(asked: Asked, lead: str | None, group: str | None) -> Cell:
    """Return who answers for a matter among the leaders: its own, or else that of its group."""
    return lead or next((each.leader for each in asked.inquiry.groups if each.name == group), None)


LEAD = RegisterColumn(RegisterHead.LEAD, ("c.lead", "c.group_name"), leader)


@dataclass(frozen=True)
class FreshRows:
    """Rows read anew each time they are gone through."""

    run: Run
    sql: str
    params: Mapping[str, object]
    shape: Callable[..., Row]

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows."""
        return (self.shape(*row) for row in self.run(self.sql, self.params))


@dataclass(frozen=True)
class OneAfterAnother:
    """Rows of several statements."""

    parts: tuple[FreshRows, ...]

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows."""
        return chain.from_iterable(self.parts)


def rows_of(
    asked: Asked, fields: tuple[RegisterColumn, ...], source: str, more: Mapping[str, object] | None = None
) -> FreshRows:
    """Return the rows of a source, which has the matter of each row as `c`."""
    asks = list(dict.fromkeys(sql for each in fields for sql in each.asks))
    told = [_cell(asked, each, [asks.index(sql) for sql in each.asks]) for each in fields]
    of_sealed = [
        cell if each.shown else partial(_instead, each.instead) for each, cell in zip(fields, told, strict=True)
    ]

    def shape(sealed: int, *values: Any) -> Row:
        return tuple([cell(values) for cell in (of_sealed if sealed else told)])

    sql = asked.inquiry.scope.applied(f"SELECT c.sealed, {', '.join(asks)} FROM {source}")  # noqa: S608  # our own statements
    return FreshRows(asked.inquiry.run, sql, {**asked.params, **(more or {})}, shape)


def _cell(asked: Asked, each: RegisterColumn, at: list[int]) -> Callable[[tuple[Any, ...]], Cell]:
    """Return what makes a field's cell of the values at some places of a row; many rows say the same."""
    values = itemgetter(*at)
    if each.read is None:
        return values
    read = lru_cache(_REMEMBERED)(partial(each.read, asked))
    return (lambda row: read(values(row))) if len(at) == 1 else (lambda row: read(*values(row)))


def _instead(cell: Cell, _: tuple[Any, ...]) -> Cell:
    return cell


def register(asked: Asked, name: str, title: Text, fields: tuple[RegisterColumn, ...], source: str) -> Table:
    """Return a table of the rows of a source, which has the matter of each row as `c`."""
    return Table(name, title, tuple(each.column for each in fields), rows_of(asked, fields, source))


DUE_THEN = """(SELECT MIN(k.due) FROM clocks AS k WHERE k.case_id = c.id AND k.kind = 'duty' AND k.from_on <= :as_of
 AND COALESCE(k.stopped_on, '9999') > :as_of AND COALESCE(k.fate, '') NOT IN ('pending', 'disputed'))"""
"""The earliest duty of a matter `c` that ran on the day of the snapshot."""


def latest(alias: str, of: str, condition: str) -> str:
    """Return SQL that joins the last remark of a matter that fits a condition, by the day of the snapshot.

    `condition` is one on the remark, named `{x}`.
    """

    def fits(name: str) -> str:
        # COALESCE turns down the index of all days: of one matter there are few remarks.
        return f"{condition.format(x=name)} AND COALESCE({name}.on_day, '') <= :as_of"

    later = f"SELECT 1 FROM remarks AS z WHERE z.case_id = {alias}.case_id AND {fits('z')} AND z.place > {alias}.place"  # noqa: S608
    return f"LEFT JOIN remarks AS {alias} ON {alias}.case_id = {of} AND {fits(alias)} AND NOT EXISTS ({later})"


def answer_to(asking: str) -> str:
    """Return SQL that joins, as `a`, the last answer to what an event or remark asked, by the day of the snapshot."""
    return latest("a", f"{asking}.case_id", f"{{x}}.answers = {asking}.n")


def advice_given(asked: Asked) -> Table:
    """Return the advice that was given or answered in the window, or was not answered by its end (建议清单)."""
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.NUMBER, "r.number"),
        on(RegisterHead.ASKED_ON, "r.on_day"),
        RegisterColumn(RegisterHead.ADVICE, "r.advice", word_of(Advice)),
        RegisterColumn(RegisterHead.TEXT, "r.text"),
        RegisterColumn(RegisterHead.TO_WHOM, "r.unit", unit, shown=True),
        on(RegisterHead.REPLY_DUE, "r.reply_due"),
        RegisterColumn(RegisterHead.ADOPTED, "a.adopted", word_of(Adoption)),
        RegisterColumn(RegisterHead.REPLY, "a.number"),
        on(RegisterHead.REPLIED_ON, "a.on_day"),
        RegisterColumn(RegisterHead.RESULT, "a.text"),
    )
    source = f"""remarks AS r CROSS JOIN {{cases}} AS c {answer_to("r")}
 WHERE c.id = r.case_id AND r.advice IS NOT NULL AND r.on_day <= :as_of
 AND (r.on_day >= :from OR a.n IS NULL OR a.on_day >= :from) ORDER BY r.on_day, r.case_id, r.place"""
    return register(asked, "advice", Msg.TABLE_ADVICE(), fields, source)


def cautions(asked: Asked) -> Iterator[Text]:
    """Say that what the relations hold of the present alone is of the present, where the window lies in the past."""
    if asked.inquiry.as_of < asked.inquiry.today:
        yield Msg.AS_IT_IS_NOW(day=asked.inquiry.as_of)
