"""Units, places and categories without YAML: one by one, nicknames, from a sheet; what is taken or unknown is said."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.commands.conftest import Office
from xinfang_cli.casefile.yaml import read


def config(office: Office) -> str:
    """Return the text of config.yaml."""
    return (office.root / "config.yaml").read_text("utf-8")


def test_a_unit_is_added_and_known_at_once(office: Office) -> None:
    before = config(office)
    said = office.does(
        "unit", "add", "县公安局", "--alias", "公安局", "--alias", "公安", "--kind", "政法机关", "--under", "住建局"
    )
    assert said == "已写进config.yaml：县公安局\n"
    added = {line for line in config(office).splitlines() if line not in before.splitlines()}
    assert all(line.lstrip().startswith(("-", "name", "aliases", "under", "kind")) for line in added)
    assert set(before.splitlines()) <= set(config(office).splitlines())  # every comment and row is there
    case = office.open("2026-11-02")
    assert office.does("route", case, "公安", "--json")["unit"] == "县公安局"


def test_nicknames_are_added_to_whoever_is_meant(office: Office) -> None:
    assert (
        office.does("单位", "简称", "住建局", "--alias", "建设局") == "已写进config.yaml：住房和城乡建设局（建设局）\n"
    )
    assert "建设局]" in config(office)
    before = config(office)
    assert office.does("unit", "alias", "住建局", "--alias", "建设局") == "已有，未改：建设局\n"
    assert config(office) == before


def test_places_and_categories_likewise(office: Office) -> None:
    office.does("place", "add", "西街社区", "--under", "城关镇")
    office.does("category", "add", "历史遗留", "--alias", "遗留")
    case = office.open("2026-11-02", "--place", "西街社区", "--category", "遗留")
    assert [row["id"] for row in office.does("list", "--place", "城关镇", "--category", "历史遗留", "--json")] == [case]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("unit", "add", "住建局"), 1, "“住建局”已是住房和城乡建设局的名称或简称"),
        (("unit", "add", "新局", "--alias", "人社局"), 1, "“人社局”已是人力资源和社会保障局"),
        (("unit", "add", "新局", "--under", "没有的局"), 1, "没有的局"),
        (("unit", "alias", "没有的局", "--alias", "新"), 1, "没有的局"),
        (("unit", "alias", "住建局", "--alias", "人社局"), 1, "“人社局”已是人力资源和社会保障局"),
        (("unit", "alias", "住建局"), 2, "加 --alias 简称"),
        (("unit", "alias", "住建局", "--alias", "新", "--under", "人社局"), 2, "只用于 add"),
        (("unit", "remove", "住建局"), 2, "做法 不能是“remove”"),
        (("unit", "import", "没有.xlsx"), 1, "没有.xlsx"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    office: Office, words: tuple[str, ...], code: int, said: str
) -> None:
    before = config(office)
    answer = office(*words)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert config(office) == before


def test_a_sheet_of_units_is_read_and_says_what_became_of_each_row(office: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "单位.csv"
    sheet.write_text(
        "本县责任单位一览\n单位名称,简称,上级单位,复查机关,联系电话,备注\n"
        "县公安局城关派出所,城关所,县公安局,,,x\n县公安局,公安局、公安,,某县人民政府,0371-1,\n"
        "住建局,,,,,\n乙局,人社局,,,,\n,无名,,,,\n丙局,,没有的局,,,\n",
        "utf-8",
    )
    answer = office("unit", "import", str(sheet))
    assert answer.code == 4
    assert answer.out == "已写进config.yaml：县公安局城关派出所、县公安局\n已有，未改：住建局\n"
    assert "没有用上的列：备注" in answer.err
    assert "第6行未导入：“人社局”已是人力资源和社会保障局的名称或简称" in answer.err
    assert "第7行未导入：没有名称" in answer.err
    assert "第8行未导入：" in answer.err
    units = {row["name"]: row for row in read(config(office))["units"]}
    assert units["县公安局城关派出所"]["under"] == "县公安局"
    assert units["县公安局"]["review_by"] == "某县人民政府"
    assert office("unit", "import", str(sheet)).out == "已有，未改：县公安局城关派出所、县公安局、住建局\n"


def test_of_several_sheets_one_is_read_and_the_others_are_named(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    rows = {"说明": ["填表说明"], "单位": ["名称"], "属地": ["名称", "西街社区"], "空": []}
    for title, cells in rows.items():
        sheet = book.create_sheet(title)
        for cell in [*cells, *(["县公安局"] if title == "单位" else [])]:
            sheet.append([cell])
    del book["Sheet"]
    path = tmp_path / "名称.xlsx"
    book.save(path)
    answer = office("unit", "import", str(path))
    assert (answer.code, answer.out) == (4, "已写进config.yaml：县公安局\n")
    assert "没有读的工作表：说明、属地" in answer.err
    assert office.does("place", "import", str(path), "--sheet", "属地") == "已写进config.yaml：西街社区\n"
    before = config(office)
    for sheet_name, said in (("没有", "没有工作表“没有” — 已有：说明、单位、属地"), ("说明", "没有“名称”一列")):
        answer = office("place", "import", str(path), "--sheet", sheet_name)
        assert (answer.code, said in answer.err) == (1, True), answer
    assert office("place", "add", "东街", "--sheet", "属地").code == 2
    assert config(office) == before


def test_a_sheet_without_names_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("甲,乙\n1,2\n", "utf-8")
    answer = office("place", "import", str(tmp_path / "表.csv"))
    assert (answer.code, "没有“名称”一列" in answer.err) == (1, True)


def test_where_the_form_is_not_understood_the_line_to_paste_is_printed(office: Office) -> None:
    path = office.root / "config.yaml"
    text = config(office)
    row = "- {name: 房屋交易中心, under: 住房和城乡建设局}"
    assert row in text
    path.write_text(text.replace(row, "- {name: 房屋交易中心,\n   under: 住房和城乡建设局}"), "utf-8")
    before = config(office)
    answer = office("unit", "alias", "房屋交易中心", "--alias", "交易中心")
    assert (answer.code, answer.out) == (1, "- {name: 房屋交易中心, aliases: [交易中心]}\n")
    assert "把下面各行加到 units: 下面" in answer.err
    assert config(office) == before


def test_an_import_proposes_what_to_do_about_units_that_it_often_does_not_know(office: Office, tmp_path: Path) -> None:
    units = ["官渡镇政府"] * 3 + ["海关"] * 4 + ["少见局"] * 2 + ["住建局"]
    rows = [f"2026-11-{day:02d},赵{day},反映第{day}件,{unit}" for day, unit in enumerate(units, 1)]
    ledger = tmp_path / "台账.csv"
    ledger.write_text("\n".join(["信访日期,姓名,反映问题,责任单位", *rows, ""]), "utf-8")
    said = office("import", str(ledger)).out
    assert (
        "有3行的单位“官渡镇政府”config.yaml里没有 — 若是官渡镇的简称：xinfang unit alias 官渡镇 --alias 官渡镇政府\n"
        in said
    )
    assert "有4行的单位“海关”config.yaml里没有 — 若是新单位：xinfang unit add 海关\n" in said
    assert "少见局”config" not in said
    office.does("unit", "alias", "官渡镇", "--alias", "官渡镇政府")
    office.does("unit", "add", "海关")
