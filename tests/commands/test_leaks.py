"""No word of a sealed matter stands anywhere but in `sealed/`, whatever is done with it.

Each free text that a step takes gets a word that nothing else has; then it is looked for in every file and file name,
in what a workbook or document holds, in every object of git, and in all that was printed. A datum that is declared
anew and planted nowhere here is named by the last test of the steps.
"""

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Answer, Office, committed, git
from xinfang_cli.exports import ExportFormat
from xinfang_cli.law.records import SEALED_ENTRY_KEYS
from xinfang_cli.law.stepdata import TAKES, DatumKind, Key, kind_of
from xinfang_cli.law.words import Did
from xinfang_cli.render import Format
from xinfang_cli.reports import Report

SOURCE = Path(__file__).parents[2]
WORD = "密词QZXJ"
FREE = (DatumKind.TEXT, DatumKind.NAME)
SHOWN = {
    Key.NUMBER: "of a document, as that of the source",
    Key.LEAD: "who leads, answers for or works on a matter is no word of it",
    Key.OWNER: "",
    Key.of("adviser"): "",
    Key.of("liaison"): "",
    Key.GROUP: "",
    Key.ANSWERS: "names an entry",
}
"""Free texts that are no words of the matter; why."""


pytestmark = pytest.mark.usefixtures("apart")


# --- Looking --------------------------------------------------------------------------------------------------------


