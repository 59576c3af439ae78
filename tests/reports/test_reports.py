"""The weekly report of a small office, worked out by hand; what stands in every report; what is withheld."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.index.lines import CaseLines
from xinfang_cli.index.lines import draw as pictured
from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.workdays import Calendar
from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.counting import Scope
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Column, Counted, Figure, Kind, Mark, Page, Row, Table, Value, ratio
from xinfang_cli.measures.volumes import Act, Duty
from xinfang_cli.measures.windows import Span, Window, days, read_month, read_quarter, read_week, read_year
from xinfang_cli.office.reporting import USUAL_FLAGS, OwnReport
from xinfang_cli.render import Format, draw
from xinfang_cli.render.wording import written
from xinfang_cli.reports import Inquiry, Report, build, withheld

TODAY = dt.date(2026, 11, 23)
GOLDEN = Path(__file__).parents[1] / "golden"
OFFICE = "某县信访局"
HOUSING, WATER, CIVIL = "住房和城乡建设局", "水利局", "民政局"
COUNTY = "某县人民政府"


class _Rows:
    """The three relations, filled line by line; a line says only what matters here."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        for name, columns in (("cases", CASES), ("clocks", CLOCKS), ("events", EVENTS), ("remarks", REMARKS)):
            self.db.execute(f"CREATE TABLE {name} ({', '.join(column.name for column in columns)})")

    def _add(self, table: str, **line: Any) -> None:
        marks = ", ".join(f":{name}" for name in line)
        self.db.execute(f"INSERT INTO {table} ({', '.join(line)}) VALUES ({marks})", line)

    def case(self, case: str, unit: str | None, registered: str, status: str, **more: Any) -> None:
        ended = status in {"closed", "withdrawn"}
        known = {"is_open": int(not ended), "is_closed": int(status == "closed"), "resolved": 0, "sealed": 0}
        on = _year(registered)
        self._add(
            "cases", id=case, unit=unit, status=status, registered_on=on, **{**known, "channel": "letter", **more}
        )

    def clock(
        self, case: str, clock: str, from_: str, due: str | None, stopped: str | None = None, **more: Any
    ) -> None:
        known = {"kind": "duty", "owner": "unit", "owing": HOUSING, "dated": 1, "rule": "15d", "provisional": 0}
        (of_first,) = self.db.execute("SELECT COALESCE(first_time, 1) FROM cases WHERE id = ?", (case,)).fetchone()
        known |= {"of_first": of_first, "answered": 0, "fate": "done" if stopped else None}
        known["excused_to"] = due and _year(due)
        self._add(
            "clocks", case_id=case, n=f"{clock}{from_}", clock=clock, from_on=_year(from_), due=due and _year(due),
            stopped_on=stopped and _year(stopped), **{**known, **more},
        )  # fmt: skip

    def event(self, case: str, on: str, did: str, **more: Any) -> None:
        (count,) = self.db.execute("SELECT COUNT(*) FROM events").fetchone()
        known = {
            "dated": 1,
            "lapse": 0,
            "again": 0,
            "at_day": _year(on),
            "mode": "transfer" if did == "route" else None,
        }
        self._add("events", case_id=case, n=f"{count:08x}", on_day=_year(on), did=did, **{**known, **more})

    def picture(self, picture: CaseLines) -> None:
        for name, lines in (("cases", [picture.case]), ("clocks", picture.clocks), ("events", picture.events)):
            for line in lines:
                self.db.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(line))})", line)


def _year(day: str) -> str:
    return day if len(day) > 5 else f"2026-{day}"


def week(name: str = "2026-W47") -> Window:
    found = read_week(name)
    assert found
    return found


@pytest.fixture(scope="module")
def rules(law: Law) -> Law:
    """Return the rules with a calendar whose version does not change with the library's."""
    return law.but(review_by={HOUSING: COUNTY}, calendar=Calendar({}, {}, (2004, 2026)))


