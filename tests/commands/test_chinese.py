"""A Chinese screen has no English code on it: help, refusals, histories, lists and tables are all read."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.commands import Command
from xinfang_cli.labels import Label
from xinfang_cli.law import documents, words
from xinfang_cli.reports import Report

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


LISTS = ("list", "due", "find 停", "today")


def written(office: Office, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each report and list on paper with its words: those of a report, and of a list as each program has them."""
    for at, line in enumerate((*(f"report {each.value}" for each in Report), *LISTS)):
        for ending in ("docx", "xlsx", "html") if at == 0 or not line.startswith("report") else ("html",):
            if (line, ending) == ("today", "xlsx"):
                continue
            path = folder / f"{at}.{ending}"
            more = ("--year", "2026") if "annual" in line else ()
            office.does(*line.split(), *more, "--format", ending, "--out", str(path))
            yield f"{line} {ending}", text_in(path)


def text_in(path: Path) -> str:
    """Return the words of a document, a workbook or a page, without what marks them up."""
    if path.suffix == ".html":
        return _TAGS.sub(" ", path.read_text("utf-8"))
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml") and not name.startswith("docProps")]
        return " ".join(_TAGS.sub(" ", package.read(name).decode()) for name in parts)


_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


def completed(office: Office) -> Iterator[tuple[str, str]]:
    """Yield what is offered behind each command: arguments, and options with what they are."""
    for command in Command:
        if not command.is_hidden:
            for begun in ("", "--"):
                said = office.does("complete", "2", "--", "xf", command.value, begun)
                lines = [line.partition("\t") for line in said.splitlines()]
                shown = "\n".join(line[2] if begun else line[0] for line in lines)
                yield f"complete {command.value} {begun}", _without(VERBS.get(command, set()), shown)
    for option in ("--status", "--channel", "--class", "--columns", "--sort", "--format", "--close-reason", "--basis"):
        yield f"complete list {option}", office.does("complete", "3", "--", "xf", "list", option, "")


def _without(words: set[str], text: str) -> str:
    return re.sub("|".join(words), "", text) if words else text


def test_no_code_stands_in_what_is_said_of_matters(office: Office, tmp_path: Path) -> None:
    found = {}

    def read(name: str, text: str) -> None:
        if codes := codes_in(text):
            found[name] = sorted(codes)

    for line in course(office):
        answer = office(*line)
        read(" ".join(line), f"{answer.out}\n{answer.err}")
    read("config", re.sub(r"(?m)^\w+（", "（", office.does("config")))  # sections are named as the file has them
    for name, text in (*written(office, tmp_path), *completed(office)):
        read(name, text)
    for refused in (("report", "嗯"), ("count", "--by", "嗯"), ("unit", "嗯", "甲"), ("list", "--sort", "嗯")):
        answer = office(*refused)
        assert answer.code
        read(" ".join(refused), answer.err)
    assert found == {}
