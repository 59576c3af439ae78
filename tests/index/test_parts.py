"""Rows on their way into the tables: an image is worth as much as the rows, whatever happens while it is taken."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.index.test_ask import FOLDERS, LAW, A, B, C, Edits, built_anew, contents, opened, put, routed, text
from xinfang_cli import processes
from xinfang_cli.index import opening, parts
from xinfang_cli.index.opening import FILE
from xinfang_cli.index.parts import NEVER, Inlet, Readings, image_of, read_all, readings_of, unpacked_readings
from xinfang_cli.index.reading import Suspect, foreseen, read_one
from xinfang_cli.index.scan import FileStat, scan
from xinfang_cli.index.tables import bare_tables, make
from xinfang_cli.store.workspace import Workspace

NAMES = ("cases", "clocks", "events", "remarks", "texts", "files")
BROKEN = "id: [\n"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
    office = Workspace(tmp_path)
    put(office, A, routed(A, "水务局", "2026-12-06"), FOLDERS[1])
    put(office, A, text(A, "小区停电"), FOLDERS[0])  # shown, since it comes first
    put(office, B, routed(B, "水务局", "2026-12-06"), FOLDERS[0])
    put(office, C, BROKEN)
    return office


@pytest.fixture
def imaging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let any file be one of many, with an image for each, made in this process."""
    monkeypatch.setattr(parts, "MANY", 0)
    monkeypatch.setattr(processes, "BATCH", 1)
    monkeypatch.setattr(processes, "cores", lambda: 0)


def doubts(office: Workspace) -> list[Suspect]:
    return [Suspect(folder.path, FileStat(*listed)) for folder in scan(office.root) for listed in folder.listed]


def found_in(office: Workspace) -> Readings:
    return readings_of([read_one(doubt, office.root, LAW) for doubt in doubts(office)], NEVER)


def tables_with(found: Readings, but: set[str], unsaid: set[str]) -> dict[str, Any]:
    """Return what tables hold after some rows were put in."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        make(db, "basis")
        db.execute("BEGIN")
        inlet = Inlet(db)
        inlet.put(found.lines, but, unsaid)
        inlet.close()
        db.execute("COMMIT")
        assert db.execute("SELECT count(*) FROM meta").fetchone() == (1,)
        assert db.execute("PRAGMA database_list").fetchall() == [(0, "main", "")]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in NAMES}


def test_of_two_files_with_one_id_the_first_by_path_has_rows(office: Workspace) -> None:
    found = found_in(office)
    assert isinstance(found.lines, dict)
    assert found.shown == {A: f"{FOLDERS[0]}/{A}.yaml", B: f"{FOLDERS[0]}/{B}.yaml"}
    assert [row[0] for row in found.lines["cases"]] == [A, B]
    assert [(row[0], row[1], row[6]) for row in found.lines["files"]] == [
        (FOLDERS[0], f"{A}.yaml", 1), (FOLDERS[0], f"{B}.yaml", 1), (FOLDERS[1], f"{A}.yaml", 2),
        (FOLDERS[1], f"{C}.yaml", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("but", [set(), {A}, {B}, {A, B}])
@pytest.mark.parametrize("unsaid", [set(), {A}, {B, C}])
def test_an_image_is_worth_as_much_as_the_rows(office: Workspace, but: set[str], unsaid: set[str]) -> None:
    found = found_in(office)
    by_rows = tables_with(found, but, unsaid)
    assert tables_with(unpacked_readings(found.packed()), but, unsaid) == by_rows
    assert {row[0] for row in by_rows["cases"]} == {A, B} - but - unsaid
    assert {row[1] for row in by_rows["files"]} == {f"{each}.yaml" for each in {A, B, C} - unsaid}


def test_an_image_holds_none_as_none(office: Workspace) -> None:
    lines = found_in(office).lines
    assert isinstance(lines, dict)
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(image_of(lines))
        for name in NAMES:
            assert db.execute(f"SELECT * FROM {name}").fetchall() == [tuple(row) for row in lines[name]]


def test_each_table_of_an_image_has_the_columns_of_the_index() -> None:
    with closing(sqlite3.connect(":memory:")) as bare, closing(sqlite3.connect(":memory:")) as full:
        for statement in bare_tables():
            bare.execute(statement)
        make(full, "basis")
        for name in NAMES:
            ours, theirs = (
                [(column, kind) for _, column, kind, *_ in db.execute(f"PRAGMA table_info({name})")]
                for db in (bare, full)
            )
            assert ours == theirs


def test_few_files_are_read_here_and_many_elsewhere(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    here = [each.packed() for each in read_all(doubts(office), office.root, LAW, NEVER)]
    monkeypatch.setattr(parts, "MANY", 2)
    elsewhere = list(read_all(doubts(office), office.root, LAW, NEVER))
    assert all(isinstance(each.lines, bytes) for each in elsewhere)
    assert [each.packed() for each in elsewhere] == here


@pytest.mark.usefixtures("imaging")
def test_where_sqlite_takes_no_images_rows_are_sent(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "CAN_COPY", False)
    assert all(isinstance(each.lines, dict) for each in read_all(doubts(office), office.root, LAW, NEVER))
    assert as_it_opens(office) == built_anew(office.root)


def as_it_opens(office: Workspace) -> dict[str, Any]:
    with opened(office) as found:
        return contents(found)


@pytest.mark.usefixtures("imaging")
def test_an_index_of_images_is_unlocked_and_alone_when_it_is_full(office: Workspace) -> None:
    with opened(office) as found, closing(sqlite3.connect(office.state / FILE, timeout=0)) as other:
        other.execute("INSERT INTO meta VALUES ('x')")
        other.rollback()
        assert [name for _, name, _ in found.sql("PRAGMA database_list")] == ["main"]
        assert list(found.sql("PRAGMA synchronous")) == [(1,)]
    assert sorted(path.name for path in office.state.iterdir()) == [FILE]


@pytest.mark.usefixtures("imaging")
def test_while_images_are_taken_others_find_the_index_held(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT", 0)
    monkeypatch.setattr(opening, "COMMIT_WAIT", 0)
    notes: list[Any] = []
    expected = built_anew(office.root)
    copy = Inlet._copy

    def looked_at(inlet: Inlet, *args: Any) -> None:
        copy(inlet, *args)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Inlet, "_copy", copy)
            with opened(office) as other:
                notes.append(other.note)
                assert {**contents(other), "note": None} == expected

    monkeypatch.setattr(Inlet, "_copy", looked_at)
    assert as_it_opens(office) == expected
    assert len(notes) == 3
    assert None not in notes


@pytest.mark.usefixtures("imaging")
def test_an_index_that_somebody_reads_is_not_given_up(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "COMMIT_WAIT", 0)
    as_it_opens(office)
    with closing(sqlite3.connect(office.state / FILE, isolation_level=None)) as other:
        before = other.execute("SELECT * FROM meta").fetchall()
        other.execute("BEGIN")
        other.execute("SELECT * FROM cases").fetchall()
        put(office, C)
        with opened(office, "other rules") as found:
            assert found.note is not None
            assert sorted(found.ids()) == [A, B, C]
        assert other.execute("SELECT * FROM meta").fetchall() == before
        other.execute("COMMIT")
        assert other.execute("SELECT * FROM meta").fetchall() == before


KILLED = """
import os, sys
from pathlib import Path
from xinfang_cli import processes
from xinfang_cli.index import parts
from xinfang_cli.index.ask import Index
from xinfang_cli.office import config
from xinfang_cli.store.workspace import Workspace
left = int(sys.argv[2])
copy, close = parts.Inlet._copy, parts.Inlet.close

