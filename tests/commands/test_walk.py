"""One matter from the counter to closing, with each due date worked out by hand, and what is refused on the way."""

import pytest

from tests.commands.conftest import Office
from xinfang_cli.casefile.text import parse, text_of
from xinfang_cli.labels import Lang


def started(step: dict) -> dict[str, str]:
    return {each["clock"]: each["due"] for each in step["started"]}


def stopped(step: dict) -> dict[str, int]:
    return {each["clock"]: each["late_days"] for each in step["stopped"]}


def test_a_matter_goes_from_registration_to_closing_and_back(office: Office) -> None:
    opened = office.does(
        "open", "--title", "反映逾期交房", "--request", "要求交房", "--channel", "visit", "--received", "2026-11-02",
        "--class", "claim", "--on", "2026-11-03", "--json",
    )  # fmt: skip
    case = opened["id"]
    # 15 days from receipt (2 November), not from registration: 17 November.
    assert (opened["status"], started(opened), opened["owed"]) == (
        "registered",
        {"route": "2026-11-17"},
        ["registration"],
    )

    routed = office.does("route", case, "县住建局", "--on", "2026-11-04", "--json")
    # 15 days: 19 November. Five working days from Wednesday the 4th: 5, 6, 9, 10, 11.
    assert routed["unit"] == "住房和城乡建设局"
    assert stopped(routed) == {"route": 0}
    assert started(routed) == {"notify_routed": "2026-11-19", "object": "2026-11-11"}
    assert routed["due"] == "2026-11-19"

    accepted = office.does("accept", case, "--on", "2026-11-20", "--json")
    # One day late with the notice; sixty days from 20 November: 19 January 2027.
    assert stopped(accepted) == {"notify_routed": 1, "object": 0}
    assert started(accepted) == {"handle": "2027-01-19"}
    assert accepted["started"][0]["provisional"] is False

    replied = office.does("reply", case, "--decision", "support", "--number", "住建信〔2026〕12号", "--json")
    assert (replied["status"], stopped(replied), replied["due"]) == ("opinion_issued", {"handle": 0}, None)

    served = office.does("serve", case, "--document", "opinion", "--method", "in_person", "--json")
    # Thirty days from 22 November: 22 December, a Tuesday.
    assert started(served) == {"ask_review": "2026-12-22"}

    closed = office.does(
        "close",
        case,
        "--reason",
        "opinion_delivered",
        "--resolved",
        "--basis",
        "agreement",
        "--evidence",
        "协议",
        "--json",
    )
    assert closed["status"] == "closed"
    row = office.does("list", "--json")[0]
    assert (row["closed_on"], row["resolved_on"], row["due"]) == ("2026-11-22", "2026-11-22", None)

    undone = office.does("undo", case, "--json")
    assert undone["status"] == "opinion_issued"
    assert office.does("list", "--json")[0]["closed_on"] is None


def test_an_extension_runs_from_acceptance(office: Office) -> None:
    case = office.open("2026-09-01")
    office.does("route", case, "住建局", "--on", "2026-09-03")
    office.does("accept", case, "--on", "2026-09-10")
    words = ("--approved-by", "局长甲", "--reason", "情况复杂")
    extended = office.does("extend", case, "--days", "30", *words, "--on", "2026-11-09", "--json")
    # 10 September + 60 = 9 November, the last day on which it can be extended; + 90 = 9 December.
    assert started(extended) == {"handle": "2026-12-09"}
    again = office("extend", case, "--days", "10", *words, "--on", "2026-11-10", "--json")
    assert (again.code, again.refusal["error"]) == (1, "extended_already")


