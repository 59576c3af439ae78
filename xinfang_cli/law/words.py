"""The words of the Regulations: each a `Label`, the Chinese term beside the English, and behind them what clerks say.

They come from the Regulations on Letters and Visits (信访工作条例, 2022; cited as T and the article). They stand apart
from the records made of them, since help, lists and counts need the words and must not wait for pydantic.
"""

from xinfang_cli.labels import Label


class Channel(Label):
    """How a matter came in (信访形式, T17)."""

    LETTER = "letter", "来信", "letter", "信件", "书信", "邮寄", "信函"
    VISIT = "visit", "来访", "visit", "走访", "上门", "上访", "接访", "约访", "下访", "视频接访"
    ONLINE = "online", "网上信访", "online", "网上", "网络", "网信", "手机信访", "微信信访", "国家平台"
    PHONE = "phone", "电话信访", "phone", "电话", "来电"
    FAX = "fax", "传真", "fax"
    MAILBOX = "mailbox", "领导信箱", "leader's mailbox", "信箱", "市长信箱"
    HOTLINE = "hotline", "热线转办", "hotline", "热线", "12345", "工单"
    OTHER = "other", "其他", "other"


class MatterClass(Label):
    """The class of a request (诉求类别, T29–T31). Unclassified runs the clocks of a claim."""

    SUGGESTION = "suggestion", "建议意见", "suggestion", "人民建议"
    ACCUSATION = "accusation", "检举控告", "accusation", "揭发控告"
    CLAIM = "claim", "申诉求决", "claim", "求决", "申诉", "诉求", "投诉"
    UNCLASSIFIED = "unclassified", "未分类", "unclassified"


class Purpose(Label):
    """What a petitioner wants (信访目的), as ledgers of the system say it; the class of the request follows from it."""

    SETTLEMENT = "settlement", "求决", "request to settle"
    APPEAL = "appeal", "申诉", "appeal"
    SUGGESTION = "suggestion", "意见建议", "suggestion", "建议意见", "意见", "建议"
    ACCUSATION = "accusation", "揭发控告", "accusation", "检举控告", "检举", "控告"
    INQUIRY = "inquiry", "咨询", "inquiry"
    THANKS = "thanks", "感谢", "thanks", "表扬"
    OTHER = "other", "其他", "other purpose"

    @property
    def class_(self) -> MatterClass:
        """The class that follows from it."""
        return _CLASS_OF.get(self, MatterClass.UNCLASSIFIED)


_CLASS_OF = {
    Purpose.SETTLEMENT: MatterClass.CLAIM,
    Purpose.APPEAL: MatterClass.CLAIM,
    Purpose.SUGGESTION: MatterClass.SUGGESTION,
    Purpose.ACCUSATION: MatterClass.ACCUSATION,
}


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
    ROUTE = "route", "转送交办", "routed", "转办", "转件", "分办", "批转"
    OBJECT = "object", "异议", "routing objected to", "退件", "退办", "退回"
    ACCEPT = "accept", "受理", "accepted"
    DECLINE = "decline", "不予受理", "declined"
    EXTEND = "extend", "延期", "extended", "展期"
    REPLY = "reply", "作出处理意见", "opinion issued", "答复", "回复", "出具意见"
    PERFORM = "perform", "履行", "performed"
    SUPPLEMENT = "supplement", "补正", "supplement"
    SETTLE = "settle", "调解和解", "settled"
    NOTICE = "notice", "制作文书", "document made"
    SERVE = "serve", "送达", "served"
    REVIEW = "review", "复查", "first review (复查)"
    FINAL = "final", "复核", "final review (复核)"
    CLOSE = "close", "办结", "closed", "结案", "归档", "存查"
    REOPEN = "reopen", "重新办理", "reopened"
    FEEDBACK = "feedback", "反馈办结报告", "reported back"
    RATE = "rate", "满意度评价", "rated"
    WITHDRAW = "withdraw", "撤回", "withdrawn"
    MERGE = "merge", "并案", "merged", "并件"
    LINK = "link", "关联", "linked"
    ESCALATE = "escalate", "督办", "escalated"
    SET = "set", "更正", "corrected"
    NOTE = "note", "记事", "note"
    ATTACH = "attach", "附件", "attached"
    MEETING = "meeting", "会商", "meeting"
    GATE = "gate", "逐级办理意见", "opinion at a level"
    UNDO = "undo", "撤销", "struck"
    OBSERVED = "observed", "台账所载", "as the ledger has it"
    RECKON = "reckon", "重算期限", "deadline reckoned anew"
    FORGET = "forget", "销毁信访人密钥", "petitioners forgotten"


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
    CLOCKS = "clocks", "在计期限", "clocks that run"


