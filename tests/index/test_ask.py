"""The index answers as the files do: after any edit, beside other processes, and when it cannot be used."""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from xinfang_cli.casefile import text as casefile
from xinfang_cli.errors import RefusedError
from xinfang_cli.index import ask as index
from xinfang_cli.index import keeping, opening, parts, reading, tables
from xinfang_cli.index.ask import FILE, Index
from xinfang_cli.index.opening import Opening
from xinfang_cli.index.reading import Reading
from xinfang_cli.index.relations import EVENTS, CaseLine, ClockLine
from xinfang_cli.index.scan import scan
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.stepdata import SHOWN
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.selection import Selection
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.office import config
from xinfang_cli.store.workspace import Workspace

LAW = config.default().law
TODAY = dt.date(2026, 11, 22)
ALL = Selection(today=TODAY)
FOLDERS = ("cases/2026/10", "cases/2026/11")
A, B, C, D = (f"XF-20261120-7K3M{letter}" for letter in "ABCD")


def may_everything() -> bool:
    """Whether permissions do not bind us, as they do not bind root."""
    with tempfile.NamedTemporaryFile() as probe:
        Path(probe.name).chmod(0)
        return os.access(probe.name, os.R_OK)


MAY_EVERYTHING = may_everything()


def text(case_id: str, title: str = "小区积水", **changes: str) -> str:
    """Return a case file as a clerk sees it; `changes` replace the values of keys."""
    values = {"channel": "letter", "class": "claim", "unit": "null", "received_on": "2026-11-20", **changes}
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"""id: {case_id}
title: {title}
status: registered
registered_on: 2026-11-20
{lines}petitioners:
- name: 王某某
  phone: '13812345678'
history:
- id: '00000001'
  date: 2026-11-20
  at: 2026-11-20T09:00:00+08:00
  by: 李经办
  did: open
  starts:
    route: {{from: 2026-11-20, rule: 15d, due: 2026-12-05}}
"""


def routed(case_id: str, unit: str, due: str, title: str = "道路破损") -> str:
    """Return the file of a matter that a unit has."""
    return f"""{text(case_id, title)}- id: '00000002'
  date: 2026-11-21
  at: 2026-11-21T09:00:00+08:00
  by: 李经办
  did: route
  mode: transfer
  unit: {unit}
  stops: [route]
  starts:
    notify_routed: {{from: 2026-11-21, rule: 15d, due: {due}}}
    object: {{from: 2026-11-21, rule: 5wd, due: 2026-11-28}}
"""


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
    return Workspace(tmp_path)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file be clearly older than the moment it is read."""
    monkeypatch.setattr(opening, "now", lambda _folder: 1 << 62)


def put(office: Workspace, case_id: str, content: str | None = None, folder: str = FOLDERS[1]) -> Path:
    path = office.root / folder / f"{case_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.write_text(text(case_id) if content is None else content, "utf-8")
    return path


def opened(office: Workspace, basis: str = "basis") -> Index:
    return Index.open(office, LAW, basis)


def ids(office: Workspace) -> list[str]:
    with opened(office) as found:
        return list(found.ids())


def titles(office: Workspace) -> dict[str, str]:
    with opened(office) as found:
        return {line["id"]: line["title"] for line in found.cases(ALL)}


def said(found: Index) -> list[str]:
    return [problem.in_(Lang.EN) for problem in found.problems]


def contents(found: Index) -> dict[str, Any]:
    """Return everything that an index can answer with."""
    names = ("cases", "clocks", "events", "remarks", "texts")
    lines = {name: sorted(found.sql(f"SELECT * FROM {name}"), key=repr) for name in names}
    return {**lines, "problems": said(found), "left_out": found.left_out, "note": found.note}


def built_anew(root: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as elsewhere, Index(root, Path(elsewhere), LAW, "basis") as fresh:
        return contents(fresh)


# The files are the truth


def test_an_empty_office_has_nothing(office: Workspace) -> None:
    with opened(office) as found:
        assert contents(found) == {
            "cases": [], "clocks": [], "events": [], "remarks": [], "texts": [], "problems": [], "left_out": 0, "note": None
        }  # fmt: skip


def test_an_office_without_cases_is_empty_too(tmp_path: Path) -> None:
    assert ids(Workspace(tmp_path)) == []


def test_lines_of_a_matter(office: Workspace) -> None:
    put(office, A, routed(A, "交通运输局", "2026-12-06"))
    with opened(office) as found:
        (case,) = found.cases(ALL)
        assert list(case) == [*(name.rstrip("_") for name in CaseLine._fields), *(fact.word for fact in SHOWN)]
        assert (case["id"], case["path"], case["unit"]) == (A, f"cases/2026/11/{A}.yaml", "交通运输局")
        first, *_ = found.clocks(ALL)
        assert (first["clock"], first["due"], first["clock_due"]) == ("object", "2026-12-06", "2026-11-28")
        assert (first["owner"], first["clock_owner"]) == (None, "unit")
        assert {name if name in first else f"clock_{name}" for name in ClockLine._fields} <= first.keys()
        events = list(found.events(ALL))
        assert [event["did"] for event in events] == ["open", "route"]
        assert list(events[0]) == [column.name for column in EVENTS]


@pytest.mark.usefixtures("later")
def test_what_is_fresh_is_not_read_again(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(office, A)
    first = titles(office)
    monkeypatch.setattr(keeping, "read_all", None)

    def unwanted() -> Law:
        raise AssertionError

    with Index.open(office, unwanted, "basis") as found:
        assert {line["id"]: line["title"] for line in found.cases(ALL)} == first


def test_rules_are_made_when_a_file_must_be_read(office: Workspace) -> None:
    put(office, A)
    with Index.open(office, lambda: LAW, "basis") as found:
        assert list(found.ids()) == [A]


@pytest.mark.usefixtures("later")
def test_only_what_changed_is_read(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(office, A)
    put(office, B)
    assert ids(office) == [A, B]
    path = put(office, B, text(B, "小区停电"))
    read = reading.read
    seen: list[str] = []
    monkeypatch.setattr(reading, "read", lambda wanted, most: seen.append(wanted) or read(wanted, most))
    assert titles(office) == {A: "小区积水", B: "小区停电"}
    assert seen == [str(path)]


@pytest.mark.usefixtures("later")
def test_what_was_touched_and_not_changed_is_not_parsed_again(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(office, A)
    before = ids(office)
    os.utime(path, ns=(0, 4_000_000_000_000_000_000))
    monkeypatch.setattr(reading, "_parsed", None)
    assert ids(office) == before


def test_a_second_edit_within_one_tick_of_the_clock_is_seen(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two edits have one length and, as far as the file system can tell, one time."""
    put(office, A, text(A, "小区积水"))
    listed = list(scan(office.root))
    monkeypatch.setattr(tables, "scan", lambda _root, **_: iter(listed))
    assert titles(office) == {A: "小区积水"}
    put(office, A, text(A, "小区停电"))
    assert titles(office) == {A: "小区停电"}


