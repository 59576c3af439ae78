"""What became of rows, counted and told."""

import csv
from pathlib import Path

import pytest

from xinfang_cli.batches.tally import Became, RowReport, Tally, where
from xinfang_cli.labels import Lang
from xinfang_cli.ledgers.cells import RowFault
from xinfang_cli.ledgers.headers import Skip
from xinfang_cli.messages import Msg
from xinfang_cli.store.spool import Spool

EMPTY = RowFault("received_on", "信访日期", "", Msg.STEP_NO_CASE())
ODD = RowFault("people", "人数", "许多", Msg.STEP_NONE())
ROWS = (
    RowReport("表一", 2, ("2026-03-05", "要求修路"), Became.IMPORT, "XF-20260305-AAAAA"),
    RowReport("表一", 3, ("2026-03-06", "要求供水"), Became.WARN, "XF-20260306-BBBBB", "people", faults=(ODD,)),
    RowReport("表一", 4, ("", "要求供电"), Became.REJECT, None, "received_on/people", faults=(EMPTY, ODD, ODD)),
    RowReport("表一", 5, ("", ""), Became.SKIP, reason=Skip.BLANK),
    RowReport("表一", 6, ("XF-1", "accept"), Became.APPLY, "XF-1"),
)


@pytest.mark.parametrize("errors", [None, "rejected.csv"])
def test_rows_are_counted_and_those_with_something_to_say_told(errors: str | None, tmp_path: Path) -> None:
    with Spool() as spool:
        tally = Tally(Lang.EN, spool, tmp_path / errors if errors else None)
        tally.begin("a.xlsx", "表一", ("信访日期", "诉求"))
        for row in ROWS:
            tally.add(row)
        assert not list(tally.write_rejected())
        assert [(row["row"], row["outcome"], row["reason"]) for row in tally.rows] == [
            (3, "warn", ""),
            (4, "reject", ""),
            (5, "skip", "blank"),
        ]
        names = ("imported", "warned", "applied", "rejected", "skipped", "known", "differing")
        assert tuple(tally.counts(*names).values()) == (2, 1, 1, 1, 1, 0, 0)
        assert [tally.exit_code(code) for code in (0, 3, 5)] == [4, 3, 5]
    assert [path.name for path in tmp_path.iterdir()] == ([errors] if errors else [])


def test_a_rejected_row_goes_back_with_each_column_once_and_every_value(tmp_path: Path) -> None:
    with Spool() as spool:
        tally = Tally(Lang.EN, spool, tmp_path / "rejected.csv")
        tally.begin("a.xlsx", "表一", ("信访日期", "诉求"))
        tally.add(ROWS[2])
        assert not list(tally.write_rejected())
    with (tmp_path / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    none, odd = (fault.text.in_(Lang.EN) for fault in (EMPTY, ODD))
    about = ["表一", "4", "信访日期 / 人数", "received_on/people", " / 许多 / 许多", f"{none} / {odd} / {odd}"]
    assert row == ["", "要求供电", *about]
    assert ROWS[2].as_json(Lang.EN)["message"] == f"{none}; {odd}"


def test_a_run_without_rejected_rows_keeps_its_exit_code() -> None:
    with Spool() as spool:
        tally = Tally(Lang.ZH, spool, None)
        tally.add(ROWS[0])
        assert (tally.exit_code(0), tally.exit_code(5)) == (0, 5)


def test_a_row_of_a_table_without_sheets_is_named_by_its_number() -> None:
    assert where(ROWS[1].as_json(Lang.ZH)) == "表一!3"
    assert where(RowReport("", 3, (), Became.SKIP, reason=Skip.BLANK).as_json(Lang.ZH)) == "3"
