"""What a row of the procedure says besides steps and states: whose act it is, where it leads, what else must hold."""

from xinfang_cli.labels import Label


class Actor(Label):
    """Whose act a step is."""

    OFFICE = "office", "信访部门", "letters-and-visits office"
    UNIT = "unit", "责任单位", "unit"
    ORGAN = "organ", "复查复核机关", "review organ"
    PETITIONER = "petitioner", "信访人", "petitioner"


class To(Label):
    """Where a row leads when that is not one fixed state."""

    SAME = "same", "状态不变", "the state stays"
    BEFORE = "before", "异议前的状态", "the state before the objection"


class Guard(Label):
    """Conditions beside state and data, checked by `steps` before anything is written."""

    NOT_TO_ACCUSED = "not_to_accused", "检举控告不转被检举单位（T30）", "an accusation never goes to the accused (T30)"
    STANDING = "standing", "承办单位未撤并（T24）", "the unit still exists (T24)"
    OBJECTED_IN_TIME = (
        "objected_in_time",
        "异议期内或有逾期理由（T23）",
        "within the time to object or with a reason (T23)",
    )
    OTHERS_PATH = "others_path", "由其他机关处理的途径（T31）", "a procedure of another organ (T31)"
    OWN_PATH = "own_path", "由本机关处理的途径（T31）", "a procedure of this organ (T31)"
    OWN_DUTY = "own_duty", "以履行职责的途径受理（T31）", "accepted as a duty of this organ (T31)"
    GROUND = "ground", "不予受理的情形属实（T19、T20、T23）", "the ground holds for this matter (T19, T20, T23)"
    SAME_FACTS = "same_facts", "同一事实和理由（T36）", "the same facts and reasons (T36)"
    REVIEW_GROUND = (
        "review_ground",
        "不予受理复查复核的情形属实（T35、T36）",
        "the ground for no review holds (T35, T36)",
    )
    EXTENSION = (
        "extension",
        "延期在期限内、合计不超上限、次数依本单位设置（T34）",
        "in time, within the maximum of days, as often as the office sets (T34)",
    )
    ISSUED = "issued", "文书已作出", "the document was issued"
    POSTED = "posted", "邮寄须有交寄日", "service by post has a day of posting"
    WITNESSED = "witnessed", "拒收须有见证人", "a refused document needs a witness"
    REVIEW_WINDOW = "review_window", "权利期内或有逾期理由（T35、T36）", "within the window or with a reason (T35, T36)"
    SERVED = "served", "意见已送达", "the opinion was served"
    LAPSED = "lapsed", "申请期已满", "the window has ended"
    SETTLED = "settled", "已达成调解和解", "mediated or settled"
    RESOLVED = "resolved", "化解须有依据和证据", "resolution has a basis and evidence"
    HEARING = "hearing", "听证起止日", "days of the hearing"
    RUNNING_ASSIGNMENT = "running_assignment", "交办在计期或报告未交", "assigned, or the report is owed"
    REPORTED = "reported", "已反馈办结报告", "the unit has reported"
    EVIDENCE = "evidence", "五个有齐全（config 要求时）", "the five pieces of evidence (where config asks)"
    ASKED = "asked", "所答复的是本件的督办、建议或议定事项", "it answers what was asked in this matter"
    NOTE_KIND = "note_kind", "各项内容属于这种记事", "the details belong to this kind of note"
    ASKS_WHAT = "asks_what", "有议定事项才有承办单位和期限", "a decision comes before who and by when"
    PERFORMED_BY = "performed_by", "履行期限属于支持的意见", "a day of performance belongs to an opinion that supports"
    TO_PERFORM = "to_perform", "有待履行的意见", "there is something to perform"
    MISSING_ASKED = "missing_asked", "已要求补正", "what is missing was asked for"
    ANSWER_AHEAD = "answer_ahead", "补正期限在要求之后", "the day to supply it lies ahead"
    ADOPTED = "adopted", "文号和采纳情况属于答复的建议（T29）", "number and adoption belong to a suggestion (T29)"
    STATEMENT = "statement", "撤回声明在收到之后、收回在声明之后", "receipt, statement, revocation in order"
    SAME_MATTER = "same_matter", "并入的信访件在办", "the other matter is open"
