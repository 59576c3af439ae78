"""What becomes of a file that is looked at, and of what is wrong with it."""

from pathlib import Path, PurePosixPath

import pytest

from xinfang_cli.casefile import reader as ownform
from xinfang_cli.errors import Level, Problem
from xinfang_cli.index import reading
from xinfang_cli.index import replay as outlines
from xinfang_cli.index.reading import Suspect, packed, read_one, unpacked
from xinfang_cli.index.scan import FileStat, content_hash
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import ClockName
from xinfang_cli.messages import Msg
from xinfang_cli.office import config

LAW = config.default().law
ID = "XF-20261120-7K3MA"
RAW = f"""id: {ID}
title: 小区积水，物业不管
status: registered
received_on: 2026-11-20
registered_on: 2026-11-20
channel: letter
history:
- {{id: '1', date: 2026-11-20, at: 2026-11-20T09:00:00+08:00, by: 李经办, did: open}}
""".encode()
DOUBT = Suspect("cases/2026/11", FileStat(f"{ID}.yaml", 1, 1, 1, 1))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / DOUBT.folder).mkdir(parents=True)
    (tmp_path / DOUBT.path).write_bytes(RAW)
    return tmp_path


def test_a_new_file_is_drawn(root: Path) -> None:
    found = read_one(DOUBT, root, LAW)
    assert found.picture
    assert found.picture.case[:3] == (ID, DOUBT.path, "小区积水，物业不管")
    assert found.picture.words == "小区积水,物业不管"  # as searches compare it
    assert (found.hash, found.problems, found.is_same) == (content_hash(RAW), None, False)


def test_a_file_of_another_form_is_tried_as_our_own_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    cut = ownform.pieces_of
    for module in (outlines, ownform):
        monkeypatch.setattr(module, "pieces_of", lambda text, *facts: tried.append(text) or cut(text, *facts))
    assert read_one(DOUBT, root, LAW).picture
    assert tried == [RAW.decode()]


def test_a_file_without_words_has_none(root: Path) -> None:
    (root / DOUBT.path).write_bytes(RAW.replace("title: 小区积水，物业不管\n".encode(), b""))
    found = read_one(DOUBT, root, LAW)
    assert found.picture
    assert found.picture.words is None


def test_a_known_content_is_not_parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_parsed", None)
    found = read_one(Suspect(DOUBT.folder, DOUBT.seen, content_hash(RAW)), root, LAW)
    assert (found.is_same, found.picture, found.problems) == (True, None, None)


def test_a_file_that_has_gone_has_no_hash(root: Path) -> None:
    (root / DOUBT.path).unlink()
    found = read_one(DOUBT, root, LAW)
    assert (found.hash, found.is_same, found.problems) == (None, False, None)


def test_a_file_that_cannot_be_read_says_so(root: Path) -> None:
    (root / DOUBT.path).unlink()
    (root / DOUBT.path).symlink_to(root)
    (problem,) = unpacked(read_one(DOUBT, root, LAW).problems)
    assert (problem.path, problem.text.msg) == (PurePosixPath(DOUBT.path), Msg.NOT_A_FILE)


PROBLEMS = (
    Problem(PurePosixPath("cases/甲.yaml"), 3, Msg.CELL_PEOPLE(value="3-5")),
    Problem(PurePosixPath("cases/乙.yaml"), None, Msg.CLOCK_STOPPED(clock=ClockName.ROUTE), Level.WARNING),
    Problem(PurePosixPath("cases/丙.yaml"), 1, Msg.DAY_PROVISIONAL(kind=Msg.DAY_HOLIDAY(name="春节"))),
    Problem(
        PurePosixPath("cases/丁.yaml"), 1, Msg.CASE_AMBIGUOUS(reference="A", count=2, ids=["{x}", ClockName.FINAL])
    ),
)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.path.stem)
def test_a_problem_says_the_same_after_it_was_kept(problem: Problem) -> None:
    (back,) = unpacked(packed([problem]))
    for lang in Lang:
        assert back.in_(lang) == problem.in_(lang)
        assert back.as_json(lang) == problem.as_json(lang)
    assert back.level is problem.level


def test_no_problems_need_no_room() -> None:
    assert packed([]) is None
    assert unpacked(None) == ()
