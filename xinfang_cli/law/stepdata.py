"""The data of steps, declared once: which there are, of which kind, and which of them each step takes.

Commands make their options from it, tables of steps their columns; which data a step must have says `procedure`.
"""

from collections.abc import Mapping
from enum import Enum
from keyword import iskeyword
from typing import NamedTuple, Self

from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import (
    Adoption,
    Advice,
    Basis,
    Channel,
    CloseReason,
    Confirmed,
    Did,
    Gate,
    Ground,
    LadderStep,
    MatterClass,
    MeetingKind,
    Mode,
    NoteKind,
    ObjectionDecision,
    OpinionDecision,
    Path,
    Purpose,
    RatedBody,
    Rating,
    ReviewDecision,
    ReviewGround,
    ServeMethod,
    SettleKind,
    SupervisionGround,
    ToldHow,
)


class DatumKind(Enum):
    """How a datum is written, if it is not one of a list of words; and what help shows in its place."""

    TEXT = "text", "TEXT"
    NAME = "name", "NAME"
    ORGAN = "organ", "ORGAN"
    UNIT = "unit", "UNIT"
    UNITS = "units", "UNIT"
    NAMES = "names", "NAME"
    DOCKETS = "dockets", "NAME"
    LEADERS = "leaders", "NAME"
    CHANNEL_NAME = "channel_name", "NAME"
    ORIGIN = "origin", "NAME"
    PLACE = "place", "TEXT"
    CATEGORY = "category", "TEXT"
    ITEM = "item", "ITEM"
    RULE = "rule", "RULE"
    DAY = "day", "DATE"
    PAST_DAY = "past_day", "DATE"
    MONTH = "month", "YYYY-MM"
    SPAN = "span", "FROM..TO"
    COUNT = "count", "N"
    LENGTH = "length", "N"
    YUAN = "yuan", "N"
    FLAG = "flag", ""
    EITHER = "either", ""

    @property
    def metavar(self) -> str:
        """What help shows in the place of the value."""
        return self.value[1]


SEVERAL = frozenset({DatumKind.NAMES, DatumKind.DOCKETS, DatumKind.LEADERS})
"""Kinds of which a matter has a set."""


class MatterFact(NamedTuple):
    """A fact of a matter, declared once: its datum, its columns in and out, its filter and dimension come from here.

    Attributes:
        word: its key in files, tables and JSON; `Case` has an attribute of that name.
        zh: its name, which is a header of ledgers too.
        en: its name in English.
        kind: how it is written.
        headers: what ledgers call its column; `{a|b}` stands for either word.
        is_open: whether lists, counts and exports show it; what names persons they do not.
        is_hidden: whether a sealed matter does not show it even to who counts.
        is_told: whether somebody says it; what is not follows from how the matter came in.
        by: what figures are broken down by it as, and matters filtered by; None where they are not.
        stays: whether it stays in the office where relations are handed up: names of whoever works in it do.
    """

    word: str
    zh: str
    en: str
    kind: DatumKind | type[Label]
    headers: str = ""
    is_open: bool = True
    is_hidden: bool = True
    is_told: bool = True
    by: str | None = None
    stays: bool = False

    @property
    def are_many(self) -> bool:
        """Whether a matter has a set of them."""
        return self.kind in SEVERAL


