"""What figures can be broken down by: matters and offices, never persons. The list is closed.

Who brought a matter, how often and of what kind a person is are no dimensions.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xinfang_cli.labels import Label
from xinfang_cli.law.stepdata import SHOWN
from xinfang_cli.law.words import Basis, Channel, CloseReason, MatterClass, Status

if TYPE_CHECKING:
    from xinfang_cli.measures.counting import LineSource
    from xinfang_cli.measures.table import Cell

_FIRST_LEVEL = (
    "CASE WHEN INSTR(c.category, '/') = 0 THEN c.category ELSE SUBSTR(c.category, 1, INSTR(c.category, '/') - 1) END"
)


class Turn(Label):
    """Whether a matter is brought for the first time."""

    FIRST = "first", "初次", "first-time"
    AGAIN = "repeat", "重复", "repeated"


class YesOrNo(Label):
    """What a mark says."""

    YES = "yes", "是", "yes"
    NO = "no", "否", "no"


def _marked(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 'yes' ELSE 'no' END"


class Dimension(Label):
    """A dimension: the word that config takes, and its names."""

    UNIT = "unit", "责任单位", "unit"
    CHANNEL = "channel", "信访形式", "channel"
    CLASS = "class", "诉求类别", "class"
    CATEGORY = "category", "内容分类（一级）", "category (first level)"
    SUBCATEGORY = "subcategory", "内容分类", "category"
    PLACE = "place", "问题属地", "place"
    GROUP = "group", "专项工作组", "working group"
    SOURCE_LEVEL = "source_level", "来源层级", "handed down by"
    STATUS = "status", "状态", "state"
    LEAD = "lead", "包案领导", "leader in charge"
    FIRST_TIME = "first_time", "初次重复", "first-time or repeated"
    JOINT = "joint", "集体访和联名信", "joint visit or letter"
    SIMPLE = "simple", "简易办理", "simple procedure"
    URGENT = "urgent", "重大紧急", "urgent"
    CLOSE_REASON = "close_reason", "办结方式", "reason of closing"
    BASIS = "basis", "化解依据", "resolved by"
    MONTH = "month", "登记月份", "month of registration"
    YEAR = "year", "登记年份", "year of registration"
    RECEIVED_MONTH = "received_month", "收到月份", "month of receipt"
    RECEIVED_YEAR = "received_year", "收到年份", "year of receipt"
    _ignore_ = "fact"
    for fact in SHOWN:
        if fact.by:
            vars()[fact.by.upper()] = (fact.by, fact.zh, fact.en)

    def key(self, source: "LineSource") -> str:
        """Return the column of a source that tells its lines apart; a duty is its owner's, wherever the matter is."""
        if self is Dimension.UNIT and source.unit:
            return source.unit
        return _COLUMNS[self]

    @property
    def count_key(self) -> str:
        """The column of `cases` that tells matters apart; categories as they stand, with all their levels."""
        return _COLUMNS[Dimension.SUBCATEGORY if self is Dimension.CATEGORY else self]

    def cell(self, value: str | None, office: str | None = None) -> "Cell":
        """Return a value as it stands in a table. Duties that no unit owes are the office's, where it is named."""
        if self is Dimension.UNIT:
            return value or office or Unsaid.NO_UNIT
        if value is None:
            return Unsaid.UNSAID
        words = WORDS.get(self)
        return (words and words.read(value)) or value


class Unsaid(Label):
    """What stands for a value that there is none of; a sealed matter shows neither category nor place."""

    UNSAID = "unsaid", "（未填或密件）", "(not said, or sealed)"
    NO_UNIT = "no_unit", "（未定单位）", "(no unit yet)"


_COLUMNS: Mapping[Dimension, str] = {
    Dimension.UNIT: "c.unit",
    Dimension.CHANNEL: "c.channel",
    Dimension.CLASS: "c.class",
    Dimension.CATEGORY: _FIRST_LEVEL,
    Dimension.SUBCATEGORY: "c.category",
    Dimension.PLACE: "c.place",
    Dimension.GROUP: "c.group_name",
    Dimension.SOURCE_LEVEL: "c.source_level",
    Dimension.STATUS: "c.status",
    Dimension.LEAD: "CASE WHEN c.sealed = 0 THEN c.lead END",
    Dimension.FIRST_TIME: "CASE WHEN c.first_time = 0 THEN 'repeat' ELSE 'first' END",
    Dimension.JOINT: _marked("c.joint_visit = 1 OR (c.channel <> 'visit' AND c.joint = 1)"),
    Dimension.SIMPLE: _marked("c.simple = 1"),
    Dimension.URGENT: _marked("c.urgent = 1"),
    Dimension.CLOSE_REASON: "c.close_reason",
    Dimension.BASIS: "c.resolved_basis",
    Dimension.MONTH: "SUBSTR(c.registered_on, 1, 7)",
    Dimension.YEAR: "SUBSTR(c.registered_on, 1, 4)",
    Dimension.RECEIVED_MONTH: "SUBSTR(c.received_on, 1, 7)",
    Dimension.RECEIVED_YEAR: "SUBSTR(c.received_on, 1, 4)",
    **{Dimension.of(fact.by): f"c.{fact.word}" for fact in SHOWN if fact.by},
}
WORDS: Mapping[Dimension, type[Label]] = {
    Dimension.CHANNEL: Channel,
    Dimension.CLASS: MatterClass,
    Dimension.STATUS: Status,
    Dimension.FIRST_TIME: Turn,
    Dimension.JOINT: YesOrNo,
    Dimension.SIMPLE: YesOrNo,
    Dimension.URGENT: YesOrNo,
    Dimension.CLOSE_REASON: CloseReason,
    Dimension.BASIS: Basis,
    **{Dimension.of(fact.by): fact.kind for fact in SHOWN if fact.by and isinstance(fact.kind, type)},
}
"""The words of those dimensions that have a closed list of them."""

SEVERAL = frozenset(Dimension.of(fact.by) for fact in SHOWN if fact.by and fact.are_many)
"""Dimensions of which a matter may have several values: it counts under each of them."""
