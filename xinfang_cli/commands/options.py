"""Options that several commands share, and the sentences of all of them.

typer takes help as text when a command's file is imported; `translate` puts it into the user's language where
the command line is built.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

import typer

from xinfang_cli.labels import Label, Lang
from xinfang_cli.messages import Msg, Text

LabelT = TypeVar("LabelT", bound=Label)


class Opt(Label):
    """What an option or argument means."""

    # fmt: off
    CASE = "o_case", "信访件编号,或其不重复的末几位;@ 为最近一件", "a matter: its id or an unambiguous tail; @ is the latest one"
    ON = "o_on", "发生的日期(默认今天):2026-11-20、11-20、-1d、昨天", "day it happened (default today): 2026-11-20, 11-20, -1d, yesterday"
    BACKDATE = "o_backdate", "补记早于上一步的原因", "why it is dated before the last step"
    JSON = "o_json", "输出 JSON", "print JSON"
    TITLE = "o_title", "标题", "title"
    REQUEST = "o_request", "诉求,照原话", "the request, in the petitioner's words"
    CHANNEL = "o_channel", "信访形式", "how it came in"
    RECEIVED = "o_received", "收到日期", "day of receipt"
    CLASS = "o_class", "诉求类别(不写则未分类,按申诉求决计期限)", "class of the request (unclassified runs a claim's clocks)"
    CATEGORY = "o_category", "内容分类,如 城乡建设/房屋交易", "category, e.g. 城乡建设/房屋交易"
    PLACE = "o_place", "问题属地", "place"
    PEOPLE = "o_people", "信访人数", "number of persons"
    NAME = "o_name", "信访人姓名", "petitioner's name"
    PHONE = "o_phone", "联系电话", "phone"
    ADDRESS = "o_address", "住址", "address"
    ANONYMOUS = "o_anonymous", "匿名", "anonymous"
    ACCUSED = "o_accused", "被检举单位,不详写 unknown", "the accused unit, or unknown"
    SOURCE_LEVEL = "o_source_level", "来源层级:国家 省 市 县 乡 村", "level that handed it down: 国家 省 市 县 乡 村"
    SOURCE_NUMBER = "o_source_number", "来源系统的编号", "number in the other system"
    SOURCE_DUE = "o_source_due", "来源系统的限办时间", "deadline in the other system"
    REPEAT_OF = "o_repeat_of", "重复的是哪一件", "the matter it repeats"
    FIRST_TIME = "o_first_time", "初次信访(或 --not-first-time)", "first time (or --not-first-time)"
    JOINT = "o_joint", "联名信或集体访", "joint letter or visit"
    UNIT = "o_unit", "责任单位(简称也可)", "unit (nicknames too)"
    WITH = "o_with", "协办单位,可重复", "co-handling unit, may repeat"
    ASSIGN = "o_assign", "交办(要求反馈)", "assign, with a report back"
    WITHIN = "o_within", "期限,如 45d、10wd", "time limit, e.g. 45d, 10wd"
    INSTEAD = "o_instead", "收回原转送,改转这个单位", "take the routing back and route anew"
    REASON = "o_reason", "理由", "reason"
    PATH = "o_path", "途径(条例第31条)", "path (T31)"
    TO = "o_to", "有权机关", "the competent organ"
    NUMBER = "o_number", "文号", "document number"
    HANDLER = "o_handler", "承办人", "who handles it"
    GROUND = "o_ground", "不予受理的情形", "ground of non-acceptance"
    ESCALATE_GROUND = "o_escalate_ground", "督办情形", "ground of supervision"
    FINAL = "o_final", "不再受理(复核后同一事实理由)", "no longer accepted (same facts after final review)"
    OPINION = "o_opinion", "所据复核意见文号", "number of the final review opinion"
    DAYS = "o_days", "延长几日", "days to add"
    APPROVED_BY = "o_approved_by", "批准人(单位负责人)", "who approved (head of the unit)"
    DECISION = "o_decision", "处理意见", "decision"
    DOCUMENT = "o_document", "文书", "document"
    METHOD = "o_method", "送达方式", "how it was served"
    REFUSED = "o_refused", "拒收", "refused"
    WITNESS = "o_witness", "见证人", "witness"
    CLOSE_REASON = "o_close_reason", "办结方式", "reason of closing"
    RESOLVED = "o_resolved", "已化解", "resolved"
    BASIS = "o_basis", "化解依据", "who says it is resolved"
    EVIDENCE = "o_evidence", "化解证据", "evidence"
    TEXT = "o_text", "内容", "text"
    KIND = "o_kind", "种类", "kind"
    NEXT = "o_next", "下一步(月进展)", "next step (of monthly progress)"
    BLOCKER = "o_blocker", "存在的困难(月进展)", "what stands in the way (of monthly progress)"
    MONTH_OF = "o_month_of", "哪个月的进展,如 2026-11(不写则为发生日所在的月)", "the month that progress is about, e.g. 2026-11 (default: that of the day)"
    WAY = "o_way", "路径(化解方案,--text 写措施)", "way (of a plan, whose measure is --text)"
    HOW = "o_how", "办法(化解方案)", "how (of a plan)"
    ADVICE = "o_advice", "向单位提出的建议(条例第40条)", "advice to a unit (T40)"
    ASKED_UNIT = "o_asked_unit", "向哪个单位提出、由谁落实(默认责任单位)", "who is asked (default: the unit in charge)"
    AGREED = "o_agreed", "议定事项,--unit 和 --reply-due 写谁办、何时办", "what was decided; --unit and --reply-due say who and by when"
    ANSWERS = "o_answers", "答复的是哪份督办函、建议或议定事项:文号,或 xinfang log 里的记录号", "the letter of supervision, advice or decision that is answered: its number, or the entry's id in xinfang log --json"
    ADOPTED = "o_adopted", "建议的采纳情况", "whether the advice was adopted"
    STEP = "o_step", "督办方式", "step"
    OVERDUE_RUN = "o_overdue_run", "对全部超期件按阶梯督办", "walk the ladder for every overdue matter"
    DRY_RUN = "o_dry_run", "只看不写", "write nothing"
    REPLY_DUE = "o_reply_due", "要求回复的日期", "day by which to answer"
    LEAD = "o_lead", "包案领导", "leader in charge"
    OWNER = "o_owner", "责任人", "responsible person in the office"
    GROUP = "o_group", "专项工作组", "working group"
    SIMPLE = "o_simple", "简易办理(或 --not-simple)", "simple procedure (or --not-simple)"
    URGENT = "o_urgent", "重大紧急(或 --not-urgent)", "urgent (or --not-urgent)"
    STATUS = "o_status", "状态,可重复", "state, may repeat"
    OVERDUE = "o_overdue", "只看超期", "overdue only"
    DUE_WITHIN = "o_due_within", "几日内到期", "due within so many days"
    UNROUTED = "o_unrouted", "未转送", "not routed yet"
    CLOSED = "o_closed", "已办结", "closed"
    OPEN = "o_open", "在办", "open"
    IS_RESOLVED = "o_is_resolved", "已化解", "resolved"
    SINCE = "o_since", "收到日期从", "received from"
    UNTIL = "o_until", "收到日期到", "received to"
    CONTAINS = "o_contains", "含有文字", "containing a text"
    VIEW = "o_view", "config.yaml 中的常用筛选", "a view named in config.yaml"
    SORT = "o_sort", "排序", "order"
    LIMIT = "o_limit", "最多几件", "at most so many"
    REVEAL = "o_reveal", "显示个人信息(记入 access.log)", "show personal data (written to access.log)"
    BY_KEY = "o_by_key", "分组,可写多个,以逗号相连", "group by; several with commas"
    WORDS = "o_words", "要找的文字", "what to look for"
    FIND_NAME = "o_find_name", "当面查询本人信访件:姓名须完全一致", "a person at the counter asks after their own matter: exact name"
    FOR_PETITIONER = "o_for_petitioner", "只列可告知信访人的各步日期", "only the dated steps that a petitioner is told"
    START = "o_start", "起算日", "first day, not counted"
    RULE = "o_rule", "期限:15d、5wd、30d>", "time limit: 15d, 5wd, 30d>"
    EXPLAIN = "o_explain", "逐日说明", "explain day by day"
    FILES = "o_files", "台账文件,- 为标准输入", "ledgers; - is standard input"
    CHECK_ONLY = "o_check_only", "只检查,不写入", "write nothing, say what would happen"
    ERRORS = "o_errors", "把未导入的行写到这个文件", "write the rejected rows to this file"
    REPORT_NAME = "o_report_name", "报表名(见下)", "name of the report (see below)"
    REPORT_FILES = "o_report_files", "同 --add:各单位的 JSON 报表", "with --add: reports of several offices, as JSON"
    REPORT_ALL = "o_report_all", "这一周、月或年的全部报表,写到 --out 的文件夹(默认 reports/)", "all reports of a week, month or year, written to the folder of --out (default reports/)"
    REPORT_ADD = "o_report_add", "把几个单位的 JSON 报表加起来", "add up the JSON of several offices"
    WEEK = "o_week", "周,如 2026-W47;last 为上周", "week, e.g. 2026-W47; last is the last one that is over"
    MONTH = "o_month", "月,如 2026-11;last 为上月", "month, e.g. 2026-11; last is the last one that is over"
    YEAR = "o_year", "年,如 2026;last 为上年", "year, e.g. 2026; last is the last one that is over"
    FROM = "o_from", "从这天起(含)", "from this day, counted"
    UPTO = "o_upto", "到这天止(不含)", "to this day, not counted"
    FORMAT = "o_format", "格式", "format"
    OUT = "o_out", "写到文件({week}、{month}、{year}、{report}、{format} 会代入)", "write to a file ({week}, {month}, {year}, {report}, {format} are filled in)"
    FIX = "o_fix", "改正只有一种改法的", "mend what has one right answer"
    OFFICE = "o_office", "单位名称", "name of the office"
    CODE = "o_code", "六位区划代码", "six-digit area code"
    PROFILE = "o_profile", "本地期限:national 全国、zhejiang 浙江、henan 河南", "local time limits: national, zhejiang, henan"
    SIMPLE_OPEN = "o_simple_open", "简易办理(初次信访、事实清楚、责任明确、争议不大)", "simple procedure (first time, clear facts and responsibility, little dispute)"
    LEVEL = "o_level", "哪一级收到(村、乡、县):配置了逐级期限时计时", "level that received it (village, town, county): runs its clock where config has one"
    CALENDAR_DO = "o_calendar_do", "show 看一年,add 加一年的放假通知", "show a year, or add a year's notice"
    CALENDAR_WHAT = "o_calendar_what", "年份,或通知文件(YAML 或 JSON)", "the year, or the notice's file (YAML or JSON)"
    MANY = "o_many", "连续登记:日期和形式不变,逐件问标题和诉求", "one after another: day and channel stay"
    FOLDER = "o_folder", "文件夹", "folder"
    OBJECTION = "o_objection", "信访部门的决定", "the office's decision"
    REVIEW_DECISION = "o_review_decision", "维持、变更、撤销、责令重作", "what the review says"
    REDO_WITHIN = "o_redo_within", "责令重作的期限,如 30d", "time limit to do it again, e.g. 30d"
    HEARING = "o_hearing", "听证起止日(两日都不计入期限)", "days of the hearing (both excluded from the limit)"
    ORGAN = "o_organ", "复查复核机关", "review organ"
    LATE_REASON = "o_late_reason", "逾期申请的理由", "why it is asked for late"
    RATED = "o_rated", "评价谁:office 信访部门,unit 责任单位", "who is rated: the office or the unit"
    RATING = "o_rating", "满意度", "rating"
    STATEMENT_ON = "o_statement_on", "书面撤回声明的日期", "day of the written statement"
    REVOKED_ON = "o_revoked_on", "收回撤回的日期", "day the withdrawal was taken back"
    RETURNED = "o_returned", "退回重办", "sent back"
    OTHER_CASE = "o_other_case", "另一件", "the other matter"
    INTO_CASE = "o_into_case", "并入哪一件", "the matter that goes on"
    CASES = "o_cases", "一件或几件", "one matter or several"
    ATTACHED = "o_attached", "要附上的文件", "the file"
    UPDATE = "o_update", "台账有变化的,追加为 observed 记录", "what changed in the ledger becomes observed entries"
    YEARLESS = "o_yearless", "没写年份的日期算哪一年", "the year of days written without one"
    YEAR_OF = "o_year_of", "年份", "year"
    OUT_FILE = "o_out_file", "写到文件(不写则输出)", "write to a file (default: print)"
    STEP_FILES = "o_step_files", "办理表(xlsx、csv、jsonl),- 为标准输入", "tables of steps (xlsx, csv, jsonl); - is standard input"
    STEP_ERRORS = "o_step_errors", "把未办的行写到这个文件", "write the rejected rows to this file"
    SHEET_UNIT = "o_sheet_unit", "给哪个单位,可重复", "which unit, may repeat"
    SHEET_ALL = "o_sheet_all", "所有有期限在计的单位", "every unit with a running deadline"
    SITE = "o_site", "写一整套网页到这个文件夹:总览、超期、各报表、查找", "write a set of linked pages into this folder: overview, overdue duties, reports, search"
    WRITE_TEMPLATE = "o_write_template", "把内置的 Word 模板写到这个文件,供修改", "write the built-in Word template to this file, to be changed"
    SHEET_OUT = "o_sheet_out", "写到这个文件夹(默认当前文件夹)", "write into this folder (default: here)"
    MAP = "o_map", "台账里不认识的列当作哪个字段:列名=字段,可重复", "which field a column that is not known holds: COLUMN=FIELD, may repeat"
    IDS = "o_ids", "把台账另存一份,加一列本系统编号", "write the ledger back with a column of ids"
    ENCODING = "o_encoding", "文字编码(默认自动)", "encoding (default: found out)"
    STAGED = "o_staged", "只检查 git 暂存的信访件文件,并与上次提交比对经过(提交前的钩子)", "check the staged case files alone, and their histories against the last commit (pre-commit hook)"
    MERGE_BASE = "o_merge_base", "共同的旧版", "the version both came from"
    MERGE_OURS = "o_merge_ours", "我方的版本,结果写在这里", "our version; the result is written here"
    MERGE_THEIRS = "o_merge_theirs", "对方的版本", "their version"
    MERGE_PATH = "o_merge_path", "信访件文件在仓库里的路径", "the case file's path in the repository"
    SCHEMA_OF = "o_schema_of", "case 信访件文件,config 配置", "of case files, or of config.yaml"
    # fmt: on


def translate(params: Iterable[Any], lang: Lang) -> None:
    """Put the help of options and arguments into a language."""
    words = {opt.value: opt for opt in Opt}
    for param in params:
        opt = words.get(param.help or "")
        param.help = opt.in_(lang) if opt else param.help


class BadValueError(typer.BadParameter):
    """A value that is not in a list, with our own sentence."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msg.value)
        self.text = text