FURTHER = (
    MatterFact(
        "via", "渠道名称", "channel by name", DatumKind.CHANNEL_NAME,
        "{信箱|渠道|平台|栏目}名称 {来源|受理|登记|信访}平台 所属{信箱|平台}", by="via",
    ),
    MatterFact(
        "purpose", "信访目的", "purpose", Purpose, "{信访|诉求|来信来访|反映}目的 目的 xfmddm xfmd", by="purpose",
    ),
    MatterFact(
        "origin", "发现途径", "found by", DatumKind.ORIGIN,
        "{问题|矛盾|线索}发现{途径|方式|渠道} 发现{方式|渠道|来源}", by="origin",
    ),
    MatterFact(
        "reception", "接访领导", "receiving leader", DatumKind.LEADERS,
        "{接访|接待|坐班接访}{|县|市|区|县级|市级|区级|值班}领导 接访领导{姓名|及职务} 接待领导姓名",
        by="reception", stays=True,
    ),
    MatterFact("people_concerned", "涉及人数", "persons concerned", DatumKind.COUNT, "{涉及|涉事|波及|影响}{总|}人数"),
    MatterFact(
        "representatives", "推选代表", "representatives", DatumKind.NAMES,
        "{推选|选出|集体访|推举}代表{姓名|名单} 代表名单", is_open=False,
    ),
    MatterFact(
        "dockets", "清单", "dockets", DatumKind.DOCKETS, "{所属|所在|列入|纳入|}清单{名称|} {所属|所在}台账",
        is_hidden=False, by="docket",
    ),
    MatterFact(
        "target", "目标日期", "target day", DatumKind.DAY,
        "目标{日期|时间|时限|日} {化解|办结|完成}目标{日期|时间|日} 目标{化解|办结|完成}{日期|时间|日|时限}",
        is_hidden=False,
    ),
    MatterFact("adviser", "顾问", "adviser", DatumKind.NAME, "{法律|专家|包案|专业}顾问 联系{律师|专家} 驻点律师"),
    MatterFact("liaison", "联络员", "liaison", DatumKind.NAME, "{包案|具体|单位}联络{员|人} 联络人"),
    MatterFact(
        "past", "历年件", "of a past year", DatumKind.FLAG, "历年{信访|}件 {往年|历史}件",
        is_hidden=False, is_told=False,
    ),
)  # fmt: skip
"""The facts that one row declares; in files they stand in this order, after the place. Of each `Case` has a line."""

SHOWN = tuple(fact for fact in FURTHER if fact.is_open)
"""Those of them that lists, counts and exports have."""