@pytest.fixture
def office() -> _Rows:
    """Return seven matters, looked at for 16 to 22 November 2026 (week 47)."""
    rows = _Rows()
    # A: routed in time, told a day late (due the 20th), accepted in the week; its handling is due next year.
    rows.case("XF-20261101-AAAAA", HOUSING, "11-01", "accepted", title="阳光花园|逾期<b>交房</b>", first_time=1)
    rows.clock("XF-20261101-AAAAA", "route", "11-01", "11-16", "11-05", owner="office", owing=None)
    rows.clock("XF-20261101-AAAAA", "notify_routed", "11-05", "11-20", "11-21")
    rows.clock("XF-20261101-AAAAA", "handle", "11-21", "2027-01-20", rule="60d")
    rows.event("XF-20261101-AAAAA", "11-05", "route", unit=HOUSING)
    rows.event("XF-20261101-AAAAA", "11-21", "accept", unit=HOUSING, actor=HOUSING)
    # B: not told yet, two days late; reminded on the 21st.
    rows.case("XF-20261102-BBBBB", WATER, "11-02", "transferred", title="河道𠮷堵塞", first_time=0,
              owed='["transfer_letter", "routed_notice"]', to_serve="[]")  # fmt: skip
    rows.clock("XF-20261102-BBBBB", "route", "11-02", "11-17", "11-05", owner="office", owing=None)
    rows.clock("XF-20261102-BBBBB", "notify_routed", "11-05", "11-20", owing=WATER)
    rows.event("XF-20261102-BBBBB", "11-05", "route", unit=WATER)
    rows.event("XF-20261102-BBBBB", "11-21", "escalate", unit=WATER, clock="notify_routed", step="remind")
    # C: nobody has routed it, four days late; the office has reminded itself.
    rows.case("XF-20261103-CCCCC", None, "11-03", "registered", title=None, channel="visit")
    rows.clock("XF-20261103-CCCCC", "route", "11-03", "11-18", owner="office", owing=None)
    rows.event("XF-20261103-CCCCC", "11-19", "escalate", clock="route", step="remind")
    # D: an accusation, sealed; told to nobody's satisfaction: due on the 20th, provisional for the test's sake.
    accusation = {
        "sealed": 1,
        "class": "accusation",
        "channel": "online",
        "owed": '["accusation_slip"]',
        "to_serve": "[]",
    }
    rows.case("XF-20261105-DDDDD", CIVIL, "11-05", "transferred", title="不可见", **accusation)
    rows.clock("XF-20261105-DDDDD", "notify_routed", "11-05", "11-20", owing=CIVIL, provisional=1)
    # E: online, accepted and extended on the 10th, closed and resolved on the 20th, twelve days after acceptance.
    rows.case(
        "XF-20261106-EEEEE", CIVIL, "11-06", "closed", title="低保", channel="online", closed_on="2026-11-20",
        ended_on="2026-11-20", resolved=1, resolved_on="2026-11-20", resolved_basis="agreement",
    )  # fmt: skip
    rows.clock("XF-20261106-EEEEE", "handle", "11-08", "11-20", "11-20", owing=CIVIL)
    rows.event("XF-20261106-EEEEE", "11-10", "accept", unit=CIVIL)
    rows.event("XF-20261106-EEEEE", "11-18", "extend", unit=CIVIL)
    # F: under review; the review organ is a day late, the next duty is due on the 29th, the last day of due_7.
    rows.case("XF-20261107-FFFFF", HOUSING, "11-16", "in_review", title="拆迁补偿")
    rows.clock("XF-20261107-FFFFF", "review", "10-22", "11-21", owner="organ", owing=COUNTY)
    rows.clock("XF-20261107-FFFFF", "assigned", "11-10", "11-29")
    # G: disputed since the 19th; the duty to tell is due on 6 December, the last day of the fortnight.
    rows.case("XF-20261117-GGGGG", WATER, "11-17", "objected", title="灌溉",
              owed='["transfer_letter"]', to_serve='["routed_notice"]')  # fmt: skip
    rows.clock("XF-20261117-GGGGG", "notify_routed", "11-17", "12-06", owing=WATER)
    rows.event("XF-20261117-GGGGG", "11-17", "route", unit=WATER)
    rows.event("XF-20261117-GGGGG", "11-19", "object", unit=WATER, actor=WATER)
    return rows


