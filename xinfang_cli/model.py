"""What a case file holds: the records and the words of the Regulations they are made of.

Records are immutable; a step returns a new one. Words are `Label`s, one line each, with the Chinese term of
the Regulations on Letters and Visits (信访工作条例, 2022; cited as T and the article) beside the English.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from xinfang_cli.labels import Label


class Channel(Label):
    """How a matter came in (信访形式, T17)."""

    LETTER = "letter", "来信", "letter"
    VISIT = "visit", "来访", "visit"
    ONLINE = "online", "网上信访", "online"
    PHONE = "phone", "电话信访", "phone"
    FAX = "fax", "传真", "fax"
    MAILBOX = "mailbox", "领导信箱", "leader's mailbox"
    HOTLINE = "hotline", "热线转办", "hotline"
    OTHER = "other", "其他", "other"


class MatterClass(Label):
    """The class of a request (诉求类别, T29–T31). Unclassified runs the clocks of a claim."""

    SUGGESTION = "suggestion", "建议意见", "suggestion"
    ACCUSATION = "accusation", "检举控告", "accusation"
    CLAIM = "claim", "申诉求决", "claim"
    UNCLASSIFIED = "unclassified", "未分类", "unclassified"


class Status(Label):
    """The states of a matter (信访件状态); overdue is computed and never a state."""

    REGISTERED = "registered", "已登记", "registered"
    TRANSFERRED = "transferred", "已转送", "transferred"
    ASSIGNED = "assigned", "已交办", "assigned"
    OBJECTED = "objected", "提出异议", "routing disputed"
    REDIRECTED = "redirected", "已导入其他途径", "directed to another procedure"
    NOT_ACCEPTED = "not_accepted", "不予受理", "not accepted"
    ACCEPTED = "accepted", "已受理", "accepted"
    OPINION_ISSUED = "opinion_issued", "已作出处理意见", "handling opinion issued"
    IN_REVIEW = "in_review", "复查中", "under first review (复查)"
    REVIEWED = "reviewed", "已出具复查意见", "first review (复查) opinion issued"
    IN_FINAL = "in_final", "复核中", "under final review (复核)"
    FINAL_ISSUED = "final_issued", "已出具复核意见", "final review (复核) opinion issued"
    CLOSED = "closed", "办结", "closed"
    NO_LONGER_ACCEPTED = "no_longer_accepted", "不再受理", "no longer accepted"
    MERGED = "merged", "已并入", "merged"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether the matter still waits for a duty of an office."""
        return self not in ENDED


ENDED = frozenset(
    {
        Status.CLOSED,  # 办结
        Status.REDIRECTED,  # another procedure has it (T31(1)–(5))
        Status.NOT_ACCEPTED,  # 不予受理
        Status.NO_LONGER_ACCEPTED,  # 不再受理, T36¶3
        Status.MERGED,  # goes on in the matter it was merged into
        Status.WITHDRAWN,  # by the petitioner, who can take it back
    }
)


class Did(Label):
    """What an entry of the history records."""

    OPEN = "open", "登记", "registered"
    ROUTE = "route", "转送交办", "routed"
    OBJECT = "object", "异议", "routing objected to"
    ACCEPT = "accept", "受理", "accepted"
    DECLINE = "decline", "不予受理", "declined"
    EXTEND = "extend", "延期", "extended"
    REPLY = "reply", "作出处理意见", "opinion issued"
    SETTLE = "settle", "调解和解", "settled"
    SERVE = "serve", "送达", "served"
    REVIEW = "review", "复查", "first review (复查)"
    FINAL = "final", "复核", "final review (复核)"
    CLOSE = "close", "办结", "closed"
    REOPEN = "reopen", "重新办理", "reopened"
    FEEDBACK = "feedback", "反馈办结报告", "reported back"
    RATE = "rate", "满意度评价", "rated"
    WITHDRAW = "withdraw", "撤回", "withdrawn"
    MERGE = "merge", "并案", "merged"
    LINK = "link", "关联", "linked"
    ESCALATE = "escalate", "督办", "escalated"
    SET = "set", "更正", "corrected"
    NOTE = "note", "记事", "note"
    ATTACH = "attach", "附件", "attached"
    MEETING = "meeting", "会商", "meeting"
    UNDO = "undo", "撤销", "struck"
    OBSERVED = "observed", "台账所载", "as the ledger has it"
    RECKON = "reckon", "重算期限", "deadline reckoned anew"