@pytest.mark.parametrize(
    ("line", "error", "code"),
    [
        ("accept {case} --on 2026-11-23", "future_day", 1),
        ("accept {case} --on 2026-11-01", "before_last", 1),
        ("accept {case} --on 明天", "no_day", 2),
        ("reply {case} --decision support --number 1", "not_from_here", 1),
        ("route {case} 外星事务局", "no_unit", 1),
        ("route {case}", "unit_or_path", 2),
        ("route {case} 住建局 --assign", "missing", 1),
        ("route {case} 住建局 --assign --within 三个月", "no_rule", 1),
        ("route {case} --path litigation", "missing", 1),
        ("decline {case}", "missing", 1),
        ("decline {case} --ground 太远", "not_in_list", 2),
        ("extend {case} --days 30 --approved-by 甲 --reason 乙", "not_from_here", 1),
        ("serve {case} --document opinion --method in_person", "not_issued", 1),
        ("serve {case} --document notice --method in_person --refused", "no_witness", 1),
        ("close {case} --reason opinion_delivered", "wrong_choice", 1),
        ("close {case} --reason filed", "missing", 1),
        ("close {case} --reason filed --text 存 --approved-by 甲 --resolved", "resolved_how", 1),
        ("close {case} --reason filed --text 存 --approved-by 甲 --basis office", "basis_of_what", 1),
        ("reopen {case} --reason 新材料", "not_from_here", 1),
        ("undo {case}", "undo_open", 1),
        ("set {case}", "nothing_given", 2),
        ("set {case} --class unclassified", "nothing_changes", 1),
        ("note {case}", "missing", 1),
        ("escalate {case}", "missing", 1),
        ("escalate", "case_or_overdue", 2),
        ("merge {case} {case} --reason 同一件", "into_itself", 1),
        ("link {case} {case}", "into_itself", 1),
        ("feedback {case} --number 1", "not_assigned", 1),
        ("withdraw {case}", "missing", 1),
        ("review {case}", "not_from_here", 1),
        ("show XF-20000101-00000", "case_not_found", 1),
        ("show", "missing_parameter", 2),
        ("show {case} --colour red", "no_such_option", 2),
        ("showw", "no_such_command", 2),
    ],
)
def test_a_refused_step_changes_no_byte_and_says_why_in_both_languages(
    office: Office, line: str, error: str, code: int
) -> None:
    case = office.open()
    before = office.bytes()
    for office.lang in Lang:
        answer = office(*line.format(case=case).split(), *(["--json"] if error != "no_such_command" else []))
        plain = office(*line.format(case=case).split())
        assert (answer.code, plain.code) == (code, code), answer
        assert len(plain.err.splitlines()) <= 2
        if error != "no_such_command":
            assert answer.refusal["error"] == error
            assert answer.refusal["message"]
            assert answer.refusal["remedy"]
            assert answer.refusal["message"] in plain.err
    assert office.bytes() == before


def test_the_refusal_says_what_is_open(office: Office) -> None:
    case = office.open()
    answer = office("reply", case, "--decision", "support", "--number", "1")
    assert answer.err.startswith("现在是“已登记”，不能“作出处理意见” — 此时可用的命令：转送交办、受理、不予受理")


def test_a_review_chain_with_redo_and_a_hearing(office: Office) -> None:
    case = office.open("2026-03-02", "--class", "claim")
    office.does("route", case, "住建局", "--on", "2026-03-03")
    office.does("object", case, "--reason", "不属本局职责", "--on", "2026-03-05")
    office.does("object", case, "--decision", "reject", "--on", "2026-03-06")
    office.does("accept", case, "--on", "2026-03-09")
    office.does("reply", case, "--decision", "unsupported", "--number", "1号", "--on", "2026-04-01")
    office.does("serve", case, "--document", "opinion", "--method", "in_person", "--on", "2026-04-03")
    asked = office.does("review", case, "--organ", "某县人民政府", "--on", "2026-04-20", "--json")
    assert started(asked) == {"review": "2026-05-20"}
    redo = office.does(
        "review", case, "--decision", "redo", "--number", "复查1号", "--within", "30d", "--on", "2026-05-08", "--json"
    )
    # ordered: thirty days from 8 May
    assert (redo["status"], started(redo)) == ("accepted", {"handle": "2026-06-07"})
    office.does("reply", case, "--decision", "explain", "--number", "2号", "--on", "2026-06-01")
    office.does("serve", case, "--document", "opinion", "--method", "in_person", "--on", "2026-06-02")
    office.does("review", case, "--on", "2026-06-20")
    office.does("review", case, "--decision", "uphold", "--number", "复查2号", "--on", "2026-07-10")
    served = office.does("serve", case, "--document", "review", "--method", "in_person", "--on", "2026-07-13", "--json")
    # thirty days from 13 July: 12 August, a Wednesday
    assert started(served) == {"ask_final": "2026-08-12"}
    final = office.does("final", case, "--on", "2026-08-10", "--json")
    assert started(final) == {"final": "2026-09-09"}
    hearing = office.does("final", case, "--hearing", "2026-08-20..2026-08-21", "--on", "2026-08-21", "--json")
    # two days of hearing do not count
    assert started(hearing) == {"final": "2026-09-11"}
    done = office.does("final", case, "--decision", "uphold", "--number", "复核1号", "--on", "2026-09-11", "--json")
    assert (done["status"], stopped(done)) == ("final_issued", {"final": 0})
    assert office.does("close", case, "--reason", "final", "--on", "2026-09-14", "--json")["status"] == "closed"