def ask(rows: _Rows, law: Law, window: Window | None = None, **more: Any) -> Page:
    inquiry = Inquiry(
        run=rows.db.execute, window=window or week(), today=more.pop("today", TODAY), office=OFFICE, law=law, **more
    )
    return build(Report.WEEKLY, inquiry)


def table(page: Page, name: str) -> Table:
    return next(each for each in page.tables if each.name == name)


def rows_of(page: Page, name: str) -> dict[Any, dict[str, Any]]:
    """Return a table's rows by their first cell, without what is 0 or empty."""
    found = table(page, name)
    names = [column.name for column in found.columns[1:]]
    return {
        row[0]: {name: cell for name, cell in zip(names, row[1:], strict=True) if cell not in (0, None)}
        for row in found.rows
    }


def values(page: Page) -> Mapping[str, Value]:
    return {figure.name: figure.value for figure in page.figures}


# --- The small office -----------------------------------------------------------------------------------------------


def test_what_each_unit_owes(office: _Rows, rules: Law) -> None:
    page = ask(office, rules)
    assert rows_of(page, "units") == {
        # One duty overdue each: by name, which for Chinese is by code point; never by complaints.
        COUNTY: {"overdue": 1, "overdue_review": 1},
        OFFICE: {"open": 1, "overdue": 1, "overdue_route": 1, "step_remind": 1},
        CIVIL: {"open": 1, "overdue": 1, "overdue_notify_routed": 1, "extensions": 1},
        WATER: {
            "open": 2, "due_14": 1, "overdue": 1, "overdue_notify_routed": 1, "objections": 1, "step_remind": 1,
        },
        HOUSING: {"open": 2, "due_7": 1},
    }  # fmt: skip
    units = table(page, "units")
    assert [column.name for column in units.columns] == [
        "unit", "overdue",
        "overdue_route", "overdue_notify_routed", "overdue_assigned", "overdue_review",  # the order of config
        "due_7", "due_14", "open", "objections", "extensions", "step_remind",
    ]  # fmt: skip
    assert units.total == (Mark.TOTAL, 4, 1, 2, 0, 1, 1, 1, 6, 1, 1, 2)
    assert all(column.unit for column in units.columns[1:])


def test_units_with_more_overdue_duties_stand_first(office: _Rows, rules: Law) -> None:
    office.clock("XF-20261102-BBBBB", "review", "10-01", "10-31", owing=WATER)
    assert next(iter(rows_of(ask(office, rules), "units"))) == WATER


def test_what_changed_in_the_week(office: _Rows, rules: Law) -> None:
    # Week 46 (9 to 15 November): one acceptance, on the 10th. Nothing was registered in it. All are of this year.
    assert rows_of(ask(office, rules), "changes") == {
        COUNTY: {},
        OFFICE: {"registered_so_far": 1},
        CIVIL: {
            "registered_so_far": 2, "accepted_change": -1, "accepted_so_far": 1,
            "closed": 1, "closed_change": 1, "closed_so_far": 1, "resolved": 1, "resolved_change": 1, "resolved_so_far": 1,
        },
        WATER: {"registered": 1, "registered_change": 1, "registered_so_far": 2},
        HOUSING: {
            "registered": 1, "registered_change": 1, "registered_so_far": 2,
            "accepted": 1, "accepted_change": 1, "accepted_so_far": 1,
        },
    }  # fmt: skip