class Seen(Label):
    """What an `observed` entry says happened: an act that the office did not record step by step."""

    ROUTE = "route", "转送", "routed"
    ACCEPT = "accept", "受理", "accepted"
    DECLINE = "decline", "不予受理", "declined"
    FINAL_DECLINE = "final_decline", "不再受理", "no longer accepted"
    OPINION = "opinion", "作出处理意见", "opinion issued"
    REVIEW = "review", "申请复查", "first review (复查) asked"
    REVIEWED = "reviewed", "复查意见", "first review (复查) decided"
    FINAL = "final", "申请复核", "final review (复核) asked"
    FINAL_ISSUED = "final_issued", "复核意见", "final review (复核) decided"
    CLOSED = "closed", "办结", "closed"
    RESOLVED = "resolved", "化解", "resolved"
    LEAD = "lead", "包案领导", "leader in charge"
    RATED = "rated", "满意度", "rated"
    SOURCE_DUE = "source_due", "上级系统限办时间", "deadline in the other system"


class Mode(Label):
    """How a matter goes to a unit (T22¶1)."""

    TRANSFER = "transfer", "转送", "transfer"
    ASSIGN = "assign", "交办", "assign"


class Path(Label):
    """The six paths of a claim (T31(1)–(6))."""

    LITIGATION = "litigation", "诉讼途径", "litigation"
    ARBITRATION = "arbitration", "仲裁途径", "arbitration"
    PARTY_APPEAL = "party_appeal", "党员申诉途径", "Party member's appeal"
    ADMIN_PROCEDURE = "admin_procedure", "行政程序途径", "administrative procedure"
    DUTY = "duty", "履行法定职责途径", "performance of a statutory duty"
    OPINION = "opinion", "信访程序", "handling opinion"


class OpinionDecision(Label):
    """What a handling opinion says (T32)."""

    SUPPORT = "support", "予以支持", "supported"
    EXPLAIN = "explain", "解释疏导", "reasonable but without basis: explained"
    UNSUPPORTED = "unsupported", "不予支持", "not supported"


class ReviewDecision(Label):
    """What a review says (T35, T36)."""

    UPHOLD = "uphold", "维持", "upheld"
    REVOKE = "revoke", "撤销", "revoked"
    CHANGE = "change", "变更", "changed"
    REDO = "redo", "责令重作", "to be done again"


class ObjectionDecision(Label):
    """What the office says to a unit that disputes the routing (T23¶3)."""

    AGREE = "agree", "同意", "agreed"
    REJECT = "reject", "不同意", "rejected"


class CloseReason(Label):
    """Why a matter was closed (办结方式)."""

    OPINION_DELIVERED = "opinion_delivered", "处理意见已送达", "opinion delivered"
    OPINION_UNCHALLENGED = "opinion_unchallenged", "逾期未申请复查", "opinion not challenged in time"
    REVIEW_UNCHALLENGED = "review_unchallenged", "逾期未申请复核", "review not challenged in time"
    FINAL = "final", "复核终结", "final review"
    MEDIATED = "mediated", "调解", "mediated"
    SETTLED = "settled", "和解", "settled"
    SUGGESTION_ANSWERED = "suggestion_answered", "建议已答复", "suggestion answered"
    ROUTED_OUT = "routed_out", "已转有权机关", "with the competent organ"
    SIMPLE_ANSWERED = "simple_answered", "简易办理答复", "answered in simple procedure"
    FILED = "filed", "存档", "filed"
    NO_SUCCESSOR = "no_successor", "无承继人", "no successor"


class Basis(Label):
    """Who says that a matter is resolved (化解依据)."""

    AGREEMENT = "agreement", "签订协议", "agreement"
    PERFORMANCE = "performance", "履行到位", "performance"
    PETITIONER = "petitioner", "信访人确认", "the petitioner"
    OFFICE = "office", "机关认定", "the office alone"


