"""Likely repeats are told at the counter and after an import, and nothing of them is kept."""

from pathlib import Path

from tests.commands.conftest import Office

ZHAO = ("--name", "赵某某", "--phone", "13800138000")


def said(office: Office, *words: str) -> str:
    line = (
        "--title",
        "阳光花园逾期交房",
        "--request",
        "要求明确交房时间",
        "--channel",
        "visit",
        "--received",
        "2026-11-20",
    )
    return office("open", *line, *words, "--json").err


def test_open_tells_what_looks_like_the_same_matter(office: Office) -> None:
    first = office.open("2026-11-02", *ZHAO)
    office.open("2026-11-03", "--name", "赵某某", "--phone", "13900139000")
    before = office.bytes()[f"cases/2026/11/{first}.yaml"]
    err = said(office, *ZHAO)
    assert (first in err, err.count("XF-")) == (True, 2)
    assert office.bytes()[f"cases/2026/11/{first}.yaml"] == before
    assert said(office, "--name", "赵某某") == ""
    assert said(office, *ZHAO, "--class", "accusation") == ""


def test_a_hand_written_petitioner_is_found_and_one_of_long_ago_is_not(office: Office) -> None:
    first = office.open("2026-11-02", *ZHAO)
    file = office.file(first)
    text = file.read_text(encoding="utf-8").replace(
        "- name: 赵某某\n  phone: '13800138000'", "  - phone: 138-0013-8000\n    name: '赵某某'"
    )
    file.write_text(text, encoding="utf-8")
    office.open("2024-01-02", *ZHAO)
    err = said(office, *ZHAO)
    assert (first in err, err.count("XF-")) == (True, 2)


def test_import_tells_repeats_among_its_rows_and_of_earlier_ones(office: Office, tmp_path: Path) -> None:
    first = office.open("2026-11-02", *ZHAO)
    ledger = tmp_path / "a.csv"
    ledger.write_text(
        "信访日期,姓名,电话,概况\n"
        "2026-11-05,赵某某,138-0013-8000,要求明确阳光花园交房时间\n"
        "2026-11-06,钱某,13900139000,要求修复村道\n"
        "2026-11-07,钱某,13900139000,村道破损,要求修复\n"
        "2026-11-08,孙某,13700137000,停水\n".replace("村道破损,", "村道破损、"),
        encoding="utf-8",
    )
    for more in ("--check", "--json"):
        answer = office("import", str(ledger), more)
        ids = {row["received_on"]: row["id"] for row in office.does("list", "--json")}
        lines = answer.err.splitlines()
        assert len(lines) == 3
        assert first in lines[0]
    assert set(answer.json) == {"imported", "warned", "rejected", "skipped", "known", "differing", "dropped_columns", "unread_columns", "rows"}  # fmt: skip
    assert (ids["2026-11-07"] in lines[1], ids["2026-11-06"] in lines[2]) == (True, True)
    assert office("import", str(ledger)).err == ""
