"""The rota as it is published: on the screen, for scripts, as Word."""

import re
import zipfile
from pathlib import Path

from tests.commands.conftest import Office
from xinfang_cli.labels import Lang


def with_rota(office: Office) -> Office:
    """Give the office a rota."""
    path = office.root / "config.yaml"
    rota = (
        "\nreception: {place: 县信访接待中心, hours: '8:30-12:00', rota: [{leader: 县委书记甲, rule: 每月16日},"
        " {leaders: [张副县长, 李副县长], rule: 每周四}]}\n"
    )
    text, count = re.subn(r"\nreception: \{.*\}\n", rota, path.read_text("utf-8"))
    assert count == 1
    path.write_text(text, "utf-8")
    return office


def test_a_month_is_listed_with_place_and_hours(office: Office) -> None:
    with_rota(office)
    assert office.does("rota", "--month", "2026-02") == (
        "某县信访局2026年2月领导接访日程\n地点：县信访接待中心\n时间：8:30-12:00\n\n"
        "日期        星期  接访领导            备注\n"
        "2026-02-05  周四  张副县长、李副县长\n"
        "2026-02-12  周四  张副县长、李副县长\n"
        "2026-02-24  周二  县委书记甲          原为2026-02-16，遇放假\n"
        "2026-02-24  周二  张副县长、李副县长  原为2026-02-19，遇放假\n"
        "2026-02-26  周四  张副县长、李副县长\n"
    )
    assert office.does("rota", "--month", "2026-12", "--json")[2] == {
        "date": "2026-12-16", "leaders": ["县委书记甲"], "planned": None
    }  # fmt: skip


def test_without_a_month_it_is_this_one_and_months_are_called_as_people_do(office: Office) -> None:
    with_rota(office)
    assert office.does("rota") == office.does("rota", "--month", "2026-11") == office.does("接访", "--month", "本月")
    answer = office("rota", "--month", "十三月")
    assert (answer.code, answer.out) == (2, "")


def test_it_is_published_as_word(office: Office, tmp_path: Path) -> None:
    with_rota(office)
    office.does("rota", "--month", "2026-12", "--out", str(tmp_path / "接访.docx"))
    with zipfile.ZipFile(tmp_path / "接访.docx") as archive:
        said = archive.read("word/document.xml").decode()
    assert "某县信访局2026年12月领导接访日程" in said
    assert "县委书记甲" in said
    office.lang = Lang.EN
    assert office.does("rota", "--month", "2026-12", "--format", "md").startswith("# 某县信访局: leaders' reception")


def test_an_office_without_a_rota_is_told_where_it_goes(office: Office) -> None:
    answer = office("rota")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "还没有接访安排 — 在config.yaml的 reception: 下写 rota:\n"
