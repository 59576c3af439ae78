"""The rest of the procedure through the front door: simple matters, levels, piles, evidence, calendars, profiles."""

import io
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.app import run


def clocks(step: dict) -> dict[str, str]:
    return {each["clock"]: each["due"] for each in step["started"]}


def test_the_simple_procedure_has_its_own_limits_beside_the_laws(office: Office) -> None:
    words = ("--title", "路灯不亮", "--request", "要求修复", "--channel", "phone", "--received", "2026-11-02")
    opened = office.does("open", *words, "--simple", "--class", "claim", "--on", "2026-11-02", "--json")
    # one working day from Monday 2 November
    assert clocks(opened) == {"route": "2026-11-17", "s_relay": "2026-11-03"}
    case = opened["id"]
    routed = office.does("route", case, "住建局", "--on", "2026-11-03", "--json")
    # three working days from Tuesday the 3rd: 4, 5, 6
    assert clocks(routed) == {"notify_routed": "2026-11-18", "object": "2026-11-10", "s_accept": "2026-11-06"}
    accepted = office.does("accept", case, "--on", "2026-11-05", "--json")
    # ten working days from Thursday the 5th: 6, 9–13, 16–19
    assert clocks(accepted) == {"s_handle": "2026-11-19"}
    closed = office.does("close", case, "--reason", "simple_answered", "--on", "2026-11-10", "--json")
    assert closed["status"] == "closed"


def test_levels_have_clocks_where_the_office_sets_them_and_refuse_nobody(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    for name, days in (("village", 2), ("town", 3)):
        text = text.replace(f"gate_{name}: {{days: null", f"gate_{name}: {{days: {days}")
    config.write_text(text, encoding="utf-8")
    words = ("--title", "村道", "--request", "要求修复", "--channel", "visit", "--received", "2026-11-02")
    opened = office.does("open", *words, "--level", "村", "--on", "2026-11-02", "--json")
    assert clocks(opened) == {"route": "2026-11-17", "gate_village": "2026-11-04"}
    raised = office.does(
        "escalate", opened["id"], "--step", "raise", "--ground", "shirk_delay", "--on", "2026-11-06", "--json"
    )
    # Two days late at the village; three working days for the town from Friday the 6th: 9, 10, 11
    assert [(each["clock"], each["late_days"]) for each in raised["stopped"]] == [("gate_village", 2)]
    assert clocks(raised) == {"gate_town": "2026-11-11"}
    assert clocks(office.does("open", *words, "--on", "2026-11-02", "--json")) == {"route": "2026-11-17"}


def test_a_pile_of_letters_keeps_day_and_channel(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("村道破损\t要求修复\n\n水压不足\t要求改造\n"))
    office.does("open", "--many", "--channel", "letter", "--received", "2026-11-20")
    rows = office.does("list", "--json")
    assert sorted((row["title"], row["channel"], row["received_on"]) for row in rows) == [
        ("村道破损", "letter", "2026-11-20"), ("水压不足", "letter", "2026-11-20"),
    ]  # fmt: skip
    before = office.bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO("有标题\t有诉求\n只有标题\n"))
    answer = office("open", "--many", "--channel", "letter", "--received", "2026-11-20", "--json")
    assert (answer.code, answer.refusal["error"]) == (2, "pile_line")
    assert office.bytes() == before


def test_evidence_warns_at_closing_or_blocks_it_as_config_says(office: Office, tmp_path: Path) -> None:
    case = office.open()
    close = ("close", case, "--reason", "filed", "--text", "存", "--approved-by", "局长")
    config = office.root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("evidence: warn", "evidence: block"), encoding="utf-8")
    assert office(*close, "--json").refusal["error"] == "evidence_missing"
    for kind in ("minutes", "record", "台账", "hearing"):
        (tmp_path / f"{kind}.txt").write_text(kind, encoding="utf-8")
        office.does("attach", case, str(tmp_path / f"{kind}.txt"), "--kind", kind)
    refused = office(*close)
    assert "五个有还缺：网上登记" in refused.err
    config.write_text(text, encoding="utf-8")
    answer = office(*close)
    assert (answer.code, "还缺：网上登记" in answer.err) == (0, True)


def test_few_sealed_matters_are_not_counted_alone(office: Office) -> None:
    office.open("2026-11-02", "--class", "accusation")
    office.open("2026-11-02", "--class", "claim")
    by = {row["class"]: row for row in office.does("count", "--by", "class", "--json")}
    assert by["accusation"]["registrations"] is None
    assert by["claim"]["registrations"] == 1
    assert office.does("count", "--json")[0]["registrations"] == 2
    assert "不公布" in office.does("count", "--class", "accusation")


