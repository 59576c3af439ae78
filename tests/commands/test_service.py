"""Service by post through the real front door: what is posted, what is received, and when the petitioner's time runs."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Office

NOT_BEGUN = "可申请复查：起算日未定（信访处理意见书于2026-11-12交寄，收到日未知）"


@pytest.fixture
def replied(office: "Office") -> str:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    office.does("accept", case, "--on", "2026-11-04")
    office.does("reply", case, "--decision", "explain", "--number", "1号", "--on", "2026-11-10")
    return case


def test_the_window_of_a_letter_begins_when_its_receipt_is_known(office: "Office", replied: str) -> None:
    serve = ("serve", replied, "--document", "opinion", "--method", "post")
    before = office.bytes()
    assert office(*serve, "--json").refusal["error"] == "not_posted"
    assert office.bytes() == before
    assert office.does(*serve, "--posted", "2026-11-12", "--json")["started"] == []
    for command in ("show", "explain"):
        assert NOT_BEGUN in office.does(command, replied)
    shown = office.does("show", replied, "--json")
    assert shown["posted"] == [{"document": "opinion", "posted": "2026-11-12"}]
    close = ("close", replied, "--reason", "opinion_unchallenged", "--json")
    assert office(*close, today="2027-02-01").refusal["error"] == "receipt_unknown"
    (window,) = office.does(*serve, "--on", "2026-11-16", "--json")["started"]
    assert (window["clock"], window["due"]) == ("ask_review", "2026-12-16")
    assert NOT_BEGUN not in office.does("show", replied)


def test_a_row_without_a_day_says_that_receipt_is_not_known(office: "Office", replied: str, tmp_path: Path) -> None:
    table = tmp_path / "送达.csv"
    head = "本系统编号,办理,文书,送达方式,交寄日期,办理日期"
    table.write_text(f"{head}\n{replied},送达,opinion,邮寄送达,2026-11-12,\n", encoding="utf-8")
    office.does("apply", str(table))
    assert NOT_BEGUN in office.does("show", replied)
    table.write_text(f"{head}\n{replied},送达,opinion,邮寄送达,2026-11-12,2026-11-16\n", encoding="utf-8")
    office.does("apply", str(table))
    assert office.does("show", replied, "--json")["posted"] == []


def test_the_petitioner_is_not_told_of_a_service_that_nobody_knows_of(office: "Office", replied: str) -> None:
    office.does("serve", replied, "--document", "opinion", "--method", "post", "--posted", "2026-11-12")
    assert "送达" not in office.does("log", replied, "--for-petitioner")