def reader(words: type[LabelT], name: str) -> Callable[[str], LabelT]:
    """Return a parser of one of a list of words; their names in both languages are taken too."""

    def parse(text: str) -> LabelT:
        found = words.read(text)
        if found is None:
            raise BadValueError(Msg.NOT_IN_LIST(option=name, value=text, words=[word.value for word in words]))
        return found

    return parse


def choice(words: type[LabelT], opt: Opt, name: str) -> Any:
    """Return an option that takes one of a list of words."""

    def complete(incomplete: str) -> list[str]:
        return [word.value for word in words if word.startswith(incomplete)]

    return typer.Option(name, help=opt, parser=reader(words, name), metavar="|".join(words), autocompletion=complete)


def option(opt: Opt, *names: str, **rest: Any) -> Any:
    """Return an option with its sentence."""
    return typer.Option(*names, help=opt, **rest)


def argument(opt: Opt, metavar: str, **rest: Any) -> Any:
    """Return an argument with its sentence."""
    return typer.Argument(help=opt, metavar=metavar, **rest)


CaseRef = Annotated[str, argument(Opt.CASE, "CASE")]
On = Annotated[str | None, option(Opt.ON, "--on", metavar="DATE")]
Backdate = Annotated[str | None, option(Opt.BACKDATE, "--backdate-reason", metavar="TEXT")]
Json = Annotated[bool, option(Opt.JSON, "--json")]