def counted(after, work):
    def done(*args):
        global left
        if not after:
            left -= 1
            if left < 0:
                os._exit(9)
        work(*args)
        if after:
            left -= 1
            if left < 0:
                os._exit(9)
    return done

parts.MANY, processes.BATCH, processes.cores = 0, 1, lambda: 0
parts.Inlet._copy, parts.Inlet.close = counted(False, copy), counted(True, close)
Index.open(Workspace(Path(sys.argv[1])), config.default().law, "basis").close()
"""


@pytest.mark.parametrize("at", range(5))
def test_who_is_killed_while_images_are_taken_leaves_no_index(office: Workspace, at: int) -> None:
    """Killed before the first, second, third, fourth one, and before the last transaction is over."""
    (office.root / FOLDERS[1] / f"{C}.yaml").write_text(text(C), "utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, str(office.root), str(at)], env=os.environ, check=False)
    assert done.returncode == 9
    with closing(sqlite3.connect(office.state / FILE)) as left:
        there = {name for (name,) in left.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert not there or not left.execute("SELECT * FROM meta").fetchall()
    assert as_it_opens(office) == built_anew(office.root)


@pytest.mark.usefixtures("imaging")
def test_lines_that_are_taken_over_as_images_are_those_of_the_files(office: Workspace) -> None:
    as_it_opens(office)
    new = "XF-20261120-7K3MD"
    with opened(office) as found:
        path = put(office, new, routed(new, "水务局", "2026-12-06"))
        case = parts_case(path)
        drawn = foreseen(case, FOLDERS[1], path.read_text("utf-8"), LAW)
        ghost = drawn._replace(doubt=Suspect(FOLDERS[1], FileStat("XF-20261120-7K3ME.yaml", 0, 0, 0, 0)))
        sent = unpacked_readings(readings_of([drawn, ghost], NEVER).packed())
        found.take_over(iter([sent._replace(unsaid=("XF-20261120-7K3ME",))]), 1)
        assert [name for (name,) in found.sql("SELECT name FROM files WHERE tail LIKE 'EM3K7%'")] == []
    assert as_it_opens(office) == built_anew(office.root)


def parts_case(path: Path) -> Any:
    from xinfang_cli.casefile.text import parse

    return parse(path.read_bytes(), path)[0]


class ImagedEdits(Edits):
    """Any edits, where every file that is read comes into the tables by an image."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(parts, "MANY", 0)
        self.patch.setattr(processes, "BATCH", 2)
        self.patch.setattr(processes, "cores", lambda: 0)

    def teardown(self) -> None:
        self.patch.undo()
        super().teardown()


class TestImagedEdits(ImagedEdits.TestCase):  # type: ignore[misc,name-defined]
    """The machine, bounded to some seconds."""

    settings = settings(
        max_examples=10, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
