"""At the counter: a person is told of their own matters, and nothing of anybody else's, and every look is logged."""

import pytest

from tests.commands.conftest import Office

WANG = ("--name", "王某", "--phone", "138 1234 5678")


def log(office: Office) -> list[str]:
    """Return who looked at what, without the moment."""
    path = office.root / "sealed/access.log"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.partition("\t")[2] for line in lines]


def found(office: Office, *words: str) -> list[str]:
    """Return the ids that a look-up finds."""
    return [row["id"] for row in office.does("find", *words, "--json")]


def test_name_and_phone_find_ones_own_matters(office: Office) -> None:
    first = office.open("2026-11-02", *WANG)
    office.does("route", first, "住建局", "--on", "2026-11-03")
    other = office.open("2026-11-05", "--name", "王某", "--phone", "13900000000", title="同名的另一人")
    assert found(office, "--name", "王某", "--phone", "5678") == [first]
    assert found(office, "--name", "王某", "--phone", "13812345678") == [first]
    assert found(office, "--name", "王某", "--phone", "0000") == [other]
    (row,) = office.does("find", "--name", "王某", "--phone", "5678", "--json")
    assert row == {
        "id": first, "title": "反映阳光花园逾期交房", "received_on": "2026-11-02", "unit": "住房和城乡建设局",
        "status": "transferred", "due": "2026-11-18",
    }  # fmt: skip
    assert office.does("find", "--name", "王某", "--phone", "5678") == (
        "编号               收到        责任单位          状态    下一期限     标题\n"
        f"{first}  2026-11-02  住房和城乡建设局  已转送  11-18 超4日  反映阳光花园逾期交房\n"
    )


def test_every_look_up_is_logged_also_one_that_finds_nothing(office: Office) -> None:
    case = office.open("2026-11-02", *WANG)
    found(office, "--name", "王某", "--phone", "13812345678")
    answer = office("find", "--name", "王某", "--phone", "5679")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == (
        "没有姓名和电话都相符的信访件 — 核对后再查；件上没有电话的，用 --number 编号 或 --received 收到日期\n"
    )
    assert log(office) == [
        "李经办\tfind --name 王某 --phone *5678",
        f"李经办\t{case}",
        "李经办\tfind --name 王某 --phone *5679",
    ]


def test_where_there_is_no_phone_the_number_or_the_day_stands_in_its_place(office: Office) -> None:
    case = office.open("2026-11-02", "--name", "刘某")
    office.open("2026-11-02", *WANG)
    assert found(office, "--name", "刘某", "--number", case) == [case]
    assert found(office, "--name", "刘某", "--number", case[-5:]) == [case]
    assert found(office, "--name", "刘某", "--received", "11-02") == [case]
    assert found(office, "--name", "刘某", "--received", "11-03") == []
    assert found(office, "--name", "王某", "--received", "11-02") == []
    assert log(office)[-1] == "李经办\tfind --name 王某 --number 2026-11-02"


def test_no_sealed_matter_is_found(office: Office) -> None:
    office.open("2026-11-02", *WANG, "--class", "accusation", "--accused", "城关镇")
    assert found(office, "--name", "王某", "--phone", "5678") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "王某"), "须同时写姓名和电话"),
        (("--phone", "5678"), "须同时写姓名和电话"),
        (("--name", " ", "--phone", "5678"), "须同时写姓名和电话"),
        (("--name", "王某", "--phone", "345678"), "电话须是全号或后四位"),
        (("--name", "王某", "--phone", "-"), "电话须是全号或后四位"),
        (("村道", "--name", "王某", "--phone", "5678"), "不与文字、筛选"),
        (("--name", "王某", "--phone", "5678", "--ids"), "不与文字、筛选"),
        (("--name", "王某", "--phone", "5678", "--open"), "不与文字、筛选"),
        (("--name", "王某", "--phone", "5678", "--limit", "1"), "不与文字、筛选"),
        ((), "写要找的文字"),
    ],
)
def test_it_is_no_search_of_persons(office: Office, words: tuple[str, ...], said: str) -> None:
    office.open("2026-11-02", *WANG)
    answer = office("find", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert log(office) == []


@pytest.mark.parametrize("name", ["王", "王%", "王*", "王_", ".*"])
def test_a_part_of_a_name_or_a_pattern_finds_nobody(office: Office, name: str) -> None:
    office.open("2026-11-02", *WANG)
    assert found(office, "--name", name, "--phone", "5678") == []


def test_words_that_nothing_has_are_answered_with_the_way_of_the_counter(office: Office) -> None:
    office.open("2026-11-02", *WANG)
    answer = office("find", "王某")
    assert "本人来问自己的件，用 --name 姓名 --phone 电话" in answer.err
