"""Options that several commands share, and the sentences of all of them.

typer takes help as text when a command's file is imported; `translate` puts it into the user's language where
the command line is built.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import typer

from xinfang_cli.boundary import complain
from xinfang_cli.labels import Label, Lang, Phrase, placeholder
from xinfang_cli.messages import Msg, Text, harmless
from xinfang_cli.plaintext import narrow, unquoted

LabelT = TypeVar("LabelT", bound=Label)
Said = Label | Phrase
"""What has a sentence in both languages."""


class Opt:
    """What an option or argument means."""

    # fmt: off
    CASE = Phrase("信访件编号，或其不重复的末几位；@ 为你最近办的一件，@3、+3为刚看到的第3行", "a matter: its id or an unambiguous tail; @ is the one you touched last, @3 row 3 of what you saw last (+ for @)")
    ON = Phrase("发生的日期（默认今天）：2026-11-20、11-20、20号、周五、-1d、昨天", "day it happened (default today): 2026-11-20, 11-20, 20号, 周五, -1d, yesterday")
    BACKDATE = Phrase("补记早于上一步的原因", "why it is dated before the last step")
    JSON = Phrase("输出JSON", "print JSON")
    TITLE = Phrase("标题", "title")
    REQUEST = Phrase("诉求，照原话", "the request, in the petitioner's words")
    CHANNEL = Phrase("信访形式", "how it came in")
    RECEIVED = Phrase("收到日期", "day of receipt")
    CLASS = Phrase("诉求类别（不写则未分类，按申诉求决计期限）", "class of the request (unclassified runs a claim's clocks)")
    CATEGORY = Phrase("内容分类，如城乡建设/房屋交易", "category, e.g. 城乡建设/房屋交易")
    PLACE = Phrase("问题属地", "place")
    PEOPLE = Phrase("信访人数", "number of persons")
    NAME = Phrase("信访人姓名", "petitioner's name")
    NAMES = Phrase("信访人姓名（可写几次，第一位是联系人）", "petitioner's name (repeatable, the first is the contact)")
    PHONE = Phrase("联系电话", "phone")
    ADDRESS = Phrase("住址", "address")
    ANONYMOUS = Phrase("匿名", "anonymous")
    ACCUSED = Phrase("被检举单位，不详就写“不详”", "the accused unit, or unknown")
    SENT_BY = Phrase("转来、交办的信访部门或上级机关", "letters-and-visits office or higher organ that sent it")
    SOURCE_LEVEL = Phrase("来源层级：国家 省 市 县 乡 村", "level that handed it down: 国家 省 市 县 乡 村")
    SOURCE_NUMBER = Phrase("来源系统的编号", "number in the other system")
    SOURCE_DUE = Phrase("来源系统的限办时间", "deadline in the other system")
    REPEAT_OF = Phrase("重复的是哪一件", "the matter it repeats")
    FIRST_TIME = Phrase("初次信访（或 --not-first-time）", "first time (or --not-first-time)")
    JOINT = Phrase("联名信或集体访", "joint letter or visit")
    UNIT = Phrase("责任单位（简称也可）", "unit (nicknames too)")
    WITH = Phrase("协办单位，可重复", "co-handling unit, may repeat")
    ASSIGN = Phrase("交办（要求反馈）", "assign, with a report back")
    WITHIN = Phrase("期限，如45d、10wd", "time limit, e.g. 45d, 10wd")
    INSTEAD = Phrase("收回原转送，改转这个单位", "take the routing back and route anew")
    REASON = Phrase("理由", "reason")
    PATH = Phrase("途径（条例第31条）", "path (T31)")
    TO = Phrase("有权机关", "the competent organ")
    HANDLER = Phrase("承办人", "who handles it")
    GROUND = Phrase("不予受理的情形", "ground of non-acceptance")
    ESCALATE_APPROVED_BY = Phrase("谁决定的；约谈、通报、挂牌督办、限期整改由联席会议决定", "who decided; from the talk on, the joint conference")
    CONFIRM = Phrase("确认阶梯提出的督办、约谈（须署名）；不写编号为全部", "confirm what the ladder proposes (by name); all of it without CASE")
    ESCALATE_GROUND = Phrase("督办情形", "ground of supervision")
    FINAL = Phrase("不再受理（复核后同一事实理由）", "no longer accepted (same facts after final review)")
    OPINION = Phrase("所据复核意见文号", "number of the final review opinion")
    DAYS = Phrase("延长几日", "days to add")
    APPROVED_BY = Phrase("批准人（单位负责人）", "who approved (head of the unit)")
    DECISION = Phrase("处理意见", "decision")
    DOCUMENT = Phrase("文书", "document")
    METHOD = Phrase("送达方式", "how it was served")
    FACTS = Phrase("认定的事实（条例第32条）", "the facts that the opinion found (T32)")
    ARTICLES = Phrase("所依据的法律、法规、政策条款", "the articles of law that it rests on")
    PERFORM_BY = Phrase("予以支持的，何时履行完毕", "where it supports: to be performed by")
    CONFIRMED = Phrase("谁确认已履行", "who says that it was performed: the petitioner, or the unit itself")
    SUPPLIED = Phrase("已补正，停计的期限续计", "it is supplied: clocks that waited go on")
    SUPPLEMENT_TEXT = Phrase("缺什么", "what is missing")
    POSTED = Phrase("交寄日期（邮寄送达）；--on 为收到日，未知则不写，期限不起算", "day of posting (by post); --on is the day of receipt, left out while it is not known: then no time runs")
    REFUSED = Phrase("拒收", "refused")
    WITNESS = Phrase("见证人", "witness")
    CLOSE_REASON = Phrase("办结方式", "reason of closing")
    RESOLVED = Phrase("已化解", "resolved")
    BASIS = Phrase("化解依据", "who says it is resolved")
    EVIDENCE = Phrase("化解证据", "evidence")
    TEXT = Phrase("内容", "text")
    KIND = Phrase("种类", "kind")
    NEXT = Phrase("下一步（月进展）", "next step (of monthly progress)")
    BLOCKER = Phrase("存在的困难（月进展）", "what stands in the way (of monthly progress)")
    MONTH_OF = Phrase("哪个月的进展，如2026-11（不写则为发生日所在的月）", "the month that progress is about, e.g. 2026-11 (default: that of the day)")
    WAY = Phrase("路径（化解方案，--text 写措施）", "way (of a plan, whose measure is --text)")
    HOW = Phrase("办法（化解方案）", "how (of a plan)")
    ADVICE = Phrase("向单位提出的建议（条例第40条）", "advice to a unit (T40)")
    ASKED_UNIT = Phrase("向哪个单位提出、由谁落实（默认责任单位）", "who is asked (default: the unit in charge)")
    AGREED = Phrase("议定事项，--unit 和 --reply-due 写谁办、何时办", "what was decided; --unit and --reply-due say who and by when")
    ANSWERS = Phrase("答复的是哪份督办函、建议或议定事项：文号，或 xinfang log 里的记录号", "the letter of supervision, advice or decision that is answered: its number, or the entry's id in xinfang log --json")
    ADOPTED = Phrase("建议的采纳情况", "whether the advice was adopted")
    STEP = Phrase("督办方式", "step")
    OVERDUE_RUN = Phrase("对全部超期件按阶梯催办，列出拟督办、拟约谈的", "walk the ladder for every overdue matter: remind, and propose the rest")
    DRY_RUN = Phrase("只看不写", "write nothing")
    REPLY_DUE = Phrase("要求回复的日期", "day by which to answer")
    LEAD = Phrase("包案领导", "leader in charge")
    OWNER = Phrase("责任人", "responsible person in the office")
    GROUP = Phrase("专项工作组", "working group")
    SIMPLE = Phrase("简易办理：yes，或 no 转普通程序（须写 --reason，自受理之日起六十日）", "simple procedure: yes, or no to go over to the ordinary one (with --reason; sixty days from acceptance)")
    URGENT = Phrase("重大紧急（或 --not-urgent）", "urgent (or --not-urgent)")
    FILTER_STATUS = Phrase("状态，可重复", "state, may repeat")
    FILTER_UNIT = Phrase("责任或协办单位（简称也可），可重复", "handling or co-handling unit (nicknames too), may repeat")
    FILTER_PLACE = Phrase("属地，含其下级", "place, with those below")
    FILTER_CATEGORY = Phrase("内容分类，含其下级，如城乡建设/房屋交易", "category, with those below, e.g. 城乡建设/房屋交易")
    FILTER_OVERDUE = Phrase("只看超期", "overdue only")
    FILTER_SINCE = Phrase("收到日期从", "received from")
    FILTER_UNTIL = Phrase("收到日期到", "received to")
    FILTER_TEXT = Phrase("含有文字", "containing a text")
    VIEW = Phrase("config.yaml 中的常用筛选", "a view named in config.yaml")
    SORT = Phrase("排序", "order")
    LIMIT = Phrase("最多几件", "at most so many")
    REVEAL = Phrase("显示个人信息（记入 access.log）", "show personal data (written to access.log)")
    BY_KEY = Phrase("分组，可写多个，以逗号相连", "group by; several with commas")
    WORDS = Phrase("要找的文字", "what to look for")
    PRIVACY_DO = Phrase("on 开启、status 情况、seal 加密余下的、unseal 全部改回明文、rotate 换钥、forget 销毁一件的密钥、recover 用保险柜的密钥找回、keys 传钥", "on, status, seal what is in clear, unseal all, rotate keys, forget one matter, recover with the safe's key, keys to hand over")
    PRIVACY_WHAT = Phrase("forget 后为编号；keys 后为 new、export 文件、import 文件", "after forget: a matter; after keys: new, export FILE, import FILE")
    RECIPIENT_ADD = Phrase("加入的公钥（age1…），可重复；同 on、rotate", "a public key to add (age1…), may repeat; with on, rotate")
    RECIPIENT_REMOVE = Phrase("去掉的公钥，可重复；同 rotate", "a public key to take out, may repeat; with rotate")
    SAFE_OUT = Phrase("把保险柜的密钥写成网页以便打印，打印后删去；同 on", "write the safe's key as a page to be printed, and delete it then; with on")
    FIND_NAME = Phrase("本人来问自己的件：姓名，须全名，并写 --phone", "for a person's own matter: the exact name, with --phone")
    FIND_PHONE = Phrase("本人的电话：全号，或后四位", "their phone: all of it, or the last four digits")
    FIND_NUMBER = Phrase("件上没有电话时：信访件编号", "where the matter has no phone: its number")
    FIND_RECEIVED = Phrase("件上没有电话时：收到日期", "where the matter has no phone: its day of receipt")
    FOR_PETITIONER = Phrase("只列可告知信访人的各步日期", "only the dated steps that a petitioner is told")
    START = Phrase("起算日", "first day, not counted")
    RULE = Phrase("期限：15d、15日、5wd、5个工作日、30d>", "time limit: 15d, 5wd, 30d>")
    EXPLAIN = Phrase("逐日说明", "explain day by day")
    FILES = Phrase("台账文件，- 为标准输入", "ledgers; - is standard input")
    CHECK_ONLY = Phrase("只检查，不写入", "write nothing, say what would happen")
    ERRORS = Phrase("把未导入的行写到这个文件", "write the rejected rows to this file")
    REPORT_NAME = Phrase("报表名（见下）", "name of the report (see below)")
    REPORT_FILES = Phrase("同 --add：各单位的JSON报表；同 --roll-up：关系表的文件夹", "with --add: reports of several offices, as JSON; with --roll-up: folders of relations")
    REPORT_ALL = Phrase("这一周、月或年的全部报表，写到 --out 的文件夹（默认 reports/）", "all reports of a week, month or year, written to the folder of --out (default reports/)")
    REPORT_ADD = Phrase("把几个单位的JSON报表加起来", "add up the JSON of several offices")
    ROLL_UP = Phrase("汇总几个单位的关系表：文件夹里是各单位的 office=代码", "report over the relations of many offices: folders that hold office=CODE of each")
    PER = Phrase("office：各表按信访部门分（同 --roll-up）", "office: tables tell offices apart (with --roll-up)")
    ENGINE = Phrase("duckdb（默认）或Spark Connect服务 sc://HOST:PORT（同 --roll-up）", "duckdb (default), or a Spark Connect server sc://HOST:PORT (with --roll-up)")
    OFFICE_LIST = Phrase("应报单位的名单，每行一个代码（同 --roll-up）", "list of the offices there should be, one code a line (with --roll-up)")
    WEEK = Phrase("周，如2026-W47、47、本周；last 为上周", "week, e.g. 2026-W47, 47, 本周; last is the last one that is over")
    MONTH = Phrase("月，如2026-11、11、本月；last 为上月", "month, e.g. 2026-11, 11, 本月; last is the last one that is over")
    QUARTER = Phrase("季度，如2026-Q3、3、三季度；last 为上季度", "quarter, e.g. 2026-Q3, 3, 三季度; last is the last one that is over")
    HALF = Phrase("半年，如2026-H1、上半年；last 为最近过完的半年", "half-year, e.g. 2026-H1, 上半年; last is the last one that is over")
    YTD = Phrase("年初到这个月底，如2026-11、11；last 为到上月", "the year to the end of this month, e.g. 2026-11, 11; last is to last month")
    YEAR = Phrase("年，如2026；last 为上年", "year, e.g. 2026; last is the last one that is over")
    FROM = Phrase("从这天起（含）", "from this day, counted")
    UPTO = Phrase("到这天止（不含）", "to this day, not counted")
    PAPER_FORMAT = Phrase("写成文件的格式（默认看 --out 的后缀）", "form on paper (default: by the ending of --out)")
    PAPER_COLUMNS = Phrase("纸面清单的列，如 编号，标题，单位，期限，进展", "columns on paper, e.g. id,title,unit,due,progress")
    FORMAT = Phrase("格式", "format")
    OUT = Phrase("写到文件（{week}、{month}、{quarter}、{half}、{year}、{report}、{format}会代入）", "write to a file ({week}, {month}, {quarter}, {half}, {year}, {report}, {format} are filled in)")
    FIX = Phrase("改正只有一种改法的", "mend what has one right answer")
    OFFICE = Phrase("单位名称", "name of the office")
    CODE = Phrase("六位区划代码", "six-digit area code")
    SHARED = Phrase("由同组的几个账户共用：文件夹2770、文件660，sealed/ 也是；并作第一次提交", "for several accounts of one group: folders 2770, files 660, sealed/ too; and a first commit")
    HOOK = Phrase("放上 git 钩子：每次提交前检查，有错误就不提交", "put a hook of git in place: each commit is checked before, and stopped where there are faults")
    INDEX_FROM = Phrase("拿同事的索引来用（工作区或 index.sqlite3），省去头一次读全部文件的时间", "take a colleague's index (a workspace or its index.sqlite3), which spares reading every file once")
    UNIX_GROUP = Phrase("与 --shared 同用：共用的系统组", "with --shared: the group of the system that shares it")
    ISSUER = Phrase("报表发文机关，如 某县信访工作联席会议办公室；在终端上不写会问", "who issues reports as documents (发文机关); asked on a terminal")
    OFFICE_KIND = Phrase("本单位是哪一种；部门、乡镇是其他机关单位", "this office is: petitions (letters and visits) or organ (a bureau, a town)")
    PROFILE = Phrase("本地期限", "local time limits: national, zhejiang, henan")
    DOCKET = Phrase("列入的清单（config.yaml 的 dockets），可重复", "docket that it is put on (dockets in config.yaml), may repeat")
    UNDOCKET = Phrase("从这个清单移出，可重复", "docket that it is taken off, may repeat")
    PURPOSE = Phrase("信访目的；诉求类别随之而定", "what the petitioner wants; the class follows from it")
    RECEPTION = Phrase("接访的领导，可重复", "leader who received the visitors (repeat)")
    ORIGIN = Phrase("谁发现的：信访人，或 config.yaml 的 origins", "who found it: petitioner, or one of origins in config.yaml")
    PEOPLE_CONCERNED = Phrase("涉及人数（不是来访人数）", "number of persons concerned (not of those who came)")
    REPRESENTATIVES = Phrase("推选的代表，姓名间用顿号；不超过5人", "representatives that were chosen, with commas between; at most 5")
    TARGET = Phrase("本件的目标日期（期限“目标”）", "the matter's own target day (the clock target)")
    ADVISER = Phrase("顾问：律师、专家或别的人", "adviser: a lawyer, an expert, whoever advises")
    LIAISON = Phrase("联络员", "who keeps in touch")
    SIMPLE_OPEN = Phrase("简易办理（初次信访、事实清楚、责任明确、争议不大）", "simple procedure (first time, clear facts and responsibility, little dispute)")
    URGENT_OPEN = Phrase("重大紧急（条例第25条），须及时报告", "urgent: to be reported at once (T25)")
    FILTER_URGENT = Phrase("重大紧急的", "urgent ones")
    LEVEL = Phrase("哪一级收到（村、乡、县）：配置了逐级期限时计时", "level that received it (village, town, county): runs its clock where config has one")
    GATE_LEVEL = Phrase("哪一级的意见：村、乡、县", "whose opinion: village, town, county")
    GATE_OPINION = Phrase("这一级的办理意见", "what this level says")
    GATE_HANDLER = Phrase("这一级的首办责任人", "who handled it there first")
    EXPERT = Phrase("专家（律师、评估等）姓名，同 --kind 专业意见", "the expert, e.g. a lawyer, with --kind expert")
    TICK = Phrase("清单（config.yaml 的 checklists:）中完成了的一项", "an item of a checklist (config.yaml, checklists:) that is done")
    AMOUNT = Phrase("救助金额（元），同 --kind 救助；只在 --reveal 时显示，只合计", "yuan of relief, with --kind relief; shown with --reveal alone, and summed only")
    GRANTED = Phrase("已发放（不写为申请）", "it was granted (else asked for)")
    MEDIATOR = Phrase("调解员", "mediator")
    CALENDAR_DO = Phrase("show 看一年，add 加一年的放假通知", "show a year, or add a year's notice")
    CALENDAR_WHAT = Phrase("年份，或通知文件（YAML或JSON）", "the year, or the notice's file (YAML or JSON)")
    KEY = Phrase("这次登记的自拟标记：同一标记再运行，得到同一件，不再登记", "a mark of your own for this registration: run again under it, it is the same matter")
    MANY = Phrase("连续登记：日期和形式不变，逐件问标题和诉求", "one after another: day and channel stay")
    FOLDER = Phrase("文件夹", "folder")
    DECLINE_TO = Phrase("告知信访人的有权机关", "the competent organ that the petitioner is told")
    IN_HAND = Phrase("已受理或正在办理的那件的编号（条例第19条第3款）", "number of the matter that is being handled already (art. 19)")
    SAME_FACTS = Phrase("是否与复核同一事实和理由（条例第36条第3款）", "whether facts and reasons are those of the final review (art. 36)")
    OBJECT_TO = Phrase("同意时一并改转的单位", "with agreement: the unit that it goes to at once")
    OBJECT_LATE = Phrase("逾期提出异议的理由（条例第23条第3款）", "why the objection is late (art. 23)")
    OBJECTION = Phrase("信访部门的决定", "the office's decision")
    REVIEW_DECISION = Phrase("维持、变更、撤销、责令重作", "what the review says")
    REDO_WITHIN = Phrase("责令重作的期限，如30d", "time limit to do it again, e.g. 30d")
    HEARING = Phrase("听证起止日（两日都不计入期限）", "days of the hearing (both excluded from the limit)")
    ORGAN = Phrase("复查复核机关", "review organ")
    LATE_REASON = Phrase("逾期申请的理由", "why it is asked for late")
    RATED = Phrase("评价谁", "who is rated: the office or the unit")
    RATING = Phrase("满意度", "rating")
    STATEMENT_ON = Phrase("书面撤回声明的日期", "day of the written statement")
    REVOKED_ON = Phrase("收回撤回的日期", "day the withdrawal was taken back")
    RETURNED = Phrase("退回重办", "sent back")
    OTHER_CASE = Phrase("另一件", "the other matter")
    INTO_CASE = Phrase("并入哪一件", "the matter that goes on")
    CASES = Phrase("一件或几件", "one matter or several")
    ATTACHED = Phrase("要附上的文件", "the file")
    PAST = Phrase("往年的台账：已办结或者化解的只供查找和对比，不计期、不出文书、不提醒", "a year that is over: what is closed or resolved is for search and comparison, without duties, documents, reminders")
    UPDATE = Phrase("台账有变化的，追加为“台账所载”的记录", "what changed in the ledger becomes observed entries")
    YEARLESS = Phrase("没写年份的日期算哪一年", "the year of days written without one")
    DATE_ORDER = Phrase("3/5/2026这样的日期里日和月的次序", "the order of day and month in days like 3/5/2026")
    YEAR_OF = Phrase("年份", "year")
    OUT_FILE = Phrase("写到文件（不写则输出）", "write to a file (default: print)")
    NUMBER_KEY = Phrase("各单位共有的密钥文件：上下级办的同一件据此只计一次（--format relations）", "key file that the offices share: by it a matter handed down is counted once (--format relations)")
    STEP_FILES = Phrase("办理表（xlsx、csv、jsonl），- 为标准输入", "tables of steps (xlsx, csv, jsonl); - is standard input")
    STEP_ERRORS = Phrase("把未办的行写到这个文件", "write the rejected rows to this file")
    SHEET_UNIT = Phrase("给哪个单位，可重复", "which unit, may repeat")
    SHEET_ALL = Phrase("所有有期限在计的单位", "every unit with a running deadline")
    OWN_WORDS = Phrase("月通报里本单位自己写的一节：标题=文件，可多次", "the office's own words in monthly: HEADING=FILE, may be repeated")
    SITE = Phrase("写一整套网页到这个文件夹：总览、超期、各报表、查找", "write a set of linked pages into this folder: overview, overdue duties, reports, search")
    CASE_OR_INPUT = Phrase("信访件编号，或其不重复的末几位；- 从标准输入读几件；@ 为你最近办的一件，@3、+3为刚看到的第3行", "a matter: its id or an unambiguous tail; - reads several from standard input; @ is the one you touched last, @3 row 3 of what you saw last (+ for @)")
    CASES_OR_INPUT = Phrase("信访件编号，或其不重复的末几位，可写几件；- 从标准输入读；@ 为你最近办的一件，@3、+3为刚看到的第3行", "a matter: its id or an unambiguous tail, or several; - reads ids from standard input; @ is the one you touched last, @3 row 3 of what you saw last (+ for @)")
    ROUTED = Phrase("信访件编号，可写几件（- 从标准输入读），最后是责任单位（简称也可）", "matters (- reads ids from standard input), then the unit (nicknames too)")
    SUGGESTED = Phrase("转给各件建议的单位（config.yaml 的 routing:）", "to the unit that config.yaml suggests for each (routing:)")
    ONLY_IDS = Phrase("只列编号，每行一个，可接到 xinfang set - 等命令", "ids alone, one a line, for commands that read - such as xinfang set -")
    REPORT_NUMBER = Phrase("Word文件的文号；写数字则接在 reports: mark 之后（默认留空手填）", "number of the Word document; digits go behind mark in reports: (default: a blank to fill by hand)")
    WRITE_TEMPLATE = Phrase("把内置的Word模板写到这个文件，供修改", "write the built-in Word template to this file, to be changed")
    SHEET_OUT = Phrase("写到这个文件夹（默认当前文件夹）", "write into this folder (default: here)")
    NOTICE_CASE = Phrase("信访件编号，或其不重复的末几位", "a matter: its id or an unambiguous tail")
    NOTICE_KINDS = Phrase("文书，如转送函、信访事项受理告知书；不写则列出应出、已出、可出的", "kinds of document, e.g. notice, transfer_letter; without one: what is owed, was made, may be made")
    NOTICE_OUT = Phrase("写到这个文件或文件夹（默认 notices/年份）", "write to this file or folder (default notices/YEAR)")
    NOTICE_NUMBER = Phrase("文号（不写则按 config.yaml 的 notices: marks 顺编）", "its number (default: the next one of its mark in config.yaml, notices: marks)")
    NOTICE_APPROVED = Phrase("批准人：决定类文书批准后才编号", "who approved it: a decision has a number only then")
    RENUMBER = Phrase("换用下一个空号", "take the next free number instead")
    REPRINT = Phrase("按现在的内容重印，文号不变", "print it anew as the matter stands now, under the same number")
    PRINT = Phrase("制作后送打印机", "send to the printer")
    PRINT_OPEN = Phrase("制作登记表和接收回执，送打印机", "make registration form and slip of intake, and print them")
    NOTICE_OWED = Phrase("应出而未出的全部制作", "make all that are owed")
    WRITE_TEMPLATES = Phrase("把内置的Word模板写到这个文件夹，供修改", "write the built-in Word templates into this folder, to be changed")
    MAP = Phrase("台账里不认识的列当作哪个字段：列名=字段，可重复", "which field a column that is not known holds: COLUMN=FIELD, may repeat")
    IDS = Phrase("把台账另存一份，加一列本系统编号", "write the ledger back with a column of ids")
    ENCODING = Phrase("文字编码（默认自动）", "encoding (default: found out)")
    SETUP = Phrase("看这台机器缺什么、怎么补：git、共用、时区、字体、打印机、库；不看信访件", "what this machine lacks and how to mend it: git, sharing, time zone, fonts, printer, libraries; no matter is looked at")
    STAGED = Phrase("只检查 git 暂存的信访件文件，并与上次提交比对经过（提交前的钩子）", "check the staged case files alone, and their histories against the last commit (pre-commit hook)")
    AGAINST = Phrase("与一份备份或 git 的一次提交比对：哪些信访件的经过少了、改了，哪些件不见了", "compare with a backup or a commit of git: which histories lost or changed entries, which matters are gone")
    BACKUP = Phrase("备份文件", "the backup")
    BACKUP_OUT = Phrase("写到这个文件（ZIP，仅本人可读）；已有的不覆盖", "write to this file (ZIP, for its owner alone); one that exists is not overwritten")
    MERGE_BASE = Phrase("共同的旧版", "the version both came from")
    MERGE_OURS = Phrase("我方的版本，结果写在这里", "our version; the result is written here")
    MERGE_THEIRS = Phrase("对方的版本", "their version")
    MERGE_PATH = Phrase("信访件文件在仓库里的路径", "the case file's path in the repository")
    NAMING_DO = Phrase("add 新增，alias 加简称，import 从表格导入", "add one, add nicknames, or import a sheet")
    NAMING_WHAT = Phrase("名称，或表格文件（列：名称、简称、上级，单位另有复查机关、电话）", "the name, or the sheet (columns name, aliases, under; of units also review_by, phone)")
    NAMING_ALIAS = Phrase("简称，可重复", "nickname, may repeat")
    NAMING_SHEET = Phrase("从表格的哪一张工作表导入（默认第一张有名称列的）", "the sheet of the file to import (the first that has names)")
    NAMING_UNDER = Phrase("上级", "what it lies under")
    UNIT_KIND = Phrase("单位性质", "kind of unit")
    COMPLETE_AT = Phrase("正在输入第几个词", "which word is being typed")
    COMPLETE_WORDS = Phrase("整行的词", "the words of the line")
    SCHEMA_OF = Phrase("case 信访件文件，config 配置", "of case files, or of config.yaml")
    # fmt: on


def translate(params: Iterable[Any], lang: Lang) -> None:
    """Put the help of options and arguments into a language."""
    for param in params:
        for told in ("help", "metavar"):
            zh, both, en = (getattr(param, told, None) or "").partition(_OR)
            if both:
                setattr(param, told, zh if lang is Lang.ZH else en)
        if isinstance(read := getattr(param.type, "func", None), WordReader | NumberReader):
            read.lang = lang


_OR = "\x1f"


def _both(said: Said) -> str:
    """Return a sentence in both languages: typer keeps text, not what the text is of."""
    return f"{said.zh}{_OR}{said.en}"


class BadValueError(typer.BadParameter):
    """A value that is not in a list, with our own sentence."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msg.value)
        self.text = text