def test_every_overdue_duty_the_oldest_first(office: _Rows, rules: Law) -> None:
    late = table(ask(office, rules), "overdue")
    found = [tuple(written(cell, Lang.ZH) for cell in row) for row in late.rows]
    assert found == [
        ("XF-20261103-CCCCC", "—", OFFICE, "登记转送", "2026-11-18", "4", "—"),
        ("XF-20261102-BBBBB", "河道𠮷堵塞", WATER, "告知（转来）", "2026-11-20", "2", "—"),
        ("XF-20261105-DDDDD", "密", CIVIL, "告知（转来）", "2026-11-20", "2", "暂算"),
        ("XF-20261107-FFFFF", "拆迁补偿", COUNTY, "复查", "2026-11-21", "1", "—"),
    ]
    assert [tuple(written(cell, Lang.ZH) for cell in row) for row in late.rows] == found  # gone through again


def test_what_falls_due_one_by_one_and_day_by_day(office: _Rows, rules: Law) -> None:
    page = ask(office, rules)
    soon = [tuple(written(cell, Lang.ZH) for cell in row) for row in table(page, "due_soon").rows]
    assert soon == [("XF-20261107-FFFFF", "拆迁补偿", HOUSING, "交办反馈", "2026-11-29", "7", "—")]
    ahead = table(page, "days_ahead")
    assert [(str(day), weekday.zh, count) for day, weekday, count in ahead.rows] == [
        ("2026-11-29", "周日", 1), ("2026-12-06", "周日", 1),
    ]  # fmt: skip
    assert ahead.chart is not None
    assert ahead.chart.first == page.as_of


def test_the_page_opens_with_what_is_late(office: _Rows, rules: Law) -> None:
    assert [each.name for each in ask(office, rules).tables] == [
        "units", "overdue", "due_soon", "days_ahead", "changes", "papers", "weeks", "beside",
    ]  # fmt: skip


def test_paragraphs(office: _Rows, rules: Law) -> None:
    assert [text.in_(Lang.ZH) for text in ask(office, rules).paragraphs] == [
        "截至2026年11月22日，在办6件；职责超期4项，7日内到期1项，8至14日到期1项。",
        "其中1项的期限涉及尚未公布放假安排的年份，为暂算。",
    ]


def test_measures_of_the_week(office: _Rows, rules: Law) -> None:
    found = values(ask(office, rules))
    assert found == {
        Measure.TIMELY_ROUTE: ratio(2, 3),  # A and B in time, C not routed
        Measure.TIMELY_NOTICE: ratio(0, 3),  # A late, B and D overdue and open
        Measure.ON_TIME_CLOSE: ratio(1, 1),  # E, on its last day
        Measure.CLOSE_RATE: ratio(0, 2),  # F and G were registered in the week
        Measure.RESOLVED_RATE: ratio(0, 2),
        Measure.FIRST_RESOLUTION: ratio(0, 0),  # E is still looked at
        Measure.SATISFACTION: ratio(0, 0),
        Measure.SATISFACTION_OFFICE: ratio(0, 0),
        Measure.RATING_SHARE: ratio(0, 0),
        Measure.RATING_SHARE_OFFICE: ratio(0, 0),
        Measure.ONLINE_SHARE: ratio(0, 2),
        Measure.REPEAT_SHARE: ratio(0, 2),
        Measure.REGISTERED: Value(2),
        Measure.CLOSED: Value(1),
        Measure.RESOLVED: Value(1),
        Measure.OVERDUE: Value(4),  # B, C, D, F
        Measure.MEDIAN_DAYS: Value(12, 1),  # E: the 8th to the 20th
    }


def test_documents_to_make_are_told_from_those_to_serve(office: _Rows, rules: Law) -> None:
    found = table(ask(office, rules), "papers")
    assert found.rows == ((Document.ROUTED_NOTICE, 1, 1), (Document.TRANSFER_LETTER, 2, 0))  # none of the accusation
    assert found.total == (Mark.TOTAL, 3, 1)