class Fate(Label):
    """What became of a duty: only what was done was met or missed, what merely ended was neither."""

    DONE = "done", "完成", "done"
    ENDED = "ended", "终止", "ended"  # by a closing, merging, withdrawal or rerouting
    DISPUTED = "disputed", "异议成立", "wrongly routed"  # T23¶3: it was never that unit's
    PAUSED = "paused", "停计", "paused"  # it waits for what is missing, where config lets it
    PENDING = "pending", "异议待审", "objection pending"  # it runs, and nobody is late until that is decided


class UnitKind(Label):
    """What kind of unit it is, where the Regulations treat some apart (T22¶2, T23¶4)."""

    ORDINARY = "ordinary", "一般单位", "ordinary"
    DISCIPLINE = "discipline", "纪检监察机关", "discipline inspection and supervision"
    JUSTICE = "justice", "政法机关", "court, procuratorate, police or political-legal committee"


class OfficeKind(Label):
    """Whose workspace it is: to a letters-and-visits office T22 applies, to any other organ T23."""

    PETITIONS = "petitions", "信访工作机构", "letters-and-visits office"
    ORGAN = "organ", "其他机关单位", "any other organ or unit"


class ToldHow(Label):
    """How a petitioner was told, if not on paper (T23¶2)."""

    IN_PERSON = "in_person", "当场告知", "told on the spot"


class Mode(Label):
    """How a matter goes to a unit (T22¶1)."""

    TRANSFER = "transfer", "转送", "transfer"
    ASSIGN = "assign", "交办", "assign"


class Path(Label):
    """The six paths of a claim (T31(1)–(6))."""

    LITIGATION = "litigation", "诉讼途径", "litigation", "诉讼"
    ARBITRATION = "arbitration", "仲裁途径", "arbitration", "仲裁"
    PARTY_APPEAL = "party_appeal", "党员申诉途径", "Party member's appeal"
    ADMIN_PROCEDURE = "admin_procedure", "行政程序途径", "administrative procedure"
    DUTY = "duty", "履行法定职责途径", "performance of a statutory duty"
    OPINION = "opinion", "信访程序", "handling opinion"


class OpinionDecision(Label):
    """What a handling opinion says (T32)."""

    SUPPORT = "support", "予以支持", "supported", "支持"
    EXPLAIN = "explain", "解释疏导", "reasonable but without basis: explained"
    UNSUPPORTED = "unsupported", "不予支持", "not supported"


class Confirmed(Label):
    """Who says that an opinion was performed (T32¶2)."""

    PETITIONER = "petitioner", "信访人确认", "the petitioner"
    UNIT = "unit", "单位自报", "the unit itself"


class ReviewDecision(Label):
    """What a review says (T35, T36)."""

    UPHOLD = "uphold", "维持", "upheld"
    REVOKE = "revoke", "撤销", "revoked"
    CHANGE = "change", "变更", "changed"
    REDO = "redo", "责令重作", "to be done again"
    REFUSED = "refused", "不予受理", "not taken on"


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
    UNANSWERED = "unanswered", "终止（建议未答复）", "ended, the suggestion not answered"
    ROUTED_OUT = "routed_out", "已转有权机关", "with the competent organ"
    SIMPLE_ANSWERED = "simple_answered", "简易办理答复", "answered in simple procedure"
    DUTY_ANSWERED = "duty_answered", "履行职责已答复", "duty performed or answered"
    FILED = "filed", "存档", "filed"
    NO_SUCCESSOR = "no_successor", "无承继人", "no successor"


class Basis(Label):
    """Who says that a matter is resolved (化解依据)."""

    AGREEMENT = "agreement", "签订协议", "agreement", "协议"
    PERFORMANCE = "performance", "履行到位", "performance", "履行", "已履行"
    PETITIONER = "petitioner", "信访人确认", "the petitioner", "信访人认可", "满意认可"
    OFFICE = "office", "机关认定", "the office alone", "单位自认"


class Ground(Label):
    """Why a matter is not accepted (不予受理情形), each with its article."""

    NOT_COMPETENT = "not_competent", "不属于本机关职权范围（T23）", "outside this organ's power (T23)"
    NOT_THIS_LEVEL = "not_this_level", "应由本级以外处理（T20）", "belongs to another level (T20)"
    STATUTORY_ROUTE = "statutory_route", "应通过法定途径解决（T31）", "a statutory route is open (T31)"
    BEING_HANDLED = "being_handled", "已受理或正在办理（T19）", "already accepted or being handled (T19)"
    REVIEW_NOT_SOUGHT = "review_not_sought", "逾期未申请复查复核（本地规定）", "review not sought in time (local rule)"
    FINISHED = "finished", "复核后同一事实理由（T36）", "same facts after final review (T36)"