class WordReader(Generic[LabelT]):
    """Reads one of a list of words: by code, name or synonym, or by a beginning that only one has, which is told."""

    def __init__(self, words: type[LabelT], name: str) -> None:
        self.words, self.lang = words, Lang.ZH
        self.__name__ = name  # what typer calls the type

    def __call__(self, text: str) -> LabelT:
        """Return the word that a text means."""
        found = self.words.read(text)
        return self._begun(unquoted(text)) if found is None else found

    def _begun(self, text: str) -> LabelT:
        from xinfang_cli.law.choosing import begun, typed, unlisted

        found = self.words.read(text) or begun(text, self.words)
        if found is None:
            raise BadValueError(unlisted(placeholder(self.__name__), text, self.words))
        (word,) = typed((found,))
        complain(Msg.TAKEN_AS(option=self.__name__, text=text, word=word).in_(self.lang))
        return found


class OneByOneReader(WordReader[LabelT]):
    """Reads a word for all there is, or words of numbered requests: `1=support 2=unsupported`."""

    def __call__(self, text: str) -> Any:
        """Return numbers and words; 0 where no number stands."""
        from xinfang_cli.law.opinions import parts

        return tuple((number, super(OneByOneReader, self).__call__(word)) for number, word in parts(text))


class NumberReader:
    """Reads a whole number between bounds, in either width, without the quotes of an input method, which is told."""

    def __init__(self, name: str, least: int, most: int) -> None:
        self.least, self.most, self.lang = least, most, Lang.ZH
        self.__name__ = name

    def __call__(self, text: str) -> int:
        """Return the number."""
        bare = unquoted(text)
        if bare != text:
            complain(Msg.QUOTES_OFF(text=bare).in_(self.lang))
        try:
            number = int(narrow(bare))
        except ValueError:
            raise BadValueError(Msg.NO_NUMBER(option=self.__name__, value=harmless(bare))) from None
        if not self.least <= number <= self.most:
            raise BadValueError(Msg.OUT_OF_RANGE(option=self.__name__, value=number, least=self.least, most=self.most))
        return number


