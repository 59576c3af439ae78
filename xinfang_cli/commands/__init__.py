"""The commands: one line each here, one file each beside. Help reads this table and imports none of the files.

A command parses, calls and prints; it knows no other, and works nothing out.
"""

from typing import Self

from xinfang_cli.labels import Label


class Command(Label):
    """A command: the word that is typed, its Chinese name, and what it does in both languages."""

    alias: str

    def __new__(cls, word: str, alias: str, zh: str, en: str) -> Self:
        """Make the member from its line, which has the Chinese name besides."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.alias, member.zh, member.en = alias, zh, en
        return member

    @property
    def module(self) -> str:
        """The file of the command; a word that Python reserves has an underscore behind it."""
        return f"xinfang_cli.commands.{self.value.replace('-', '_')}{'_' if self == 'import' else ''}"

    @property
    def is_hidden(self) -> bool:
        """Whether git or a shell runs it and nobody types it, so that the list of commands leaves it out."""
        return self in (Command.MERGE_DRIVER, Command.COMPLETE)

    # fmt: off
    INIT = "init", "建库", "建立工作区：带注释的 config.yaml、cases/ 等；已有的只补缺", "make a workspace, or add what one lacks"
    DEMO = "demo", "演示", "做一个示例单位：导入台账、办理、督办、出周报", "make a sample office: import, work, escalate, report"
    OPEN = "open", "登记", "登记一件信访事项", "register a matter"
    ROUTE = "route", "转送", "转送或交办给责任单位，或导入其他途径", "transfer or assign a matter to a unit, or direct it to another procedure"
    OBJECT = "object", "异议", "责任单位对转送提出异议；--decision 为信访部门的决定", "a unit disputes the routing; --decision is the office's answer"
    ACCEPT = "accept", "受理", "受理，开始计算办理期限", "accept a matter; handling begins"
    DECLINE = "decline", "不予受理", "不予受理，写明情形", "decline a matter on a ground"
    EXTEND = "extend", "延期", "办理期限延期一次", "extend the handling deadline once"
    REPLY = "reply", "答复", "作出处理意见", "issue the handling opinion"
    PERFORM = "perform", "履行", "记录意见已履行（条例第32条第2款）", "record that an opinion was performed (T32¶2)"
    SUPPLEMENT = "supplement", "补正", "要求补正材料；--supplied 为已补正", "ask for what is missing; --supplied says that it came"
    SETTLE = "settle", "和解", "记录调解或和解协议", "record mediation or settlement"
    NOTICE = "notice", "文书", "制作文书：列出应出、已出、可出的，制成Word或网页；--owed 应出的一次做完", "make documents: what a matter owes, has, may have; --owed makes all that are owed"
    SERVE = "serve", "送达", "记录文书送达", "record the service of a document"
    REVIEW = "review", "复查", "申请复查；--decision 为复查意见", "first review (复查) asked for; --decision is the opinion"
    FINAL = "final", "复核", "申请复核、听证；--decision 为复核意见", "final review (复核) asked for, hearing; --decision is the opinion"
    CLOSE = "close", "办结", "审核认定办结，可同时记化解", "close a matter, resolved or not"
    REOPEN = "reopen", "重办", "办结后重新办理", "reopen a closed matter"
    FEEDBACK = "feedback", "反馈", "交办件的办结报告；--returned 退回重办", "the unit's report on an assigned matter; --returned sends it back"
    WITHDRAW = "withdraw", "撤回", "信访人撤回（凭书面声明），可反悔", "the petitioner withdraws by a dated statement, or takes that back"
    RATE = "rate", "评价", "记录满意度评价", "record the petitioner's rating"
    ESCALATE = "escalate", "督办", "催办、督办、约谈、通报、挂牌督办、限期整改、提级；--overdue 按阶梯催办，--confirm 确认拟办的", "remind, supervise, talk, raise …; --overdue walks the ladder, --confirm takes what it proposes"
    SET = "set", "更正", "更正或补充登记内容", "correct or complete what was registered"
    NOTE = "note", "记事", "记事、月进展、专业意见", "write a note or monthly progress"
    ATTACH = "attach", "附件", "附上文件，记SHA-256", "attach a file, with its SHA-256"
    MEETING = "meeting", "会商", "会议对一件或几件的决定", "what a meeting decided over matters"
    GATE = "gate", "逐级", "记录村、乡、县一级的办理意见（依法逐级走访）", "record the opinion of a level through which a paper passes up"
    LINK = "link", "关联", "关联两件", "link two related matters"
    MERGE = "merge", "并案", "同一件登记了两次，并入另一件", "one matter registered twice goes on in the other"
    UNDO = "undo", "撤销", "撤销最后一步（另记一笔，不删除）", "strike the last step by a new entry"
    TODAY = "today", "今天", "今天的台面：新收未转、我经办的、超期和到期的、文书、答复、催督办、今天办的", "today's desk: new, mine, overdue and due, documents, answers, reminders, what was done"
    DUE = "due", "到期", "期限清单：超期、今天、本周，按单位", "what is overdue, due today and this week, by unit"
    ROTA = "rota", "接访", "领导接访日程：一月里哪天谁接访，可印发", "leaders' reception of visitors: who, on which days of a month"
    LIST = "list", "列表", "列出信访件", "list matters"
    COUNT = "count", "统计", "件、件次、人次，可按单位等分组", "count matters, registrations and persons"
    FIND = "find", "查找", "按标题、诉求、属地、编号查找", "find matters by title, request, place or number"
    SHOW = "show", "查看", "查看一件的全部情况", "show a matter"
    LOG = "log", "经过", "一件的办理经过", "the history of a matter"
    EXPLAIN = "explain", "释期", "说明一件的各项期限怎么算出来", "explain a matter's deadlines, day by day"
    DEADLINE = "deadline", "算期", "不用信访件，直接算一个期限", "work out a deadline without a matter"
    CALENDAR = "calendar", "日历", "看一年的放假和调休，或加入新一年的通知", "show a year's holidays and make-up workdays, or add a new notice"
    IMPORT = "import", "导入", "导入台账（xlsx、xls、xlsb、ods、csv、tsv、jsonl）", "import ledgers (xlsx, xls, xlsb, ods, csv, tsv, jsonl)"
    SHEET = "sheet", "单位表", "给责任单位出办理表（XLSX），填好后用 apply 办理", "sheets for units to fill in (XLSX); apply reads them back"
    APPLY = "apply", "批办", "按表批量办理：单位表、CSV、JSON行", "take the steps of a table: a unit's sheet, CSV or JSON lines"
    EXPORT = "export", "导出", "导出为CSV、XLSX、JSON行、日历、Open311、Parquet", "export as CSV, XLSX, JSON lines, calendar, Open311, Parquet"
    REPORT = "report", "报表", "周调度等报表", "reports: weekly and others"
    CHECK = "check", "检查", "检查全部文件并指出怎么改", "check every file and say what to do"
    PRIVACY = "privacy", "隐私", "信访人姓名、电话、住址加密：on 开启，status 情况，seal、unseal 加密、解密，rotate 换钥，forget 销毁，recover 找回，keys 传钥", "seal petitioners' names, phones and addresses: on, status, seal, unseal, rotate, forget, recover, keys"
    BACKUP = "backup", "备份", "把信访件、密件、配置、附件和模板备份成一个文件", "save matters, sealed texts, settings, attachments and templates in one file"
    RESTORE = "restore", "还原", "从备份恢复缺少的文件，逐个核对，不覆盖", "bring back from a backup what is missing; all is checked, nothing overwritten"
    UNIT = "unit", "单位", "责任单位写进config.yaml：add 新增，alias 加简称，import 从表格导入", "units in config.yaml: add one, add nicknames, import a sheet"
    PLACE = "place", "属地", "属地写进config.yaml：add、alias、import", "places in config.yaml: add, alias, import"
    CATEGORY = "category", "分类", "内容分类写进config.yaml：add、alias、import", "categories in config.yaml: add, alias, import"
    CONFIG = "config", "配置", "当前生效的配置和来源", "the configuration in force and where it comes from"
    EDIT = "edit", "编辑", "用编辑器打开信访件文件，存回前检查，写下的不会丢", "open a matter's file in the editor; checked before it is kept, nothing typed is lost"
    SCHEMA = "schema", "模式", "打印信访件文件或配置的JSON Schema，供编辑器用", "print the JSON Schema of case files or the configuration, for editors"
    COMPLETE = "complete", "补全", "由命令行环境调用：给出可以接着输入的词", "run by shells: what may be typed next"
    MERGE_DRIVER = "merge-driver", "合并驱动", "由 git 调用：合并一个信访件文件的两个版本", "run by git: merges two versions of a case file"
    # fmt: on


def read(text: str) -> Command | None:
    """Return the command of a word or Chinese name."""
    return next((command for command in Command if text in (command.value, command.alias)), None)


def spelled_out(text: str) -> tuple[str, ...]:
    """Return a command as it is typed, for what clerks call it or it with an option; nothing where it is neither."""
    from xinfang_cli.law.stepdata import SAYINGS
    from xinfang_cli.law.words import Did, Mode

    if text in SAYINGS:
        step, key, value = SAYINGS[text]
        said = ("--assign",) if value is Mode.ASSIGN else (key.option, *(() if value is True else (str(value),)))
        return (step.value, *said)
    did = Did.read(text)
    return (did.value,) if did is not None and read(did.value) else ()


def nearest_to(text: str) -> list[str]:
    """Return the commands that a text is most like, by the word or the Chinese name that is like it."""
    from xinfang_cli.law.choosing import NEAR_WORD, nearest

    shown = [command for command in Command if not command.is_hidden]
    return nearest(text, [name for command in shown for name in (command.value, command.alias)], NEAR_WORD)