class ReviewGround(Label):
    """Why a review or final review is not taken on (不予受理复查复核情形)."""

    LATE = "late", "已逾期（T35、T36）", "asked for too late (T35, T36)"
    NO_OPINION = (
        "no_opinion",
        "所不服的不是信访处理意见或复查意见（T35、T36）",
        "no handling or review opinion is contested (T35, T36)",
    )
    FINISHED = "finished", "已有复核意见（T36）", "there is a final opinion (T36)"


class LadderStep(Label):
    """The steps of escalation, lowest first (T39, T40). Those from the talk on are the joint conference's (T39¶3)."""

    WARN = "warn", "预警", "warning"
    REMIND = "remind", "催办", "reminder"
    SUPERVISE = "supervise", "督办", "supervision"
    TALK = "talk", "约谈", "admonitory talk"
    CIRCULAR = "circular", "通报", "circular"
    LIST_SUPERVISE = "list_supervise", "挂牌督办", "supervision by a public list"
    RECTIFY = "rectify", "限期整改", "order to rectify in time"
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


class ServeMethod(Label):
    """How a document was served (送达方式)."""

    IN_PERSON = "in_person", "直接送达", "in person", "当面", "面交"
    POST = "post", "邮寄送达", "by post", "邮寄", "挂号信", "EMS"
    LEFT = "left", "留置送达", "left with a witness"
    ENTRUSTED = "entrusted", "委托送达", "by another organ"
    ELECTRONIC = "electronic", "电子送达", "electronically"
    PUBLIC = "public", "公告送达", "by public notice"
    OTHER = "other", "其他", "other"


class NoteKind(Label):
    """What a note is about."""

    PROGRESS = "progress", "月进展", "monthly progress"
    PLAN = "plan", "化解方案", "plan: measure, way, how"  # 有措施、有路径、有办法
    EXPERT = "expert", "专业意见", "expert opinion"
    MEETING = "meeting", "会议", "meeting"
    VISIT = "visit", "走访", "visit to the site"
    HEARING = "hearing", "听证", "hearing"
    RELIEF = "relief", "救助", "relief"
    LESSON = "lesson", "典型案例", "lesson"
    OTHER = "other", "其他", "other"


class MeetingKind(Label):
    """What kind of meeting it was."""

    DISPATCH = "dispatch", "调度会", "dispatch meeting"
    CONSULTATION = "consultation", "会商会", "consultation"
    JOINT = "joint", "联席会议", "joint conference"
    SPECIAL = "special", "专题会", "meeting on one hard matter"
    INSPECTION = "inspection", "实地督查", "inspection on the spot"


class Advice(Label):
    """What the office advises a unit (三项建议, T40)."""

    IMPROVE = "improve", "改进工作建议", "advice to improve the work"
    POLICY = "policy", "完善政策建议", "advice to mend a policy"
    ACCOUNTABILITY = "accountability", "追究责任建议", "advice to hold to account"


class Adoption(Label):
    """What the advised unit made of it (采纳情况)."""

    ADOPTED = "adopted", "采纳", "adopted"
    PARTLY = "partly", "部分采纳", "adopted in part"
    REJECTED = "rejected", "未采纳", "not adopted"


class Evidence(Label):
    """The five things that a file should hold before it is closed (五个有); each is the kind of an attachment."""

    MINUTES = "minutes", "会商纪要", "minutes"
    RECORD = "record", "办理记录", "record of the handling"
    LEDGER = "ledger", "台账", "ledger"
    HEARING = "hearing", "评查听证", "case review or hearing"
    ONLINE = "online", "网上登记", "registration online"


class Gate(Label):
    """The levels through which a paper passes up (依法逐级走访), each with a clock of its own if config sets one."""

    VILLAGE = "village", "村", "village", "村级", "gate_village"
    TOWN = "town", "乡", "town", "乡级", "乡镇", "gate_town"
    COUNTY = "county", "县", "county", "县级", "gate_county"

    @property
    def clock(self) -> str:
        """The clock of the level."""
        return f"gate_{self.value}"

    @property
    def above(self) -> "Gate | None":
        """The next level up; None above the county."""
        return {Gate.VILLAGE: Gate.TOWN, Gate.TOWN: Gate.COUNTY}.get(self)


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


def watches(text: str) -> str | None:
    """Return the word of a text that labels or watches persons; as a key or a name it has no place here."""
    return next((word for word in _WATCHING if word in text), None)


_WATCHING = (
    "重点人员", "稳控", "扬言", "缠访", "闹访", "非访", "越级访", "进京访", "特殊人员", "涉稳人员", "信访老户", "前科",
    "精神病", "息诉", "罢访", "息访", "维稳", "管控",
)  # fmt: skip


LEVELS = ("国家", "省", "市", "县", "乡", "村")
"""Levels of government, highest first, as ledgers write them."""