def test_steps_in_english_and_chinese_names(office: Office) -> None:
    office.lang = Lang.EN
    case = office.open()
    said = office.does("转送", case, "住建局", "--on", "2026-11-04")
    assert "stopped: disposition, due 2026-11-17, done 2026-11-04, in time" in said
    assert "right: right to object, 5 working days, until 2026-11-11" in said


def test_undo_of_each_kind_restores_what_was(office: Office) -> None:
    case = office.open("2026-11-02", "--class", "claim")
    office.does("set", case, "--lead", "王县长", "--category", "城乡建设/物业")
    assert "lead: 王县长" in office.file(case).read_text(encoding="utf-8")
    office.does("undo", case)
    text = office.file(case).read_text(encoding="utf-8")
    assert "\nlead:" not in text
    assert "\ncategory:" not in text
    office.does("set", case, "--phone", "13900000000")
    refused = office("undo", case, "--json")
    assert refused.refusal["error"] == "undo_personal"


def test_withdrawal_merge_link_meeting_rate_and_attachment(office: Office) -> None:
    one, two, three = (office.open(day) for day in ("2026-11-02", "2026-11-03", "2026-11-04"))
    office.does("withdraw", one, "--statement-on", "2026-11-20")
    assert office.does("withdraw", one, "--revoked-on", "2026-11-21", "--json")["status"] == "registered"
    merged = office.does("merge", two, three, "--reason", "同一事项重复登记", "--json")
    assert merged[0]["status"] == "merged"
    assert office.does("show", three, "--json")["received_on"] == "2026-11-03"
    parted = office.does("undo", two, "--json")
    assert [each["status"] for each in parted] == ["registered", "registered"]
    assert office.does("show", three, "--json")["received_on"] == "2026-11-04"
    office.does("merge", two, three, "--reason", "同一事项重复登记")
    office.does("link", one, three)
    office.does("meeting", one, three, "--text", "联席会议：由住建局牵头")
    office.does("rate", one, "--of", "unit", "--value", "满意")
    (office.root / "证据.txt").write_text("照片说明", encoding="utf-8")
    office.does("attach", one, str(office.root / "证据.txt"), "--kind", "evidence")
    assert (office.file(one).with_suffix("") / "证据.txt").read_text(encoding="utf-8") == "照片说明"
    did = [entry["did"] for entry in office.does("log", one, "--json")]
    assert did == ["open", "withdraw", "withdraw", "link", "meeting", "rate", "attach"]
    assert office("check").code == 0


def test_a_correction_of_numbers_leaves_the_file_in_its_own_form(office: Office) -> None:
    case = office.open("2026-11-02")
    office.does("set", case, "--people", "7")
    text = office.file(case).read_text(encoding="utf-8")
    assert "people: '7'" in text
    office.does("note", case, "--text", "记事")
    office.does("undo", case)
    office.does("undo", case)
    assert office.does("list", "--json")[0]["people"] == 1
    assert text_of(parse(office.file(case).read_bytes(), office.file(case))[0]) == office.file(case).read_text("utf-8")
