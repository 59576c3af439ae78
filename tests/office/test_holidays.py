"""A year's notice: our form, the public one, and what is no notice."""

import datetime as dt

from xinfang_cli.messages import Msg
from xinfang_cli.office.holidays import read_notice, spans, written


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_our_own_form() -> None:
    notice, faults = read_notice(
        {
            "year": "2027",
            "source": "国办通知",
            "rest": [["2027-01-01", "2027-01-03"], "2027-04-05"],
            "work": ["2027-01-30"],
        }
    )
    assert faults == []
    assert notice
    assert (notice.year, notice.source, notice.work) == (2027, "国办通知", (day("2027-01-30"),))
    assert notice.rest == (day("2027-01-01"), day("2027-01-02"), day("2027-01-03"), day("2027-04-05"))


def test_the_form_in_which_notices_are_passed_around() -> None:
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-04", "isOffDay": False},
    ]
    notice, faults = read_notice({"year": 2027, "papers": ["https://example.invalid/x"], "days": days})
    assert faults == []
    assert notice
    assert (notice.rest, notice.work, notice.source) == (
        (day("2027-01-01"),), (day("2027-01-04"),), "https://example.invalid/x",
    )  # fmt: skip
    nameless, _ = read_notice({"year": 2027, "days": days})
    assert nameless
    assert nameless.source is None


def test_what_is_no_notice() -> None:
    assert [fault.text.msg for fault in read_notice({})[1]] == [Msg.NODE_NEEDED]
    assert [fault.text.msg for fault in read_notice({"year": "soon"})[1]] == [Msg.NODE_RANGE]
    assert [fault.text.msg for fault in read_notice({"year": 2027, "rest": ["2029-01-01"]})[1]] == [Msg.NOTICE_DAY]
    assert [fault.text.msg for fault in read_notice({"year": 2027, "work": ["2025-01-01"]})[1]] == [Msg.NOTICE_DAY]


def test_days_are_written_as_spans() -> None:
    first, second, third, later = (day(text) for text in ("2027-01-01", "2027-01-02", "2027-01-03", "2027-04-05"))
    assert list(spans([])) == []
    assert written([later, third, first, second, first]) == [[first, third], later]