def test_what_stands_beside(office: _Rows, rules: Law) -> None:
    office.event("XF-20261101-AAAAA", "11-19", "note", lapse=1)
    office.clock("XF-20261101-AAAAA", "route", "11-01", "11-20", "11-05", dated=0)
    found = {written(row[0], Lang.ZH): row[2:] for row in table(ask(office, rules), "beside").rows}
    assert {title: cells for title, cells in found.items() if any(cells)} == {
        "延期": (1, 1, 0, 0),  # in the week, in the year so far
        "期末净办结": (1, 1, 0, 0),
        "期末净化解": (1, 1, 0, 0),
        "到期后补记为期内": (1, 1, 0, 0),
        "初次信访办结、观察期未满": (1, 1, 0, 0),  # E
        "日期不明，未计入及时转送率": (1, 1, 0, 0),
        "化解依据：签订协议": (0, 1, 0, 0),  # E was registered in the year, not in the week
    }
    assert len(found) == 29


@pytest.mark.parametrize(
    ("form", "lang"), [(Format.MD, Lang.ZH), (Format.MD, Lang.EN), (Format.JSON, Lang.ZH), (Format.CSV, Lang.ZH)]
)
def test_golden(office: _Rows, rules: Law, form: Format, lang: Lang) -> None:
    page = ask(office, rules, commit="0a1b2c3d", left_out=1)
    golden = GOLDEN / f"weekly-{lang}.{form}"
    assert "".join(draw(page, form, lang)) == golden.read_bytes().decode()


@pytest.mark.parametrize("report", [Report.MONTHLY, Report.FLAGS, Report.ANNUAL])
@pytest.mark.parametrize(("form", "lang"), [(Format.MD, Lang.ZH), (Format.MD, Lang.EN), (Format.JSON, Lang.ZH)])
def test_golden_bulletins(office: _Rows, rules: Law, report: Report, form: Format, lang: Lang) -> None:
    window = read_year("2026") if report is Report.ANNUAL else read_month("2026-11")
    assert window
    office.event("XF-20261102-BBBBB", "11-10", "escalate", unit=WATER, step="supervise", ground="shirk_delay")
    asked = Inquiry(
        run=office.db.execute, window=window, today=dt.date(2027, 1, 5), office=OFFICE, law=rules, commit="0a1b2c3d",
        left_out=1, order=(HOUSING, WATER, CIVIL), flags=USUAL_FLAGS.but(min_base=2),
    )  # fmt: skip
    golden = GOLDEN / f"{report}-{lang}.{form}"
    assert "".join(draw(build(report, asked), form, lang)) == golden.read_bytes().decode()


OWN = OwnReport(
    "own", "职责月报", Span.MONTH, (Duty.IN_TIME, Measure.REGISTERED, Act.TRANSFERRED), (Dimension.UNIT,)
)  # fmt: skip


@pytest.mark.parametrize("lang", Lang)
def test_golden_of_the_office_s_own_and_of_a_quarter(office: _Rows, rules: Law, lang: Lang) -> None:
    quarter = read_quarter("2026-Q4")
    assert quarter
    asked = Inquiry(
        run=office.db.execute, window=quarter, today=dt.date(2027, 1, 5), office=OFFICE, law=rules,
        order=(HOUSING, WATER, CIVIL), goals={Measure.ON_TIME_CLOSE: 95}, rank_min=1,
        texts={"存在问题": ("转送偏晚。",), "下一步打算": ()},
    )  # fmt: skip
    for name, report in (("own", OWN), ("quarter", Report.MONTHLY)):
        golden = GOLDEN / f"{name}-{lang}.md"
        assert "".join(draw(build(report, asked), Format.MD, lang)) == golden.read_bytes().decode()


def test_every_report_has_a_golden_file_in_both_languages() -> None:
    assert {f"{report}-{lang}.md" for report in Report for lang in Lang} <= {path.name for path in GOLDEN.iterdir()}


# --- Other days, other scopes ---------------------------------------------------------------------------------------