class Ground(Label):
    """Why a matter is not accepted (不予受理情形), each with its article."""

    NOT_COMPETENT = "not_competent", "不属于本机关职权范围(T23)", "outside this organ's power (T23)"
    NOT_THIS_LEVEL = "not_this_level", "应由本级以外处理(T20)", "belongs to another level (T20)"
    STATUTORY_ROUTE = "statutory_route", "应通过法定途径解决(T31)", "a statutory route is open (T31)"
    BEING_HANDLED = "being_handled", "已受理或正在办理(T19)", "already accepted or being handled (T19)"
    REVIEW_NOT_SOUGHT = "review_not_sought", "逾期未申请复查复核(T35、T36)", "review not sought in time (T35, T36)"
    FINISHED = "finished", "复核后同一事实理由(T36)", "same facts after final review (T36)"


class LadderStep(Label):
    """The steps of escalation, lowest first (T39, T40)."""

    WARN = "warn", "预警", "warning"
    REMIND = "remind", "提醒", "reminder"
    SUPERVISE = "supervise", "督办", "supervision"
    TALK = "talk", "约谈", "admonitory talk"
    RAISE = "raise", "提级", "raised a level"


class SupervisionGround(Label):
    """Why the office supervises a unit (督办情形, T40 and the lists offices use)."""

    OVERDUE_CLOSE = "overdue_close", "无正当理由超期未办结", "not closed in time"
    NO_FEEDBACK = "no_feedback", "未按规定反馈", "no feedback as required"
    BAD_PROCEDURE = "bad_procedure", "未按规定程序办理", "procedure not followed"
    SHIRK_DELAY = "shirk_delay", "推诿敷衍拖延", "shirked or delayed"
    NOT_EXECUTED = "not_executed", "不执行处理意见", "opinion not executed"
    WRONG_OPINION = "wrong_opinion", "意见事实依据程序有误", "opinion wrong in fact, basis or procedure"
    FALSE_REPORT = "false_report", "虚报", "false report"
    OTHER = "other", "其他", "other"


class Document(Label):
    """Documents that a step owes or that are served (文书)."""

    REGISTRATION = "registration", "登记表", "registration form"
    NOTICE = "notice", "受理告知书", "notice of acceptance"
    ROUTED_NOTICE = "routed_notice", "转送告知书", "notice of transfer"
    DECLINED_NOTICE = "declined_notice", "不予受理告知书", "notice of non-acceptance"
    FINAL_NOTICE = "final_notice", "不再受理告知书", "notice of no further acceptance"
    PATH_NOTICE = "path_notice", "依法分类处理告知书", "notice of another procedure"
    TRANSFER_LETTER = "transfer_letter", "转送函", "letter of transfer"
    ASSIGN_LETTER = "assign_letter", "交办函", "letter of assignment"
    OBJECTION_REPLY = "objection_reply", "异议审核意见", "answer to an objection"
    EXTENSION_NOTICE = "extension_notice", "延期告知书", "notice of extension"
    OPINION = "opinion", "信访事项处理意见书", "handling opinion"
    SETTLEMENT = "settlement", "调解和解协议书", "settlement agreement"
    SUGGESTION_REPLY = "suggestion_reply", "建议意见答复", "reply to a suggestion"
    ACCUSATION_SLIP = "accusation_slip", "检举控告转送单", "slip of an accusation"
    REVIEW_NOTICE = "review_notice", "复查受理告知书", "notice of first review (复查)"
    REVIEW = "review", "复查意见书", "first review (复查) opinion"
    FINAL_REVIEW_NOTICE = "final_review_notice", "复核受理告知书", "notice of final review (复核)"
    FINAL = "final", "复核意见书", "final review (复核) opinion"
    RECEIPT = "receipt", "送达回证", "receipt of service"
    REPORT = "report", "办结报告", "closing report"
    SUPERVISION_LETTER = "supervision_letter", "督办函", "letter of supervision"
    MERGE_NOTICE = "merge_notice", "并案告知书", "notice of merging"


class ServeMethod(Label):
    """How a document was served (送达方式)."""

    IN_PERSON = "in_person", "当面", "in person"
    POST = "post", "邮寄", "by post"
    OTHER = "other", "其他", "other"


