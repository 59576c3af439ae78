"""Rows prepared anywhere are what the long way makes of them."""

import datetime as dt
import io
import pickle
from pathlib import Path

import pytest

from xinfang_cli.batches import prepare as preparing
from xinfang_cli.batches.admit import office_of
from xinfang_cli.batches.prepare import Bench, prepare
from xinfang_cli.ledgers.matters import Intake, SheetIntake, take_in
from xinfang_cli.office import config
from xinfang_cli.sheets.read import read_sheets
from xinfang_cli.sheets.rows import Row
from xinfang_cli.store.cases import Workspace, path_of

TODAY = dt.date(2026, 11, 22)
LEDGER = """信访件编号,本系统编号,信访日期,姓名,手机号码,信访目的,概况
410122202611020001,,2026-11-02,王某,13800000000,求决,村道破损
410122202611020002,,2026-11-02,赵某,,揭发控告,虚报低保
410122202611020003,XF-20261102-00000,2026-11-02,钱某,,求决,宅基地界址有争议
410122202611020004,,2026-11-02,孙某,1380000000000,求决,小区积水
,,,李某,,求决,没有日期
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    sheet = ledger()
    assert sheet.table
    return Bench.of(sheet, sheet.table, Workspace(tmp_path), config.default(), b"salt")


def ledger() -> SheetIntake:
    settings = config.default()
    desk = Intake(office_of(settings), settings.law, TODAY, lambda _, on: f"XF-{on:%Y%m%d}-00000")
    (sheet,) = take_in(read_sheets(io.BytesIO(LEDGER.encode())), desk)
    return sheet


def rows() -> list[Row]:
    return [row for row in ledger().rows if isinstance(row, Row)]


def test_what_is_out_of_the_ordinary_is_left_to_the_long_way(bench: Bench) -> None:
    plain, accusation, named, warned, rejected = prepare(rows(), bench)
    assert accusation is None
    assert named is None
    assert plain
    assert (plain.number, plain.outcome, len(plain.marks)) == ("410122202611020001", None, 1)
    assert plain.text
    assert plain.text.startswith(f"id: {plain.id}\n")
    assert warned
    assert warned.outcome
    assert (warned.outcome.field, warned.outcome.case, warned.outcome.cells) == ("phone", None, ())
    assert rejected
    assert rejected.outcome
    assert (rejected.id, rejected.outcome.field) == (None, "received_on")


def test_a_matter_that_is_there_and_says_the_same_has_no_text(bench: Bench) -> None:
    first, *_ = prepare(rows(), bench)
    assert first
    assert first.id
    assert first.text
    path = path_of(bench.workspace, first.id)
    path.parent.mkdir(parents=True)
    path.write_text(first.text, encoding="utf-8")
    again, *_ = prepare(rows(), bench)
    assert again == first._replace(text=None, marks=())
    path.write_text(first.text.replace("村道破损", "水渠破损"), encoding="utf-8")
    assert prepare(rows(), bench)[0] is None
    path.write_text("broken", encoding="utf-8")
    assert prepare(rows(), bench)[0] is None


def test_a_file_as_an_import_wrote_it_is_not_read_and_one_with_a_comment_is(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[Path] = []
    load = preparing.load
    monkeypatch.setattr(preparing, "load", lambda ws, path: loaded.append(path) or load(ws, path))
    first, *_ = prepare(rows(), bench)
    assert first
    assert first.id
    assert first.text
    path = path_of(bench.workspace, first.id)
    path.parent.mkdir(parents=True)
    for before, read in (("", []), ("# 手写\n", [path])):
        path.write_text(before + first.text, encoding="utf-8")
        again, *_ = prepare(rows(), bench)
        assert again == first._replace(text=None, marks=())
        assert loaded == read


def test_a_bench_can_be_sent_to_a_process_that_begins_from_nothing(bench: Bench) -> None:
    sent: Bench = pickle.loads(pickle.dumps(bench))  # noqa: S301  # our own
    assert prepare(rows(), sent) == prepare(rows(), bench)
