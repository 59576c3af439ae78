"""Chinese is set as GB/T 15834 wants it: here, in every sentence of the program, and in what it writes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.typesetting import bracketed, is_chinese, labelled, offences, semicolons, set_chinese

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xinfang_cli"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("还缺:责任单位,期限;补上", "还缺：责任单位，期限；补上"),
        ("共 20 件,比上期下降 15.2% 的", "共20件，比上期下降15.2%的"),
        ("满意率(信访部门)(按发生日):本期", "满意率（信访部门）（按发生日）：本期"),
        ("起:告知(转来) 15 日,至 2026-11-19(住建局)", "起：告知（转来）15日，至2026-11-19（住建局）"),
        ("不是 UTF-8,没有读取", "不是UTF-8，没有读取"),
        ("周,如 2026-W47;last 为上周", "周，如2026-W47；last 为上周"),
        ("回到编辑器改正?", "回到编辑器改正？"),
        ("{rate},低于 {bound}%", "{rate}，低于 {bound}%"),
        ("{route}({count})", "{route}（{count}）"),
        ("2026-11-16 至 2026-11-22", "2026-11-16至2026-11-22"),
    ],
)
def test_chinese_is_set(text: str, right: str) -> None:
    assert set_chinese(text) == right
    assert [offence.at for offence in offences(text)]
    assert list(offences(right)) == []


@pytest.mark.parametrize(
    "text",
    [
        "先运行 xinfang init --office 某县信访局 --code 410122 再说",
        "键应由“键: 值”组成，写成 [甲, 乙]",
        "见 `reports: {round: down}` 和 https://example.org/a,b",
        "每日8:30-12:00接访，比例1:3",
        "week_start 1 为周一，--year 2026 或 --from",
        "2026-11-02 登记",  # a day and what was done: two columns
        "first review (复查) asked",
        "'各单位!$B$2:$B$4'",
    ],
)
def test_what_is_typed_stands_as_it_is(text: str) -> None:
    assert set_chinese(text) == text


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("不是 UTF-8 编码", True),
        ("运行 xinfang route --help 查看", True),
        ("… 另有 60 行;用 --format md、csv 或 json 看全部", True),
        ("first review (复查) asked for; --decision is the opinion", False),
        ("Letters and visits (信访, 信访工作条例) in plain files", False),
    ],
)
def test_english_with_chinese_words_is_english(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


def test_what_is_put_together() -> None:
    assert ["登记" + bracketed("件", Lang.ZH), "registered" + bracketed("items", Lang.EN)] == [
        "登记（件）",
        "registered (items)",
    ]
    assert [
        labelled("用法", Lang.ZH, "xinfang"),
        labelled("Usage", Lang.EN, "xinfang"),
        labelled("Usage", Lang.EN),
    ] == [
        "用法：xinfang",
        "Usage: xinfang",
        "Usage:",
    ]
    assert [semicolons(["缺日期", "缺诉求"], Lang.ZH), semicolons(["a", "b"], Lang.EN)] == ["缺日期；缺诉求", "a; b"]


# --- every sentence of the program ------------------------------------------------------------------------------------

READS = {
    *(f"ledgers/{name}.py" for name in (
        "cells", "choices", "columns", "dates", "headers", "parties", "readers", "recognition",  # what ledgers write
    )),
    "casefile/text.py",  # the comment in case files is part of their form
    "commands/demo.py",  # what clerks and petitioners of the sample say
    "typesetting.py",
}  # fmt: skip
"""Modules whose patterns and synonyms accept what people write."""

FONTS = ("FangSong", "SimHei")

WORDS = frozenset(re.findall(r"\w+", """
    address argument by case category change channel character class_ clock code column command commit details document editor
    encoding engine field fields file files first folder form holder id ids index key keys kind known lead level library made measure name number
    office offices open option other owner path period reason reference report right root section sheet status step text title
    unit value values view wanted what where words written
"""))  # fmt: skip
"""Fields of sentences that hold words or what is typed; all others hold numbers or days, which stand without blanks."""


def wrong(text: str) -> list[str]:
    """Return a Chinese text as it is and should be, or nothing."""
    if not is_chinese(text):
        return []
    filled = re.sub(r"(?<!\{)\{(\w+)(?::日)?\}(?!\})", lambda field: field[0] if field[1] in WORDS else "7", text)
    return [f"{filled} → {set_chinese(filled)}"] if list(offences(filled)) else []


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the string literals of a module that are no docstrings and no patterns, with their lines."""
    tree = ast.parse(source)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value


