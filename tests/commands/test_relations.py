"""The relations of an office: what leaves, what never does, and that they are there whole or not at all."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.commands.conftest import Office
from xinfang_cli.index.relations import SEALED_SHOWS
from xinfang_cli.measures.extract import RELATIONS, VERSION, file_of

NUMBER = "410122202611020001"
KEY = "a shared key of more than thirty-two bytes"
MARKERS = {
    "title": "题目甲乙丙",
    "request": "诉求甲乙丙",
    "name": "赵某某",
    "phone": "13800138000",
    "address": "幸福里3号",
    "number": NUMBER,
    "lead": "副县长钱某",
    "owner": "责任人孙某",
    "note": "备注甲乙丙",
    "document": "信复〔2026〕77号",
    "handler": "承办人李某",
    "actor": "周某某",
    "sealed place": "密处甲乙丙",
}


@pytest.fixture
def worked(office: Office) -> Office:
    """Matters with every word that must not leave: one handled by all kinds of steps, one sealed, one handed down."""
    who = ("--name", MARKERS["name"], "--phone", MARKERS["phone"], "--address", MARKERS["address"])
    words = (*who, "--request", MARKERS["request"], "--source-level", "市", "--source-number", NUMBER)
    first = office.open("2026-11-02", *words, "--place", "老街社区", "--people", "3", title=MARKERS["title"])
    office.does("set", first, "--lead", MARKERS["lead"], "--owner", MARKERS["owner"])
    office.does("route", first, "住建局", "--on", "2026-11-04")
    office.does("accept", first, "--on", "2026-11-06", "--handler", MARKERS["handler"])
    office.does("note", first, "--text", MARKERS["note"], "--kind", "progress", "--next", MARKERS["note"])
    office.does("escalate", first, "--step", "supervise", "--ground", "shirk_delay", "--number", MARKERS["document"])
    office.open("2026-11-03", *who, "--class", "accusation", "--people", "2", "--place", MARKERS["sealed place"],
                "--source-level", "市", "--source-number", "410122202611030002", title=MARKERS["title"])  # fmt: skip
    return office


def exported(office: Office, *more: str) -> Path:
    """Export, and return the folder of the office."""
    out = office.root.parent / "province"
    assert office("export", "--format", "relations", "--out", str(out), *more).code == 0
    (folder,) = out.iterdir()
    return folder


def lines(folder: Path, relation: str) -> list[dict[str, Any]]:
    """Return the lines of a relation by the names of their columns."""
    found = duckdb.sql(f"FROM read_parquet('{folder / file_of(relation)}', hive_partitioning = false)")
    return [dict(zip(found.columns, line, strict=True)) for line in found.fetchall()]


def test_a_folder_of_relations_and_the_card_that_says_what_they_are(worked: Office) -> None:
    folder = exported(worked)
    card = json.loads((folder / "office.json").read_text(encoding="utf-8"))
    assert folder.name == "office=410122"
    said = [card[key] for key in ("code", "name", "as_of", "relations")]
    assert said == ["410122", "某县信访局", worked.today, VERSION]
    assert card["limits"]["handle"] == "60d unit duty +30*1"
    assert set(card["files"]) == {file_of(relation) for relation in RELATIONS}
    for name, said in card["files"].items():
        assert said["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert said["rows"] == len(lines(folder, name.removesuffix(".parquet"))) > 0
    assert {file.name for file in folder.iterdir()} == {*card["files"], "office.json"}


def test_no_word_number_or_person_is_in_any_byte(worked: Office) -> None:
    key = worked.root.parent / "key"
    key.write_text(KEY, encoding="utf-8")
    folder = exported(worked, "--number-key", str(key))
    said = [str(line) for relation in RELATIONS for line in lines(folder, relation)]
    read = "".join(said) + "".join(file.read_bytes().decode("utf-8", "replace") for file in folder.iterdir())
    assert {name: word for name, word in MARKERS.items() if word in read} == {}
    assert "老街社区" in read  # of a matter that is not sealed; so the others would have been seen


def test_a_sealed_matter_shows_what_a_list_shows_and_what_totals_are_made_of(worked: Office) -> None:
    (sealed,) = [line for line in lines(exported(worked), "cases") if line["sealed"]]
    ours = {"office", "office_name", "owed", "to_serve", "dockets"}  # whose it is, and three empty arrays
    counted = {"people", "joint_visit", "first_time", "joint", "resolved", "resolved_basis", "repeat_of", "led"}
    assert {name for name, value in sealed.items() if value is not None} <= SEALED_SHOWS | counted | ours
    assert (sealed["class"], sealed["people"]) == ("accusation", 2)
    assert [sealed[name] for name in ("with_units", "owed", "to_serve", "dockets")] == ["[]"] * 4


def test_a_mark_is_the_same_under_one_key_and_nothing_without(worked: Office) -> None:
    def marks(*more: str) -> set[str | None]:
        return {line["handed"] for line in lines(exported(worked, *more), "cases")}

    assert marks() == {None}
    keys = [worked.root.parent / "key", worked.root.parent / "other"]
    for path, text in zip(keys, (KEY, KEY[::-1]), strict=True):
        path.write_text(text, encoding="utf-8")
    one, other = (marks("--number-key", str(path)) for path in keys)
    assert one == marks("--number-key", str(keys[0]))
    assert len(one) == len(other) == 2
    assert not one & other
    assert hashlib.sha256(NUMBER.encode()).hexdigest()[:32] not in one  # nobody finds it by trying all numbers


def test_twice_the_same_bytes_and_the_later_takes_the_place_of_the_earlier(worked: Office) -> None:
    def bytes_of(folder: Path) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in folder.iterdir()}

    first = bytes_of(exported(worked))
    assert bytes_of(exported(worked)) == first
    worked.open("2026-11-20")
    assert bytes_of(exported(worked)) != first
    assert [file.name for file in (worked.root.parent / "province").iterdir()] == ["office=410122"]


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (("--out", "x", "--open"), 2, "总是全部信访件"),
        (("--out", "x", "--reveal"), 2, "总是全部信访件"),
        ((), 2, "--out 文件夹"),
        (("--out", "x", "--number-key", "config.yaml/none"), 1, "不是编号密钥"),
    ],
)
def test_what_is_refused_leaves_nothing(
    worked: Office, more: tuple[str, ...], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = worked("export", "--format", "relations", *more)
    assert (answer.code, says in answer.err) == (code, True), answer
    assert not (tmp_path / "x").exists()


def test_a_code_that_names_no_folder_is_refused(worked: Office) -> None:
    config = worked.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("code: '410122'", "code: ../x"), encoding="utf-8")
    answer = worked("export", "--format", "relations", "--out", str(worked.root.parent / "province"))
    assert (answer.code, "区划代码" in answer.err) == (1, True)
    assert worked("export", "--format", "csv", "--number-key", "x").code == 2