def number(said: Said, name: str, metavar: str, least: int, most: int) -> Any:
    """Return an option that takes a whole number between bounds."""
    return typer.Option(name, help=_both(said), parser=NumberReader(name, least, most), metavar=metavar)


def choice(words: type[LabelT], said: Said, name: str, *, one_by_one: bool = False) -> Any:
    """Return an option that takes one of a list of words, or one for each request."""
    read = OneByOneReader(words, name) if one_by_one else WordReader(words, name)

    def complete(incomplete: str) -> list[str]:
        return [word.value for word in words if word.startswith(incomplete)]

    return typer.Option(
        name,
        help=_both(said),
        parser=read,
        metavar=listed_words(words),
        autocompletion=complete,
    )


def listed_words(words: type[Label]) -> str:
    """Return a list of words as help shows it: by name in Chinese, by code in English."""
    return "|".join(word.zh for word in words) + _OR + "|".join(words)


class YesNo(Label):
    """What an option takes that says yes or no."""

    YES = "yes", "是", "yes"
    NO = "no", "否", "no"


def yes_or_no(said: Said, name: str) -> Any:
    """Return an option that takes yes or no."""
    read = WordReader(YesNo, name)

    def parse(text: str) -> bool:
        return read(text) is YesNo.YES

    return typer.Option(name, help=_both(said), parser=parse, metavar=listed_words(YesNo))