def test_a_years_notice_makes_provisional_dates_firm(office: Office, tmp_path: Path) -> None:
    office.today = "2026-12-30"
    case = office.open("2026-12-28")
    routed = office.does("route", case, "住建局", "--on", "2026-12-29", "--json")
    # five working days from Tuesday 29 December, the statutory New Year's Day alone being off: 30, 31, 4, 5, 6
    window = next(each for each in routed["started"] if each["clock"] == "object")
    assert (window["due"], window["provisional"]) == ("2027-01-06", True)
    assert "尚未发布" in office.does("calendar", "show", "2027")
    assert office.does("deadline", "2026-12-29", "5wd", "--json")["provisional"] is True
    notice = tmp_path / "2027.yaml"
    notice.write_text(
        "year: 2027\nsource: 国办通知\n"
        "rest: [[2027-01-01, 2027-01-04], [2027-02-05, 2027-02-11], 2027-04-05, [2027-05-01, 2027-05-05],"
        " 2027-06-09, 2027-09-15, [2027-10-01, 2027-10-07]]\nwork: [2027-01-30, 2027-02-14]\n",
        encoding="utf-8",
    )
    comments = (office.root / "config.yaml").read_text(encoding="utf-8").count("#")
    assert "放假26天" in office.does("calendar", "add", str(notice))
    assert (office.root / "config.yaml").read_text(encoding="utf-8").count("#") == comments
    assert office.does("deadline", "2026-12-29", "5wd", "--json")["provisional"] is False
    assert [each["code"] for each in office.does("check", "--json")] == ["deadline_moved"]
    office.does("check", "--fix")
    shown = office.does("show", case, "--json")
    window = next(each for each in shown["clocks"] if each["clock"] == "object")
    # Monday 4 January is a day off by the notice: 30, 31, 5, 6, 7
    assert (window["due"], window["provisional"]) == ("2027-01-07", False)
    moved = shown["history"][-1]
    assert (moved["did"], moved["reason"]) == ("reckon", "放假安排更新：2004-2026+2027 (国办通知)")
    assert office.does("check", "--json") == []
    year = office.does("calendar", "show", "2027", "--json")
    assert (year["covered"], len(year["work"])) == (True, 2)
    assert office.does("calendar", "show", "2026", "--json")["workdays"] == 248
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("year: 2027\noff: [2029-01-01]\n", encoding="utf-8")
    assert office("calendar", "add", str(wrong)).code == 3
    assert office("calendar", "show", "soon").code == 2


def test_profiles_name_their_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, due in (("national", "2026-11-17"), ("zhejiang", "2026-11-09"), ("henan", "2026-11-07")):
        root = tmp_path / name
        assert run(["init", str(root), "--office", "某局", "--code", "330000", "--profile", name]) == 0
        office = Office(root)
        words = ("--title", "甲", "--request", "乙", "--channel", "visit", "--received", "2026-11-02")
        assert clocks(office.does("open", *words, "--on", "2026-11-02", "--json")) == {"route": due}
        source = {"national": "信访工作条例", "zhejiang": "浙江省信访条例（2016）", "henan": "河南省信访条例（2012）"}[
            name
        ]
        assert source in (root / "config.yaml").read_text(encoding="utf-8")
    capsys.readouterr()


def test_explain_tells_how_an_extended_date_came_about(office: Office) -> None:
    case = office.open("2026-09-01", "--class", "claim")
    office.does("route", case, "住建局", "--on", "2026-09-03")
    office.does("accept", case, "--on", "2026-09-10")
    office.does("extend", case, "--days", "30", "--approved-by", "甲", "--reason", "复杂", "--on", "2026-11-01")
    said = office.does("explain", case)
    assert "2026-09-10“受理”：60日，至2026-11-09" in said
    assert "2026-11-01“延期”：90日，至2026-12-09" in said


def test_an_unclassified_matter_runs_a_claims_clock_until_it_is_classified(office: Office) -> None:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    assert clocks(office.does("accept", case, "--on", "2026-11-04", "--json")) == {"handle": "2027-01-03"}
    moved = office.does("set", case, "--class", "suggestion", "--json")
    assert [each["clock"] for each in moved["stopped"]] == ["handle"]
    back = office.does("undo", case, "--json")
    assert clocks(back) == {"handle": "2027-01-03"}


def test_a_source_is_corrected_and_the_correction_taken_back(office: Office) -> None:
    case = office.open("2026-11-02", "--source-level", "市", "--source-due", "2026-12-01")
    office.does("set", case, "--source-level", "省", "--source-due", "2026-12-20")
    file = office.file(case)
    assert "source:\n  level: 省\n  due: 2026-12-20\n" in file.read_text("utf-8")
    assert "  was:\n    source:\n      level: 市\n      due: '2026-12-01'\n" in file.read_text("utf-8")
    office.does("undo", case)
    assert "source:\n  level: 市\n  due: 2026-12-01\n" in file.read_text("utf-8")
    office.does("check")