def test_an_earlier_week_is_told_as_it_stood_then(office: _Rows, rules: Law) -> None:
    """On 19 November A, B, D were not overdue, C was; E still handled; F's review ran; G's dispute began."""
    window = days(dt.date(2026, 11, 9), dt.date(2026, 11, 20))
    page = ask(office, rules, window)
    assert page.as_of == dt.date(2026, 11, 19)
    assert values(page)["overdue"] == Value(1)
    units = rows_of(page, "units")
    assert units[OFFICE] == {"open": 1, "overdue": 1, "overdue_route": 1, "step_remind": 1}
    assert units[CIVIL] == {"open": 2, "due_7": 2, "extensions": 1}  # D's notice, E's handling
    assert units[COUNTY] == {"due_7": 1}
    assert units[WATER] == {"open": 2, "due_7": 1, "objections": 1}  # G's notice is due in 17 days
    assert units[HOUSING] == {"open": 2, "due_7": 1, "due_14": 1}  # A's notice, told on the 21st; F's assignment


def test_before_anything_was_registered_there_is_one_row_of_nothing(office: _Rows, rules: Law) -> None:
    page = ask(office, rules, week("2026-W30"))
    assert rows_of(page, "units") == {OFFICE: {}}
    assert [column.name for column in table(page, "units").columns] == [
        "unit", "overdue", "due_7", "due_14", "open", "objections", "extensions",
    ]  # fmt: skip
    assert list(table(page, "overdue").rows) == []


def test_a_window_that_is_not_over_says_so(office: _Rows, rules: Law) -> None:
    month = read_month("2026-11")
    page = ask(office, rules, month)
    assert page.as_of == TODAY
    assert page.paragraphs[-1].in_(Lang.ZH) == "本期未完，统计到2026-11-23；上期和去年同期取相同天数。"
    assert ask(office, rules).paragraphs[-1].msg.value == "weekly_provisional"


def test_the_first_week_of_the_calendar_has_nothing_to_be_compared_with(office: _Rows, rules: Law) -> None:
    page = ask(office, rules, read_week("0001-W01"))
    assert {(figure.last_period, figure.last_year) for figure in page.figures} == {(None, None)}
    assert {row[4:] for row in table(page, "beside").rows} == {(None, None)}


def test_last_period_and_last_year_stand_beside(office: _Rows, rules: Law) -> None:
    office.case("XF-20251118-HHHHH", WATER, "2025-11-18", "registered")
    registered = next(figure for figure in ask(office, rules).figures if figure.name == "registered")
    assert (registered.value, registered.last_period, registered.last_year) == (Value(2), Value(0), Value(1))


def test_filters_hold_for_everything(office: _Rows, rules: Law) -> None:
    page = ask(office, rules, scope=Scope("unit = :s_0", {"s_0": WATER}))
    assert rows_of(page, "units") == {
        WATER: {"open": 2, "due_14": 1, "overdue": 1, "overdue_notify_routed": 1, "objections": 1, "step_remind": 1},
        OFFICE: {},
    }
    assert [row[0] for row in table(page, "overdue").rows] == ["XF-20261102-BBBBB"]
    assert values(page)["registered"] == Value(1)
    assert values(page)["overdue"] == Value(1)


def test_who_owes_what_nobody_is_named_for(rules: Law) -> None:
    rows = _Rows()
    rows.case("XF-1", None, "11-01", "accepted")
    rows.clock("XF-1", "handle", "09-01", "11-01", owing=None)
    rows.clock("XF-1", "final", "10-01", "11-01", owner="organ", owing=None)
    rows.clock("XF-1", "objection", "10-01", "11-01", owner="office", owing=None)
    rows.clock("XF-1", "village_visit", "10-01", "11-02", owing=WATER)  # a clock that config no longer has
    page = ask(rows, rules)
    assert {written(unit, Lang.ZH): cells["overdue"] for unit, cells in rows_of(page, "units").items()} == {
        "（未定单位）": 1, "（未定复查复核机关）": 1, OFFICE: 1, WATER: 1,
    }  # fmt: skip
    assert [column.name for column in table(page, "units").columns if "overdue_" in column.name] == [
        "overdue_objection", "overdue_handle", "overdue_final", "overdue_village_visit",
    ]  # fmt: skip
    assert [written(row[3], Lang.ZH) for row in table(page, "overdue").rows] == [
        "复核",
        "办理",
        "异议审核",
        "village_visit",
    ]


