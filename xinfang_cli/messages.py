"""Every sentence the program says, in Chinese and English on one line.

An error's line says what is wrong and, after ` — `, what to do next. `{name}` is filled in by the caller;
a `Label` or `Text` that is filled in speaks the reader's language too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xinfang_cli.labels import Label, Lang

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SEPARATOR = " — "


def harmless(text: str) -> str:
    """Return text without characters that could steer a terminal; each shows as �."""
    # Nearly every text is printable, and asking that is much cheaper than looking for what is not.
    return text if text.isprintable() else _CONTROL.sub("�", text)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with what is filled in, in no language yet."""

    msg: "Msg"
    fields: Mapping[str, object] = field(default_factory=dict)

    def in_(self, lang: Lang) -> str:
        """Return the sentence in a language."""
        return self._fill(self.msg.in_(lang), lang)

    def message(self, lang: Lang) -> str:
        """Return what is wrong."""
        return self._fill(self.msg.in_(lang).partition(_SEPARATOR)[0], lang)

    def remedy(self, lang: Lang) -> str:
        """Return what to do next."""
        return self._fill(self.msg.in_(lang).partition(_SEPARATOR)[2], lang)

    def _fill(self, sentence: str, lang: Lang) -> str:
        return sentence.format_map({name: _filled(value, lang) for name, value in self.fields.items()})


def _filled(value: object, lang: Lang) -> str:
    if isinstance(value, Label | Text):
        return value.in_(lang)
    if isinstance(value, list | tuple | set | frozenset):
        return ("、" if lang is Lang.ZH else ", ").join(_filled(part, lang) for part in value) or "-"
    return harmless(str(value))