class Key(Label):
    """A datum of a step and of which kind it is: key of JSON lines, header of a sheet, option of a command."""

    kind: DatumKind | type[Label]

    def __new__(cls, word: str, zh: str, en: str, kind: DatumKind | type[Label] = DatumKind.TEXT) -> Self:
        """Make the member from its line."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh, member.en, member.kind = zh, en, kind
        return member

    @property
    def field(self) -> str:
        """Its name in an entry: a word that Python reserves has an underscore behind it."""
        return f"{self.value}_" if iskeyword(self.value) else self.value

    @property
    def option(self) -> str:
        """Its option on a command line."""
        return "--" + self.value.replace("_", "-")

    CASE = "case", "本系统编号", "case id"
    DID = "did", "办理", "did"
    ON = "on", "办理日期", "done on", DatumKind.PAST_DAY
    BY = "by", "经办人", "written by"
    BACKDATE_REASON = "backdate_reason", "补记原因", "why dated back"
    UNIT = "unit", "责任单位", "handling unit", DatumKind.UNIT
    WITH = "with", "协办单位", "with units", DatumKind.UNITS
    MODE = "mode", "转送或交办", "transfer or assign", Mode
    WITHIN = "within", "限期", "time limit", DatumKind.RULE
    INSTEAD = "instead", "改转", "routed anew", DatumKind.FLAG
    PATH = "path", "途径", "procedure", Path
    TO = "to", "有权机关", "competent organ", DatumKind.ORGAN
    NUMBER = "number", "文号", "document number"
    HANDLER = "handler", "承办人", "handled by", DatumKind.NAME
    GROUND = "ground", "情形", "on the ground"
    FINAL = "final", "不再受理", "no longer accepted", DatumKind.FLAG
    OPINION = "opinion", "所据复核意见", "final opinion"
    DAYS = "days", "延长天数", "days added", DatumKind.LENGTH
    APPROVED_BY = "approved_by", "批准人", "approved by", DatumKind.NAME
    DECISION = "decision", "意见", "decided"
    FACTS = "facts", "认定的事实", "facts found"
    ARTICLES = "articles", "法律依据", "articles of law"
    PERFORM_BY = "perform_by", "履行期限", "to be performed by", DatumKind.DAY
    CONFIRMED = "confirmed", "履行由谁确认", "performance confirmed by", Confirmed
    SUPPLIED = "supplied", "已补正", "is supplied", DatumKind.FLAG
    TEXT = "text", "内容", "words"
    NEXT = "next", "下一步", "next step"
    BLOCKER = "blocker", "存在困难", "in the way"
    MONTH = "month", "进展月份", "month of progress", DatumKind.MONTH
    WAY = "way", "路径", "way of the plan"
    HOW = "how", "办法", "how it is done"
    ADVICE = "advice", "建议种类", "kind of advice", Advice
    EXPERT = "expert", "专家", "expert", DatumKind.NAME
    TICK = "tick", "完成的清单事项", "item done of a checklist", DatumKind.ITEM
    AMOUNT = "amount", "救助金额（元）", "relief in yuan", DatumKind.YUAN
    GRANTED = "granted", "已发放", "is granted", DatumKind.FLAG
    MEDIATOR = "mediator", "调解员", "mediator", DatumKind.NAME
    LEVEL = "level", "办理层级", "level of the opinion", Gate
    AGREED = "agreed", "议定事项", "agreed in a meeting"
    ANSWERS = "answers", "答复对象", "what is answered"
    ADOPTED = "adopted", "采纳情况", "whether adopted", Adoption
    DOCUMENT = "document", "文书", "document served", Document
    METHOD = "method", "送达方式", "served how", ServeMethod
    POSTED = "posted", "交寄日期", "posted on", DatumKind.PAST_DAY
    REFUSED = "refused", "拒收", "receipt refused", DatumKind.FLAG
    WITNESS = "witness", "见证人", "witnessed by", DatumKind.NAME
    LATE_REASON = "late_reason", "逾期理由", "why late"
    IN_HAND = "in_hand", "在办件编号", "matter in hand"
    SAME_FACTS = "same_facts", "同一事实和理由", "same facts and reasons", DatumKind.EITHER
    RIGHTS_TOLD = "rights_told", "已告知复查复核权利", "rights told", DatumKind.FLAG
    TOLD = "told", "告知方式", "told how", ToldHow
    HEARING = "hearing", "听证起止", "days of hearing", DatumKind.SPAN
    ORGAN = "organ", "复查复核机关", "review organ", DatumKind.ORGAN
    KIND = "kind", "种类", "sort"
    RESOLVED = "resolved", "已化解", "is resolved", DatumKind.FLAG
    BASIS = "basis", "化解依据", "resolved by", Basis
    EVIDENCE = "evidence", "化解证据", "evidence of it"
    REASON = "reason", "理由", "why"
    STATEMENT_ON = "statement_on", "撤回声明日期", "statement of", DatumKind.PAST_DAY
    REVOKED_ON = "revoked_on", "收回撤回日期", "taken back on", DatumKind.PAST_DAY
    RETURNED = "returned", "退回重办", "sent back", DatumKind.FLAG
    STEP = "step", "督办方式", "step of the ladder", LadderStep
    REPLY_DUE = "reply_due", "要求回复日期", "answer due", DatumKind.DAY
    OF = "of", "评价对象", "who is rated", RatedBody
    VALUE = "value", "满意度", "rated as", Rating
    TITLE = "title", "标题", "subject"
    REQUEST = "request", "诉求", "petitioner's request"
    CLASS = "class", "诉求类别", "class of request", MatterClass
    CATEGORY = "category", "内容分类", "category of content", DatumKind.CATEGORY
    PLACE = "place", "问题属地", "place of the matter", DatumKind.PLACE
    CHANNEL = "channel", "信访形式", "came in by", Channel
    PEOPLE = "people", "信访人数", "number of persons", DatumKind.COUNT
    LEAD = "lead", "包案领导", "leader in charge", DatumKind.NAME
    OWNER = "owner", "责任人", "clerk in charge", DatumKind.NAME
    GROUP = "group", "工作组", "working group", DatumKind.NAME
    FIRST_TIME = "first_time", "初次信访", "first petition", DatumKind.EITHER
    URGENT = "urgent", "重大紧急", "is urgent", DatumKind.EITHER
    SIMPLE = "simple", "简易办理", "simple procedure", DatumKind.EITHER
    DOCKET = "docket", "列入清单", "put on dockets", DatumKind.DOCKETS
    UNDOCKET = "undocket", "移出清单", "taken off dockets", DatumKind.DOCKETS
    _ignore_ = "fact"
    for fact in (each for each in FURTHER if each.is_told):
        vars()[fact.word.upper()] = (fact.word, fact.zh, fact.en, fact.kind)


FACTS = (
    Key.TITLE, Key.REQUEST, Key.CLASS, Key.CATEGORY, Key.PLACE, Key.CHANNEL, Key.PEOPLE, Key.LEAD, Key.OWNER,
    Key.GROUP, Key.FIRST_TIME, Key.URGENT, Key.SIMPLE, *(Key.of(fact.word) for fact in FURTHER if fact.is_told),
)  # fmt: skip
"""What `set` corrects."""

TAKES: Mapping[Did, tuple[Key, ...]] = {
    Did.ROUTE: (
        Key.UNIT, Key.MODE, Key.WITHIN, Key.WITH, Key.INSTEAD, Key.REASON, Key.PATH, Key.TO, Key.NUMBER,
    ),
    Did.OBJECT: (Key.REASON, Key.DECISION, Key.TO, Key.WITHIN, Key.LATE_REASON),
    Did.ACCEPT: (Key.HANDLER, Key.PATH, Key.TOLD, Key.NUMBER),
    Did.DECLINE: (
        Key.GROUND, Key.TO, Key.IN_HAND, Key.LATE_REASON, Key.FINAL, Key.OPINION, Key.SAME_FACTS, Key.NUMBER,
    ),
    Did.EXTEND: (Key.DAYS, Key.APPROVED_BY, Key.REASON, Key.NUMBER),
    Did.REPLY: (
        Key.DECISION, Key.NUMBER, Key.FACTS, Key.ARTICLES, Key.PERFORM_BY, Key.TEXT, Key.APPROVED_BY,
    ),
    Did.PERFORM: (Key.CONFIRMED, Key.TEXT, Key.NUMBER),
    Did.SUPPLEMENT: (Key.TEXT, Key.REPLY_DUE, Key.SUPPLIED),
    Did.SETTLE: (Key.KIND, Key.NUMBER, Key.MEDIATOR, Key.TEXT),
    Did.SERVE: (Key.DOCUMENT, Key.METHOD, Key.POSTED, Key.REFUSED, Key.WITNESS, Key.RIGHTS_TOLD, Key.NUMBER),
    Did.REVIEW: (Key.DECISION, Key.GROUND, Key.NUMBER, Key.WITHIN, Key.ORGAN, Key.LATE_REASON),
    Did.FINAL: (Key.DECISION, Key.GROUND, Key.NUMBER, Key.WITHIN, Key.HEARING, Key.ORGAN, Key.LATE_REASON),
    Did.CLOSE: (
        Key.REASON, Key.RESOLVED, Key.BASIS, Key.EVIDENCE, Key.NUMBER, Key.ADOPTED, Key.TEXT, Key.APPROVED_BY,
    ),
    Did.REOPEN: (Key.REASON, Key.NUMBER),
    Did.FEEDBACK: (
        Key.NUMBER, Key.RETURNED, Key.REASON, Key.WITHIN, Key.ANSWERS, Key.TEXT, Key.ADOPTED,
    ),
    Did.RATE: (Key.OF, Key.VALUE, Key.TEXT),
    Did.WITHDRAW: (Key.STATEMENT_ON, Key.REVOKED_ON),
    Did.ESCALATE: (Key.STEP, Key.GROUND, Key.REASON, Key.NUMBER, Key.REPLY_DUE, Key.APPROVED_BY),
    Did.SET: (*FACTS, Key.DOCKET, Key.UNDOCKET, Key.REASON),
    Did.NOTE: (
        Key.TEXT, Key.KIND, Key.NEXT, Key.BLOCKER, Key.MONTH, Key.WAY, Key.HOW, Key.HEARING, Key.ADVICE, Key.UNIT,
        Key.NUMBER, Key.REPLY_DUE, Key.EXPERT, Key.TICK, Key.AMOUNT, Key.GRANTED,
    ),
    Did.MEETING: (Key.TEXT, Key.KIND, Key.AGREED, Key.UNIT, Key.REPLY_DUE),
    Did.GATE: (Key.LEVEL, Key.OPINION, Key.HANDLER),
}  # fmt: skip
"""What each step takes besides case, day and hand: what its command takes. Steps over two matters are commands only."""

SAYINGS: Mapping[str, tuple[Did, Key, Label | bool]] = {
    "交办": (Did.ROUTE, Key.MODE, Mode.ASSIGN),
    "督办件": (Did.ROUTE, Key.MODE, Mode.ASSIGN),
    "改派": (Did.ROUTE, Key.INSTEAD, True),
    "改转": (Did.ROUTE, Key.INSTEAD, True),
    "催办": (Did.ESCALATE, Key.STEP, LadderStep.REMIND),
}
"""What clerks call a step together with one of its data."""

TOGETHER = frozenset({
    Did.ROUTE, Did.ACCEPT, Did.EXTEND, Did.SERVE, Did.NOTE, Did.ESCALATE, Did.CLOSE, Did.SET,
})  # fmt: skip
"""Steps whose commands take several matters."""

OF_ONE_MATTER = frozenset({
    Key.NUMBER, Key.OPINION, Key.IN_HAND, Key.ANSWERS, Key.EVIDENCE, Key.WITNESS, Key.AMOUNT, Key.GRANTED, Key.TITLE,
    Key.REQUEST, Key.CLASS, Key.CHANNEL, Key.PEOPLE, Key.FIRST_TIME, Key.URGENT, Key.SIMPLE,
    *(Key.of(name) for name in ("via", "purpose", "origin", "people_concerned", "representatives", "dockets")),
})  # fmt: skip
"""Data that can be of one matter alone; what says so of several is a mistake."""

_OF_STEP: Mapping[tuple[Did, Key], DatumKind | type[Label]] = {
    (Did.OBJECT, Key.TO): DatumKind.UNIT,
    (Did.DECLINE, Key.GROUND): Ground,
    (Did.REVIEW, Key.GROUND): ReviewGround,
    (Did.FINAL, Key.GROUND): ReviewGround,
    (Did.ESCALATE, Key.GROUND): SupervisionGround,
    (Did.OBJECT, Key.DECISION): ObjectionDecision,
    (Did.REPLY, Key.DECISION): OpinionDecision,
    (Did.REVIEW, Key.DECISION): ReviewDecision,
    (Did.FINAL, Key.DECISION): ReviewDecision,
    (Did.CLOSE, Key.REASON): CloseReason,
    (Did.SETTLE, Key.KIND): SettleKind,
    (Did.NOTE, Key.KIND): NoteKind,
    (Did.MEETING, Key.KIND): MeetingKind,
}
ONE_BY_ONE = frozenset(((Did.REPLY, Key.DECISION),))
"""What may be said of each request of a matter: `1=support 2=unsupported`."""

_PLAIN = frozenset((Key.KIND, Key.VALUE))


def on_its_way(data: Mapping[str, object]) -> bool:
    """Whether a service is by post, with its day of posting: where no other day is given, receipt is not known."""
    return data.get("method") == ServeMethod.POST and data.get("posted") is not None


def kind_of(did: Did, key: Key) -> DatumKind | type[Label]:
    """Return the kind of a datum, or its list of words: some have another list in each step."""
    return _OF_STEP.get((did, key), key.kind)


def kept(key: Key, word: Label) -> str:
    """Return a word as an entry keeps it: plain where each step has a list of its own."""
    return word.value if key in _PLAIN else word
