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
    return _CONTROL.sub("�", text)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with what is filled in, in no language yet."""

    msg: "Msg"
    fields: Mapping[str, object] = field(default_factory=dict)

    def in_(self, lang: Lang) -> str:
        """Return the sentence in a language."""
        filled = {name: _filled(value, lang) for name, value in self.fields.items()}
        return self.msg.in_(lang).format_map(filled)

    def message(self, lang: Lang) -> str:
        """Return what is wrong."""
        return self.in_(lang).split(_SEPARATOR)[0]

    def remedy(self, lang: Lang) -> str:
        """Return what to do next."""
        return self.in_(lang).partition(_SEPARATOR)[2]


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
    INTO_ITSELF = "into_itself", "{id} 不能并入自己 — 写另一件的编号", "{id} cannot be merged into itself — name the other matter"
    NO_RULE = "no_rule", "“{text}”不是期限 — 写成 15d(日)、5wd(工作日)或 30d>(逢假顺延)", "“{text}” is no time limit — write 15d (days), 5wd (working days) or 30d> (moves past holidays)"

    # nodes and config
    NODE_TEXT = "node_text", "{key} 应是文字 — 改成一段文字,数字加引号", "{key} must be a text — write one, numbers in quotes"
    NODE_NEEDED = "node_needed", "缺少 {key} — 补上", "{key} is missing — add it"
    NODE_NUMBER = "node_number", "{key} 应是不小于 {least} 的整数 — 改正", "{key} must be a whole number of at least {least} — correct it"
    NODE_FLAG = "node_flag", "{key} 应是 true 或 false — 改正", "{key} must be true or false — correct it"
    NODE_WORD = "node_word", "{key} 不能是“{value}” — 用其中之一:{words}", "{key} cannot be “{value}” — use one of: {words}"
    NODE_TEXTS = "node_texts", "{key} 应是一列文字 — 写成 [甲, 乙]", "{key} must be a list of texts — write [a, b]"
    NODE_MAPPING = "node_mapping", "{key} 应是“键: 值” — 改正", "{key} must hold keys and values — correct it"
    NODE_ROWS = "node_rows", "{key} 应是一列“{{键: 值}}” — 每行以 - 开头", "{key} must be a list of keys and values — begin each line with -"
    NODE_DAY = "node_day", "{key} 中的“{value}”不是日期 — 写成 2027-01-01 或 [2027-02-05, 2027-02-11]", "“{value}” in {key} is no day — write 2027-01-01 or [2027-02-05, 2027-02-11]"
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
    DATE_NO_DAY = "date_no_day", "“{value}”没有具体日 — 写全年月日", "“{value}” has no day — write the whole date"
    DATE_ORDER = "date_order", "“{value}”分不清月和日 — 写成 2026-03-05", "“{value}” may be month or day first — write it as 2026-03-05"

    # boundary
    OS_ERROR = "os_error", "{path}: {reason} — 检查文件夹的权限和空间后再运行", "{path}: {reason} — look at the folder's permissions and space, then run again"
    NO_SUCH_OPTION = "no_such_option", "没有选项 {option} — 运行 xinfang {command} --help 查看", "there is no option {option} — see xinfang {command} --help"
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
    YAML_TAG = "yaml_tag", "不能用标签 {tag} — 删去它,或给文字加引号", "the tag {tag} is not allowed — delete it, or quote the text"
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
    NAMED_OR_ANONYMOUS = "named_or_anonymous", "匿名就不写姓名电话 — 去掉 --anonymous 或 --name、--phone", "anonymous or with a name, not both — leave out --anonymous, or --name and --phone"
    NUMBER_KNOWN = "number_known", "编号 {number} 已登记为 {id} — 用 xinfang show {id} 查看", "number {number} is registered as {id} — look with xinfang show {id}"
    SUGGESTED_UNIT = "suggested_unit", "建议转:{unit} — xinfang route {id} {unit}", "suggested unit: {unit} — xinfang route {id} {unit}"
    IS_SEALED = "is_sealed", "检举控告:内容只存 sealed/,不进 git;转送前写明被检举单位 — xinfang set … --accused", "an accusation: its text lies in sealed/ alone, outside git; say who is accused before routing — xinfang set … --accused"
    REPRESENTATIVES = "representatives", "集体访推选代表不超过 5 人(条例第20条),登记照常 — 请信访人推选", "a joint visit has at most 5 representatives (T20); it is registered all the same — ask them to choose"
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
    TOLD_CLOSED = "told_closed", "办结", "closed"
    TOLD_REOPENED = "told_reopened", "重新办理", "reopened"