def of_module(path: Path) -> list[str]:
    """Return what is wrong in a module's strings."""
    return [
        f"{path.name}:{line}: {fault}"
        for line, text in strings(path.read_text("utf-8"))
        if not any(font in text for font in FONTS) and "(?" not in text
        for fault in wrong(text)
    ]


def test_every_message() -> None:
    sentences = [each for each in vars(Msg).values() if isinstance(each, Sentence)]
    assert [f"{msg.value}: {fault}" for msg in sentences for fault in wrong(msg.zh)] == []
    bare = [msg.value for msg in sentences if re.search(r"\}[,;:(?!](?! )|[,;:(?!](?=\{)", msg.zh)]
    assert bare == []  # between two fields no character tells that the sentence is Chinese


def test_every_string_of_the_package() -> None:
    modules = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).as_posix() not in READS]
    assert len(modules) > 100
    assert [fault for path in modules for fault in of_module(path)] == []


def test_an_offence_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        '"""Docstring (中文): left."""\nX = "还缺:期限"\nY = f"共 {X} 件,办结 3 件"\nZ = "registered (件)"\n', "utf-8"
    )
    assert of_module(planted) == [
        "planted.py:2: 还缺:期限 → 还缺：期限",
        "planted.py:3:  件,办结 3 件 →  件，办结3件",
    ]
    assert wrong("超期 {days} 日") == ["超期 7 日 → 超期7日"]
    assert wrong("{option} 的值不对") == []


def place(path: Path) -> str:
    """Return where a file stands in the project."""
    return path.relative_to(ROOT).as_posix()


FLOW = re.compile(r"- \{.*|\w+: \[\{.*|\{[^{}]*: [^{}]*\}")


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a YAML text, without the examples of YAML in them, and with the values behind `cites`."""
    for number, line in enumerate(source.splitlines(), 1):
        if found := re.search(r"(?:^|\s)#\s*(.*)", line):
            yield number, FLOW.sub("``", found[1]).partition(" / ")[0]
        for cites in re.findall(r"cites: ([^,}]+)", line):
            yield number, cites


@pytest.mark.parametrize("path", [ROOT / "config.yaml", *sorted((PACKAGE / "data").rglob("*.yaml"))], ids=place)
def test_comments_of_configurations(path: Path) -> None:
    found = [f"{line}: {fault}" for line, text in comments(path.read_text("utf-8")) for fault in wrong(text)]
    assert found == []


def test_a_comment_that_is_wrong_is_seen() -> None:
    source = "a: 1  # 期限,按日\n# - {name: 甲, aliases: [乙,丙]}\nb: {cites: 本地规定(试行), x: 1}\n"
    assert [(line, fault) for line, text in comments(source) for fault in wrong(text)] == [
        (1, "期限,按日 → 期限，按日"),
        (3, "本地规定(试行) → 本地规定（试行）"),
    ]


@pytest.mark.parametrize("path", sorted((PACKAGE / "templates").glob("*.html")), ids=place)
def test_templates(path: Path) -> None:
    assert [fault for line in path.read_text("utf-8").splitlines() for fault in wrong(line)] == []


# --- documents, and what the program writes ---------------------------------------------------------------------------

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def sentences(source: str) -> Iterator[str]:
    """Yield the lines of a document and the cells of its tables; of examples, what is no command."""
    fenced = False
    for line in source.splitlines():
        fenced ^= line.lstrip().startswith("```")
        if line.startswith("|"):
            yield from re.split(r"(?<!\\)\|", line)
        elif not fenced:
            yield from re.split(r"(?<=[。.!?]) (?=[A-Z])|(?<=。)(?=[A-Z])", line)
        elif "：" in line or re.search(r"[\u4e00-\u9fff][,:;(][\u4e00-\u9fff]", line):
            yield line.partition("#")[2] if "xinfang " in line else line


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_documents(path: Path) -> None:
    assert [fault for line in sentences(path.read_text("utf-8")) for fault in wrong(line)] == []


MARKS = re.compile(
    r"[\u4e00-\u9fff）][;?!]|[\u4e00-\u9fff）]:(?! )|[\u4e00-\u9fff]\(|\d (?:件|人次|个单位|项|日)[\u4e00-\u9fff，；。]"
)
WRITTEN = [*(ROOT / "tests" / "golden").glob("*-zh.*"), *(ROOT / "tests" / "faults").rglob("*.txt")]


@pytest.mark.parametrize("path", WRITTEN, ids=place)
def test_what_the_program_writes(path: Path) -> None:
    """Rows of tables have columns, and CSV its commas: here only marks and blanks are looked for that no table has."""
    assert [line for line in path.read_text("utf-8").splitlines() if MARKS.search(line)] == []