def test_an_escalation_is_counted_with_whoever_owed_the_duty(rules: Law) -> None:
    rows = _Rows()
    rows.case("XF-1", HOUSING, "11-01", "in_review")
    taken = [("review", "talk"), ("route", "remind"), ("handle", "supervise"), (None, "raise"), ("review", "warn")]
    for clock, step in taken:
        rows.event("XF-1", "11-20", "escalate", clock=clock, step=step)
    units = rows_of(ask(rows, rules), "units")
    assert units[COUNTY] == {"step_talk": 1, "step_warn": 1}
    assert units[OFFICE] == {"step_remind": 1}
    assert units[HOUSING] == {"open": 1, "step_supervise": 1, "step_raise": 1}
    steps = [column.name for column in table(ask(rows, rules), "units").columns if column.name.startswith("step_")]
    assert steps == ["step_warn", "step_remind", "step_supervise", "step_talk", "step_raise"]  # the ladder's own order


@pytest.mark.parametrize(
    ("status", "events", "pending"),
    [
        ("objected", [("11-20", "object", None)], True),
        ("objected", [("11-23", "object", None)], False),  # asked after the week
        ("registered", [("11-20", "object", None), ("11-20", "object", "agree")], False),
        ("transferred", [("11-18", "object", None), ("11-20", "object", "reject")], False),
        ("transferred", [("11-18", "object", None), ("11-23", "object", "reject")], True),  # decided after it
        ("transferred", [("11-18", "object", None), ("11-20", "route", None)], False),  # routed anew in one step
        ("transferred", [("11-18", "object", None), ("11-18", "route", None)], False),  # … on the same day
        ("objected", [("11-18", "route", None), ("11-18", "object", None)], True),  # disputed on the day it came
        ("objected", [("11-10", "object", None), ("11-11", "object", "agree"), ("11-18", "object", None)], True),
        ("closed", [("11-18", "object", None), ("11-21", "close", None)], False),
        ("objected", [("11-18", "object", None), ("11-19", "observed", "lead")], True),  # changes nothing
        ("closed", [("11-18", "object", None), ("11-19", "observed", "closed")], False),
    ],
)
def test_objections_pending(rules: Law, status: str, events: list[tuple[str, str, str | None]], pending: bool) -> None:
    rows = _Rows()
    rows.case("XF-1", WATER, "11-01", status)
    for on, did, more in events:
        data = {"decision": more} if did == "object" else {"what": more}
        rows.event("XF-1", on, did, **data)
    assert rows_of(ask(rows, rules), "units").get(WATER, {}).get("objections", 0) == int(pending)


# --- A matter of the real procedure ---------------------------------------------------------------------------------


def test_what_the_index_draws_is_what_the_report_counts(matter: Any, law: Law) -> None:
    """One matter through `steps`: routed in time, objected to, routed anew, accepted two days late."""
    one = matter("2026-11-01", first_time=True)
    one.do("route", "2026-11-03", mode="transfer", unit=HOUSING)
    one.do("object", "2026-11-05", reason="不属于本单位职权")
    one.do("route", "2026-11-06", mode="transfer", unit=WATER, reason="改派", instead=True)
    one.do("accept", "2026-11-23", now="2026-11-25")
    rows = _Rows()
    rows.picture(pictured(one.case, "cases/x.yaml", law))
    month = read_month("2026-11")
    page = ask(rows, law, month, today=dt.date(2026, 12, 1))
    found = values(page)
    assert found["timely_route"] == ratio(1, 1)
    assert found["timely_notice"] == ratio(0, 1)  # late by two days; what the wrong routing began has ended
    assert found["registered"] == Value(1)
    assert [row[:1] + row[2:3] for row in table(page, "beside").rows if row[2]] == [
        (Beside.REROUTED, 1),
        (Beside.ENDED, 2),  # the notice of the wrong routing, and the decision on the objection
    ]
    assert rows_of(page, "changes")[WATER] == {
        "registered": 1, "registered_change": 1, "registered_so_far": 1,
        "accepted": 1, "accepted_change": 1, "accepted_so_far": 1,
    }  # fmt: skip