class NoteKind(Label):
    """What a note is about."""

    PROGRESS = "progress", "月进展", "monthly progress"
    EXPERT = "expert", "专业意见", "expert opinion"
    MEETING = "meeting", "会议", "meeting"
    VISIT = "visit", "走访", "visit to the site"
    OTHER = "other", "其他", "other"


class Rating(Label):
    """What a petitioner said of the handling (满意度)."""

    SATISFIED = "satisfied", "满意", "satisfied"
    BASIC = "basic", "基本满意", "basically satisfied"
    UNSATISFIED = "unsatisfied", "不满意", "not satisfied"


class RatedBody(Label):
    """Who is rated: the letters-and-visits office or the unit that handled the matter."""

    OFFICE = "office", "信访部门", "office"
    UNIT = "unit", "责任单位", "unit"


class SettleKind(Label):
    """Mediation or settlement (T33)."""

    MEDIATION = "mediation", "调解", "mediation"
    SETTLEMENT = "settlement", "和解", "settlement"


LEVELS = ("国家", "省", "市", "县", "乡", "村")
"""Levels of government, highest first, as ledgers write them."""


def _one_or_many(value: object) -> object:
    """Accept one word where a list is meant, as people write it."""
    return [value] if isinstance(value, str) else value


class Record(BaseModel):
    """Base of what case files hold: frozen; unknown keys are kept and named by `check`."""

    model_config = ConfigDict(frozen=True, extra="allow", validate_by_name=True, validate_by_alias=True)

    @property
    def unknown(self) -> Mapping[str, Any]:
        """Keys of the file that this version does not know."""
        return self.__pydantic_extra__ or {}


class Petitioner(Record):
    """Who brought the matter (信访人): what T19 asks for and no more. The first one is the contact."""

    name: str | None = None
    phone: str | None = None
    other_phone: str | None = None
    address: str | None = None
    representative: bool | None = None
    anonymous: bool | None = None


class Source(Record):
    """Who handed the matter down, and what the other system says of it."""

    level: str | None = None
    number: str | None = None
    due: dt.date | None = None  # the deadline that system shows; never ours
    office: str | None = None
    registrar: str | None = None


