"""The sum of relief (困难救助): told of a year that is over, of all matters, and of too many to tell one family's."""

import pytest

from tests.commands.conftest import Office

SUM = "发放困难救助共"
pytestmark = pytest.mark.usefixtures("apart")


def note(office: Office, case: str, day: str, *more: str) -> None:
    words = ("note", case, "--kind", "relief", "--text", "困难救助", "--on", day, "--backdate-reason", "补记")
    office.does(*words, *more)


@pytest.fixture
def granted(office: Office) -> Office:
    """Six matters with relief in 2025: 1,000 to 5,000 yuan, and one whose grant names no amount; and what counts not."""
    cases = [office.open("2025-03-03", "--name", f"王某{n}", "--phone", f"1380000000{n}") for n in range(7)]
    for n, case in enumerate(cases[:5], 1):
        note(office, case, "2025-06-02", "--amount", str(n * 1000), "--granted")
    note(office, cases[0], "2026-01-05", "--amount", "70000", "--granted")  # of the year after
    note(office, cases[1], "2025-07-01", "--amount", "800000", "--granted")
    office.does("undo", cases[1])
    note(office, cases[2], "2025-08-01", "--amount", "9000000")  # asked for, not granted
    note(office, cases[5], "2025-08-01", "--granted")
    return office


def sentences(office: Office, *more: str, year: str = "2025") -> str:
    return str(office.does("report", "annual", "--year", year, "--format", "md", *more))


def test_the_sum_of_a_year_is_told_with_how_many_are_not_in_it(granted: Office) -> None:
    said = sentences(granted)
    assert "向6件的信访人发放困难救助共15000元。" in said
    assert "另有1件记有困难救助，金额未写明或者已加密而本机无钥，未计入。" in said


def test_an_amount_asked_for_first_is_the_one_that_is_granted(granted: Office) -> None:
    case = granted.open("2025-03-04")
    note(granted, case, "2025-09-01", "--amount", "600")
    note(granted, case, "2025-09-08", "--granted")
    assert "向7件的信访人发放困难救助共15600元。" in sentences(granted)


def test_no_filter_no_month_and_no_unfinished_year_has_a_sum(granted: Office) -> None:
    for more in (("--channel", "visit"), ("--open",), ("--class", "claim")):
        assert SUM not in sentences(granted, *more), more
    assert SUM not in sentences(granted, year="2026")
    assert SUM not in granted.does("report", "monthly", "--month", "2025-06", "--format", "md")


def test_the_relief_of_few_is_withheld(office: Office) -> None:
    for amount in ("1234", "5678"):
        note(office, office.open("2025-03-03"), "2025-06-02", "--amount", amount, "--granted")
    said = sentences(office)
    assert "发放困难救助的不足5件，金额不列。" in said
    assert "6912" not in said
    for amount in ("1", "2", "3"):
        note(office, office.open("2025-03-03"), "2025-06-02", "--amount", amount, "--granted")
    said = sentences(office)
    assert "向5件的信访人发放困难救助共6918元。" in said
    assert "另有" not in said


def test_under_seal_the_sum_needs_the_key(granted: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    granted.does("privacy", "on")
    assert "向6件的信访人发放困难救助共15000元。" in sentences(granted)
    monkeypatch.setenv("XINFANG_KEY", str(granted.root.parent / "another.txt"))
    assert SUM not in sentences(granted)