# --- Numbers of sealed matters --------------------------------------------------------------------------------------


def test_small_numbers_of_sealed_matters_are_withheld(office: _Rows, rules: Law) -> None:
    page = ask(office, rules, scope=Scope("class = :s_0", {"s_0": "accusation"}, sealed_only=True))
    assert rows_of(page, "units")[CIVIL] == {
        "open": Mark.WITHHELD, "overdue": Mark.WITHHELD, "overdue_notify_routed": Mark.WITHHELD,
    }  # fmt: skip
    total = table(page, "units").total
    assert total
    assert total[1] is total[5] is Mark.WITHHELD
    assert values(page)["overdue"] == Value(None, is_withheld=True)
    assert values(page)["timely_notice"] == Value(None, is_rate=True, is_withheld=True)
    assert values(page)["closed"] == Value(0)
    assert [row[0] for row in table(page, "overdue").rows] == ["XF-20261105-DDDDD"]  # a list may name it
    assert page.paragraphs[0].in_(Lang.ZH) == (
        "截至2026年11月22日，在办不公布件；职责超期不公布项，7日内到期0项，8至14日到期0项。"
    )
    for form in (each for each in Format if not each.is_binary):
        assert "在办1件" not in "".join(draw(page, form, Lang.ZH))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Value(0), True),
        (Value(4), False),
        (Value(5), True),
        (ratio(5, 10), True),
        (ratio(10, 10), True),
        (ratio(6, 10), False),  # ten less six
        (ratio(2, 10), False),
        (ratio(0, 4), False),
        (ratio(0, 0), True),
        (Value(8.5, 4), False),
        (Value(2, 6), True),  # two days are no two matters
        (Value(None, 0), True),
    ],
)
def test_what_is_withheld(office: _Rows, rules: Law, value: Value, kept: bool) -> None:
    figure = Figure(Mark.TOTAL, Counted.MATTERS, Mark.TOTAL, "", "", value, value, None)
    columns = (
        Column("a", "a"),
        Column("n", "n", Counted.MATTERS, Kind.NUMBER),
        Column("d", "d", Counted.DAYS, Kind.NUMBER),
    )
    rows: tuple[Row, ...] = (("甲", 7, 3), ("乙", -3, 3), ("丙", None, 3))
    tables = (Table("t", "t", columns, rows, ("", 4, 9)), Table("u", "u", columns[:1], rows))
    page = withheld(replace(ask(office, rules), figures=(figure,), tables=tables), 5)
    (found,) = page.figures
    assert (found.value == value, found.last_period == value, found.last_year) == (kept, kept, None)
    assert page.tables[0].rows == (("甲", 7, 3), ("乙", Mark.WITHHELD, 3), ("丙", None, 3))
    assert page.tables[0].total == ("", Mark.WITHHELD, 9)
    assert page.tables[1].rows is rows


def test_a_unit_of_which_nothing_can_be_judged_stands_in_no_flags(rules: Law) -> None:
    rows = _Rows()
    rows.case("XF-20261005-AAAAA", CIVIL, "10-05", "accepted")
    rows.clock("XF-20261005-AAAAA", "notify_routed", "10-05", "10-20", "10-08", owing=CIVIL, dated=0)
    month = read_month("2026-10")
    assert month
    inquiry = Inquiry(run=rows.db.execute, window=month, today=TODAY, office=OFFICE, law=rules, flags=USUAL_FLAGS)
    assert rows_of(build(Report.FLAGS, inquiry), "flags") == {}