def _parts(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Return a file and, of a workbook or document, what is packed in it."""
    yield name, raw
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield from ((f"{name}!{each}", packed.read(each)) for each in packed.namelist())


def _says(raw: bytes) -> bool:
    return any(word.encode(form) in raw for word in (WORD, "QZXJ") for form in ("utf-8", "utf-16-le", "gb18030"))


def found_in_files(office: Office) -> Iterator[str]:
    """Return where the word stands outside `sealed/`: files, their names, what git has."""
    for path in office.root.rglob("*"):
        shown = path.relative_to(office.root)
        if shown.parts[0] == "sealed" or shown.parts[:2] == (".git", "objects"):
            continue
        if _says(str(shown).encode()):
            yield f"name of {shown}"
        if path.is_file():
            yield from (name for name, raw in _parts(str(shown), path.read_bytes()) if _says(raw))
    every = ["git", "-C", str(office.root), "cat-file", "--batch-all-objects", "--batch"]
    if _says(subprocess.run(every, capture_output=True, check=True).stdout):
        yield "an object of git"
    for path in Path(os.environ["TMPDIR"]).rglob("*"):
        if path.is_file() and _says(path.read_bytes()):
            yield str(path)


def look(office: Office, *answers: Answer) -> None:
    """Assert that nothing is told, and nothing lies where it may be seen."""
    for answer in answers:
        assert WORD not in answer.out + answer.err, answer
    assert list(found_in_files(office)) == []


def questions(case: str) -> Iterator[tuple[str, ...]]:
    """Return the commands that only look."""
    for name in ("list", "due", "count", "find", "log", "show", "explain", "check"):
        words = (name, *([case] if name in ("log", "show", "explain") else []), *(["某"] if name == "find" else []))
        yield words
        yield (*words, "--json")
    yield "list", "--reveal", "--json"
    yield "log", case, "--for-petitioner"
    yield "count", "--by", "class", "--by", "unit"
    yield "list", "--ids"
    yield ("today",)
    yield "today", "--json"
    yield "notice", case
    yield "notice", case, "--json"
    for more in (("--setup",), ("--fix", "--dry-run"), ("--staged",), ("--against", "HEAD")):
        yield ("check", *more)


def ask(office: Office, *cases: str) -> None:
    """Ask all that can be asked on the screen, and look."""
    look(office, *(office(*words) for case in cases for words in questions(case)))


def write_out(office: Office) -> None:
    """Write all that can be written out, in every form, and look."""
    answers: list[Answer] = []
    out = office.root / "reports" / "out"
    for form in ExportFormat:
        file = out.with_suffix(f".{form.value}")
        answers.append(office("export", "--format", form.value, "--out", str(file), "--reveal"))
    for report in Report:
        window = ("--year", "2026") if report is Report.ANNUAL else ("--month", "2026-11")
        for shape in Format:
            file = out.with_name(f"{report.value}.{shape.value}")
            given = ("--out", str(file)) if shape is not Format.TERMINAL else ()
            answers.append(office("report", report.value, *window, "--format", shape.value, *given))
    answers += [office("report", "--site", str(out / "site")), office("sheet", "--all", "--out", str(out / "sheets"))]
    assert [answer for answer in answers if "Traceback" in answer.err] == []
    look(office, *answers)


# --- Steps ----------------------------------------------------------------------------------------------------------


@dataclass
class Planted:
    """Takes steps with our word in every free text, and remembers which texts of which steps were taken."""

    office: Office
    taken: set[tuple[Did, Key]] = field(default_factory=set)

    def __call__(self, case: str, did: str, on: str, *without: str, **given: Any) -> None:
        """Take a step by its command and look; what the procedure refuses may tell nothing either."""
        step = Did(did)
        free = [key for key in TAKES[step] if kind_of(step, key) in FREE and key.value not in (*given, *without)]
        words = {**given, **{key.value: WORD + key.value for key in free if key not in SHOWN}}
        answer = self.office(did, case, *_typed(words), "--on", on, "--backdate-reason", f"{WORD}补记")
        assert "Traceback" not in answer.err
        look(self.office, answer)
        if answer.code == 0:
            self.taken |= {(step, key) for key in free}


def _typed(words: Mapping[str, Any]) -> Iterator[str]:
    """Return data as they are typed."""
    for key, value in words.items():
        if key in ("mode", "to_unit"):
            yield "--assign" if key == "mode" else value
        else:
            yield "--" + key.replace("_", "-")
            yield from () if value is True else (str(value),)


def sealed_matter(office: Office) -> str:
    answer = office(
        "open", "--title", f"{WORD}标题", "--request", f"{WORD}诉求", "--channel", "letter", "--received", "2026-01-05",
        "--on", "2026-01-05", "--class", "accusation", "--name", f"{WORD}姓名", "--phone", "13800009999", "--address",
        f"{WORD}地址", "--accused", "教育局", "--category", "城乡建设", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer
    look(office, answer)
    return str(answer.json["id"])


@pytest.fixture
def keeping(office: Office) -> Office:
    """An office whose every step is a commit."""
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("{autocommit: false}", "{autocommit: true}"), encoding="utf-8")
    committed(office)
    return office


def to_the_last_review(do: Planted, case: str) -> None:
    do(case, "set", "2026-01-06", people=3)
    do(case, "route", "2026-01-07", "to", to_unit="纪委监委", mode="assign", within="90d")
    do(case, "note", "2026-01-08", "way", "how", "expert", kind="progress", month="2026-01")
    do(case, "note", "2026-01-08", "next", "blocker", "expert", kind="plan")
    do(case, "note", "2026-01-08", "next", "blocker", "way", "how", kind="expert", tick="思想疏导")
    do(case, "gate", "2026-01-08", level="county")
    do(
        case,
        "note",
        "2026-01-08",
        "next",
        "blocker",
        "way",
        "how",
        "expert",
        advice="policy",
        unit="住建局",
        reply_due="2026-12-01",
    )
    do(case, "meeting", "2026-01-08", unit="住建局", reply_due="2026-12-01")
    do(case, "escalate", "2026-01-08", step="supervise", ground="shirk_delay", reply_due="2026-12-01")
    do(case, "object", "2026-01-09")
    do(case, "object", "2026-01-10", decision="reject")
    do(case, "accept", "2026-01-12")
    do(case, "supplement", "2026-01-13", reply_due="2026-02-01")
    do(case, "supplement", "2026-01-20", supplied=True)
    do(case, "rate", "2026-03-01", of="unit", value="满意")
    do(case, "reply", "2026-03-02", decision="support", number="纪信1号", perform_by="2026-06-01")
    do(case, "serve", "2026-03-03", document="opinion", method="in_person", refused=True)
    do(case, "perform", "2026-03-03", confirmed="unit")
    do(case, "review", "2026-03-04", organ="某县人民政府")
    do(case, "review", "2026-03-20", "late_reason", decision="uphold", number="复1号")
    do(case, "serve", "2026-03-21", document="review", method="in_person")
    do(case, "final", "2026-03-22", organ="某市人民政府")
    do(case, "final", "2026-04-10", "late_reason", decision="uphold", number="核1号")
    do(case, "close", "2026-04-12", reason="final", resolved=True, basis="agreement")
    do(case, "perform", "2026-04-12", confirmed="petitioner")
    do(case, "reopen", "2026-04-13")


def to_a_settlement(do: Planted, case: str) -> None:
    do(case, "route", "2026-01-07", to_unit="住建局", mode="assign", within="90d")
    do(case, "route", "2026-01-08", to_unit="纪委监委", mode="assign", within="90d", instead=True)
    do(case, "supplement", "2026-01-09", reply_due="2026-12-01")
    do(case, "supplement", "2026-01-10", supplied=True)
    do(case, "feedback", "2026-02-01", number="报1号")
    do(case, "feedback", "2026-02-02", returned=True, within="30d")
    do(case, "accept", "2026-02-03")
    do(case, "settle", "2026-02-04", kind="mediation", number="调1号")
    do(case, "close", "2026-02-05", reason="mediated", resolved=True, basis="agreement")


def to_a_withdrawal(do: Planted, case: str) -> None:
    do(case, "withdraw", "2026-01-06", statement_on="2026-01-06")
    do(case, "withdraw", "2026-01-07", revoked_on="2026-01-07")
    do(case, "decline", "2026-01-08", "in_hand", final=True, same_facts="yes")
    do(case, "decline", "2026-01-08", "opinion", ground="being_handled")
    do(case, "decline", "2026-01-08", ground="not_competent", to="某市信访局", late_reason="收文登记晚")


COURSES = (to_the_last_review, to_a_settlement, to_a_withdrawal)


def test_no_step_tells_a_word_and_none_is_left_untried(keeping: Office) -> None:
    do = Planted(keeping)
    cases = [sealed_matter(keeping) for _ in COURSES]
    for course, case in zip(COURSES, cases, strict=True):
        course(do, case)
        file = Path(os.environ["TMPDIR"]).parent / f"{WORD}录音.txt"
        file.write_text(f"{WORD}内容", encoding="utf-8")
        look(
            keeping,
            keeping("attach", case, str(file), "--kind", f"{WORD}种类"),
            keeping("undo", case, "--reason", WORD),
        )
        ask(keeping, case)
    texts = {
        (did, key) for did, keys in TAKES.items() for key in keys if kind_of(did, key) in FREE and key not in SHOWN
    }
    untaken = texts - do.taken  # an accusation has no period to extend, and a matter is declined on one ground
    assert {did for did, _ in untaken} <= {Did.EXTEND, Did.DECLINE}
    assert {key.field for _, key in untaken} <= set(SEALED_ENTRY_KEYS)


def test_documents_backups_and_what_is_taken_back_tell_no_word(keeping: Office, tmp_path: Path) -> None:
    """A document is asked for, and lies in `sealed/`; so is a backup, and lies outside."""
    case = sealed_matter(keeping)
    committed(keeping)
    do = Planted(keeping)
    do(case, "note", "2026-01-06")
    do(case, "route", "2026-01-07", to_unit="纪委监委")
    kinds = [row["document"] for row in keeping("notice", case, "--json").json]
    refused = [keeping("notice", case, kind) for kind in kinds]
    made = [keeping("notice", case, kind, "--reveal", "--approved-by", f"{WORD}局长") for kind in kinds]
    assert ({answer.code for answer in refused}, {answer.code for answer in made}) == ({1}, {0}), made
    assert len(made) > 1
    answers = [*refused, *made, keeping("notice", "--owed")]
    answers += [keeping("undo", case, "--reason", f"{WORD}写错") for _ in range(3)]
    backup = tmp_path / "备份.zip"
    answers += [
        keeping("backup", "--out", str(backup)),
        keeping("restore", str(backup), str(keeping.root)),
        keeping("check", "--against", str(backup)),
        keeping("check", "--against", str(backup), "--json"),
    ]
    file = keeping.root / "sealed" / f"{case}.yaml"
    file.write_text(file.read_text("utf-8").replace(f"{WORD}标题", f"{WORD}改过的标题"), encoding="utf-8")
    answers += [keeping("restore", str(backup), str(keeping.root)), keeping("check", "--against", str(backup))]
    assert [answer.code for answer in answers[-6:-2]] == [0, 0, 0, 0]
    committed(keeping)
    look(keeping, *answers)
    ask(keeping, case)
    kept = {name for name, raw in _parts("备份.zip", backup.read_bytes()) if _says(raw)}
    assert all(name == "备份.zip" or name.startswith("备份.zip!sealed/") for name in kept)
    assert len(kept) > 1


def test_apply_tells_no_word_either(keeping: Office, tmp_path: Path) -> None:
    case = sealed_matter(keeping)
    rows: list[dict[str, Any]] = [
        {
            "did": did.value,
            **{key.value: WORD + key.value for key in keys if kind_of(did, key) in FREE and key not in SHOWN},
        }
        for did, keys in TAKES.items()
    ]
    rows += [
        {"did": "note", "text": f"{WORD}记事"}, {"did": "route", "unit": "纪委监委"}, {"did": "accept", "handler": WORD},
        {"did": "set", "title": f"{WORD}又一标题", "reason": WORD}, {"did": "set", "class": "claim"},
    ]  # fmt: skip
    table = tmp_path / "steps.jsonl"
    table.write_text("".join(json.dumps({"case": case, "on": "2026-11-20", **row}) + "\n" for row in rows), "utf-8")
    for more in (("--check",), (), ("--json",)):
        answer = keeping("apply", str(table), *more, *(["--errors", str(tmp_path / "e.csv")] if more else []))
        look(keeping, Answer(answer.code, "", "") if "--json" in more else answer)
    assert keeping("show", case, "--json").json["class"] == "accusation"
    ask(keeping, case)


def test_a_ledger_tells_no_word_however_often_it_comes(keeping: Office, tmp_path: Path) -> None:
    head = "信访日期,信访人,电话,地址,诉求,标题,形式,诉求类别,备注,责任单位,是否办结,信访编号\n"
    row = "2026-11-03,{w}姓名,13800009999,{w}地址,{w}诉求{n},{w}标题,来信,检举控告,{w}备注{n},{unit},否,{number}\n"
    for n, unit in (("", ""), ("", "纪委监委"), ("改", "住建局")):
        ledger = tmp_path / f"{WORD}.csv"
        numbers = ("410122202611030001", "")
        ledger.write_text(head + "".join(row.format(w=WORD, n=n, unit=unit, number=each) for each in numbers), "utf-8")
        for more in (("--check",), (), ("--update", "--json")):
            answer = keeping("import", str(ledger), *more)
            assert answer.code in (0, 4), answer
            shown = answer.out.replace(str(ledger), "") + answer.err.replace(str(ledger), "")
            look(keeping, Answer(answer.code, shown, ""))
    ask(keeping, keeping.does("list", "--class", "accusation", "--json")[0]["id"])


def test_what_is_sealed_before_git_has_it_is_nowhere_and_opening_it_needs_a_reason(office: Office) -> None:
    committed(office)
    case = office.open("2026-11-02", "--name", f"{WORD}姓名", title=f"{WORD}标题")
    file = office.root.parent / f"{WORD}录音.txt"
    file.write_text(f"{WORD}内容", encoding="utf-8")
    office.does("attach", case, str(file))
    office.does("note", case, "--text", f"{WORD}记事")
    office.does("route", case, "住建局")
    office.does("accept", case, "--handler", f"{WORD}承办")
    office.does("extend", case, "--days", "30", "--approved-by", f"{WORD}批准", "--reason", f"{WORD}理由")
    office.does("list")  # the index has it now
    assert list(found_in_files(office))
    look(office, office("set", case, "--class", "accusation", "--accused", "教育局"))
    assert office("check").code == 0
    for refused in (("undo", case), ("set", case, "--class", "claim")):
        answer = office(*refused, "--json")
        assert (answer.code, answer.refusal["error"]) == (1, "unseal_reason")
        look(office, answer)
    office.does("undo", case, "--reason", "误点")
    assert (office.file(case).with_suffix("") / file.name).read_text("utf-8") == f"{WORD}内容"
    assert f"{WORD}标题" in office.file(case).read_text("utf-8")
    assert not (office.root / "sealed" / f"{case}.yaml").exists()
    assert office("check").code == 0
    look(office, office("set", case, "--class", "accusation"))
    committed(office)
    ask(office, case)


def test_sealing_says_what_git_still_has_and_check_says_it_again(office: Office) -> None:
    case = office.open("2026-11-02", title=f"{WORD}标题")
    committed(office)
    office.does("note", case, "--text", f"{WORD}记事")
    git(office, "add", "-A")
    commit = git(office, "rev-parse", "--short=12", "HEAD").strip()
    answer = office("set", case, "--class", "accusation")
    assert commit in answer.err
    assert WORD not in answer.out + answer.err
    told = [row for row in office("check", "--json").json if row["code"] == "sealed_in_git"]
    assert [commit in row["message"] for row in told] == [True]
    staged = office("check", "--staged", "--json")
    assert (staged.code, [row["code"] for row in staged.json]) == (3, ["sealed_staged"])
    git(office, "add", "-A")
    assert office("check", "--staged").code == 0
    (office.root / ".gitignore").write_text("", encoding="utf-8")
    git(office, "add", "-A")
    assert [row["code"] for row in office("check", "--staged", "--json").json] == ["sealed_tracked"]
    assert {"sealed_tracked", "sealed_not_ignored"} <= {row["code"] for row in office("check", "--json").json}


def test_an_edit_seals_and_opens_with_a_reason_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.open("2026-11-02", "--class", "claim", title=f"{WORD}标题")
    monkeypatch.setenv("EDITOR", "sed -i -e s/claim/accusation/ -e '$a#\\ QZXJ'")
    look(office, office("edit", case))
    assert office.does("show", case, "--json")["class"] == "accusation"
    before = office.bytes()
    monkeypatch.setenv("EDITOR", "sed -i s/accusation/claim/")
    answer = office("edit", case)
    assert answer.code == 3
    assert "没有写理由" in answer.err
    assert {name: raw for name, raw in office.bytes().items() if not name.endswith(".rejected")} == before
    entry = "- {id: deadbeef, date: 2026-11-22, at: 2026-11-22T13:00:00+08:00, by: 李经办, did: note, reason: 核实后改}"
    monkeypatch.setenv("EDITOR", f"sed -i -e s/accusation/claim/ -e '$a{entry}'")
    assert office("edit", case).code == 0
    assert f"title: {WORD}标题" in office.file(case).read_text("utf-8")
    assert not (office.root / "sealed" / f"{case}.yaml").exists()


# --- Two clones -----------------------------------------------------------------------------------------------------


def cloned(office: Office) -> Office:
    root = office.root.parent / "clone"
    subprocess.run(["git", "clone", "-q", str(office.root), str(root)], check=True)
    other = Office(root)
    other.does("init", str(root))
    return other


def test_a_clone_without_sealed_knows_no_word_and_what_it_writes_is_sealed(keeping: Office) -> None:
    case = sealed_matter(keeping)
    Planted(keeping)(case, "note", "2026-11-20")
    other = cloned(keeping)
    assert not (other.root / "sealed").exists()
    do = Planted(other)
    for step in ("note", "set"):
        do(case, step, "2026-11-21")
    look(other, other("undo", case))
    ask(other, case)
    keeping.does("set", case, "--title", f"{WORD}改过的标题")
    git(keeping, "pull", "-q", "--no-rebase", "--no-edit", str(other.root))
    ask(keeping, case)
    assert keeping("check").code == 0


@pytest.mark.parametrize("sealing_merges", [True, False])
def test_a_conflict_about_a_matter_that_one_side_sealed_is_settled_in_sealed(
    office: Office, sealing_merges: bool
) -> None:
    case = office.open("2026-11-02", title="旧标题")
    committed(office)
    other = cloned(office)
    office.does("set", case, "--class", "accusation", "--on", "2026-11-20")
    office.does("set", case, "--title", f"{WORD}密", "--lead", "甲", "--on", "2026-11-21")
    committed(office)
    other.does("set", case, "--title", "另一边的标题", "--lead", "乙", "--on", "2026-11-22")
    committed(other)
    into, source = (office, other) if sealing_merges else (other, office)
    said = git(into, "pull", "--no-rebase", "--no-edit", str(source.root))
    text = into.file(case).read_text("utf-8")
    assert WORD not in said
    assert [word for word in ("旧标题", "另一边的标题", "<<<<", WORD) if word in text] == []
    assert "class: accusation" in text
    look(into)
    kept = "".join(path.read_text("utf-8") for path in (into.root / "sealed").glob(f"{case}*"))
    assert "另一边的标题" in kept
    assert (into.root / "sealed" / f"{case}.conflict").exists()
    assert "sealed_pending" in [row["code"] for row in into("check", "--json").json]


def test_a_side_that_cannot_be_read_is_not_merged_as_text_into_a_sealed_matter(office: Office) -> None:
    case = office.open("2026-11-02", title="旧标题")
    committed(office)
    other = cloned(office)
    office.does("set", case, "--class", "accusation")
    committed(office)
    file = other.file(case)
    file.write_text(file.read_text("utf-8").replace("people: 1", "people: 一").replace("旧标题", "坏掉的标题"), "utf-8")
    committed(other)
    git(office, "pull", "--no-rebase", "--no-edit", str(other.root), fails=True)
    assert "坏掉的标题" not in office.file(case).read_text("utf-8")
    assert "坏掉的标题" in (office.root / "sealed" / f"{case}.conflict").read_text("utf-8")


def test_a_file_that_a_merge_brings_beside_a_sealed_matter_is_named_and_put_away(office: Office) -> None:
    case = office.open("2026-11-02")
    committed(office)
    other = cloned(office)
    office.does("set", case, "--class", "accusation", "--on", "2026-11-20")
    committed(office)
    (other.root.parent / "照片.txt").write_text("照片", encoding="utf-8")
    other.does("attach", case, str(other.root.parent / "照片.txt"), "--on", "2026-11-21")
    committed(other)
    git(office, "pull", "-q", "--no-rebase", "--no-edit", str(other.root))
    answer = office("check", "--json")
    assert (answer.code, "sealed_files_in_clear" in [row["code"] for row in answer.json]) == (3, True)
    assert office("check", "--fix").code == 0
    assert (office.root / "sealed" / case / "照片.txt").read_text("utf-8") == "照片"
    assert not office.file(case).with_suffix("").exists()


def test_who_opens_a_matter_by_a_merge_has_given_a_reason(office: Office) -> None:
    case = sealed_matter(office)
    committed(office)
    other = cloned(office)
    file = other.file(case)
    file.write_text(file.read_text("utf-8").replace("class: accusation", "class: claim"), "utf-8")
    assert "unsealed_unexplained" in [row["code"] for row in other("check", "--json").json]
    committed(other)
    office.does("note", case, "--text", f"{WORD}记事")
    committed(office)
    git(office, "pull", "-q", "--no-rebase", "--no-edit", str(other.root))
    assert office.does("show", case, "--json")["class"] == "accusation"
    look(office)
    office.does("set", case, "--class", "claim", "--reason", "核实后改")
    committed(office)
    git(other, "pull", "-q", "--no-rebase", "--no-edit", str(office.root))
    assert f"{WORD}标题" in other.file(case).read_text("utf-8")


def test_matters_that_differ_in_being_sealed_are_not_merged(office: Office) -> None:
    case, other = sealed_matter(office), office.open("2026-11-02")
    for pair in ((case, other), (other, case)):
        answer = office("merge", *pair, "--reason", f"{WORD}同一人", "--json")
        assert (answer.code, answer.refusal["error"]) == (1, "merge_one_sealed")
        look(office, answer)
