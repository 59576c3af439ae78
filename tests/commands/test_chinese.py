"""A Chinese screen has no English code on it: help, refusals, histories, lists and tables are all read."""

import re
from collections.abc import Iterator

import pytest

from tests.commands.conftest import Office
from xinfang_cli.commands import Command
from xinfang_cli.labels import Label
from xinfang_cli.law import documents, words

_TYPED = re.compile(
    r"--?[a-z][\w-]*=?|\bxinfang [a-z-]+|\bxf [a-z-]+|`[^`]*`|[\w./{}-]+\.(?:yaml|xlsx|csv|tsv|md|docx|log|jsonl|html)"
    r"|\b[a-z_]+:(?= |$|/)|\bconfig\.yaml 的 \w+|[\w.-]*/[\w./-]*|\{\w+\}|\b[a-z]+@\w*|[A-Z]{2}-\d{8}-\w+|\w+=\w+"
)
"""What is typed or named as it stands: options, commands, files, keys of config, ids."""


def labels() -> Iterator[Label]:
    for module in (words, documents):
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, Label) and each is not Label:
                yield from each


CODES = {label.value for label in labels() if label.value not in label.zh}
VERBS = {
    Command.PRIVACY: {"forget", "seal"}, Command.CALENDAR: {"show"}, Command.REPORT: {"ledger", "review", "office"},
}  # fmt: skip
"""What is typed as an argument of a command, whose help says so."""


def codes_in(text: str) -> set[str]:
    """Return the codes that stand in a text."""
    return {word for word in re.findall(r"[a-z_]{3,}", _TYPED.sub(" ", text)) if word in CODES}


def test_a_code_is_found_where_there_is_one() -> None:
    assert codes_in("现为“transferred”") == {"transferred"}
    assert codes_in("运行 xinfang route 7K3MQ --review，见 config.yaml 的 clocks: route: 15d，写成 {report}") == set()


@pytest.mark.parametrize("command", [each for each in Command if not each.is_hidden])
def test_no_code_stands_in_the_help_of_a_command(
    office: Office, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    shown = office.does(command.value, "--help").partition("\n")[2]
    assert codes_in(shown) - VERBS.get(command, set()) == set(), shown


def test_no_code_stands_in_the_list_of_commands(office: Office) -> None:
    shown = office.does("--help")
    typed = {each.value for each in Command} | VERBS[Command.PRIVACY]
    assert codes_in(shown) - typed == set()


def course(office: Office) -> Iterator[tuple[str, ...]]:
    """Yield what is typed of some matters from the registration to the end, refusals among it, and how one looks at it."""
    first = office.open("2026-11-02", "--name", "张桂花", "--phone", "13812345678", "--category", "城乡建设")
    other = office.open("2026-11-03", "--class", "suggestion", title="建议增设公交站")
    third = office.open("2026-11-04", title="反映噪声扰民")
    accused = office.open("2026-11-02", "--class", "accusation", "--accused", "城关镇", title="反映干部")
    on = ("--on", "2026-11-05")
    yield "route", first, "住建局", *on
    yield "route", first, "住健局"
    yield "route", accused, "城关镇"
    yield "route", other, "城关镇", "--assign", "--within", "45d", *on
    yield "route", third, "--path", "诉讼", "--to", "某县人民法院", *on
    yield "object", first, "--reason", "不属职权", "--on", "2026-11-06"
    yield "object", first, "--decision", "不同意", "--on", "2026-11-07"
    yield "reply", first, "--decision", "支持", "--number", "1号"
    yield "close", first
    yield "close", first, "--reason", "复核终结"
    yield "accept", first, "--handler", "刘工", "--told", "当场告知", "--on", "2026-11-08"
    yield "accept", other, "--on", "2026-11-08"
    yield "extend", first, "--days", "99", "--approved-by", "局长", "--reason", "复杂"
    yield "extend", first, "--days", "30", "--approved-by", "局长", "--reason", "复杂", "--on", "2026-11-09"
    yield "supplement", first, "--text", "合同", "--reply-due", "2026-12-01", "--on", "2026-11-10"
    yield "escalate", first, "--step", "督办", "--ground", "推诿", "--number", "督1号", "--on", "2026-11-11"
    yield "note", first, "--kind", "月进展", "--text", "已复测", "--next", "出报告", "--on", "2026-11-11"
    yield "note", first, "--kind", "走访", "--next", "甲", "--text", "乙"
    yield (
        "note",
        first,
        "--advice",
        "完善政策建议",
        "--unit",
        "住建局",
        "--text",
        "完善",
        "--number",
        "建1号",
        "--on",
        "2026-11-11",
    )
    yield "meeting", first, other, "--kind", "联席会议", "--text", "会商", "--on", "2026-11-11"
    yield "feedback", first, "--answers", "督1号", "--text", "已办", "--on", "2026-11-12"
    yield "feedback", other, "--number", "反1号", "--on", "2026-11-12"
    yield (
        "reply",
        first,
        "--decision",
        "支持",
        "--number",
        "住建信1号",
        "--perform-by",
        "2026-12-01",
        "--on",
        "2026-11-13",
    )
    yield "serve", first, "--document", "处理意见书"
    yield "serve", first, "--document", "信访处理意见书", "--method", "挂号信", "--posted", "2026-11-13"
    yield "serve", first, "--document", "信访处理意见书", "--method", "直接送达", "--on", "2026-11-14"
    yield "review", first, "--on", "2026-11-15"
    yield "review", first, "--decision", "维持", "--number", "复查1号", "--on", "2026-11-16"
    yield "perform", first, "--confirmed", "信访人确认", "--on", "2026-11-17"
    yield "set", first, "--lead", "王副县长", "--class", "申诉求决", "--channel", "电话", "--urgent"
    yield "rate", first, "--of", "责任单位", "--value", "满意"
    yield "link", first, third
    yield "undo", first
    yield "decline", other, "--ground", "不属于本机关职权范围"
    yield "withdraw", other, "--statement-on", "2026-11-13", "--on", "2026-11-13"
    yield "close", third, "--reason", "已转有权机关"
    yield "settle", first, "--kind", "调解", "--number", "调1号"
    for case in (first, other, third, accused):
        for look in ("show", "log", "explain", "notice"):
            yield look, case
        yield "log", case, "--for-petitioner"
    yield "show", first, "--reveal"
    for look in (
        ("list",), ("due",), ("today",), ("find", "停"), ("check",), ("count",), ("count", "--by", "unit,status,channel,class"), ("list", "--status", "嗯"),
        ("list", "--unit", "嗯"), ("list", "--channel", "嗯"), ("deadline", "2026-11-20", "15d", "--explain"),
    ):  # fmt: skip
        yield look
    for report in ("weekly", "monthly", "lists", "ledger", "flags", "supervision", "annual", "review", "groups"):
        yield "report", report, "--format", "md", *(("--year", "2026") if report == "annual" else ())


def test_no_code_stands_in_what_is_said_of_matters(office: Office) -> None:
    found = {}
    for line in course(office):
        answer = office(*line)
        if codes := codes_in(answer.out) | codes_in(answer.err):
            found[" ".join(line)] = sorted(codes)
    assert found == {}