def test_a_joint_visit_is_registered_and_reminded_of_its_representatives(office: Office) -> None:
    words = ("--title", "欠薪", "--request", "要求支付", "--received", "2026-11-20", "--people", "12", "--joint")
    assert "推选代表不超过5人（条例第20条），登记照常" in office.does("open", *words, "--channel", "visit")
    assert "推选代表" not in office.does("open", *words, "--channel", "letter")
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("representatives: 5", "representatives: 3"), encoding="utf-8")
    assert "不超过3人" in office.does("open", *words, "--channel", "visit")


def test_an_urgent_matter_says_what_is_to_be_reported_and_is_found(office: "Office") -> None:
    words = ("--title", "群体性停工", "--request", "要求支付工资", "--channel", "visit", "--received", "2026-11-20")
    said = office.does("open", *words, "--urgent")
    assert "第25条" in said
    office.open("2026-11-20")
    (found,) = office.does("list", "--urgent", "--json")
    assert found["title"] == "群体性停工"


def test_a_simple_matter_goes_over_to_the_ordinary_procedure(office: "Office") -> None:
    case = office.open("2026-11-02", "--simple")
    office.does("route", case, "住建局", "--on", "2026-11-02")
    office.does("accept", case, "--on", "2026-11-04")
    assert office("set", case, "--simple", "no", "--json").refusal["error"] == "simple_reason"
    told = office.does("set", case, "--simple", "no", "--reason", "事实有争议", "--json")
    assert [(run["clock"], run["due"]) for run in told["started"]] == [("handle", "2027-01-03")]


def test_a_checklist_is_ticked_item_by_item_and_show_says_what_is_left(office: Office) -> None:
    case = office.open()
    assert office("note", case).code == 1
    office.does("note", case, "--tick", "掌握情况", "--on", "2026-11-03")
    office.does("note", case, "--tick", "包案/解决问题", "--text", "已签协议", "--on", "2026-11-04")
    assert "清单“包案”：已办掌握情况、解决问题；未办研究处理、思想疏导" in office.does("show", case)
    refused = office("note", case, "--tick", "掌握")
    assert (refused.code, "是否指：包案/掌握情况" in refused.err) == (1, True)
    office.does("undo", case)
    assert "已办掌握情况；未办研究处理" in office.does("show", case)


def test_relief_is_shown_with_the_petitioners_data_alone(office: Office) -> None:
    case = office.open()
    office.does("note", case, "--kind", "relief", "--amount", "5678", "--granted", "--text", "困难救助")
    for words in (("show", case), ("show", case, "--json"), ("log", case), ("log", case, "--json"), ("notice", case)):
        said = office.does(*words)
        assert "5678" not in str(said), words
        assert "已发放" not in str(said), words
    assert "救助金额（元）：5678" in office.does("show", case, "--reveal")
    assert (office.root / "sealed/access.log").read_text("utf-8").count(case) == 1
    assert "5678" not in office.does("undo", case)
    assert office("note", case, "--kind", "relief", "--amount", "0", "--text", "困难救助").code == 2


def test_the_levels_of_a_paper_and_the_step_over_it_are_told_in_both_languages(office: Office) -> None:
    case = office.open("2026-11-02", "--level", "village")
    office.does("gate", case, "--level", "村", "--opinion", "调解不成", "--handler", "村主任", "--on", "2026-11-03")
    assert "李经办 逐级办理意见：村、调解不成（承办人：村主任）" in office.does("log", case)
    assert office("gate", case, "--level", "镇", "--opinion", "x").code == 2


def test_explain_tells_the_days_waited_when_the_opinion_ends_the_wait(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8").replace("extend: {times: 1, days: 30}, warn: 10", "pause: supplement, warn: 10")
    config.write_text(text, encoding="utf-8")
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-02")
    office.does("accept", case, "--on", "2026-11-03")
    office.does("supplement", case, "--text", "合同", "--reply-due", "2026-12-01", "--on", "2026-11-05")
    office.does("reply", case, "--decision", "support", "--number", "1", "--on", "2026-11-08")
    (told,) = (each for each in office.does("explain", case, "--json") if each["clock"] == "handle")
    # Sixty days from 3 November end on 2 January; three were waited.
    assert [(each["did"], each["due"], each.get("not_counted")) for each in told["changes"]] == [
        ("accept", "2027-01-02", None), ("reply", "2027-01-05", 3),
    ]  # fmt: skip
    assert [each["date"] for each in told["days"] if not each["counted"]] == [
        "2026-11-03", "2026-11-05", "2026-11-06", "2026-11-07",
    ]  # fmt: skip
    assert "至2026-11-08：补正期间不计3日，至2027-01-05" in office.does("explain", case)
