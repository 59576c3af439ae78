"""The documents of the procedure (文书), with the names that offices use."""

from xinfang_cli.labels import Label


class Document(Label):
    """The documents of an office (文书): what a step owes, what is made, what is served."""

    REGISTRATION = "registration", "信访事项登记表", "registration form"
    INTAKE_SLIP = "intake_slip", "信访事项接收回执", "slip of intake"
    NOTICE = "notice", "信访事项受理告知书", "notice of acceptance"
    ROUTED_NOTICE = "routed_notice", "转送告知书", "notice of transfer"
    DECLINED_NOTICE = "declined_notice", "信访事项不予受理告知书", "notice of non-acceptance"
    FINAL_NOTICE = "final_notice", "信访事项不再受理告知书", "notice of no further acceptance"
    PATH_NOTICE = "path_notice", "依法分类处理告知书", "notice of another procedure"
    TRANSFER_LETTER = "transfer_letter", "转送函", "letter of transfer"
    ASSIGN_LETTER = "assign_letter", "交办函", "letter of assignment"
    LITIGATION_LETTER = "litigation_letter", "涉法涉诉信访转送函", "letter of transfer of a matter of litigation"
    ACCUSATION_SLIP = "accusation_slip", "检举控告转送单", "slip of an accusation"
    OBJECTION = "objection", "异议（退件）申请单", "form of an objection"
    OBJECTION_REPLY = "objection_reply", "异议审核意见", "answer to an objection"
    SUPPLEMENT = "supplement", "补正材料告知书", "notice of what is missing"
    EXTENSION_APPROVAL = "extension_approval", "延期审批表", "form of approval of an extension"
    EXTENSION_NOTICE = "extension_notice", "延期告知书", "notice of extension"
    TALK_RECORD = "talk_record", "接谈笔录", "record of a talk"
    INQUIRY_RECORD = "inquiry_record", "调查笔录", "record of an inquiry"
    HEARING = "hearing", "听证通知", "notice of a hearing"
    HEARING_RECORD = "hearing_record", "听证笔录", "record of a hearing"
    REPRESENTATIVES = "representatives", "代表推选书", "choice of representatives"
    OPINION = "opinion", "信访处理意见书", "handling opinion"
    SETTLEMENT = "settlement", "调解（和解）协议书", "settlement agreement"
    SUGGESTION_REPLY = "suggestion_reply", "建议意见答复", "reply to a suggestion"
    DUTY_REPLY = "duty_reply", "履行职责答复书", "reply on a statutory duty"
    SIMPLE_REPLY = "simple_reply", "简易办理答复意见书", "reply in simple procedure"
    REVIEW_REQUEST = "review_request", "复查申请书", "request for first review (复查)"
    REVIEW_NOTICE = "review_notice", "复查受理告知书", "notice of first review (复查)"
    REVIEW_DECLINED = "review_declined", "复查不予受理告知书", "notice that first review (复查) is refused"
    REVIEW = "review", "复查意见书", "first review (复查) opinion"
    FINAL_REVIEW_REQUEST = "final_review_request", "复核申请书", "request for final review (复核)"
    FINAL_REVIEW_NOTICE = "final_review_notice", "复核受理告知书", "notice of final review (复核)"
    FINAL_REVIEW_DECLINED = "final_review_declined", "复核不予受理告知书", "notice that final review (复核) is refused"
    FINAL = "final", "复核意见书", "final review (复核) opinion"
    WITHDRAWAL = "withdrawal", "撤回申请书", "statement of withdrawal"
    ADDRESS = "address", "送达地址确认书", "confirmation of the address for service"
    RECEIPT = "receipt", "送达回证", "receipt of service"
    REPORT = "report", "办结报告", "closing report"
    SUPERVISION_LETTER = "supervision_letter", "督办函", "letter of supervision"
    SUPERVISION_REPLY = "supervision_reply", "督办回复单", "answer to a supervision"
    TALK = "talk", "约谈通知书", "notice of an admonitory talk"
    CIRCULAR = "circular", "通报", "circular"
    LIST_SUPERVISE = "list_supervise", "挂牌督办通知书", "notice of listed supervision"
    RECTIFY = "rectify", "限期整改通知书", "notice to rectify in time"
    IMPROVEMENT = "improvement", "改进工作建议书", "advice to improve the work"
    POLICY = "policy", "完善政策建议书", "advice to mend a policy"
    ACCOUNTABILITY = "accountability", "追究责任建议书", "advice to hold to account"
    ADOPTION = "adoption", "采纳情况反馈单", "answer to advice"
    MERGE_NOTICE = "merge_notice", "并案告知书", "notice of merging"
    URGENT_REPORT = "urgent_report", "重大紧急信访事项报告", "report on an urgent matter"
    CLOSING_APPROVAL = "closing_approval", "办结（销号）审批表", "form of approval of a closing"
    MINUTES = "minutes", "会议纪要", "minutes"
    CARD = "card", "权益保障卡", "card of rights"
    PROGRESS = "progress", "办理进度告知单", "slip of progress"
    DOSSIER = "dossier", "案卷封面、卷内文件目录、备考表", "cover, contents and remarks of the file"

    @property
    def must_reach(self) -> bool:
        """Whether the petitioner must receive it: once made it is to be served."""
        return self in REACHING

    @property
    def in_sealed_form(self) -> "Document | None":
        """What takes its place in an accusation, of which nothing is told to the accused; None for nothing."""
        if self in {Document.TRANSFER_LETTER, Document.ASSIGN_LETTER}:
            return Document.ACCUSATION_SLIP
        return self if self in SEALABLE else None

    @property
    def outlives(self) -> bool:
        """Whether it is owed still when its matter has ended."""
        return self in OUTLIVING


REACHING = frozenset(
    {
        Document.NOTICE, Document.ROUTED_NOTICE, Document.DECLINED_NOTICE, Document.FINAL_NOTICE, Document.PATH_NOTICE,
        Document.SUPPLEMENT, Document.EXTENSION_NOTICE, Document.HEARING, Document.OPINION, Document.SETTLEMENT,
        Document.SUGGESTION_REPLY, Document.DUTY_REPLY, Document.SIMPLE_REPLY, Document.REVIEW_NOTICE,
        Document.REVIEW_DECLINED, Document.REVIEW, Document.FINAL_REVIEW_NOTICE, Document.FINAL_REVIEW_DECLINED,
        Document.FINAL, Document.MERGE_NOTICE,
    }
)  # fmt: skip
"""What tells the petitioner something that has effect; letters between organs are not served."""

SEALABLE = frozenset(
    {
        Document.REGISTRATION, Document.INTAKE_SLIP, Document.NOTICE, Document.ACCUSATION_SLIP,
        Document.SUPERVISION_LETTER,
    }
)  # fmt: skip
"""What is made of an accusation (T30¶3): into `sealed/`, and never for the accused."""

OUTLIVING = frozenset(
    {
        Document.DECLINED_NOTICE, Document.FINAL_NOTICE, Document.PATH_NOTICE, Document.LITIGATION_LETTER,
        Document.ACCUSATION_SLIP, Document.MERGE_NOTICE, Document.OPINION, Document.SETTLEMENT,
        Document.SUGGESTION_REPLY, Document.DUTY_REPLY, Document.SIMPLE_REPLY, Document.REVIEW,
        Document.REVIEW_DECLINED, Document.FINAL, Document.FINAL_REVIEW_DECLINED, Document.REPORT,
    }
)  # fmt: skip
"""What tells how a matter ended; a receipt or a letter of transfer of a matter that is over helps nobody."""
