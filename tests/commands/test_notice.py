"""Documents through the front door: made, numbered, made again, served; and each thing that is refused."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.commands.conftest import Office
from xinfang_cli.labels import Lang
from xinfang_cli.law.documents import Document
from xinfang_cli.notices.rows import EDITIONS, NOTICES

ROOT = Path(__file__).parents[2]
MARKS = "marks: {notice: 某信受, routed_notice: 某信告, transfer_letter: 某信转, final_notice: 某信不}"


@pytest.fixture
def desk(office: Office) -> Office:
    """The office with marks, address and phone."""
    config = office.root / "config.yaml"
    text = config.read_text("utf-8").replace("notices: {marks: {}", f"notices: {{{MARKS}", 1)
    text = text.replace("level: 县,", "level: 县, address: 某县人民路1号, phone: 0371-62100000,", 1)
    config.write_text(text, "utf-8")
    return office


def routed(office: Office, *more: str) -> str:
    case = office.open("2026-11-02", "--name", "王某某", "--phone", "13800000000", *more)
    office.does("route", case, "住建局", "--on", "2026-11-03")
    return case


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def only(office: Office, pattern: str) -> Path:
    (found,) = office.root.glob(pattern)
    return found


def test_what_was_made_earlier_is_listed_with_where_it_lies(desk: Office) -> None:
    case = routed(desk)
    (made,) = desk.does("notice", case, "routed_notice", "--json")
    earlier, *owed = desk.does("notice", case, "--json")
    assert earlier == made
    assert [(each["document"], each["made"], each["path"]) for each in owed] == [
        ("registration", False, None), ("transfer_letter", False, None),
    ]  # fmt: skip
    desk.does("notice", case, "routed_notice", "--reprint")
    assert len(desk.does("notice", case, "--json")) == 3  # one document, however often it was made
    Path(made["path"]).unlink()
    assert desk.does("notice", case, "--json")[0]["path"] is None  # nothing lies there; it can be made again


def test_a_document_is_made_numbered_and_waits_to_be_served(desk: Office) -> None:
    case = routed(desk)
    assert "待制作：信访事项登记表、转送函、转送告知书" in desk.does("notice", case)
    (made,) = desk.does("notice", case, "routed_notice", "--json")
    assert (made["number"], made["made"], made["to_serve"], made["date"]) == (
        "某信告〔2026〕1号", True, True, "2026-11-22",
    )  # fmt: skip
    path = Path(made["path"])
    assert path == desk.root / "notices" / "2026" / f"转送告知书-某信告〔2026〕1号-{case[-5:]}.docx"
    assert "王某某：" in words(path)
    assert "住房和城乡建设局收到后，将依照《信访工作条例》第二十三条第三款的规定，自收到之日起15日内" in words(path)
    assert desk.does("show", case, "--json")["to_serve"] == ["routed_notice"]
    assert "■ 待送达文书1份" in desk.does("due")
    assert "已制作：转送告知书某信告〔2026〕1号，2026-11-22，待送达" in desk.does("notice", case)
    desk.does("serve", case, "--document", "routed_notice", "--method", "in_person")
    assert desk.does("show", case, "--json")["to_serve"] == []


def test_made_again_it_is_the_same_to_the_byte_and_writes_nothing(desk: Office) -> None:
    case = routed(desk)
    desk.does("notice", case, "routed_notice", "registration", "card")
    before = desk.bytes()
    config = desk.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("0371-62100000", "0371-1").replace("某信告", "某告"), "utf-8")
    text = config.read_text("utf-8")
    assert re.search(r"phone: 0371-1\b", text)
    config.write_text(text.replace("days: 15, count: calendar", "days: 10, count: calendar"), "utf-8")
    desk.does("note", case, "--text", "已电话联系", today="2026-12-01")
    changed = desk.bytes()
    desk.does("notice", case, "routed_notice", "registration", "card", today="2026-12-01")
    assert desk.bytes() == changed
    papers = {name: data for name, data in before.items() if name.startswith("notices/")}
    assert {name: changed[name] for name in papers} == papers
    assert len(papers) == 3


def test_what_would_differ_is_said_and_printed_anew_on_demand(desk: Office) -> None:
    case = routed(desk)
    desk.does("notice", case, "routed_notice")
    desk.does("set", case, "--name", "王某")
    before = desk.bytes()
    answer = desk("notice", case, "routed_notice")
    assert (answer.code, desk.bytes()) == (1, before)
    assert "现在的内容和当时不同" in answer.err
    assert "--reprint" in answer.err
    (made,) = desk.does("notice", case, "routed_notice", "--reprint", "--json")
    assert made["number"] == "某信告〔2026〕1号"
    assert "王某：" in words(Path(made["path"]))
    assert desk.does("notice", case, "routed_notice", "--json") == [made]


def test_all_that_are_owed_are_made_once(desk: Office) -> None:
    first, second = routed(desk), routed(desk)
    told = desk.does("notice", "--owed")
    assert "制作文书6份" in told
    assert len(list(desk.root.glob("notices/2026/*.docx"))) == 6
    assert only(desk, "notices/2026/清单-*.csv").read_text("utf-8-sig").count("\n") == 7
    numbers = {
        number
        for case in (first, second)
        for number in re.findall(r"某信[转告]〔2026〕\d号", desk.file(case).read_text("utf-8"))
    }
    assert numbers == {"某信转〔2026〕1号", "某信转〔2026〕2号", "某信告〔2026〕1号", "某信告〔2026〕2号"}
    before = desk.bytes()
    assert "制作文书0份" in desk.does("notice", "--owed", today="2026-11-23")
    assert desk.bytes() == before


def test_a_units_document_is_drafted_by_name_alone(desk: Office) -> None:
    case = routed(desk)
    desk.does("accept", case, "--on", "2026-11-04")
    told = desk.does("notice", "--owed")
    assert f"由责任单位或上级机关出具，未制作1份：\n　{case} 信访事项受理告知书" in told
    before = desk.file(case).read_bytes()
    (draft,) = desk.does("notice", case, "notice", "--json")
    assert (draft["number"], draft["made"], desk.file(case).read_bytes()) == (None, False, before)
    text = words(Path(draft["path"]))
    assert text.startswith("住房和城乡建设局")
    assert "（代拟稿）" in text
    assert "某县信访局\n" not in text
    refused = desk("notice", case, "notice", "--number", "某信受〔2026〕1号")
    assert (refused.code, "由住房和城乡建设局编号" in refused.err) == (1, True)


def test_a_decision_has_no_number_before_it_is_approved(desk: Office) -> None:
    case = desk.open("2026-11-02", "--name", "王某某", "--phone", "13800000000")
    desk.does("decline", case, "--final", "--same-facts", "--opinion", "某市复核〔2025〕9号", "--on", "2026-11-03")
    assert "待审批（加 --approved-by 制作）1份" in desk.does("notice", "--owed")
    (draft,) = desk.does("notice", case, "final_notice", "--json")
    assert (draft["number"], draft["made"]) == (None, False)
    assert "（送审稿）" in words(Path(draft["path"]))
    (made,) = desk.does("notice", case, "final_notice", "--approved-by", "局长甲", "--json")
    assert (made["number"], made["made"], made["to_serve"]) == ("某信不〔2026〕1号", True, True)


def test_an_opinion_needs_a_review_organ(desk: Office) -> None:
    case = desk.open("2026-11-02", "--name", "王某某", "--phone", "13800000000")
    desk.does("route", case, "国土局", "--on", "2026-11-03")
    desk.does("accept", case, "--on", "2026-11-03")
    desk.does("reply", case, "--decision", "support", "--number", "自资信〔2026〕3号", "--on", "2026-11-05")
    answer = desk("notice", case, "opinion")
    assert answer.code == 1
    assert "请先填写复查机关" in answer.err


def test_numbers(desk: Office) -> None:
    first, second = routed(desk), routed(desk)
    (made,) = desk.does("notice", first, "routed_notice", "--number", "某信告〔2026〕7号", "--json")
    assert made["number"] == "某信告〔2026〕7号"
    taken = desk("notice", second, "routed_notice", "--number", "某信告〔2026〕7号")
    assert (taken.code, "已经用了" in taken.err) == (1, True)
    assert desk.does("notice", second, "routed_notice", "--json")[0]["number"] == "某信告〔2026〕8号"
    (anew,) = desk.does("notice", second, "routed_notice", "--renumber", "--json")
    assert anew["number"] == "某信告〔2026〕9号"
    assert desk.does("notice", second, "routed_notice", "--json") == [anew]
    step = desk.open("2026-11-04", "--name", "李某", "--address", "城关镇")
    desk.does("route", step, "住建局", "--number", "某信转〔2026〕30号", "--on", "2026-11-05")
    assert desk.does("notice", step, "transfer_letter", "--json")[0]["number"] == "某信转〔2026〕30号"


@pytest.mark.parametrize(
    ("words_", "said"),
    [
        (("notice",), "写哪一件"),
        (("notice", "{case}", "--owed"), "写哪一件"),
        (("notice", "{case}", "--number", "某信告〔2026〕1号"), "只用于一种文书"),
        (("notice", "{case}", "letter_of_love"), "文书 不能是“letter_of_love” — 是否指：转送函"),
        (("notice", "{case}", "opinion"), "没有办过reply"),
        (("notice", "{case}", "routed_notice", "--reprint"), "还没有出过转送告知书"),
        (("notice", "{case}", "routed_notice", "--format", "pdf"), "--format"),
        (("notice", "--write-templates", "{root}"), ""),
    ],
)
def test_what_is_refused(desk: Office, words_: tuple[str, ...], said: str) -> None:
    case = routed(desk)
    (desk.root / "opinion.docx").write_bytes(b"")
    before = desk.bytes()
    answer = desk(*(word.format(case=case, root=desk.root) for word in words_))
    assert answer.code in {1, 2}
    assert said in answer.err
    assert desk.bytes() == before


def test_a_printer_that_is_not_there(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = routed(desk)
    before = desk.bytes()
    monkeypatch.setenv("PATH", str(desk.root))
    answer = desk("notice", case, "routed_notice", "--print")
    assert (answer.code, "找不到打印机" in answer.err, desk.bytes() == before) == (1, True, True)


def printer(folder: Path, script: str) -> Path:
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(f"#!/bin/sh\n{script}\n")
    lp.chmod(0o755)
    return folder


def test_printing(desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = routed(desk)
    printed = tmp_path / "printed"
    folder = printer(tmp_path / "bin", f'/bin/cat "$2" > {printed}')
    monkeypatch.setenv("PATH", str(folder))
    (made,) = desk.does("notice", case, "routed_notice", "--print", "--json")
    assert printed.read_bytes() == Path(made["path"]).read_bytes()
    (folder / "lp").write_text("#!/bin/sh\necho no paper >&2\nexit 1\n")
    answer = desk("notice", case, "routed_notice", "--print")
    assert (answer.code, "没有打印：no paper" in answer.err) == (5, True)


def accusation(office: Office) -> str:
    case = office.open(
        "2026-11-02", "--class", "accusation", "--name", "赵某", "--accused", "城关镇", title="反映干部吃拿卡要"
    )
    office.does("route", case, "县纪委", "--on", "2026-11-03")
    return case


def test_nothing_sealed_leaves_the_sealed_folder(desk: Office) -> None:
    case = accusation(desk)
    assert desk.does("show", case, "--json")["owed"] == ["registration", "accusation_slip"]
    assert (
        f"检举控告件的文书，须逐件加 --reveal，未制作2份：\n　{case} 信访事项登记表\n　{case} 检举控告转送单"
        in desk.does("notice", "--owed")
    )
    refused = desk("notice", case, "accusation_slip")
    assert (refused.code, "sealed/notices/" in refused.err) == (1, True)
    assert desk("notice", case, "opinion", "--reveal").code == 1
    assert desk("notice", case, "transfer_letter", "--reveal").code == 1
    made = desk.does("notice", case, "accusation_slip", "intake_slip", "registration", "--reveal", "--json")
    paths = [Path(each["path"]) for each in made]
    assert {path.parent for path in paths} == {desk.root / "sealed" / "notices"}
    assert {path.stat().st_mode & 0o077 for path in paths} == {0}
    assert desk.does("show", case, "--json")["owed"] == []
    slip = words(next(path for path in paths if path.name.startswith("检举控告转送单")))
    assert "吃拿卡要" not in slip
    assert "城关镇" not in slip
    outside = [
        name for name, data in desk.bytes().items() if not name.startswith("sealed/") and "吃拿卡要".encode() in data
    ]
    assert outside == []
    assert "accusation_slip" in (desk.root / "sealed" / "access.log").read_text("utf-8")


def own_template(office: Office, kind: str, change: Any) -> Path:
    folder = office.root / "templates"
    office.does("notice", "--write-templates", str(folder))
    for path in folder.glob("*.docx"):
        if path.stem != kind:
            path.unlink()
    path = folder / f"{kind}.docx"
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))
    return path


def test_an_offices_own_template_is_kept_as_it_was_used(desk: Office) -> None:
    case = routed(desk)
    path = own_template(
        desk, "routed_notice", lambda document: document.add_paragraph("本单位地址：{{ office_address }}")
    )
    (made,) = desk.does("notice", case, "routed_notice", "--json")
    text = words(Path(made["path"]))
    assert "本单位地址：某县人民路1号" in text
    assert "王某某：" in text
    kept = only(desk, "templates/routed_notice-????????.docx")
    assert kept.read_bytes() == path.read_bytes()
    first = Path(made["path"]).read_bytes()
    document = docx.Document(str(path))
    document.add_paragraph("改过")
    document.save(str(path))
    before = desk.bytes()
    desk.does("notice", case, "routed_notice")
    assert (desk.bytes(), Path(made["path"]).read_bytes()) == (before, first)
    kept.unlink()
    gone = desk("notice", case, "routed_notice")
    assert (gone.code, kept.name in gone.err) == (1, True)
    refused = desk("notice", case, "routed_notice", "--reprint", "--format", "html")
    assert (refused.code, "出不了网页" in refused.err) == (1, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ salary }}", "salary"),
        ("{{ title.__class__.__mro__ }}", "字段以外的东西"),
        ("{% if %}", "标记写得不对"),
    ],
)
def test_a_template_that_is_wrong_is_named(desk: Office, text: str, said: str) -> None:
    case = routed(desk)
    own_template(desk, "routed_notice", lambda document: document.add_paragraph(text))
    before = desk.bytes()
    answer = desk("notice", case, "routed_notice")
    assert answer.code == 1
    assert said in answer.err
    assert "routed_notice.docx" in answer.err
    assert desk.bytes() == before


def test_a_template_that_is_damaged(desk: Office) -> None:
    case = routed(desk)
    folder = desk.root / "templates"
    folder.mkdir()
    for data in (b"no archive", _broken()):
        (folder / "routed_notice.docx").write_bytes(data)
        answer = desk("notice", case, "routed_notice")
        assert (answer.code, "不是 .docx 文件" in answer.err) == (1, True)


def _broken() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
    return out.getvalue()


def test_a_web_page(desk: Office) -> None:
    case = routed(desk)
    (made,) = desk.does("notice", case, "routed_notice", "--format", "html", "--out", "a.html", "--json")
    page = Path(made["path"]).read_text("utf-8")
    assert '<p class="to">王某某：</p>' in page
    assert "http" not in page


def test_two_clones_with_one_number(desk: Office, tmp_path: Path) -> None:
    first, second = routed(desk), routed(desk)
    git(desk.root, "add", "-A")
    git(desk.root, "commit", "-qm", "两件")
    clone = Office(tmp_path / "clone")
    git(tmp_path, "clone", "-q", str(desk.root), str(clone.root))
    clone.does("init", str(clone.root))
    desk.does("notice", first, "routed_notice")
    clone.does("notice", second, "routed_notice")
    for office in (desk, clone):
        git(office.root, "add", "cases")
        git(office.root, "commit", "-qm", "文书")
    git(desk.root, "pull", "-q", "--no-rebase", "--no-edit", str(clone.root))
    answer = desk("check")
    assert "某信告〔2026〕1号" in answer.out
    assert first in answer.out
    assert second in answer.out
    assert "--renumber" in answer.out
    desk.does("notice", second, "routed_notice", "--renumber")
    assert "某信告〔2026〕1号" not in desk("check").out


def git(folder: Path, *words_: str) -> None:
    settings = ["-c", "user.name=李经办", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *settings, "-C", str(folder), *words_], check=True, capture_output=True)


def test_registered_and_printed_at_the_counter(desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = tmp_path / "printed"
    printed.mkdir()
    monkeypatch.setenv("PATH", str(printer(tmp_path / "bin", f'/bin/cp "$2" {printed}')))
    case = desk.open("2026-11-22", "--name", "王某某", "--phone", "13800000000", "--print")
    assert sorted(path.name for path in printed.iterdir()) == [f"接收回执-{case[-5:]}.docx", f"登记表-{case[-5:]}.docx"]
    assert "查询电话" in words(printed / f"接收回执-{case[-5:]}.docx")
    assert desk.does("show", case, "--json")["owed"] == []


def test_an_english_frame_keeps_the_chinese_terms(desk: Office) -> None:
    case = routed(desk)
    (made,) = Office(desk.root, lang=Lang.EN).does("notice", case, "routed_notice", "--json")
    text = words(Path(made["path"]))
    assert "notice of transfer" in text
    assert "Contact: 李经办, phone 0371-62100000" in text
    assert "转送告知书" in text
    before = desk.bytes()
    desk.does("notice", case, "routed_notice")  # as it was made, whoever asks
    assert desk.bytes() == before


def test_a_draft_has_the_phone_of_the_unit_in_whose_name_it_stands(desk: Office) -> None:
    config = desk.root / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(
        text.replace("review_by: 某县人民政府}", "review_by: 某县人民政府, phone: 0371-60000000}"), "utf-8"
    )
    case = routed(desk)
    desk.does("accept", case, "--handler", "周建明", "--on", "2026-11-04")
    (draft,) = desk.does("notice", case, "notice", "--json")
    assert "（联系人：周建明；联系电话：0371-60000000）" in words(Path(draft["path"]))


def test_a_bar_on_a_terminal(desk: Office) -> None:
    pexpect = pytest.importorskip("pexpect")
    routed(desk)
    command = ["-c", "from xinfang_cli.app import main; main()", "-C", str(desk.root), "--today", desk.today]
    screen = pexpect.spawn(
        sys.executable,
        [*command, "--lang", "zh", "notice", "--owed"],
        encoding="utf-8",
        env=os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
    )
    screen.expect("制作文书.*0%", timeout=60)
    screen.expect("制作文书3份", timeout=60)
    screen.expect(pexpect.EOF, timeout=60)


def test_what_is_filtered_says_so(desk: Office) -> None:
    routed(desk)
    answer = desk("notice", "--owed", "--unit", "国土局")
    assert (answer.code, "制作文书0份" in answer.out, "自然资源局" in answer.err) == (0, True, True)


def test_a_higher_organ_that_nobody_named_is_a_blank(desk: Office) -> None:
    case = desk.open("2026-11-02", "--name", "王某某", "--phone", "13800000000")
    desk.does("route", case, "国土局", "--on", "2026-11-03")
    desk.does("accept", case, "--on", "2026-11-03")
    desk.does("reply", case, "--decision", "support", "--number", "自资信〔2026〕3号", "--on", "2026-11-05")
    desk.does("serve", case, "--document", "opinion", "--method", "in_person", "--on", "2026-11-05")
    desk.does("review", case, "--on", "2026-11-06")
    (draft,) = desk.does("notice", case, "review_notice", "--json")
    text = words(Path(draft["path"]))
    assert draft["made"] is False
    assert text.startswith("＿＿＿＿＿＿\n复查受理告知书")
    assert "\n某县信访局\n" not in text


def test_an_opinion_answers_request_by_request(desk: Office) -> None:
    case = routed(desk)
    desk.does("accept", case, "--on", "2026-11-04")
    answer = ("reply", case, "--number", "住建信〔2026〕1号", "--on", "2026-11-10")
    assert "从1起连续编号" in desk(*answer, "--decision", "1=support", "--decision", "3=不予支持").err
    desk.does(*answer, "--decision", "2=不予支持", "--decision", "1=予以支持", "--perform-by", "2026-12-31")
    entry = desk.does("show", case, "--json")["history"][-1]
    assert (entry["decision"], entry["decisions"]) == ("support", ["support", "unsupported"])
    assert "decisions: [support, unsupported]" in only(desk, f"cases/**/{case}.yaml").read_text("utf-8")
    assert desk("check").code == 0
    (made,) = desk.does("notice", case, "opinion", "--approved-by", "局长甲", "--json")
    text = words(Path(made["path"]))
    assert (
        "对您（你们）的各项请求分别作出如下处理意见：\n（一）对第一项请求，予以支持；\n（二）对第二项请求，不予支持。"
        in text
    )


def test_a_table_of_steps_answers_request_by_request(desk: Office) -> None:
    case = routed(desk)
    desk.does("accept", case, "--on", "2026-11-04")
    table = desk.root / "a.csv"
    table.write_text(
        f"case,did,on,decision,number\n{case},reply,2026-11-10,1=予以支持 2=不予支持,住建信〔2026〕1号\n", "utf-8"
    )
    desk.does("apply", str(table))
    assert desk.does("show", case, "--json")["history"][-1]["decisions"] == ["support", "unsupported"]


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("document", [Document.ROUTED_NOTICE, Document.TRANSFER_LETTER, Document.REGISTRATION])
def test_a_document_of_an_earlier_edition_is_made_again_as_it_was(
    desk: Office, monkeypatch: pytest.MonkeyPatch, document: Document, form: str
) -> None:
    case, kind = routed(desk), document.value
    (made,) = desk.does("notice", case, kind, "--format", form, "--json")
    first, entries = Path(made["path"]).read_bytes(), len(desk.does("log", case, "--json"))
    old = NOTICES[document]
    new = replace(old, edition=old.edition + 1, text=old.text.replace("^^", "以本次修订的文字为准。\n^^") + "\n* 新版")
    monkeypatch.setitem(NOTICES, document, new)
    monkeypatch.setitem(EDITIONS, new.template, new)
    Path(made["path"]).unlink()
    (again,) = desk.does("notice", case, kind, "--format", form, "--json", today="2026-12-01")
    assert (Path(again["path"]).read_bytes(), again["number"]) == (first, made["number"])
    assert len(desk.does("log", case, "--json")) == entries
    (anew,) = desk.does("notice", case, kind, "--format", form, "--reprint", "--json")
    assert (anew["number"], Path(anew["path"]).read_bytes() != first) == (made["number"], True)
    assert desk.does("log", case, "--json")[-1]["template"] == new.template


def test_an_urgent_matter_owes_its_report_until_it_was_made(desk: Office) -> None:
    said = desk.open("2026-11-02", "--urgent", "--people", "30", "--name", "王某某")
    case = desk.open("2026-11-20")
    assert "urgent_report" not in desk.does("show", case, "--json")["owed"]
    told = desk.does("set", case, "--urgent", "--json")
    assert told["owed"] == ["urgent_report"]
    assert "重大紧急信访事项报告" in desk.does("notice", case)
    assert "■ 待制作文书4份" in desk.does("due")  # two registration forms, two reports
    desk.does("route", case, "住建局")
    made = {each["document"]: each for each in desk.does("notice", "--owed", "--json") if each["case"] == case}
    text = words(Path(made["urgent_report"]["path"]))
    assert "抄送：有关主管部门，本级信访工作联席会议办公室，上一级信访部门。" in text
    assert re.search("2026年11月22日，.*住房和城乡建设局。", text)
    assert "王某某" not in text + words(only(desk, f"notices/2026/重大紧急*{said[-5:]}.docx"))
    for each in (case, said):
        assert "urgent_report" not in desk.does("show", each, "--json")["owed"]
    assert desk.does("notice", "--owed", "--json") == []
    desk.does("undo", case)
    assert "urgent_report" in desk.does("show", case, "--json")["owed"], "the last that was made was struck"
    desk.does("set", case, "--not-urgent")
    assert "urgent_report" not in desk.does("show", case, "--json")["owed"]


def test_an_organ_reports_what_is_urgent_to_no_higher_letters_office(desk: Office) -> None:
    config = desk.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("kind: petitions}", "kind: organ}", 1), "utf-8")
    case = desk.open("2026-11-02", "--urgent")
    (made,) = desk.does("notice", case, "urgent_report", "--json")
    assert "抄送：有关主管部门，本级信访工作联席会议办公室。" in words(Path(made["path"]))


def test_a_closed_matter_that_was_urgent_and_never_reported_still_owes_the_report(desk: Office) -> None:
    case = desk.open("2026-11-02", "--urgent")
    desk.does("close", case, "--reason", "filed", "--text", "重复", "--approved-by", "局长甲")
    assert desk.does("show", case, "--json")["owed"] == ["urgent_report"]
    sealed = desk.open("2026-11-02", "--urgent", "--class", "accusation", "--accused", "教育局", "--name", "王某某")
    assert "urgent_report" not in desk.does("show", sealed, "--json")["owed"], "what is sealed is told by no paper"