@pytest.mark.usefixtures("later")
def test_an_edit_of_equal_length_with_its_time_set_back_is_seen(office: Workspace) -> None:
    path = put(office, A, text(A, "小区积水"))
    assert titles(office) == {A: "小区积水"}
    stat = path.stat()
    put(office, A, text(A, "小区停电"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert titles(office) == {A: "小区停电"}


def test_another_basis_makes_all_lines_anew(office: Workspace) -> None:
    put(office, A)
    assert ids(office) == [A]
    with closing(sqlite3.connect(office.state / FILE)) as db:
        db.execute("UPDATE cases SET title = '旧规则下的标题'")
        db.commit()
    assert titles(office) == {A: "旧规则下的标题"}  # nothing changed, so nothing was read
    with opened(office, "other clocks") as found:
        assert [line["title"] for line in found.cases(ALL)] == ["小区积水"]


@pytest.mark.parametrize("tamper", ["DROP TABLE meta", "UPDATE meta SET basis = NULL"])
def test_tables_of_another_version_are_made_anew(office: Workspace, tamper: str) -> None:
    put(office, A)
    assert ids(office) == [A]
    with closing(sqlite3.connect(office.state / FILE)) as db:
        db.execute("CREATE TABLE relic (of_old)")
        db.execute("DELETE FROM cases")
        db.execute(tamper)
        db.commit()
    assert ids(office) == [A]
    with opened(office) as found:
        assert list(found.sql("SELECT name FROM sqlite_master WHERE name = 'relic'")) == []


# Files that cannot be read


def test_a_broken_file_is_named_on_every_opening_until_it_is_mended(office: Workspace) -> None:
    put(office, A)
    path = put(office, B, "id: [\n")
    for _ in range(3):
        with opened(office) as found:
            assert list(found.ids()) == [A]
            assert [str(problem.path) for problem in found.problems] == [f"cases/2026/11/{B}.yaml"]
            assert found.left_out == 1
            assert found.has(B)
            assert found.resolve(B) == (B, path)
    put(office, B)
    with opened(office) as found:
        assert (list(found.ids()), found.problems, found.left_out) == ([A, B], (), 0)


def test_problems_say_the_same_in_both_languages_on_every_opening(office: Workspace) -> None:
    put(office, A, text(A, received_on="2026-13-01", channel="pigeon"))
    path = Path(f"cases/2026/11/{A}.yaml")
    _, problems = casefile.parse((office.root / path).read_bytes(), path)
    for _ in range(2):
        with opened(office) as found:
            for lang in Lang:
                assert [problem.in_(lang) for problem in found.problems] == [each.in_(lang) for each in problems]
            assert [each.as_json(Lang.ZH) for each in found.problems] == [each.as_json(Lang.ZH) for each in problems]


def test_two_files_with_one_id_are_both_named_and_the_first_is_shown(office: Workspace) -> None:
    first = put(office, A, text(A, "十月的"), FOLDERS[0])
    put(office, A, text(A, "十一月的"), FOLDERS[1])
    put(office, B)
    for _ in range(2):
        with opened(office) as found:
            assert {line["id"]: line["title"] for line in found.cases(ALL)} == {A: "十月的", B: "小区积水"}
            assert [problem.path.as_posix() for problem in found.problems] == [f"{each}/{A}.yaml" for each in FOLDERS]
            assert {problem.text.msg for problem in found.problems} == {Msg.SAME_ID}
            assert (found.left_out, found.path(A)) == (1, first)
    first.unlink()
    assert titles(office) == {A: "十一月的", B: "小区积水"}
    put(office, A, "id: [\n", FOLDERS[0])
    with opened(office) as found:
        assert [line["title"] for line in found.cases(ALL) if line["id"] == A] == ["十一月的"]
        assert {problem.text.msg for problem in found.problems} != {Msg.SAME_ID}
    put(office, A, text(A, "又是十月的"), FOLDERS[0])
    assert titles(office)[A] == "又是十月的"


def test_of_three_with_one_id_the_next_one_follows(office: Workspace) -> None:
    deeper = f"{FOLDERS[1]}/0"
    (office.root / deeper).mkdir()
    paths = [
        put(office, A, text(A, title), folder)
        for title, folder in zip("甲乙丙", (FOLDERS[0], deeper, FOLDERS[1]), strict=True)
    ]
    for title, path in zip("甲乙丙", paths, strict=True):
        assert titles(office) == {A: title}
        assert built_anew(office.root)["cases"][0][2] == title
        path.unlink()
    assert titles(office) == {}


def test_what_could_be_taken_for_a_case_is_named(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    real = outside / f"{A}.yaml"
    real.write_text(text(A), "utf-8")
    folder = office.root / FOLDERS[1]
    (folder / f"{A}.yaml").symlink_to(real)
    (office.root / "cases/2027").symlink_to(outside)
    (folder / f"{B}.yml").write_text(text(B), "utf-8")
    (folder / f"{C}.YAML").write_text(text(C), "utf-8")
    os.mkfifo(folder / f"{D}.yaml")
    (folder / "说明.txt").write_text("不是案件", "utf-8")
    (folder / ".draft.yaml").write_text("不是案件", "utf-8")
    for _ in range(2):
        with opened(office) as found:
            assert [problem.path.as_posix() for problem in found.problems] == [
                f"cases/2026/11/{A}.yaml",
                f"cases/2026/11/{B}.yml",
                f"cases/2026/11/{C}.YAML",
                f"cases/2026/11/{D}.yaml",
                "cases/2027",
            ]
            assert (list(found.ids()), found.left_out) == ([], 5)
    (folder / f"{A}.yaml").unlink()
    put(office, A)
    assert ids(office) == [A]
    (folder / f"{A}.yaml").unlink()
    (folder / f"{A}.yaml").symlink_to(real)
    assert ids(office) == []


def test_a_name_that_is_not_utf8_is_named(office: Workspace) -> None:
    raw = os.fsencode(office.root / FOLDERS[1])
    for name in (b"\xb0\xb8.yaml", b"\xb0\xb8"):
        try:
            (os.mkdir if name.endswith(b"\xb8") else os.mknod)(raw + b"/" + name)
        except OSError:
            pytest.skip("this file system takes no such name")
    with opened(office) as found:
        assert [problem.text.msg for problem in found.problems] == [Msg.NAME_NOT_UTF8] * 2
        assert str(found.problems[0].path) == "cases/2026/11/��"


def test_attachments_are_no_cases(office: Workspace) -> None:
    put(office, A)
    (office.root / FOLDERS[1] / A).mkdir()
    put(office, B, folder=f"{FOLDERS[1]}/{A}")
    assert ids(office) == [A]


def test_a_file_too_large_is_named_and_not_read(office: Workspace) -> None:
    path = put(office, A)
    with path.open("a") as file:
        file.write(f"# {'长' * (reading.MOST_BYTES // 3)}\n")
    with opened(office) as found:
        assert [problem.text.msg for problem in found.problems] == [Msg.FILE_TOO_LARGE]


def test_the_size_limit_is_the_one_of_case_files() -> None:
    from xinfang_cli.casefile.yaml import MAX_BYTES

    assert reading.MOST_BYTES == MAX_BYTES


def test_a_file_that_goes_while_it_is_looked_for_is_found_when_it_comes_back(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(office, A)
    path = put(office, B)
    aside = office.root / "aside"
    read = reading.read

    def too_late(wanted: str, most: int) -> bytes:
        if wanted == str(path):
            path.rename(aside)
        return read(wanted, most)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", too_late)
        assert ids(office) == [A]
    assert ids(office) == [A]
    aside.rename(path)
    assert ids(office) == [A, B]


def test_a_folder_that_goes_takes_its_matters_along(office: Workspace) -> None:
    put(office, A, folder=FOLDERS[0])
    put(office, B, folder=FOLDERS[1])
    assert ids(office) == [A, B]
    shutil.rmtree(office.root / FOLDERS[0])
    assert ids(office) == [B]
    shutil.rmtree(office.cases)
    assert ids(office) == []


# Questions


@pytest.fixture
def busy(office: Workspace) -> Workspace:
    put(office, A, routed(A, "交通运输局", "2026-12-06", "道路破损"))
    put(
        office,
        B,
        routed(B, "水务局", "2026-11-21", "自来水浑浊").replace("channel: letter", "channel: visit\npeople: 7"),
    )
    put(office, C, text(C, "𠮷祥里停电", place="东风路街道", source="{level: 市, number: 市转〔2026〕15号}"))
    put(office, D, text(D, "检举信", **{"class": "accusation", "source": "{number: '410122202611200004'}"}))
    return office


def test_the_oldest_duty_comes_first(busy: Workspace) -> None:
    with opened(busy) as found:
        assert [line["id"] for line in found.cases(ALL)] == [B, C, D, A]
        assert [line["id"] for line in found.cases(ALL, limit=2)] == [B, C]
        assert [line["id"] for line in found.cases(ALL, order="id")] == [A, B, C, D]
        assert [line["id"] for line in found.cases(Selection(today=TODAY, overdue=True))] == [B]


@pytest.mark.parametrize("order", index.ORDERS)
def test_every_order_lists_every_matter_once(busy: Workspace, order: str) -> None:
    with opened(busy) as found:
        assert sorted(line["id"] for line in found.cases(ALL, order=order)) == [A, B, C, D]


def test_counts(busy: Workspace) -> None:
    with opened(busy) as found:
        assert list(found.count(ALL)) == [{"cases": 4, "registrations": 4, "persons": 7, "closed": 0, "resolved": 0}]
        assert [(line["unit"], line["registrations"]) for line in found.count(ALL, by=(Dimension.UNIT,))] == [
            ("交通运输局", 1), ("水务局", 1), (None, 2)
        ]  # fmt: skip
        assert [tuple(line.values())[:3] for line in found.count(ALL, by=(Dimension.MONTH, Dimension.CHANNEL))] == [
            ("2026-11", "letter", 3), ("2026-11", "visit", 1)
        ]  # fmt: skip
        assert list(found.count(Selection(today=TODAY, unit=("无",)))) == [
            {"cases": 0, "registrations": 0, "persons": 0, "closed": 0, "resolved": 0}
        ]


@pytest.mark.parametrize("key", Dimension)
def test_every_group_adds_up(busy: Workspace, key: Dimension) -> None:
    with opened(busy) as found:
        lines = list(found.count(ALL, by=(key,)))
        assert sum(line["registrations"] for line in lines) == 4
        assert all(next(iter(line)) == key for line in lines)


def test_repeats_and_merged_matters_are_registrations_and_no_matters_of_their_own(office: Workspace) -> None:
    put(office, A)
    put(office, B, text(B, repeat_of=A))
    with opened(office) as found:
        (line,) = found.count(ALL)
        assert (line["cases"], line["registrations"]) == (1, 2)


def test_duties_are_never_windows(busy: Workspace) -> None:
    with opened(busy) as found:
        due = [(line["id"], line["clock"], line["clock_due"]) for line in found.duties(ALL, dt.date(2026, 12, 5))]
        assert due == [(B, "notify_routed", "2026-11-21"), (C, "route", "2026-12-05"), (D, "route", "2026-12-05")]
        assert list(found.paths_with_duty_due(ALL, dt.date(2026, 11, 22))) == [busy.root / f"cases/2026/11/{B}.yaml"]
        assert {line["clock"] for line in found.clocks(ALL, running_only=True)} == {"route", "notify_routed", "object"}
        assert len(list(found.clocks(ALL))) == 8


def test_search_finds_what_contains_the_text(busy: Workspace) -> None:
    with opened(busy) as found:
        for wanted, matters in {
            "破损": [A],
            "水": [B],
            "𠮷": [C],
            "东风": [C],
            "市转〔２０２６〕15号": [C],  # width makes no difference
            "410122202611200004": [D],  # a sealed matter is found by its number, and by nothing it says
            "检举": [],
            "%": [],
            "_": [],
            "王某某": [],
            "13812345678": [],
        }.items():
            assert [line["id"] for line in found.search(wanted, ALL, order="id")] == matters, wanted


def test_nobody_can_be_read_out_of_the_index(busy: Workspace) -> None:
    assert len(ids(busy)) == 4
    raw = (busy.state / FILE).read_bytes()
    assert "自来水浑浊".encode() in raw
    assert not [word for word in ("王某某", "13812345678", "检举信") if word.encode() in raw]


def test_references(busy: Workspace) -> None:
    with opened(busy) as found:
        path = busy.root / f"cases/2026/11/{A}.yaml"
        for reference in (A, "7K3MA", " 7k3ma ", "a"):
            assert found.resolve(reference) == (A, path), reference
        for reference, msg in {"": Msg.CASE_NOT_FOUND, "ZZ": Msg.CASE_NOT_FOUND}.items():
            with pytest.raises(RefusedError) as refused:
                found.resolve(reference)
            assert refused.value.text.msg is msg
        put(busy, "XF-20261101-0003A")
        with opened(busy) as grown, pytest.raises(RefusedError) as refused:
            grown.resolve("A")
        assert refused.value.text.msg is Msg.CASE_AMBIGUOUS


def test_what_is_no_id_is_no_reference(office: Workspace) -> None:
    put(office, "说明", "id: 说明\n")
    with opened(office) as found, pytest.raises(RefusedError):
        found.resolve("说明")


def test_ids_numbers_and_paths(busy: Workspace) -> None:
    with opened(busy) as found:
        assert found.has(A)
        assert not found.has("XF-20261120-ZZZZZ")
        assert found.path("XF-20261120-ZZZZZ") is None
        assert found.with_number("市转〔2026〕15号", dt.date(2026, 11, 20)) == C
        assert found.with_number("市转〔2026〕15号", dt.date(2025, 11, 20)) is None
        assert found.with_number("410122202611200004", dt.date(2001, 1, 1)) == D
        assert found.title("XF-20261120-ZZZZZ") is None
        with found.snapshot():
            assert list(found.sql("SELECT count(*) FROM cases WHERE unit = :unit", {"unit": "水务局"})) == [(1,)]


# The index cannot be used


def changed_behind(office: Workspace) -> dict[str, str]:
    """Index one matter, then change it; return what an honest list shows."""
    put(office, A, text(A, "旧标题"))
    assert titles(office) == {A: "旧标题"}
    put(office, A, text(A, "新标题很长"))
    put(office, B)
    return {A: "新标题很长", B: "小区积水"}


def noted(office: Workspace, expected: dict[str, str]) -> Sentence | None:
    with opened(office) as found:
        assert {line["id"]: line["title"] for line in found.cases(ALL)} == expected
        assert {**contents(found), "note": None} == built_anew(office.root)
        if found.note is None:
            return None
        assert found.note.in_(Lang.ZH).count(" — ") == found.note.in_(Lang.EN).count(" — ") == 1
        return found.note.msg


def test_where_the_folder_cannot_be_made_the_files_are_read(office: Workspace) -> None:
    put(office, A)
    office.state.write_text("a file where the folder should be")
    assert noted(office, {A: "小区积水"}) is Msg.INDEX_READ_ONLY


def test_where_the_file_cannot_be_opened_the_files_are_read(office: Workspace) -> None:
    put(office, A)
    (office.state / FILE).mkdir(parents=True)
    assert noted(office, {A: "小区积水"}) is Msg.INDEX_READ_ONLY


def test_an_index_that_cannot_be_written_is_copied_and_brought_up_to_date(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = changed_behind(office)
    connect = sqlite3.connect

    def read_only(where: Any, **options: Any) -> sqlite3.Connection:
        if where == office.state / FILE:
            return connect(f"{where.as_uri()}?mode=ro", uri=True, **options)
        return connect(where, **options)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert noted(office, expected) is Msg.INDEX_READ_ONLY


@pytest.mark.skipif(MAY_EVERYTHING, reason="root may write everywhere")
def test_in_a_read_only_folder_the_files_are_read(office: Workspace) -> None:
    expected = changed_behind(office)
    office.state.chmod(0o500)
    (office.state / FILE).chmod(0o400)
    try:
        assert noted(office, expected) is Msg.INDEX_READ_ONLY
    finally:
        office.state.chmod(0o700)


@pytest.mark.usefixtures("later")
@pytest.mark.skipif(MAY_EVERYTHING, reason="root may write everywhere")
def test_in_a_read_only_folder_a_fresh_index_is_used_as_it_is(office: Workspace) -> None:
    put(office, A)
    assert ids(office) == [A]
    (office.state / FILE).chmod(0o400)
    office.state.chmod(0o500)
    try:
        assert noted(office, {A: "小区积水"}) is None
    finally:
        office.state.chmod(0o700)


@pytest.mark.skipif(MAY_EVERYTHING, reason="root may read everything")
def test_folders_and_files_without_permission_are_named(office: Workspace) -> None:
    put(office, A)
    put(office, B).chmod(0)
    (office.root / FOLDERS[0]).chmod(0)
    try:
        with opened(office) as found:
            assert [problem.text.msg for problem in found.problems] == [Msg.DISK_NOT_ALLOWED] * 2
            assert list(found.ids()) == [A]
    finally:
        (office.root / FOLDERS[0]).chmod(0o700)


@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_an_index_that_is_held_is_not_waited_for_for_ever(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, hold: str
) -> None:
    expected = changed_behind(office)
    monkeypatch.setattr(opening, "WAIT", 0)
    monkeypatch.setattr(opening, "COMMIT_WAIT", 0)
    with closing(sqlite3.connect(office.state / FILE, isolation_level=None)) as other:
        other.execute(hold)
        assert noted(office, expected) is Msg.INDEX_BUSY
    assert noted(office, expected) is None


def test_a_pager_that_someone_left_open_holds_nobody_up(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        put(office, f"XF-20261120-7K3{number:02}", text(f"XF-20261120-7K3{number:02}", "很长的标题" * 20))
    monkeypatch.setattr(opening, "COMMIT_WAIT", 0)
    with opened(office) as pager:
        lines = pager.sql("SELECT title FROM cases")
        next(lines)
        put(office, A)
        with opened(office) as found:
            assert found.note is not None
            assert found.note.msg is Msg.INDEX_BUSY
            assert len(list(found.ids())) == 61
        assert len(list(lines)) == 59
    with opened(office) as found:
        assert (found.note, len(list(found.ids()))) == (None, 61)


def test_who_waited_for_another_looks_at_the_files_again(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(office, A)
    begin = opening._begins_at_once

    def late(db: sqlite3.Connection) -> bool:
        assert begin(db)
        put(office, B)  # while we waited
        return False

    monkeypatch.setattr(opening, "_begins_at_once", late)
    assert ids(office) == [A, B]


def test_waiting_for_another_writer(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(office, A)
    assert ids(office) == [A]
    put(office, B)
    with closing(sqlite3.connect(office.state / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        wait = opening._wait

        def end_soon(db: sqlite3.Connection, seconds: int) -> None:
            if seconds == opening.WAIT and other.in_transaction:
                other.execute("COMMIT")
            wait(db, seconds)

        monkeypatch.setattr(opening, "_wait", end_soon)
        assert ids(office) == [A, B]


def overwrite(path: Path, at: int, raw: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(raw)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes("这不是数据库。".encode() * 999),
    "header": lambda path: overwrite(path, 0, b"\xff" * 64),
    "truncated": lambda path: os.truncate(path, path.stat().st_size // 2),
    "one page": lambda path: os.truncate(path, 4096),
    "odd end": lambda path: os.truncate(path, path.stat().st_size - 1000),
    "all but the first page": lambda path: overwrite(path, 4096, b"\x5a" * (path.stat().st_size - 4096)),
    "schema": lambda path: overwrite(path, 100, b"\x00" * 900),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_anew_and_nobody_hears_of_it(office: Workspace, damage: str) -> None:
    expected = changed_behind(office)
    assert titles(office) == expected
    put(office, C, text(C, "损坏之后"))
    DAMAGES[damage](office.state / FILE)
    assert noted(office, {**expected, C: "损坏之后"}) is None


@pytest.mark.parametrize("page", range(1, 24))
def test_a_damaged_page_is_noticed_when_it_is_read(office: Workspace, page: int) -> None:
    for number in range(40):
        put(office, f"XF-20261120-7K3{number:02}", text(f"XF-20261120-7K3{number:02}", "很长的标题" * 40))
    assert len(ids(office)) == 40
    path = office.state / FILE
    if page * 4096 >= path.stat().st_size:
        pytest.skip("the index is smaller")
    overwrite(path, page * 4096, b"\xfe" * 4096)
    with opened(office) as found:
        assert {**contents(found), "note": None} == built_anew(office.root)
        assert len(list(found.cases(ALL))) == 40
        assert len(list(found.clocks(ALL))) == 40


def test_a_damaged_file_that_cannot_be_deleted_is_passed_by(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = changed_behind(office)
    (office.state / FILE).write_bytes("这不是数据库。".encode() * 999)

    def refused(_path: Path, *, missing_ok: bool) -> None:
        raise PermissionError(1, "not permitted") if missing_ok else AssertionError

    monkeypatch.setattr(Path, "unlink", refused)
    assert noted(office, expected) is Msg.INDEX_READ_ONLY


class Failing:
    """A connection that fails after a few lines."""

    def __init__(self, db: sqlite3.Connection, after: int, code: int | None, words: str = "it fails") -> None:
        self.db = db
        self.after = after
        self.error = sqlite3.DatabaseError(words)
        if code is not None:
            self.error.sqlite_errorcode = code

    def execute(self, query: str, params: Any) -> Any:
        if "LIMIT 0" in query:
            return self.db.execute(query, params)
        return self.lines(query, params)

    def lines(self, query: str, params: Any) -> Iterator[Any]:
        for count, line in enumerate(self.db.execute(query, params)):
            if count == self.after:
                raise self.error
            yield line

    def close(self) -> None:
        self.db.close()


@pytest.mark.parametrize(
    ("code", "words", "note"),
    [
        (sqlite3.SQLITE_CORRUPT, "malformed", None),
        (None, "Could not decode to UTF-8 column 'title'", None),
        (sqlite3.SQLITE_IOERR | 1 << 8, "disk I/O error", Msg.INDEX_UNUSABLE),
        (sqlite3.SQLITE_BUSY, "locked", Msg.INDEX_BUSY),
    ],
)
def test_a_list_goes_on_where_the_index_fails_half_way(
    busy: Workspace, code: int | None, words: str, note: Sentence | None
) -> None:
    with opened(busy) as found:
        found._db = Failing(found._db, 2, code, words)  # type: ignore[assignment]
        assert [line["id"] for line in found.cases(ALL)] == [B, C, D, A]
        assert (found.note and found.note.msg) == note


def test_our_own_mistakes_are_not_hidden(busy: Workspace) -> None:
    with opened(busy) as found, pytest.raises(sqlite3.OperationalError):
        list(found.sql("SELECT no_such_column FROM cases"))


# Several processes


OPENING = """
import sys
from pathlib import Path
from xinfang_cli.office import config
from xinfang_cli.index.ask import Index
from xinfang_cli.store.workspace import Workspace
law = config.default().law
sys.stdin.readline()
with Index.open(Workspace(Path(sys.argv[1])), law, "basis") as found:
    print(len(list(found.ids())), found.note)
"""


def test_processes_that_open_at_once_all_see_everything(office: Workspace) -> None:
    for number in range(300):
        put(office, f"XF-20261120-7K{number:03}")
    command = [sys.executable, "-c", OPENING, str(office.root)]
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(3)
    ]
    for each in started:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    assert [each.communicate()[0].split() for each in started] == [["300", "None"]] * 3
    assert [each.returncode for each in started] == [0] * 3
    assert len(ids(office)) == 300


def test_many_files_are_read_on_all_cores(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(260):
        put(office, f"XF-20261120-7K{number:03}")
    put(office, A, "id: [\n")
    expected = built_anew(office.root)
    monkeypatch.setattr(parts, "MANY", 10)
    with opened(office) as found:
        assert contents(found) == expected


# Lines of files that were just made


def imported(office: Workspace, case_id: str, folder: str = FOLDERS[1], title: str = "小区积水") -> Reading:
    """Write a file and return what the index is to have of it."""
    path = put(office, case_id, routed(case_id, "水务局", "2026-12-06", title), folder)
    case, _ = casefile.parse(path.read_bytes(), path)
    assert case
    return reading.foreseen(case, folder, path.read_text("utf-8"), LAW)


def taken_over(found: Index, lines: list[Reading]) -> None:
    """Give an index the lines of files as an import does."""
    found.take_over(iter([parts.readings_of(lines, parts.NEVER)]), len(lines))


def handed_over(office: Workspace, *case_ids: str, basis: str = "basis") -> None:
    with opened(office) as found:
        lines = [imported(office, case_id) for case_id in case_ids]
        found._opening.basis = basis
        taken_over(found, lines)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are parsed from now on."""
    names: list[str] = []
    parse = reading._parsed

    def noted(doubt: reading.Suspect, *args: Any) -> Reading:
        names.append(doubt.seen.name.removesuffix(".yaml"))
        return parse(doubt, *args)

    monkeypatch.setattr(reading, "_parsed", noted)
    return names


@pytest.mark.parametrize("there", [0, 1, 5])
def test_lines_that_were_taken_over_are_those_of_the_files(office: Workspace, there: int, parsed: list[str]) -> None:
    for number in range(there):
        put(office, f"XF-20261119-7K3M{number}")
    handed_over(office, A, B, C)
    parsed.clear()
    with opened(office) as found:
        assert parsed == []
        assert contents(found) == built_anew(office.root)
        assert {name for (name,) in found.sql("SELECT name FROM sqlite_master WHERE type = 'index'")} >= {
            statement.split()[2] for statement in tables._INDEXES
        }


@pytest.mark.usefixtures("later")
def test_a_file_is_compared_once_after_its_lines_were_taken_over(office: Workspace) -> None:
    handed_over(office, A)
    with opened(office) as found:
        assert list(found.sql("SELECT racy FROM files")) == [(0,)]


def test_lines_are_never_believed_before_the_content_was_compared(office: Workspace, parsed: list[str]) -> None:
    with opened(office) as found:
        lines = [imported(office, case_id) for case_id in (A, B, C)]
        put(office, A, text(A, "小区停电"))
        (office.root / FOLDERS[1] / f"{B}.yaml").unlink()
        taken_over(found, lines)
    assert titles(office) == {A: "小区停电", C: "小区积水"}
    assert parsed == [A]


def test_what_another_command_has_read_meanwhile_stays(office: Workspace) -> None:
    with opened(office) as found:
        lines = imported(office, A)
        put(office, A, text(A, "小区停电"))
        assert titles(office) == {A: "小区停电"}
        taken_over(found, [lines])
        assert list(found.sql("SELECT title FROM cases")) == [("小区停电",)]


def test_of_two_files_with_an_id_the_first_is_shown_whoever_came_last(office: Workspace) -> None:
    put(office, A, folder="cases/2026/10")
    put(office, B, folder="cases/2026/12")
    handed_over(office, A, B)
    assert titles(office) == {A: "小区积水", B: "小区积水"}
    with opened(office) as found:
        assert found.path(A) == office.root / f"cases/2026/10/{A}.yaml"
        assert found.path(B) == office.root / f"cases/2026/11/{B}.yaml"
        assert contents(found) == built_anew(office.root)


def test_an_index_that_others_have_made_anew_takes_no_lines(office: Workspace, parsed: list[str]) -> None:
    handed_over(office, A, basis="other")
    assert ids(office) == [A]
    assert parsed == [A]


def test_an_index_that_is_held_takes_no_lines(
    office: Workspace, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "COMMIT_WAIT", 0)
    with opened(office) as found, closing(sqlite3.connect(office.state / FILE, isolation_level=None)) as other:
        lines = imported(office, A)
        other.execute("BEGIN IMMEDIATE")
        taken_over(found, [lines])
        other.execute("COMMIT")
        other.execute("BEGIN")
        other.execute("SELECT * FROM files").fetchall()
        taken_over(found, [lines])  # written, and not to be committed
        other.execute("COMMIT")
        assert list(found.sql("SELECT id FROM cases")) == []
    assert ids(office) == [A]
    assert parsed == [A]


def test_a_private_copy_takes_no_lines(office: Workspace) -> None:
    office.state.write_text("no folder")
    handed_over(office, A)
    with opened(office) as found:
        assert found.note
        assert list(found.ids()) == [A]


# Any history of edits


TITLES = ("小区积水", "小区停电", "𠮷祥里道路破损")
BROKEN = ("id: [\n", "", "<<<<<<< HEAD\n", "title: 没有其他\n")
CLOCKS_TO_SET = (0, 1_000_000_000, 1_700_000_000_000_000_000, 4_000_000_000_000_000_000)


class Edits(RuleBasedStateMachine):
    """Random edits of a workspace that is a git repository: after each, the index equals one that is built anew."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="xf-"))
        self.office = Workspace(self.root)
        for folder in FOLDERS:
            (self.root / folder).mkdir(parents=True)
        self.commits: list[str] = []
        (self.root / ".gitignore").write_text(".xinfang/\n")
        self.git("init", "-q")

    def git(self, *words: str) -> str:
        names = {f"GIT_{role}_{what}": "tester@xf" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
        done = subprocess.run(
            ["git", "-c", "core.fsync=none", *words], cwd=self.root, env=names | plain, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.root.glob("cases/*/*/*.yaml") if not path.is_symlink())

    def some(self, data: st.DataObject) -> Path:
        return data.draw(st.sampled_from(self.files))

    @rule(case_id=st.sampled_from((A, B, C)), folder=st.sampled_from(FOLDERS), title=st.sampled_from(TITLES))
    def write(self, case_id: str, folder: str, title: str) -> None:
        put(self.office, case_id, text(case_id, title), folder)

    @rule(
        case_id=st.sampled_from((A, B, C)),
        folder=st.sampled_from(FOLDERS),
        due=st.sampled_from(("2026-12-06", "2026-11-21")),
    )
    def route(self, case_id: str, folder: str, due: str) -> None:
        put(self.office, case_id, routed(case_id, "水务局", due), folder)

    @rule(
        case_id=st.sampled_from((A, B, C)),
        folder=st.sampled_from(FOLDERS),
        meanwhile=st.lists(st.sampled_from(("edited", "deleted", "read")), unique=True, max_size=2),
    )
    def write_as_an_import_does(self, case_id: str, folder: str, meanwhile: list[str]) -> None:
        with Index.open(self.office, LAW, "basis") as found:
            lines = imported(self.office, case_id, folder)
            for each in meanwhile:
                if each == "edited":
                    put(self.office, case_id, text(case_id, TITLES[1]), folder)
                elif each == "deleted":
                    (self.root / folder / f"{case_id}.yaml").unlink(missing_ok=True)
                else:
                    ids(self.office)
            taken_over(found, [lines])

    @precondition(lambda self: self.files)
    @rule(data=st.data(), title=st.sampled_from(TITLES[:2]))
    def edit_and_set_its_time_back(self, data: st.DataObject, title: str) -> None:
        path = self.some(data)
        stat = path.stat()
        path.write_text(text(path.stem, title), "utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    @precondition(lambda self: self.files)
    @rule(data=st.data(), content=st.sampled_from(BROKEN))
    def break_one(self, data: st.DataObject, content: str) -> None:
        self.some(data).write_text(content)

    @precondition(lambda self: self.files)
    @rule(data=st.data(), time=st.sampled_from(CLOCKS_TO_SET))
    def touch(self, data: st.DataObject, time: int) -> None:
        os.utime(self.some(data), ns=(time, time))

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.some(data).unlink()

    @precondition(lambda self: self.files)
    @rule(data=st.data(), folder=st.sampled_from(FOLDERS), case_id=st.sampled_from((A, B, C)))
    def rename(self, data: st.DataObject, folder: str, case_id: str) -> None:
        (self.root / folder).mkdir(parents=True, exist_ok=True)  # git takes empty folders away
        self.some(data).replace(self.root / folder / f"{case_id}.yaml")

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def put_a_link_in_its_place(self, data: st.DataObject) -> None:
        path = self.some(data)
        path.unlink()
        path.symlink_to(self.root / ".gitignore")

    @rule()
    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")
        self.commits.append(self.git("rev-parse", "HEAD"))

    @precondition(lambda self: self.commits)
    @rule(data=st.data())
    def check_out(self, data: st.DataObject) -> None:
        self.git("checkout", "-q", "-f", data.draw(st.sampled_from(self.commits)))

    @invariant()
    def equals_one_built_anew(self) -> None:
        with Index.open(self.office, LAW, "basis") as found:
            assert contents(found) == built_anew(self.root)
            assert {line["id"]: line["title"] for line in found.cases(ALL)} == self.readable()

    def readable(self) -> dict[str, str]:
        """Return what the files say, in the plainest way: of each id the first file that holds it."""
        found: dict[str, str] = {}
        for path in self.files:
            lines = path.read_text("utf-8").splitlines()
            if lines[:1] == [f"id: {path.stem}"]:
                found.setdefault(path.stem, lines[1].removeprefix("title: "))
        return found

    def teardown(self) -> None:
        shutil.rmtree(self.root)


class TestEdits(Edits.TestCase):  # type: ignore[misc,name-defined]
    """The machine, bounded to some seconds."""

    settings = settings(
        max_examples=20, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )


class ScoutedEdits(Edits):
    """The same where a second process looks at every other folder, as in a large office."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(tables, "MANY", 0)

    def teardown(self) -> None:
        self.patch.undo()
        super().teardown()


class TestScoutedEdits(ScoutedEdits.TestCase):  # type: ignore[misc,name-defined]
    """The machine, bounded to some seconds."""

    settings = settings(
        max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )


def test_a_damaged_index_is_never_made_anew_for_our_own_mistake(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edits of all kinds on one index, which would hide a broken constraint by deleting the file."""
    monkeypatch.setattr(Opening, "_delete", None)
    for folder in (*FOLDERS, *reversed(FOLDERS)):
        for case_id in (A, B):
            put(office, case_id, routed(case_id, "水务局", "2026-12-06"), folder)
            with opened(office) as found:
                assert contents(found) == built_anew(office.root)
            put(office, case_id, folder=folder)
        (office.root / folder / f"{A}.yaml").unlink()