class Start(Record):
    """A clock that an entry starts: its first day (not counted), rule and last day."""

    from_: Annotated[dt.date, Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")]
    rule: str
    due: dt.date | None = None  # None: the clock has no length (T29, T40¶4); it runs, and is never late


class Entry(Record):
    """One dated line of a history. Which keys an event takes is `procedure.TRANSITIONS`' business."""

    n: str
    on: dt.date
    day: Literal["unknown"] | None = None  # the ledger gave no day; `on` is the registration day
    at: dt.datetime
    by: str
    actor: str | None = None
    did: Did
    what: Seen | None = None
    backdate_reason: str | None = None
    mode: Mode | None = None
    path: Path | None = None
    unit: str | None = None
    with_: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = Field(
        default=(), validation_alias=AliasChoices("with", "with_"), serialization_alias="with"
    )
    to: str | None = None
    within: str | None = None
    instead: bool | None = None
    final: bool | None = None
    decision: OpinionDecision | ReviewDecision | ObjectionDecision | None = None
    handler: str | None = None
    ground: str | None = None
    opinion: str | None = None
    days: int | None = None
    approved_by: str | None = None
    number: str | None = None
    reason: str | None = None
    text: str | None = None
    document: Document | None = None
    method: ServeMethod | None = None
    refused: bool | None = None
    witness: str | None = None
    late_reason: str | None = None
    hearing: str | None = None
    organ: str | None = None
    kind: str | None = None
    resolved: bool | None = None
    basis: Basis | None = None
    evidence: str | None = None
    statement_on: dt.date | None = None
    revoked_on: dt.date | None = None
    returned: bool | None = None
    step: LadderStep | None = None
    clock: str | None = None
    run: str | None = None  # the entry that started the clock which an escalation is about
    passed: Annotated[tuple[LadderStep, ...], BeforeValidator(_one_or_many)] = ()
    reply_due: dt.date | None = None
    of: RatedBody | None = None
    value: str | None = None
    case: str | None = None
    cases: tuple[str, ...] = ()
    file: str | None = None
    sha256: str | None = None
    strikes: str | None = None
    set: dict[str, Any] | None = None
    was: dict[str, Any] | None = None
    stops: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    starts: dict[str, Start] = Field(default_factory=dict)

    @property
    def key(self) -> tuple[bool, dt.date, dt.datetime, str]:
        """The fold order: day it happened, moment it was written, id; what came before the registration follows it."""
        return (self.did is not Did.OPEN, self.on, self.at, self.n)

    @property
    def is_dated(self) -> bool:
        """Whether the day is known."""
        return self.day is None


class Case(Record):
    """One matter (信访事项): what was brought, and the history of what offices did."""

    id: str
    title: str | None = None
    status: Status
    unit: str | None = None
    due: dt.date | None = None
    received_on: dt.date
    registered_on: dt.date
    channel: Channel
    class_: MatterClass = Field(
        default=MatterClass.UNCLASSIFIED, validation_alias=AliasChoices("class", "class_"), serialization_alias="class"
    )
    category: str | None = None
    place: str | None = None
    people: Annotated[int, Field(ge=1)] | None = None
    first_time: bool | None = None
    joint: bool | None = None
    simple: bool | None = None
    urgent: bool | None = None
    repeat_of: str | None = None
    links: tuple[str, ...] = ()
    lead: str | None = None
    owner: str | None = None
    group: str | None = None
    source: Source | None = None
    accused: str | None = None
    petitioners: tuple[Petitioner, ...] = ()
    request: str | None = None
    history: Annotated[tuple[Entry, ...], Field(min_length=1)]

    @property
    def is_sealed(self) -> bool:
        """Whether the text lies in `sealed/` (T30¶3)."""
        return self.class_ is MatterClass.ACCUSATION

    @property
    def number(self) -> str | None:
        """The number that the matter has in the system it came from."""
        return self.source.number if self.source else None

    def entry(self, n: str) -> Entry | None:
        """Return the entry with an id."""
        return next((entry for entry in self.history if entry.n == n), None)

    def but(self, **changes: Any) -> "Case":
        """Return a copy with other values (already of their types)."""
        return self.model_copy(update=changes)


SEALED_KEYS = ("title", "category", "place", "accused", "petitioners", "request")
"""Keys of a case that an accusation keeps in `sealed/`, outside git."""

SEALED_ENTRY_KEYS = ("text", "reason", "evidence", "late_reason", "witness", "file", "set", "was")
"""Keys of an entry with words in them, which go the same way."""


class SealedText(Record):
    """The part of an accusation that lies in `sealed/<id>.yaml`, readable by the owner alone."""

    id: str
    title: str | None = None
    category: str | None = None
    place: str | None = None
    accused: str | None = None
    petitioners: tuple[Petitioner, ...] = ()
    request: str | None = None
    entries: dict[str, dict[str, Any]] = Field(default_factory=dict)  # by entry id


DERIVED_KEYS = ("status", "unit", "due")
"""The three lines computed from the history, for people and grep; no command reads them."""


def plain(record: Record) -> dict[str, Any]:
    """Return a record as a mapping of plain values in the order of the file; absent keys are left out.

    A case always has its three derived lines, with null where there is nothing. Values are str, bool, int,
    date, datetime, None, lists and dicts of these.
    """
    kept = dict(_plain_items(record))
    if isinstance(record, Case):
        ordered: dict[str, Any] = {}
        for name in type(record).model_fields:
            key = _KEYS.get(name, name)
            if key in kept:
                ordered[key] = kept.pop(key)
            elif key in DERIVED_KEYS:
                ordered[key] = None
        history = ordered.pop("history")
        return {**ordered, **kept, "history": history}
    return kept


_KEYS = {"class_": "class", "from_": "from", "with_": "with"}


def _plain_items(record: Record) -> Iterator[tuple[str, Any]]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if value is None or value in ((), {}):
            continue
        yield _KEYS.get(name, name), _plain_value(value)
    yield from record.unknown.items()


def _plain_value(value: Any) -> Any:
    if isinstance(value, Record):
        return plain(value)
    if isinstance(value, Label):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain_value(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain_value(part) for key, part in value.items()}
    return value