class Msg(Label):
    """The sentences, grouped by the module that says them."""

    def __call__(self, **fields: object) -> Text:
        """Fill the sentence in."""
        return Text(self, fields)

    # fmt: off
    # app and command line
    NO_WORKSPACE = "no_workspace", "这里和上级文件夹都没有信访工作区(config.yaml) — 先运行 xinfang init,或用 -C 指明文件夹", "no workspace (config.yaml) here or above — run xinfang init first, or name the folder with -C"

    # workdays and clocks
    DAY_WORKDAY = "day_workday", "工作日", "workday"
    DAY_WEEKEND = "day_weekend", "周末", "weekend"
    DAY_HOLIDAY = "day_holiday", "节假日({name})", "holiday ({name})"
    DAY_MADE_UP = "day_made_up", "调休上班({name})", "make-up workday ({name})"
    DAY_OFFICE_OFF = "day_office_off", "本单位放假(config.yaml)", "day off (config.yaml)"
    DAY_OFFICE_WORK = "day_office_work", "本单位上班(config.yaml)", "workday (config.yaml)"
    DAY_PROVISIONAL = "day_provisional", "{kind},暂算", "{kind}, provisional"
    DAY_CALENDAR = "day_calendar", "按日计算", "calendar day"
    DAY_START = "day_start", "起算日,不计", "first day, not counted"
    DAY_ROLLS = "day_rolls", "{kind},顺延至下一工作日", "{kind}, moves to the next workday"

    # steps and guards: a refusal says what is and what to do
    NOT_FROM_HERE = "not_from_here", "现在是“{status}”,不能“{did}” — 此时可用的命令:{open}", "the matter is “{status}”, so it cannot be {did} — open from here: {open}"
    WRONG_CHOICE = "wrong_choice", "现在是“{status}”,“{did}”的 {option} 不能是 {value} — 此时可用:{words}", "the matter is “{status}”: {option} of “{did}” cannot be {value} — open from here: {words}"
    MISSING = "missing", "“{did}”还缺:{missing} — 补上再运行", "missing for “{did}”: {missing} — add it and run again"
    FUTURE_DAY = "future_day", "{on} 还没到(今天 {today}) — 用 --on 写已发生的日期", "{on} is in the future (today is {today}) — give a past day with --on"
    BEFORE_LAST = "before_last", "{on} 早于上一步“{did}”({last}) — 补记须写明 --backdate-reason", "{on} is before the last step “{did}” ({last}) — to date it back give --backdate-reason"
    CONTRADICTS = "contradicts", "这样 {on} 的“{did}”就落在“{status}”之后,前后矛盾 — 先用 xinfang log 查看经过", "then “{did}” of {on} would follow “{status}”, which contradicts it — look at xinfang log first"
    UNDO_OPEN = "undo_open", "{id} 只剩登记,登记不能撤销 — 登记错误用 xinfang set 更正,重复登记用 xinfang merge", "only the registration of {id} is left, and that cannot be struck — correct it with xinfang set"
    UNDO_PERSONAL = "undo_personal", "上一步更正了个人信息,原值未留存 — 用 xinfang set 再更正一次", "the last step corrected personal data, whose old value was not kept — correct it again with xinfang set"
    NOTHING_CHANGES = "nothing_changes", "{id} 没有要改的:新值与现值相同 — 用 xinfang show 查看", "nothing changes in {id}: the values are those it has — look with xinfang show"
    UNSEAL_REASON = "unseal_reason", "检举控告改为其他类别须说明理由 — 加 --reason", "taking a matter out of the class of accusations needs a reason — add --reason"
    ACCUSED_UNKNOWN = "accused_unknown", "检举控告须先写明被检举单位 — 运行 xinfang set {id} --accused 单位(不详写 unknown)", "say first which unit is accused — run xinfang set {id} --accused UNIT (or unknown)"
    TO_ACCUSED = "to_accused", "{unit} 是被检举单位、其下属或承继单位,不得转送(条例第30条) — 转纪检监察或上级机关", "{unit} is the accused unit, one under it or its successor (T30) — send it to the discipline body or a higher organ"
    NO_CLOCK_TO_EXTEND = "no_clock_to_extend", "没有正在计算的办理期限,无从延期 — 用 xinfang explain 查看期限", "no handling deadline is running — look with xinfang explain"
    EXTENDED_ALREADY = "extended_already", "已延期 {times} 次,不能再延({cites}) — 按期办结或用 note 说明", "extended {times} time(s) already, and no more is allowed ({cites}) — finish in time or explain with note"
    EXTENSION_TOO_LONG = "extension_too_long", "延期 {days} 日超出上限 {most} 日({cites}) — 改为 1 至 {most}", "{days} days exceed the maximum of {most} ({cites}) — give 1 to {most}"
    EXTENSION_LATE = "extension_late", "期限 {due} 已过,{on} 不能再延期 — 延期须在到期日当天或之前批准", "the deadline {due} has passed on {on} — an extension is approved on or before it"
    NOT_ISSUED = "not_issued", "还没有作出{document},无从送达 — 先作出再送达", "no {document} has been issued — issue it first"
    NO_WITNESS = "no_witness", "拒收须有见证人 — 加 --witness 姓名", "a refused document needs a witness — add --witness NAME"
    NOT_SERVED = "not_served", "没有{document}的送达记录 — 先用 xinfang serve 记录送达;申请人逾期的用 --late-reason", "no service of the {document} is recorded — record it with xinfang serve, or give --late-reason"
    WINDOW_OVER = "window_over", "申请期 {due} 已满 — 有正当理由的加 --late-reason", "the right to ask ended on {due} — with a good reason add --late-reason"
    WINDOW_OPEN = "window_open", "申请期到 {due} 才满 — 届满后再以此理由办结,或用 opinion_delivered", "the petitioner may still ask until {due} — close for this reason afterwards, or use opinion_delivered"
    NOT_SETTLED = "not_settled", "没有调解和解的记录 — 先用 xinfang settle 记录协议", "no mediation or settlement is recorded — record it with xinfang settle"
    RESOLVED_HOW = "resolved_how", "化解须写明依据和证据 — 加 --basis 和 --evidence", "resolution needs a basis and evidence — add --basis and --evidence"
    BASIS_OF_WHAT = "basis_of_what", "--basis 和 --evidence 只与 --resolved 同用 — 加 --resolved 或去掉它们", "--basis and --evidence go with --resolved — add it or leave them out"
    HEARING_FORM = "hearing_form", "“{text}”不是听证起止日 — 写成 2026-11-02..2026-11-03", "“{text}” is no span of days — write 2026-11-02..2026-11-03"
    NOT_ASSIGNED = "not_assigned", "没有正在计算的交办期限 — 用 xinfang show 查看", "no assignment is running — look with xinfang show"
    NOT_ASKED = "not_asked", "{reference} 不是本件的督办函、建议或议定事项 — 可答复的:{asked}", "{reference} is no letter of supervision, advice or decision in this matter — there are: {asked}"
    ADOPTED_WHAT = "adopted_what", "{reference} 不是建议,没有采纳与否 — 去掉 --adopted", "{reference} is no advice that could be adopted — leave out --adopted"
    NOTE_DETAIL = "note_detail", "{option} 只用于 {kind} 类记事 — 加 --kind {kind}", "{option} belongs to notes of kind {kind} — add --kind {kind}"
    ASKS_NOTHING = "asks_nothing", "没有写要办什么,不能写承办单位或期限 — 加 {option}", "who and by when, but not what — add {option}"
    NO_MONTH = "no_month", "{text} 不是月份 — 写成 2026-11", "{text} is no month — write it as 2026-11"
    NOT_REPORTED = "not_reported", "还没有可退回的办结报告 — 先用 xinfang feedback 记录报告", "there is no report to send back — record the unit's report with xinfang feedback first"
    EVIDENCE_MISSING = "evidence_missing", "五个有还缺:{missing} — 用 xinfang attach 文件 --kind 种类 附上", "of the five pieces of evidence these are missing: {missing} — add them with xinfang attach FILE --kind KIND"
    EVIDENCE_WARN = "evidence_warn", "提醒:五个有还缺:{missing}", "note: of the five pieces of evidence these are missing: {missing}"
    INTO_ITSELF = "into_itself", "{id} 不能并入自己 — 写另一件的编号", "{id} cannot be merged into itself — name the other matter"
    NO_RULE = "no_rule", "“{text}”不是期限 — 写成 15d(日)、5wd(工作日)或 30d>(逢假顺延)", "“{text}” is no time limit — write 15d (days), 5wd (working days) or 30d> (moves past holidays)"

    # nodes and config
    NODE_TEXT = "node_text", "{key} 应是文字 — 改成一段文字,数字加引号", "{key} must be a text — write one, numbers in quotes"
    NODE_NEEDED = "node_needed", "缺少 {key} — 补上", "{key} is missing — add it"
    NODE_NUMBER = "node_number", "{key} 应是不小于 {least} 的整数 — 改正", "{key} must be a whole number of at least {least} — correct it"
    NODE_RANGE = "node_range", "{key} 应是 {least} 至 {most} 的整数 — 改正", "{key} must be a whole number from {least} to {most} — correct it"
    NODE_FLAG = "node_flag", "{key} 应是 true 或 false — 改正", "{key} must be true or false — correct it"
    NODE_WORD = "node_word", "{key} 不能是“{value}” — 用其中之一:{words}", "{key} cannot be “{value}” — use one of: {words}"
    NODE_TEXTS = "node_texts", "{key} 应是一列文字 — 写成 [甲, 乙]", "{key} must be a list of texts — write [a, b]"
    NODE_MAPPING = "node_mapping", "{key} 应是“键: 值” — 改正", "{key} must hold keys and values — correct it"
    NODE_ROWS = "node_rows", "{key} 应是一列“{{键: 值}}” — 每行以 - 开头", "{key} must be a list of keys and values — begin each line with -"
    NODE_DAY = "node_day", "{key} 中的“{value}”不是日期 — 写成 2027-01-01 或 [2027-02-05, 2027-02-11]", "“{value}” in {key} is no day — write 2027-01-01 or [2027-02-05, 2027-02-11]"
    NO_VARIANTS = "no_variants", "{measure} 没有可选的口径 — 删去这一行,或用 xinfang config 查看", "{measure} has no variants — take the line out"
    OWN_REPORT_NAME = "own_report_name", "报表名“{name}”不能用 — 用文字、数字、连字符,不超过 40 个字", "a report cannot be called “{name}” — use letters, digits and hyphens, 40 at most"
    OWN_REPORT_TWICE = "own_report_twice", "报表名“{name}”用了两次 — 改一个", "two reports are called “{name}” — change one"
    OWN_REPORT_BY = "own_report_by", "一张报表最多按 {most} 项分组 — 减少 by,或分成几张报表", "a report has at most {most} dimensions — shorten by, or make several reports"
    NODE_UNKNOWN = "node_unknown", "不认识 {key},已保留但不起作用 — 检查拼写", "unknown key {key}, kept and without effect — check its spelling"
    CONFIG_INVALID = "config_invalid", "{path} 有错,无法继续 — 改正所列各行再运行", "{path} has faults — correct the lines listed and run again"
    CONFIG_PREFIX = "config_prefix", "编号字头“{value}”只能用大写字母和数字 — 如 XF", "the prefix “{value}” must be capital letters and digits — such as XF"
    CONFIG_TIMEZONE = "config_timezone", "没有“{value}”这个时区 — 用 Asia/Shanghai", "there is no time zone “{value}” — use Asia/Shanghai"

    # cells and dates: why a cell of a ledger was not read
    CELL_DITTO = "cell_ditto", "“{value}”没有写出内容 — 把上面的内容照写一遍", "“{value}” does not say what — write it out"
    CELL_PEOPLE = "cell_people", "“{value}”不是确定的人数 — 写一个整数", "“{value}” is no definite number of persons — write one number"
    CELL_FLAG = "cell_flag", "“{value}”看不出是或否 — 写是或否", "“{value}” is neither yes nor no — write 是 or 否"
    CELL_DIGITS_LOST = "cell_digits_lost", "“{value}”的末尾几位已被表格软件抹去 — 把该列设为文本,照原件重填", "“{value}” has lost digits in the spreadsheet — make the column text and type it again"
    CELL_ZERO_LOST = "cell_zero_lost", "“{value}”前面的 0 已丢失 — 把该列设为文本,补上区号", "“{value}” has lost its leading 0 — make the column text and add the area code"
    CELL_PHONE = "cell_phone", "“{value}”不是可拨打的电话 — 照原件重填", "“{value}” is no phone that can be dialled — type it again from the original"
    DATE_UNREADABLE = "date_unreadable", "“{value}”不是日期 — 写成 2026-03-05", "“{value}” is no date — write it as 2026-03-05"
    DATE_IMPOSSIBLE = "date_impossible", "没有“{value}”这一天 — 照原件更正", "there is no such day as “{value}” — correct it from the original"
    DATE_NO_YEAR = "date_no_year", "“{value}”没有年份 — 写全年月日,或用 --year 指明", "“{value}” has no year — write the whole date, or give --year"
    DATE_SHORT_YEAR = "date_short_year", "“{value}”的年份只有两位,不猜世纪 — 写四位年份", "“{value}” has a year of two digits and the century is not guessed — write four"
    DATE_NO_DAY = "date_no_day", "“{value}”没有具体日 — 写全年月日", "“{value}” has no day — write the whole date"
    DATE_ORDER = "date_order", "“{value}”分不清月和日 — 写成 2026-03-05", "“{value}” may be month or day first — write it as 2026-03-05"

    # boundary
    OS_ERROR = "os_error", "{path}: {reason} — 检查文件夹的权限和空间后再运行", "{path}: {reason} — look at the folder's permissions and space, then run again"
    NO_SUCH_OPTION = "no_such_option", "{command} 没有选项 {option} — 加 --help 查看全部选项", "{command} has no option {option} — see its --help"
    NO_SUCH_COMMAND = "no_such_command", "没有命令“{command}” — 运行 xinfang --help 查看全部命令", "there is no command “{command}” — see xinfang --help"
    MISSING_PARAMETER = "missing_parameter", "缺少 {option} — 运行 xinfang {command} --help 查看", "{option} is missing — see xinfang {command} --help"
    BAD_PARAMETER = "bad_parameter", "{option} 的值不对:{why} — 运行 xinfang {command} --help 查看", "{option} has a wrong value: {why} — see xinfang {command} --help"
    BAD_USAGE = "bad_usage", "命令写法不对:{why} — 运行 xinfang {command} --help 查看", "the command line is wrong: {why} — see xinfang {command} --help"
    NOT_IN_LIST = "not_in_list", "{option} 不能是“{value}” — 用其中之一:{words}", "{option} cannot be “{value}” — use one of: {words}"

    # desk
    NO_DAY = "no_day", "{option} 的“{text}”不是日期 — 写成 2026-11-20、11-20、-1d 或 昨天", "“{text}” for {option} is no day — write 2026-11-20, 11-20, -1d or yesterday"
    NO_UNIT = "no_unit", "config.yaml 里没有单位“{unit}” — 已有:{known};新单位先加到 units", "config.yaml knows no unit “{unit}” — it has: {known}; add a new one to units first"
    AT_NEEDS_TERMINAL = "at_needs_terminal", "@ 只在终端里可用 — 脚本里请写编号", "@ is for terminals only — write the id in a script"
    AT_IS = "at_is", "@ 即 {id}", "@ is {id}"
    NO_CASES = "no_cases", "还没有信访件 — 用 xinfang open 登记或 xinfang import 导入", "there are no matters yet — register one with xinfang open or xinfang import"
    CASE_INVALID = "case_invalid", "{path} 有错,读不出来 — 改正所列各行再运行", "{path} cannot be read — correct the lines listed and run again"

    # telling
    STEP_DONE = "step_done", "{id} {on} {did} · 现为“{status}” · {unit}", "{id} {on} {did} · now “{status}” · {unit}"
    STEP_OWED = "step_owed", "应出文书:{documents}", "documents owed: {documents}"
    STEP_OVERDUE = "step_overdue", "注意:最早的期限 {due} 已超 {days} 日", "note: the earliest deadline {due} is {days} day(s) past"
    CLOCK_STOPPED = "clock_stopped", "停:{clock}", "stopped: {clock}"
    CLOCK_IN_TIME = "clock_in_time", "停:{clock} 应于 {due} 前,{on} 完成,按时", "stopped: {clock}, due {due}, done {on}, in time"
    CLOCK_LATE = "clock_late", "停:{clock} 应于 {due} 前,{on} 完成,超期 {days} 日", "stopped: {clock}, due {due}, done {on}, {days} day(s) late"
    CLOCK_STARTED = "clock_started", "起:{clock} {rule},至 {due}({owner};{cites})", "running: {clock}, {rule}, until {due} ({owner}; {cites})"
    WINDOW_STARTED = "window_started", "权利:{clock} {rule},至 {due}({owner};{cites})", "right: {clock}, {rule}, until {due} ({owner}; {cites})"
    RULE_DAYS = "rule_days", "{days} 日", "{days} days"
    RULE_WORKING = "rule_working", "{days} 个工作日", "{days} working days"
    RULE_ROLLS = "rule_rolls", "{days} 日(逢假顺延)", "{days} days (moving past holidays)"
    RULE_RAW = "rule_raw", "{text}", "{text}"
    DUE_NONE = "due_none", "无期限", "no deadline"
    DUE_PLAIN = "due_plain", "{due}", "{due}"
    DUE_PROVISIONAL = "due_provisional", "{due}(暂算)", "{due} (provisional)"
    DUE_ACT_BY = "due_act_by", "{due}(最迟 {act_by} 办)", "{due} (act by {act_by})"

    # canonical
    YAML_HALF_CHARACTER = "yaml_half_character", "文字里有不是 UTF-8 的字节 — 改正这段文字后再运行", "the text has bytes that are not UTF-8 — correct the text and run it again"

    # yamlio
    YAML_TOO_LARGE = "yaml_too_large", "文件有 {size} 字节,超过 {limit} 字节的上限 — 把长文字改存为附件", "the file has {size} bytes, more than the {limit} allowed — move long text into an attachment"
    YAML_NOT_UTF8 = "yaml_not_utf8", "不是 UTF-8 编码 — 用编辑器另存为 UTF-8", "not UTF-8 — save the file as UTF-8"
    YAML_CONTROL = "yaml_control", "有控制字符 {code} — 删去它", "control character {code} — delete it"
    YAML_CONFLICT = "yaml_conflict", "有没解决的合并冲突标记 — 保留正确的几行,删去标记行", "unresolved merge conflict — keep the right lines and delete the marker lines"
    YAML_EMPTY = "yaml_empty", "文件是空的 — 从 git 恢复或删去它", "the file is empty — restore it from git or delete it"
    YAML_NOT_MAPPING = "yaml_not_mapping", "文件应由“键: 值”组成 — 从 git 恢复,或照别的文件改正", "the file is not a list of `key: value` — restore it from git, or correct it after another file"
    YAML_DOCUMENTS = "yaml_documents", "一个文件里有多份文档(---) — 每份各存一个文件", "several documents (---) in one file — keep each in a file of its own"
    YAML_DUPLICATE = "yaml_duplicate", "键 {key} 重复 — 保留一个", "the key {key} stands twice — keep one"
    YAML_ALIAS = "yaml_alias", "不能用锚点和引用(& 和 *) — 写出内容,或给文字加引号", "anchors and aliases (& and *) are not allowed — write the content out, or quote the text"
    YAML_TAG = "yaml_tag", "不能用以 ! 开头的标签 — 删去它,或给文字加引号", "tags, which begin with !, are not allowed — delete it, or quote the text"
    YAML_MERGE = "yaml_merge", "不能用合并键 << — 写出内容", "the merge key << is not allowed — write the content out"
    YAML_DEEP = "yaml_deep", "嵌套超过 {limit} 层 — 改得浅一些", "nested deeper than {limit} levels — make it flatter"
    YAML_KEY = "yaml_key", "键应是一个短词 — 改短,或检查括号和问号", "a key must be one short word — shorten it, or check brackets and question marks"
    YAML_TAB = "yaml_tab", "缩进里有制表符 — 改用空格", "a tab in the indentation — use spaces"
    YAML_CHARACTER = "yaml_character", "值不能以 {character} 开头 — 给这段文字加引号", "a value cannot begin with {character} — quote the text"
    YAML_COLON = "yaml_colon", "一行里有多余的冒号加空格 — 给这段文字加引号", "a second colon with a space in one line — quote the text"
    YAML_NO_COLON = "yaml_no_colon", "这一行缺少“键: ” — 补上冒号和空格,或检查缩进", "the line has no `key: ` — add the colon and a space, or check the indentation"
    YAML_INDENT = "yaml_indent", "缩进与上面各行不一致 — 与同级的行对齐", "the indentation differs from the lines above — align it with its level"
    YAML_BRACKET = "yaml_bracket", "括号 [ ] 或 {{ }} 没有配对,或缺逗号 — 补上", "a bracket [ ] or {{ }} is not closed, or a comma is missing — add it"
    YAML_QUOTE = "yaml_quote", "引号没有配对 — 补上", "a quote is not closed — close it"
    YAML_SYNTAX = "yaml_syntax", "第 {column} 列附近不是有效的 YAML — 检查缩进、引号和冒号", "not valid YAML near column {column} — check indentation, quotes and colons"
    YAML_NOT_EDITED = "yaml_not_edited", "没能在保留手工格式的同时改写 {keys} — 把这个文件改成常规写法后再运行", "could not change {keys} and keep the layout made by hand — write the file in the usual form and run it again"

    # commands
    UNIT_OR_PATH = "unit_or_path", "写责任单位,或用 --path 写其他途径,二者取一 — 运行 xinfang route --help 查看", "name a unit or give --path, one of the two — see xinfang route --help"
    CASE_OR_OVERDUE = "case_or_overdue", "写一件的编号,或用 --overdue 办全部,二者取一 — 运行 xinfang escalate --help 查看", "name one matter or give --overdue, one of the two — see xinfang escalate --help"
    ESCALATED = "escalated", "共 {count} 项", "{count} step(s)"
    WOULD_ESCALATE = "would_escalate", "将有 {count} 项(未写入)", "{count} step(s) would be taken (nothing written)"
    ESCALATED_ONE = "escalated_one", "{id} {step} → {unit} · {clock} 应于 {due} 前,已超 {days} 日", "{id} {step} → {unit} · {clock} due {due}, {days} day(s) late"
    ESCALATED_PASSING = "escalated_passing", "{id} {step} → {unit} · {clock} 应于 {due} 前,已超 {days} 日(越过:{passed})", "{id} {step} → {unit} · {clock} due {due}, {days} day(s) late (passed over: {passed})"
    RECEIVED_LATER = "received_later", "收到日期 {received} 晚于登记日期 {registered} — 改 --received 或 --on", "received on {received} is after registered on {registered} — correct --received or --on"
    PILE_LINE = "pile_line", "第 {number} 行没有诉求 — 每行写“标题<Tab>诉求”", "line {number} has no request — write title, tab, request on each line"
    NAMED_OR_ANONYMOUS = "named_or_anonymous", "匿名就不写姓名电话 — 去掉 --anonymous 或 --name、--phone", "anonymous or with a name, not both — leave out --anonymous, or --name and --phone"
    NUMBER_KNOWN = "number_known", "编号 {number} 已登记为 {id} — 用 xinfang show {id} 查看", "number {number} is registered as {id} — look with xinfang show {id}"
    SUGGESTED_UNIT = "suggested_unit", "建议转:{unit} — xinfang route {id} {unit}", "suggested unit: {unit} — xinfang route {id} {unit}"
    IS_SEALED = "is_sealed", "检举控告:内容只存 sealed/,不进 git;转送前写明被检举单位 — xinfang set … --accused", "an accusation: its text lies in sealed/ alone, outside git; say who is accused before routing — xinfang set … --accused"
    REPRESENTATIVES = "representatives", "集体访推选代表不超过 {most} 人(条例第20条),登记照常 — 请信访人推选", "a joint visit has at most {most} representatives (T20); it is registered all the same — ask them to choose"
    NOTHING_GIVEN = "nothing_given", "没有写要改什么 — 运行 xinfang set --help 查看", "nothing to change is given — see xinfang set --help"
    DEADLINE = "deadline", "{start} 起 {rule}:到期 {due}", "{rule} from {start}: due {due}"
    DEADLINE_PROVISIONAL = "deadline_provisional", "{start} 起 {rule}:到期 {due}(暂算:该年放假通知尚未发布)", "{rule} from {start}: due {due} (provisional: no holiday notice for that year yet)"
    DEADLINE_ACT_BY = "deadline_act_by", "最迟办理的工作日 {act_by}", "last working day to act: {act_by}"
    CONFIG_AT = "config_at", "配置文件:{path}", "configuration: {path}"
    CONFIG_OWN = "config_own", "{section}(config.yaml)", "{section} (config.yaml)"
    CONFIG_DEFAULT = "config_default", "{section}(默认)", "{section} (default)"
    INIT_DONE = "init_done", "{path}:已建 {made}", "{path}: made {made}"
    INIT_NOTHING = "init_nothing", "{path}:工作区完好,无需补充", "{path}: nothing is missing"
    INIT_NEEDS = "init_needs", "新建工作区要写单位名称和代码 — xinfang init 文件夹 --office 某县信访局 --code 410122", "a new workspace needs the office's name and code — xinfang init DIR --office NAME --code 410122"
    LOG_LINE = "log_line", "{did} · {by} · {details}", "{did} · {by} · {details}"
    EXPLAIN_HEAD = "explain_head", "{id} 现为“{status}”,{received} 收到", "{id} is “{status}”, received {received}"
    EXPLAIN_NONE = "explain_none", "没有期限", "no deadlines"
    EXPLAIN_DUTY = "explain_duty", "{clock}:{owner}的职责,{rule}({cites})", "{clock}: owed by {owner}, {rule} ({cites})"
    EXPLAIN_WINDOW = "explain_window", "{clock}:{owner}的权利,{rule}({cites})", "{clock}: a right of {owner}, {rule} ({cites})"
    EXPLAIN_SPAN = "explain_span", "自 {from_}“{did}”起,至 {due}", "from {from_} ({did}) until {due}"
    EXPLAIN_CHANGE = "explain_change", "{on}“{did}”:{rule},至 {due}", "{on} {did}: {rule}, until {due}"
    EXPLAIN_COUNTED = "explain_counted", "{span} 计 {days} 日:{why}", "{span} counts {days}: {why}"
    EXPLAIN_SKIPPED = "explain_skipped", "{span} 不计 {days} 日:{why}", "{span} skipped {days}: {why}"
    EXPLAIN_DONE = "explain_done", "{on} 完成,按时", "done {on}, in time"
    EXPLAIN_LATE = "explain_late", "{on} 完成,超期 {days} 日", "done {on}, {days} day(s) late"
    EXPLAIN_OVERDUE = "explain_overdue", "尚未完成,已超期 {days} 日", "not done, {days} day(s) late"
    SHOW_STATE = "show_state", "{status} · {unit} · 最早期限 {due}", "{status} · {unit} · earliest deadline {due}"
    SHOW_OVERDUE = "show_overdue", "已超期 {days} 日", "{days} day(s) overdue"
    SHOW_CAME = "show_came", "{received} 收到,{registered} 登记 · {channel} · {class_}", "received {received}, registered {registered} · {channel} · {class_}"
    SHOW_SEALED = "show_sealed", "密:内容在 sealed/,用 --reveal 查看(记入 access.log)", "sealed: its text lies in sealed/, see it with --reveal (written to access.log)"
    SHOW_WHAT = "show_what", "分类 {category} · 属地 {place} · {people} 人 · 包案 {lead}", "category {category} · place {place} · {people} person(s) · leader {lead}"
    SHOW_SOURCE = "show_source", "来源 {level} · 编号 {number} · 来源限办 {due}", "from {level} · number {number} · its deadline {due}"
    SHOW_PERSON = "show_person", "信访人 {person}", "petitioner {person}"
    SHOW_CLOCK_DONE = "show_clock_done", "○ {clock} 至 {due},{on} 完成", "○ {clock} until {due}, done {on}"
    SHOW_CLOCK_LATE = "show_clock_late", "● {clock} 至 {due},{on} 完成,超期 {days} 日", "● {clock} until {due}, done {on}, {days} day(s) late"
    SHOW_CLOCK_RUNS = "show_clock_runs", "▶ {clock} 至 {due}({owner})", "▶ {clock} until {due} ({owner})"
    SHOW_CLOCK_RIGHT = "show_clock_right", "◇ {clock}至 {due}", "◇ {clock} until {due}"
    SHOW_MISSING = "show_missing", "还缺:{fields}", "still missing: {fields}"

    # petitioner
    TOLD_REGISTERED = "told_registered", "登记", "registered"
    TOLD_ROUTED = "told_routed", "转送至 {unit}", "sent to {unit}"
    TOLD_REDIRECTED = "told_redirected", "告知向 {unit} 提出", "directed to {unit}"
    TOLD_ACCEPTED = "told_accepted", "受理", "accepted"
    TOLD_DECLINED = "told_declined", "不予受理", "not accepted"
    TOLD_NO_LONGER = "told_no_longer", "不再受理", "no longer accepted"
    TOLD_NOTICE = "told_notice", "告知书送达", "notice served"
    TOLD_DECLINED_NOTICE = "told_declined_notice", "不予受理告知书送达", "notice of non-acceptance served"
    TOLD_FINAL_NOTICE = "told_final_notice", "不再受理告知书送达", "notice of no further acceptance served"
    TOLD_EXTENDED = "told_extended", "办理期限延长 {days} 日", "handling extended by {days} days"
    TOLD_EXTENSION_NOTICE = "told_extension_notice", "延期告知书送达", "notice of extension served"
    TOLD_OPINION = "told_opinion", "作出处理意见 {number}", "handling opinion {number} issued"
    TOLD_OPINION_SERVED = "told_opinion_served", "处理意见书送达", "handling opinion served"
    TOLD_REVIEW_ASKED = "told_review_asked", "申请复查", "first review (复查) asked for"
    TOLD_REVIEW = "told_review", "复查意见 {number}", "first review (复查) opinion {number}"
    TOLD_REVIEW_SERVED = "told_review_served", "复查意见书送达", "first review (复查) opinion served"
    TOLD_FINAL_ASKED = "told_final_asked", "申请复核", "final review (复核) asked for"
    TOLD_FINAL = "told_final", "复核意见 {number}", "final review (复核) opinion {number}"
    TOLD_FINAL_SERVED = "told_final_served", "复核意见书送达", "final review (复核) opinion served"

    # sheets: files that cannot be read as ledgers
    SHEET_EMPTY = "sheet_empty", "文件是空的 — 检查是否选错了文件", "the file is empty — check that it is the right one"
    SHEET_NOT_ONE = "sheet_not_one", "不是台账文件 — 用 Excel 或 WPS 另存为 .xlsx 或 .csv", "this is no ledger — save it as .xlsx or .csv"
    SHEET_DAMAGED = "sheet_damaged", "文件已损坏或不完整 — 用 Excel 或 WPS 打开,另存为 .xlsx", "the file is damaged or incomplete — open it in a spreadsheet program and save it as .xlsx"
    SHEET_PASSWORD = "sheet_password", "文件设有密码 — 去掉密码后另存", "the file has a password — save it without one"
    SHEET_BOMB = "sheet_bomb", "文件解开后大得不合常理,未打开 — 用 Excel 或 WPS 另存为 .csv", "the file would unpack to more than any ledger, and was not opened — save it as .csv"
    SHEET_TOO_LARGE = "sheet_too_large", "表格范围过大(上限 {most}),未打开 — 删去表外的空行空列,或另存为 .csv", "the sheet spans too much (limit {most}) and was not opened — delete empty rows and columns around it, or save it as .csv"
    SHEET_TOO_WIDE = "sheet_too_wide", "第 {row} 行超过 {most} 列 — 检查分隔符,另存为 .xlsx", "row {row} has more than {most} columns — check the delimiter, or save as .xlsx"
    SHEET_ENCODING = "sheet_encoding", "认不出文字编码 — 另存为 UTF-8 的 .csv,或用 --encoding 指明", "the text encoding is not known — save as .csv in UTF-8, or name it with --encoding"
    SHEET_ENCODING_NAME = "sheet_encoding_name", "没有名为“{name}”的文字编码 — 写 utf-8 或 gb18030", "there is no text encoding “{name}” — write utf-8 or gb18030"
    SHEET_QUOTE = "sheet_quote", "第 {row} 行起引号没有闭合 — 检查该行的引号", "from row {row} on a quote is not closed — check the quotes there"
    SHEET_JSON = "sheet_json", "这一行不是 JSON 对象 — 每行写一个 {{…}}", "this line is no JSON object — write one {{…}} a line"
    SHEET_LONG_CELL = "sheet_long_cell", "有单元格超过 {most} 字,该行未读 — 把长文字移到附件", "a cell has more than {most} characters, so the row was not read — move the long text to an attachment"

    # filters
    NO_VIEW = "no_view", "config.yaml 的 views 里没有“{view}” — 已有:{known}", "config.yaml has no view “{view}” — it has: {known}"
    VIEW_KEY = "view_key", "视图“{view}”里不认识的筛选:{keys} — 运行 xinfang list --help 查看筛选名", "view “{view}” has unknown filters: {keys} — see the filters with xinfang list --help"

    # looking
    LIST_EMPTY = "list_empty", "没有符合条件的信访件 — 放宽筛选再试", "no matter fits — loosen the filters"
    LIST_LEFT = "list_left", "另有 {count} 件未显示 — 用 --limit、筛选或接到管道查看", "{count} more not shown — use --limit, filters or a pipe"
    LIST_PROVISIONAL = "list_provisional", "* 暂算:该年放假通知尚未发布", "* provisional: no holiday notice for that year yet"
    HEAD_ID = "head_id", "编号", "id"
    HEAD_DUE = "head_due", "期限", "due"
    HEAD_LATE = "head_late", "超期(日)", "late (days)"
    HEAD_STATUS = "head_status", "状态", "state"
    HEAD_UNIT = "head_unit", "责任单位", "unit"
    HEAD_TITLE = "head_title", "标题", "title"
    WITHHELD = "withheld", "不公布", "withheld"
    COUNT_CASES = "count_cases", "件", "matters"
    COUNT_REGISTRATIONS = "count_registrations", "件次", "registrations"
    COUNT_PERSONS = "count_persons", "人次", "persons"
    COUNT_CLOSED = "count_closed", "办结(件次)", "closed"
    COUNT_RESOLVED = "count_resolved", "化解(件次)", "resolved"
    WORDS_OR_NAME = "words_or_name", "写要找的文字,或用 --name 查本人的,二者取一 — 运行 xinfang find --help 查看", "give words, or --name for a person's own, one of the two — see xinfang find --help"
    DUE_HEAD = "due_head", "{office} {today} 要办", "{office}: to do on {today}"
    DUE_NOTHING = "due_nothing", "没有超期和一周内到期的", "nothing overdue, nothing due within a week"
    DUE_OVERDUE = "due_overdue", "■ 超期 {count} 项", "■ overdue: {count}"
    DUE_TODAY = "due_today", "■ 今天 {count} 项", "■ today: {count}"
    DUE_WEEK = "due_week", "■ 近日 {count} 项", "■ soon: {count}"
    DUE_PAPERS = "due_papers", "■ 应出文书 {count} 份", "■ documents owed: {count}"
    DUE_PAPER = "due_paper", "{document} {count}", "{document} {count}"
    DUE_LIST = "due_list", "{papers}", "{papers}"
    DUE_NO_UNIT = "due_no_unit", "(未定单位)", "(no unit yet)"
    DUE_LATE = "due_late", "超 {days} 日", "{days} d late"

    # freshness, reading and index
    IN_BOTH = "in_both", "{zh}", "{en}"
    NOT_YAML_ENDING = "not_yaml_ending", "{path} 看似信访件,但扩展名不是 .yaml,没有读取 — 改为 .yaml,不是信访件就移走", "{path} looks like a case, but does not end in .yaml, and was not read — rename it, or move it away if it is none"
    NAME_NOT_UTF8 = "name_not_utf8", "文件名 {path} 不是 UTF-8,没有读取 — 改名后再运行", "the name {path} is not UTF-8 and was not read — rename it"
    SAME_ID = "same_id", "编号 {id} 也在 {other},两份只列出路径在前的一份 — 核对后删去一份", "the id {id} is also in {other}, and only the first by path is listed — compare them and delete one"
    INDEX_READ_ONLY = "index_read_only", "索引不能写入,本次直接读取文件,结果相同 — 检查 .xinfang 文件夹的权限和磁盘空间", "the index cannot be written, so the files were read instead, with the same result — check permissions and space of the folder .xinfang"
    INDEX_BUSY = "index_busy", "索引正被另一个命令占用,本次直接读取文件,结果相同 — 结束那个命令后会恢复", "another command holds the index, so the files were read instead, with the same result — it is used again when that command ends"
    INDEX_UNUSABLE = "index_unusable", "索引不能使用({reason}),本次直接读取文件,结果相同 — 删去 .xinfang 文件夹再试", "the index cannot be used ({reason}), so the files were read instead, with the same result — delete the folder .xinfang and try again"

    # checks
    DERIVED_DIFFERS = "derived_differs", "{key} 写的是 {written},按 history 应是 {right} — 运行 xinfang check --fix", "{key} says {written}, by the history it is {right} — run xinfang check --fix"
    HISTORIES_CONTRADICT = "histories_contradict", "{on} 的“{did}”({n})与当时的状态“{status}”矛盾 — 用 xinfang undo 撤销其中一步", "“{did}” of {on} ({n}) contradicts the state “{status}” it found — strike one of the steps with xinfang undo"
    NO_OPENING = "no_opening", "经过里没有登记(did: open) — 从 git 历史找回,或补上登记一条", "the history has no registration (did: open) — restore it from git, or add it"
    OPENED_TWICE = "opened_twice", "登记了两次 — 两件合在一个文件里了,分开存放", "registered twice — two matters stand in one file, put them apart"
    RECEIVED_AFTER = "received_after", "收到日期 {received} 晚于登记日期 {registered} — 用 xinfang set --received 更正", "received {received} is after registered {registered} — correct it with xinfang set --received"
    ENTRY_TWICE = "entry_twice", "两条经过的编号 n 都是 {n} — 删去重复的一条,或改其中一个编号", "two entries have the id {n} — remove the one that repeats, or change an id"
    STRIKES_NOTHING = "strikes_nothing", "撤销的 {n} 不在经过里 — 从 git 历史找回那一条", "the entry {n} that is struck is not there — restore it from git"
    SAME_MOMENT = "same_moment", "与 {n} 同一时刻 {at} 写入 — 核对两条的先后", "written at the same moment {at} as {n} — see which came first"
    OUT_OF_ORDER = "out_of_order", "经过没有按日期排列({n}) — 下次写入时会排好", "the history is not in order of days ({n}) — the next step puts it in order"
    UNKNOWN_KEY = "unknown_key", "不认识的键 {key},已保留 — 检查拼写", "unknown key {key}, kept — check its spelling"
    LISTED_WORD = "listed_word", "“{word}”是给人贴标签的说法,本工具只记事、不记人 — 改用内容分类", "“{word}” labels persons; this tool records matters — use a category of matters"
    UNKNOWN_NAME = "unknown_name", "{key} “{name}” 不在 config.yaml 的 {section} 里 — 补进配置或更正", "{key} “{name}” is not in {section} of config.yaml — add it there or correct it"
    DEADLINE_MOVED = "deadline_moved", "{clock} 写的是 {due},按现在的放假安排应是 {right} — 运行 xinfang check --fix", "{clock} says {due}, by the present calendar it is {right} — run xinfang check --fix"
    ID_TWICE = "id_twice", "编号 {id} 在 {path} 也有 — 两件不同的各用各的编号,同一件的删去一份", "{id} is also in {path} — two matters need two ids; of one matter remove a copy"
    CALENDAR_IS = "calendar_is", "放假安排更新:{version}", "holiday data now {version}"
    REMOTE_PLAIN = "remote_plain", "仓库有远端,信访人信息未加密 — 推送前确认远端只有本单位能看", "the repository has a remote and personal data is in clear — before pushing make sure that only the office can see it"
    CHECK_DONE = "check_done", "错误 {faults} 处,提醒 {warnings} 处", "{faults} fault(s), {warnings} warning(s)"
    CHECK_MENDED = "check_mended", "已改正 {count} 个文件", "{count} file(s) mended"

    # figures, reports and render
    PAGE_TITLE = "page_title", "{office} {report} {period}({first} 至 {last})", "{office}: {report} {period} ({first} to {last})"
    STAMP_AS_OF = "stamp_as_of", "截至 {day}", "as of {day}"
    STAMP_CALENDAR = "stamp_calendar", "节假日数据 {version}", "holiday data {version}"
    STAMP_COMMIT = "stamp_commit", "提交 {commit}", "commit {commit}"
    STAMP_LEFT_OUT = "stamp_left_out", "另有 {count} 个文件读不出,未计入", "{count} file(s) could not be read and are not counted"
    DEFINITION = "definition", "{measure}({window}):{says}。依据:{cites}", "{measure} ({window}): {says}. Source: {cites}"
    POINTS_UP = "points_up", "升{points}个百分点", "up {points} points"
    POINTS_DOWN = "points_down", "降{points}个百分点", "down {points} points"
    POINTS_SAME = "points_same", "持平", "unchanged"
    MEDIAN_OF = "median_of", "{median}(共{count}件)", "{median} (of {count})"
    HEAD_MEASURE = "head_measure", "指标", "measure"
    HEAD_ITEM = "head_item", "事项", "item"
    HEAD_UNIT_OF_COUNT = "head_unit_of_count", "计量单位", "counted in"
    HEAD_WINDOW = "head_window", "本期", "window"
    HEAD_LAST_PERIOD = "head_last_period", "上期", "last period"
    HEAD_PERIOD_CHANGE = "head_period_change", "环比", "change"
    HEAD_LAST_YEAR = "head_last_year", "去年同期", "last year"
    HEAD_YEAR_CHANGE = "head_year_change", "同比", "change on last year"
    HEAD_DATING = "head_dating", "统计口径", "counted"
    HEAD_NUMERATOR = "head_numerator", "{column}:分子", "{column}: numerator"
    HEAD_DENOMINATOR = "head_denominator", "{column}:分母", "{column}: denominator"
    HEAD_OVERDUE_OF = "head_overdue_of", "超期:{clock}", "overdue: {clock}"
    HEAD_STEP = "head_step", "本期{step}", "{step} in the window"
    POINTS_UNIT = "points_unit", "个百分点", " points"
    CHART_CUT = "chart_cut", "前 {count} 行", "the first {count}"
    TABLE_MEASURES = "table_measures", "指标", "Measures"
    TABLE_BESIDE = "table_beside", "与指标并看", "Beside the rates"
    TABLE_DEFINITIONS = "table_definitions", "口径", "Definitions"
    TABLE_UNITS = "table_units", "各单位在办与超期", "By unit"
    TABLE_CHANGES = "table_changes", "各单位本期变化", "What changed in the window"
    TABLE_OVERDUE = "table_overdue", "超期事项", "Overdue"
    PARTIAL_WINDOW = "partial_window", "本期未完,统计到 {day};上期和去年同期取相同天数。", "the window is not over and is counted up to {day}; last period and last year have the same number of days"
    SEALED_TITLE = "sealed_title", "密", "sealed"
    WEEKLY_SUMMARY = "weekly_summary", "截至 {day},在办 {open} 件;职责超期 {overdue} 项,7 日内到期 {week} 项,8 至 14 日到期 {fortnight} 项。", "As of {day}: {open} open; {overdue} duties overdue, {week} due in 7 days, {fortnight} due in 8 to 14 days."
    WEEKLY_PROVISIONAL = "weekly_provisional", "其中 {count} 项的期限涉及尚未公布放假安排的年份,为暂算。", "{count} of these deadlines rest on a year whose holidays are not announced yet and are provisional."
    NOTHING_HERE = "nothing_here", "(无)", "(none)"
    ROWS_CUT = "rows_cut", "… 另有 {count} 行;用 --format md、csv 或 json 看全部", "… {count} more row(s); --format md, csv or json has them all"

    # demo
    DEMO_EXISTS = "demo_exists", "{path} 已有 config.yaml,演示不覆盖 — 换一个空文件夹,或不写文件夹", "{path} has a config.yaml already, which the demo does not touch — name an empty folder, or none"
    DEMO_NEXT = "demo_next", "示例单位在 {root}(人和事都是编的)。接着试试:\n  cd {root}\n  export XINFANG_TODAY={today}\n  xinfang list --overdue\n  xinfang show {case}\n  xinfang explain {case}\n  xinfang count --by unit\n  xinfang report weekly --week 2026-W47", "the sample office is in {root} (persons and matters are invented). Try next:\n  cd {root}\n  export XINFANG_TODAY={today}\n  xinfang list --overdue\n  xinfang show {case}\n  xinfang explain {case}\n  xinfang count --by unit\n  xinfang report weekly --week 2026-W47"

    # casefile
    ID_NOT_FILE_NAME = "id_not_file_name", "id {id} 与文件名 {name} 不同 — 把其中一个改回来", "the id {id} differs from the file name {name} — change one of them back"
    FIELD_MISSING = "field_missing", "缺少 {key} — 补上这一行", "{key} is missing — add the line"
    FIELD_EMPTY = "field_empty", "{key} 是空的 — 填上,不需要就删去这一行", "{key} is empty — fill it in, or delete the line if it is not needed"
    FIELD_WORD = "field_word", "{key} 不能是 {value} — 改为其中之一:{words}", "{key} cannot be {value} — make it one of: {words}"
    FIELD_DATE = "field_date", "{key} 不是日期:{value} — 写成 2026-11-22 的样子", "{key} is not a date: {value} — write it like 2026-11-22"
    FIELD_TIME = "field_time", "{key} 不是带时区的时刻:{value} — 写成 2026-11-22T09:30:00+08:00 的样子", "{key} is not a moment with its time zone: {value} — write it like 2026-11-22T09:30:00+08:00"
    FIELD_NUMBER = "field_number", "{key} 不是整数:{value} — 改为数字", "{key} is not a whole number: {value} — make it a number"
    FIELD_SMALL = "field_small", "{key} 不能是 {value} — 至少是 {least}", "{key} cannot be {value} — make it {least} or more"
    FIELD_YES_NO = "field_yes_no", "{key} 不能是 {value} — 改为 true 或 false", "{key} cannot be {value} — make it true or false"
    FIELD_TEXT = "field_text", "{key} 应是一段文字 — 写在一行,或给文字加引号", "{key} should be text — write it on one line, or quote it"
    FIELD_LIST = "field_list", "{key} 应是列表 — 每项一行,以“- ”开头", "{key} should be a list — write each item on a line that begins with `- `"
    FIELD_MAPPING = "field_mapping", "{key} 应由“键: 值”组成 — 缩进写在 {key} 下面", "{key} should be made of `key: value` — write them indented under {key}"
    FIELD_NO_ENTRY = "field_no_entry", "{key} 里一条记录也没有 — 从 git 恢复这个文件", "{key} has no entry at all — restore the file from git"
    FIELD_WRONG = "field_wrong", "{key} 的值不对:{value} — 照别的信访件文件改正", "{key} has a wrong value: {value} — correct it after another case file"
    FILE_INVALID = "file_invalid", "信访件文件 {path} 有错误,没有改动 — 先运行 xinfang check 并改正", "the case file {path} has faults and was not changed — run xinfang check and correct it first"
    CASE_NOT_READ_BACK = "case_not_read_back", "信访件文件 {path} 写出后读回的内容不同,没有改动 — 请把这个文件报告给开发者", "the case file {path} would not read back as written, and was not changed — please report it to the developers"

    # ids
    ID_FORM = "id_form", "{id} 不是信访件编号 — 编号的样子是 XF-20261122-7K3MQ", "{id} is no case id — an id looks like XF-20261122-7K3MQ"
    ID_NONE_FREE = "id_none_free", "没有空闲的信访件编号 — 检查 cases 文件夹", "no case id is free — look at the cases folder"
    CASE_NOT_FOUND = "case_not_found", "没有编号以 {reference} 结尾的信访件 — 用 xinfang list 或 xinfang find 查编号", "no case whose id ends in {reference} — look the id up with xinfang list or xinfang find"
    CASE_AMBIGUOUS = "case_ambiguous", "{reference} 可以是 {count} 件:{ids} — 多写几位", "{reference} can be {count} cases: {ids} — give more of the id"

    # disk
    DISK_FULL = "disk_full", "磁盘已满或超出配额,{path} 没有写成 — 腾出空间后再运行", "the disk is full or over quota; {path} was not written — make room and run it again"
    DISK_READ_ONLY = "disk_read_only", "{path} 所在的磁盘只读 — 换到可写的地方,或请管理员处理", "the disk of {path} is read-only — use a writable place, or ask the administrator"
    DISK_NOT_ALLOWED = "disk_not_allowed", "没有读写 {path} 的权限 — 请管理员给予权限", "no permission for {path} — ask the administrator for it"
    DISK_GONE = "disk_gone", "{path} 不在了 — 查看是否被移走或改名", "{path} is not there — see whether it was moved or renamed"
    DISK_NO_FOLDER = "disk_no_folder", "{path} 的上级不是文件夹 — 移走同名的文件", "a parent of {path} is not a folder — move the file of that name away"
    DISK_OTHER = "disk_other", "读写 {path} 时系统报错({code}) — 检查磁盘后再运行", "the system reports an error at {path} ({code}) — check the disk and run it again"
    NOT_A_FILE = "not_a_file", "{path} 是链接或不是普通文件,没有读取 — 换成文件本身", "{path} is a link or no regular file and was not read — put the file itself there"
    FILE_TOO_LARGE = "file_too_large", "{path} 有 {size} 字节,超过 {limit} 字节的上限 — 拆小或压缩", "{path} has {size} bytes, more than the {limit} allowed — split or compress it"
    FILE_EXISTS = "file_exists", "{path} 已经存在,没有覆盖 — 换一个编号,或先移走它", "{path} exists and was not overwritten — take another id, or move it away first"

    # sealed
    SEALED_OTHER = "sealed_other", "密件文字 {path} 已有另一份,没有覆盖 — 核对后移走它再运行", "{path} already holds another sealed text and was not overwritten — look at it, move it away and run it again"
    SEALED_KEY = "sealed_key", "密件文字里的 {key} 不能放在记录 {n} 中 — 删去它", "{key} does not belong in the sealed entry {n} — delete it"

    SEALED_MISSING = "sealed_missing", "这里没有密件文字 sealed/{id}.yaml — 从登记它的电脑或备份取回", "the sealed text sealed/{id}.yaml is not here — fetch it from the computer that registered it, or a backup"
    SEALED_ORPHAN = "sealed_orphan", "密件文字没有对应的信访件文件 — 再导入一次那份台账,或从 git 恢复信访件文件", "a sealed text without its case file — import the ledger again, or restore the case file from git"

    # store
    ATTACHED_ORPHAN = "attached_orphan", "附件文件夹没有对应的信访件文件 — 从 git 恢复信访件文件,或移走这个文件夹", "a folder of attachments without its case file — restore the case file from git, or move the folder away"
    FILE_CHANGED = "file_changed", "{path} 在读取后被别人改过,没有覆盖 — 再运行一次", "{path} was changed by someone after it was read, and was not overwritten — run it again"
    LOCK_HELD = "lock_held", "另一个命令正在写入这个工作区({holder}) — 等它结束后再运行", "another command is writing to this workspace ({holder}) — wait for it and run it again"
    LOCK_UNKNOWN = "lock_unknown", "不知是哪个", "not known which"

    # intake and meanings: why a row of a ledger came in incomplete or not at all
    CELL_WORD = "cell_word", "“{value}”不在可选的词里 — 改为常用的词,或写进 config.yaml 的 import: values:", "“{value}” is none of the words this column has — use one, or add it to import: values: in config.yaml"
    DATE_FUTURE = "date_future", "{value} 还没到 — 照原件更正", "{value} is in the future — correct it from the original"
    DATE_TOO_EARLY = "date_too_early", "{value} 早于它之前的一步({than}) — 照原件更正", "{value} is before the step it follows ({than}) — correct it from the original"
    ROW_NO_DAY = "row_no_day", "没有收到日期 — 补上信访日期", "there is no day of receipt — add it"
    ROW_NO_REQUEST = "row_no_request", "没有诉求内容 — 补上反映的问题", "there is no request — add what was asked for"
    ROW_UNIT = "row_unit", "{value} 不是 config.yaml 里的单位 — 在 units: 加上它或它的别名", "{value} is no unit of config.yaml — add it, or its alias, to units:"
    ROW_CONTRADICTS = "row_contradicts", "是否办结一栏写的是未办结,与此矛盾,按未办结登记 — 核实后更正", "another column says that it is not closed; it was taken in as open — check and correct it"

    # report
    REPORT_WRITTEN = "report_written", "已写入 {path}", "written to {path}"
    ONE_WINDOW = "one_window", "--week、--month、--year、--from/--to 只写一种 — 去掉多余的", "give --week, --month, --year or --from and --to, one of them — leave the others out"
    NO_WINDOW = "no_window", "“{text}”不是可用的起止 — 写 --week 2026-W47、--month 2026-11、--year 2026 或 --from 2026-11-01 --to 2026-12-01", "“{text}” is no window — write --week 2026-W47, --month 2026-11, --year 2026, or --from 2026-11-01 --to 2026-12-01"

    # merging and attachments
    TARGET_ENDED = "target_ended", "{id} 现为“{status}”,不能并入 — 并入在办的一件", "{id} is “{status}”, nothing can be merged into it — name an open matter"
    ATTACH_NAME = "attach_name", "文件名“{name}”不能用 — 改一个普通的短文件名", "the file name “{name}” cannot be used — give the file a plain, short name"
    ATTACH_TAKEN = "attach_taken", "已附有另一个叫 {name} 的文件 — 改名再附", "another file named {name} is attached already — rename this one"

    # import
    SHEET_HIDDEN = "sheet_hidden", "工作表“{sheet}”是隐藏的,照样导入 — 不要的话先删去", "sheet “{sheet}” is hidden and is imported all the same — delete it first if that is not wanted"
    SHEET_NO_HEADER = "sheet_no_header", "“{sheet}”里找不到表头,未导入 — 表头至少要有日期和诉求两列", "no header was found in “{sheet}”, nothing of it is imported — it needs at least columns for day and request"
    IMPORT_ROW = "import_row", "{where} {became} [{field}] {reason}", "{where} {became} [{field}] {reason}"
    IMPORT_DONE = "import_done", "导入 {imported} 件(其中有提醒 {warned}),未导入 {rejected},跳过 {skipped} 行,已有 {known},有变化 {differing}", "imported {imported} ({warned} with warnings), rejected {rejected}, skipped {skipped} rows, known {known}, differing {differing}"
    IMPORT_WOULD = "import_would", "将导入 {imported} 件(其中有提醒 {warned}),不导入 {rejected},跳过 {skipped} 行,已有 {known},有变化 {differing};未写入", "would import {imported} ({warned} with warnings), reject {rejected}, skip {skipped} rows, known {known}, differing {differing}; nothing written"
    IMPORT_DROPPED = "import_dropped", "{count} 列涉及对人的标签或不必要的个人信息,未读取:{columns}", "{count} column(s) that label persons or are not needed were not read: {columns}"
    IMPORT_UNREAD = "import_unread", "不认识的列,未读取:{columns}", "columns that are not known were not read: {columns}"

    # calendar
    NOTICE_DAY = "notice_day", "{day} 不像是 {year} 年通知里的日子 — 核对年份和日期", "{day} does not look like a day of the notice for {year} — check year and days"
    NOTICE_FORM = "notice_form", "{path} 不是放假通知 — 写成 year、source、off、work 四项", "{path} is no holiday notice — write year, source, off and work"
    NO_YEAR = "no_year", "“{text}”不是年份 — 写成 2026", "“{text}” is no year — write 2026"
    CALENDAR_YEAR = "calendar_year", "{year} 年 {count} 个工作日({version})", "{year}: {count} working days ({version})"
    CALENDAR_PROVISIONAL = "calendar_provisional", "{year} 年放假通知尚未发布,以下暂算:{count} 个工作日({version})", "{year}: no notice yet, provisional: {count} working days ({version})"
    CALENDAR_ADDED = "calendar_added", "已加入 {year} 年:放假 {off} 天,调休上班 {work} 天 — 用 xinfang check 看哪些期限要动", "added {year}: {off} days off, {work} make-up workdays — see with xinfang check which deadlines move"

    # merge, its driver, and what git says
    MERGE_TWO_MATTERS = "merge_two_matters", "两件不同的信访件都叫 {id} — 留下一件,另一件另行登记,再删去标记", "two different matters are both called {id} — keep one, register the other anew, and remove the markers"
    MERGE_FIELD_DIFFERS = "merge_field_differs", "两边都改了 {key},改法不同 — 留下对的一份,删去另一份、标记和这一行", "both sides changed {key}, differently — keep the right one, remove the other, the markers and this line"
    MERGE_ENTRY_DIFFERS = "merge_entry_differs", "经过 {n} 在两边不一样 — 留下对的一份,删去另一份、标记和这一行", "the entry {n} is not the same on both sides — keep the right one, remove the other, the markers and this line"
    MERGE_CONFLICT = "merge_conflict", "{path}:{what}", "{path}: {what}"
    MERGE_AS_TEXT = "merge_as_text", "{path} 有一边读不出来,只按文字合并 — 合并后运行 xinfang check", "one side of {path} cannot be read, so it was merged as mere text — run xinfang check afterwards"
    MERGE_OURS = "merge_ours", "我方", "ours"
    MERGE_THEIRS = "merge_theirs", "对方", "theirs"
    INIT_DRIVER = "init_driver", "git 合并驱动", "git's merge driver"
    NO_DRIVER = "no_driver", "这个仓库没有登记合并驱动,两边的经过合并时会冲突 — 运行一次 xinfang init", "this repository has no merge driver registered, so histories of two clones will conflict — run xinfang init once"

    # spreadsheets, rejected rows, copies with ids
    SHEET_FULL = "sheet_full", "一张工作表只有 {most} 行 — 用筛选分成几次,或用 csv、jsonl", "a sheet has only {most} rows — filter into several, or use csv or jsonl"
    MAP_FORM = "map_form", "--map “{text}”不是 列名=字段 — 如 --map 事由=request", "--map “{text}” is not COLUMN=FIELD — write --map 事由=request"
    MAP_FIELD = "map_field", "没有字段 {field} — 从这些里选:{words}", "there is no field {field} — choose one of: {words}"
    MAP_DROPPED = "map_dropped", "“{column}”是给人贴标签或不必要的个人信息,不导入 — 去掉这个 --map", "“{column}” labels persons or is not needed and is never imported — leave this --map out"
    MAP_UNUSED = "map_unused", "--map 写的列“{column}”台账里没有 — 照表头改正列名", "no sheet has the column “{column}” of --map — write it as the header does"
    IDS_ONE_FILE = "ids_one_file", "--ids 一次只写一份台账 — 逐份导入", "--ids writes one ledger at a time — import them one by one"
    IDS_HEADER = "ids_header", "本系统编号", "xinfang编号"
    ERROR_SHEET = "error_sheet", "[工作表]", "[sheet]"
    ERROR_ROW = "error_row", "[行号]", "[row]"
    ERROR_FIELD = "error_field", "[字段]", "[field]"
    ERROR_VALUE = "error_value", "[值]", "[value]"
    ERROR_REASON = "error_reason", "[原因]", "[reason]"
    ROW_CASE_BROKEN = "row_case_broken", "{id} 的文件读不出,这一行没有导入 — 先运行 xinfang check 并改正", "the file of {id} cannot be read and the row was not imported — run xinfang check and correct it first"
    ROW_SEALED_KEPT = "row_sealed_kept", "sealed/{id}.yaml 里已有另一份文字,保留原有的,只补缺的 — 核对原件", "sealed/{id}.yaml held other words; they were kept and only what was missing was added — compare with the original"
    NOT_COMMITTED = "not_committed", "已写入文件,但没有提交到 git({reason}) — 处理后自行提交", "written, but not committed to git ({reason}) — see to it and commit it yourself"
    ENTRY_REMOVED = "entry_removed", "上次提交里有的经过 {n}({on} {did})不见了 — 从 git 恢复;要作废就用 xinfang undo", "the entry {n} ({on} {did}) of the last commit is gone — restore it from git; to strike it use xinfang undo"
    ENTRY_CHANGED = "entry_changed", "上次提交里的经过 {n}({on} {did})被改过 — 从 git 恢复;要更正就另记一步", "the entry {n} ({on} {did}) of the last commit was changed — restore it from git; to correct it add a step"
    CASE_REMOVED = "case_removed", "上次提交里的信访件 {id} 被删去 — 从 git 恢复这个文件;信访件不删,只办结", "the matter {id} of the last commit is deleted — restore its file from git; matters are closed, never deleted"
    ATTACHED_MISSING = "attached_missing", "附件 {name} 不在 — 从 git 或备份恢复", "the attached file {name} is not there — restore it from git or a backup"
    ATTACHED_DIFFERS = "attached_differs", "附件 {name} 的内容与登记的 SHA-256 不同 — 从 git 恢复原件,新文件另附", "the attached file {name} is not what its SHA-256 says — restore it from git, and attach the new one besides"
    ATTACHED_UNNAMED = "attached_unnamed", "附件 {name} 没有记录 — 用 xinfang attach 附上,或移走它", "no entry names the attached file {name} — attach it with xinfang attach, or move it away"
    ATTACHED_NOT_STAGED = "attached_not_staged", "附件 {name} 没有暂存 — 用 git add 一并加入", "the attached file {name} is not staged — add it with git add"
    STAGED_NO_GIT = "staged_no_git", "这里不是 git 仓库,没有暂存的文件 — 去掉 --staged", "this is no git repository, so nothing is staged — leave out --staged"
    STAGED_NO_FIX = "staged_no_fix", "--fix 改的是文件,不是暂存的内容 — 先 xinfang check --fix,再 git add", "--fix mends files, not what is staged — run xinfang check --fix, then git add"
    NO_EDITOR = "no_editor", "编辑器 {editor} 没有运行成 — 设置环境变量 EDITOR", "the editor {editor} could not be run — set the environment variable EDITOR"
    EDIT_NOTHING = "edit_nothing", "没有改动", "nothing was changed"
    EDIT_DONE = "edit_done", "{id}:已存回", "{id}: saved"
    EDIT_AGAIN = "edit_again", "回到编辑器改正?", "go back to the editor?"
    EDIT_REJECTED = "edit_rejected", "没有存回,写下的内容在 {path} — 改正后自行合入,再删去它", "not saved; what was typed is in {path} — bring it in by hand once it is right, then delete it"

    # exports
    EXTRA_MISSING = "extra_missing", "{form} 要用到 {library},没有安装 — 运行 pip install 'xinfang[{extra}]'", "{form} needs {library}, which is not installed — run pip install 'xinfang[{extra}]'"
    EXPORT_NEEDS_OUT = "export_needs_out", "{form} 不是文字,不能显示 — 加 --out 文件", "{form} is no text and cannot be shown — give --out FILE"
    ICS_PLAIN = "ics_plain", "{id},最后可办工作日 {act_by}", "{id}, last working day to act {act_by}"
    ICS_PROVISIONAL = "ics_provisional", "{id},最后可办工作日 {act_by}(暂算)", "{id}, last working day to act {act_by} (provisional)"
    ROW_SEALED_LEFT_OUT = "row_sealed_left_out", "密件的文字不在导出里,未导入 — 从登记它的电脑取信访件文件", "an export has no words of sealed matters, and the row was not imported — fetch the case file from the computer that registered it"
    LIKELY_REPEAT = "likely_repeat", "{id} 可能与 {ids} 是同一件事 — 核对后用 xinfang link 关联,或 set --repeat-of", "{id} may be the same matter as {ids} — compare them, then xinfang link, or set --repeat-of"

    # batchsteps, apply and sheet
    STEP_NONE = "step_none", "没有写办理什么 — 在“办理”一栏填写", "no step is named — fill in the column did"
    STEP_NO_CASE = "step_no_case", "没有写哪一件 — 填写本系统编号", "no case is named — fill in its id"
    STEP_UNKNOWN = "step_unknown", "不能批办“{value}” — 从这些里选:{words}", "“{value}” cannot be applied from a table — choose one of: {words}"
    STEP_STRAY = "step_stray", "“{did}”不用填“{key}” — 清空这一格,或另起一行写另一步", "“{did}” takes no “{key}” — clear the cell, or write another step in a row of its own"
    STEP_COUNT = "step_count", "“{value}”不是 1 到 {most} 的整数 — 改为数字", "“{value}” is no whole number from 1 to {most} — make it one"
    APPLY_DONE = "apply_done", "已办 {applied} 步,未办 {rejected},跳过 {skipped} 行,已有 {known}", "applied {applied} steps, rejected {rejected}, skipped {skipped} rows, known {known}"
    APPLY_WOULD = "apply_would", "将办 {applied} 步,不办 {rejected},跳过 {skipped} 行,已有 {known};未写入", "would apply {applied} steps, reject {rejected}, skip {skipped} rows, known {known}; nothing written"
    APPLY_NO_HEADER = "apply_no_header", "“{sheet}”里找不到表头,没有办理 — 要有“本系统编号”和“办理”两列(case、did)", "no header was found in “{sheet}”, nothing of it is applied — it needs the columns case and did"
    UNIT_OR_ALL = "unit_or_all", "写 --unit 单位(可重复)或 --all — 二选一", "give --unit UNIT (may repeat) or --all — one of them"
    NO_DUTIES = "no_duties", "没有单位有在计的期限,没有写表", "no unit has a running deadline; no sheet was written"
    FORM_STATUS = "form_status", "当前状态", "state now"
    FORM_RECEIVED = "form_received", "收到日期", "received"
    FORM_OWED = "form_owed", "应办事项", "what is owed"
    FORM_DUE = "form_due", "到期日", "due"
    FORM_LATE = "form_late", "超期天数", "days overdue"
    FORM_HOW = "form_how", "填表说明", "How to fill in"
    FORM_HOW_1 = "form_how_1", "{unit}:截至 {today},以下信访件有应由贵单位办理的期限。", "{unit}: as of {today} these matters have deadlines that your unit owes."
    FORM_HOW_2 = "form_how_2", "1. 每行一步。“办理”一栏从下拉列表中选;“办理日期”写实际办理的日期,如 2026-11-20。", "1. One step a row. Choose the step from the list; write the day on which it was done, e.g. 2026-11-20."
    FORM_HOW_3 = "form_how_3", "2. 只填这一步需要的栏(见下表),其余留空。没有办理的行整行留空,原样返回。", "2. Fill in only what the step takes (see below) and leave the rest empty. Leave a row empty where nothing was done."
    FORM_HOW_4 = "form_how_4", "3. 一件办了几步的,复制该行,按先后每步一行。", "3. For several steps in one matter copy its row: one row a step, in their order."
    FORM_HOW_5 = "form_how_5", "4. 不要改动“本系统编号”。交回后由信访部门运行 xinfang apply;不合程序的行会退回并说明原因。", "4. Do not change the id. The office applies the sheet with xinfang apply; rows that the procedure does not allow come back with the reason."
    FORM_STEP = "form_step", "办理", "step"
    FORM_TAKES = "form_takes", "可填的栏", "columns it takes"
