"""What `show`, `log` and `undo` tell of a history: sentences, with what was struck and the other matter."""

from tests.commands.conftest import Office
from xinfang_cli.labels import Lang


def test_an_opinion_is_told_with_unit_decision_and_number(office: Office) -> None:
    case = office.open()
    office.does("route", case, "住建局", "--on", "2026-11-03")
    office.does("accept", case, "--handler", "王", "--on", "2026-11-10")
    office.does("reply", case, "--decision", "support", "--number", "住建信〔2026〕12号", "--on", "2026-11-12")
    line = "  2026-11-12  住房和城乡建设局 作出处理意见：予以支持（住建信〔2026〕12号）\n"
    assert line in office.does("show", case)
    assert line in office.does("log", case)
    office.lang = Lang.EN
    assert "住房和城乡建设局: opinion issued: supported (住建信〔2026〕12号)\n" in office.does("log", case)


def test_what_was_struck_is_marked_and_told(office: Office) -> None:
    case = office.open()
    office.does("note", case, "--text", "来电")
    assert office.does("undo", case).startswith("已作废：2026-11-22 李经办 记事：来电")
    assert "李经办 记事：来电（更正后作废）\n" in office.does("log", case)
    assert "李经办 撤销：李经办 记事：来电\n" in office.does("show", case)


def test_both_sides_of_a_merge_name_the_other_and_part_again(office: Office) -> None:
    goes_on, late = office.open("2026-11-02"), office.open("2026-11-03")
    office.does("merge", late, goes_on, "--reason", "同一件")
    assert f"并案：{goes_on}（理由：同一件）" in office.does("show", late)
    assert f"关联：{late}（理由：同一件）" in office.does("show", goes_on)
    office.does("undo", late)
    assert f"关联：{late}（理由：同一件）（更正后作废）" in office.does("show", goes_on)


def test_both_halves_of_a_link_are_struck(office: Office) -> None:
    one, other = office.open("2026-11-02"), office.open("2026-11-03")
    office.does("link", one, other)
    office.does("undo", one)
    assert f"关联：{one}（更正后作废）" in office.does("show", other)
    office.does("link", one, other)


def test_undoing_a_merge_leaves_an_older_link(office: Office) -> None:
    goes_on, late = office.open("2026-11-02"), office.open("2026-11-03")
    office.does("link", late, goes_on)
    office.does("merge", late, goes_on, "--reason", "同一件")
    office.does("undo", late)
    assert f"关联：{late}\n" in office.does("show", goes_on)


def test_what_was_struck_is_struck_through_where_there_is_colour(office: Office) -> None:
    case = office.open("2026-11-20")
    office.does("note", case, "--text", "来电")
    office.does("undo", case)
    line = "\x1b[9m李经办 记事：来电（更正后作废）\x1b[29m"
    assert line in office.does("log", case, "--color", "always")
    assert "\x1b" not in office.does("log", case)