def option(said: Said, *names: str, **rest: Any) -> Any:
    """Return an option with its sentence."""
    return typer.Option(*names, help=_both(said), **rest)


def argument(said: Said, metavar: str, **rest: Any) -> Any:
    """Return an argument with its sentence."""
    return typer.Argument(help=_both(said), metavar=metavar, **rest)


CaseRef = Annotated[str, argument(Opt.CASE, "CASE")]
On = Annotated[str | None, option(Opt.ON, "--on", metavar="DATE")]
Backdate = Annotated[str | None, option(Opt.BACKDATE, "--backdate-reason", metavar="TEXT")]
Json = Annotated[bool, option(Opt.JSON, "--json")]
Ids = Annotated[bool, option(Opt.ONLY_IDS, "--ids")]


def spread(
    run: Callable[..., int],
    name: str,
    added: Sequence[inspect.Parameter],
    gather: Callable[[dict[str, Any]], Any],
    *,
    behind: bool = False,
) -> Callable[..., int]:
    """Return a command with options in the place of a parameter, or behind all; it receives what is gathered of them."""
    own = list(inspect.signature(run).parameters.values())
    at = next(at for at, param in enumerate(own) if param.name == name)
    kept = own[:at], own[at + 1 :]
    params = [*kept[0], *kept[1], *added] if behind else [*kept[0], *added, *kept[1]]

    def command(**values: Any) -> int:
        given = {param.name: values.pop(param.name) for param in added}
        return run(**values, **{name: gather(given)})

    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [param.replace(kind=inspect.Parameter.KEYWORD_ONLY) for param in params]
    )
    command.__doc__ = run.__doc__
    return command
