"""Many offices as one place to ask: what adds up is the sum, medians are counted anew, each engine says the same.

Six offices of an invented province, made by the benchmark's own generator with accusations typed in beside, one of
which two levels have.
"""

import hashlib
import io
import json
import re
import shutil
import sqlite3
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import duckdb
import pytest

from tests.benchmarks.make_office import make
from tests.commands.conftest import Answer
from xinfang_cli.app import run as front_door
from xinfang_cli.commands.filters import Filters
from xinfang_cli.commands.over_offices import RollUp, _must_be_asked_well
from xinfang_cli.errors import UsageError
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.extract import RELATIONS
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.windows import Span
from xinfang_cli.messages import Msg
from xinfang_cli.office.reporting import OwnReport
from xinfang_cli.reports import Report
from xinfang_cli.rollup import asking
from xinfang_cli.rollup.cards import read_offices

TODAY = "2026-11-22"
CODES = [f"41012{n}" for n in range(1, 7)]
NAMES = {code: f"{code}县信访局" for code in CODES}
ACCUSATIONS = dict(zip(CODES, (3, 9, 0, 1, 6, 7), strict=True))
NATIONAL = "410122202610090001"
KEY = "a key of more than thirty-two bytes, for all"
WINDOWS = {
    "monthly": ("--month", "2026-10"),
    "weekly": ("--week", "2026-W43"),
    "annual": ("--year", "2026"),
    "flags": ("--month", "2026-10"),
    "gates": ("--month", "2026-11"),
    "本级": ("--month", "2026-10"),
}
OWN = """  own:
  - name: 本级
    measures: [registered, closed, on_time_close, median_days, overdue, first_resolution, cards, mediated, meetings, experts]
    by: [unit, class]
"""


def typed(*args: str, at: Path | None = None) -> Answer:
    """Type a command."""
    out, err = io.StringIO(), io.StringIO()
    before = [*(["-C", str(at)] if at else []), "--today", TODAY, "--by", "李经办", "--lang", "zh"]
    with redirect_stdout(out), redirect_stderr(err):
        code = front_door([*before, *args])
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six offices, with their relations beside them in `share`; no small number is withheld in them."""
    root = tmp_path_factory.mktemp("province")
    (root / "key").write_text(KEY, encoding="utf-8")
    for at, code in enumerate(CODES):
        _make_office(root / code, code, 66 + 33 * at)
        export(root / code, root / "share")
    return root


def _make_office(office: Path, code: str, count: int) -> None:
    make(office, count)
    config = office / "config.yaml"
    text = config.read_text("utf-8").replace("410122", code).replace("某县信访局", NAMES[code])
    assert "\n  min_cell: 5" in text
    text = text.replace("\n  min_cell: 5", "\n  min_cell: 1")
    config.write_text(_with_own(text), encoding="utf-8")
    for n in range(ACCUSATIONS[code]):
        channel = ("visit", "letter")[n % 2]
        words = ("--class", "accusation", "--received", "2026-10-09", "--on", "2026-10-09", "--people", str(n + 1))
        assert (
            typed("open", "--title", f"举报{n}", "--request", "查", "--channel", channel, *words, at=office).code == 0
        )
    if code in CODES[:2]:  # two levels have it; the lower one four days later
        day = "2026-10-09" if code == CODES[0] else "2026-10-13"
        words = ("--channel", "letter", "--received", day, "--on", day, "--source-number", NATIONAL, "--people", "4")
        assert typed("open", "--title", "反映修路", "--request", "修", *words, at=office).code == 0

    _work(office)


def _work(office: Path) -> None:
    """A meeting over two matters, an expert's word, an agreement by mediation, a card of rights, a paper passing up."""
    one, other, *_ = typed("list", "--ids", "--open", at=office).out.split()
    words = ("--channel", "letter", "--received", "2026-11-02", "--on", "2026-11-02", "--json")
    accepted = typed("open", "--title", "反映排水", "--request", "修", *words, at=office).json["id"]
    passing = typed("open", "--title", "反映界址", "--request", "划清", "--level", "村", *words, at=office).json["id"]
    for words in (
        ("gate", passing, "--level", "村", "--opinion", "调解不成"),
        ("escalate", passing, "--step", "raise", "--ground", "shirk_delay"),
        ("gate", passing, "--level", "乡", "--opinion", "已办理"),
        ("route", accepted, "县水利局"),
        ("accept", accepted),
        ("meeting", one, other, "--text", "会商", "--kind", "joint"),
        ("note", one, "--kind", "expert", "--text", "可以调解"),
        ("settle", accepted, "--kind", "mediation", "--number", "调1号"),
        ("serve", other, "--document", "card", "--method", "in_person"),
    ):
        answer = typed(*words, "--on", "2026-11-20", at=office)
        assert answer.code == 0, answer


def _with_own(text: str) -> str:
    assert "\n  own: []" in text
    return text.replace("\n  own: []\n", f"\n{OWN}")


def export(office: Path, share: Path) -> Path:
    """Export the relations of an office."""
    words = ("--format", "relations", "--out", str(share), "--number-key", str(share.parent / "key"))
    answer = typed("export", *words, at=office)
    assert answer.code == 0, answer
    return share


def rolled(share: Path, report: str, *more: str, at: Path | None = None, code: int = 0) -> Any:
    """Return the JSON of a report over all offices."""
    answer = typed("report", report, *WINDOWS[report], "--roll-up", str(share), "--format", "json", *more, at=at)
    assert answer.code == code, answer
    return answer.json


def measure(page: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a measure of a page."""
    (found,) = [each for each in page["measures"] if each["name"] == name]
    return found


def own(province: Path, code: str, report: str, *more: str) -> Any:
    """Return the JSON of an office's own report."""
    answer = typed("report", report, *WINDOWS[report], "--format", "json", *more, at=province / code)
    assert answer.code == 0, answer
    return answer.json


# --- Sums -----------------------------------------------------------------------------------------------------------

OFFICE = re.compile(r"（4\d+县信访局）$")
OFFICES = re.compile(r"4\d+县信访局|6个信访部门")  # what no unit has yet is the office's there, and here that of all
NO_SUMS = {"rank", "flag", "reasons", "share", "period_change", "year_change", "median_days", "days_late", "days"}


def numbers(tables: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, ...]]:
    """Return what is counted in tables, by table, words of the row, column and part; a unit without its office."""
    found: Counter[tuple[str, ...]] = Counter()
    for table in tables:
        names = [column["name"] for column in table["columns"]]
        for row in table["rows"]:
            words = _words(row)
            for name, cell in zip(names, row, strict=True):
                if name in NO_SUMS or name.startswith("before_"):
                    continue
                if isinstance(cell, Mapping):
                    found[table["name"], *words, name, "n"] += cell["numerator"] or 0
                    found[table["name"], *words, name, "d"] += cell["denominator"] or 0
                elif isinstance(cell, int):
                    found[table["name"], *words, name] += cell
    return Counter({key: count for key, count in found.items() if count})


def _words(row: Iterable[Any]) -> list[str]:
    return [OFFICES.sub("office", OFFICE.sub("", cell)) for cell in row if isinstance(cell, str) and cell != "withheld"]


def hidden(tables: Iterable[Mapping[str, Any]]) -> set[tuple[str, ...]]:
    """Return what is withheld in tables, by the keys of `numbers`."""
    return {
        (table["name"], *_words(row), column["name"])
        for table in tables
        for row in table["rows"]
        for column, cell in zip(table["columns"], row, strict=True)
        if cell == "withheld"
    }


@pytest.fixture(scope="session")
def apart(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The relations without marks: every matter counts in its office."""
    share = tmp_path_factory.mktemp("apart") / "share"
    for code in CODES:
        assert typed("export", "--format", "relations", "--out", str(share), at=province / code).code == 0
    return share


@pytest.mark.parametrize("report", ["monthly", "weekly", "annual", "gates", "本级"])
def test_what_adds_up_is_the_sum_of_the_offices_own_reports(province: Path, apart: Path, report: str) -> None:
    pages = [own(province, code, report) for code in CODES]
    found = rolled(apart, report, at=province / CODES[0])
    skipped = {Measure.MEDIAN_DAYS.value}
    for at, figure in enumerate(found["measures"]):
        for when in ("last_period", "last_year"):
            sums = [page["measures"][at][when] for page in pages]
            if figure[when] and figure["name"] not in skipped:
                assert figure[when]["numerator"] == sum(each["numerator"] for each in sums), (figure["name"], when)
        if figure["name"] not in skipped:
            assert figure["numerator"] == sum(page["measures"][at]["numerator"] for page in pages), figure["name"]
            assert (figure["denominator"] or 0) == sum(page["measures"][at]["denominator"] or 0 for page in pages)
    total: Counter[tuple[str, ...]] = Counter()
    for page in pages:
        total.update(numbers(_but_lists(page)))
    unsaid = set().union(*(hidden(_but_lists(page)) for page in (*pages, found)))
    said = {key: count for key, count in total.items() if count and key not in unsaid}
    assert {key: count for key, count in numbers(_but_lists(found)).items() if key not in unsaid} == said != {}


def _but_lists(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [table for table in page["tables"] if table["name"] not in {"overdue", "due_soon"}]


def test_flags_are_those_that_each_office_gives_its_units(province: Path, apart: Path) -> None:
    (table,) = [each for each in rolled(apart, "flags", at=province / CODES[0])["tables"] if each["name"] == "flags"]
    expected = {
        (f"{unit}（{NAMES[code]}）", flag, *rest)
        for code in CODES
        for each in own(province, code, "flags")["tables"]
        if each["name"] == "flags"
        for unit, _, flag, *rest in map(_plain, each["rows"])
    }
    assert len(expected) > len(CODES)
    assert {(unit, flag, *rest) for unit, _, flag, *rest in map(_plain, table["rows"])} == expected


def table_of(page: Mapping[str, Any], name: str) -> list[list[Any]]:
    """Return the rows of a table."""
    rows: list[list[Any]] = next(each for each in page["tables"] if each["name"] == name)["rows"]
    return rows


def _plain(row: list[Any]) -> list[Any]:
    return [json.dumps(cell, sort_keys=True) if isinstance(cell, Mapping) else cell for cell in row]


def test_per_office_a_row_is_what_the_office_tells_of_itself(province: Path, apart: Path) -> None:
    found = rolled(apart, "weekly", "--per", "office", at=province / CODES[0])
    rows = {row[0]: row[1:] for row in table_of(found, "changes")}
    for code in CODES:
        of_units = (row[1:] for row in table_of(own(province, code, "weekly"), "changes"))
        assert rows[NAMES[code]] == [sum(column) for column in zip(*of_units, strict=True)]


def test_a_median_is_that_of_all_days(apart: Path) -> None:
    line = Measure.MEDIAN_DAYS.line
    days = []
    for code in CODES:
        found = duckdb.sql(
            f"SELECT date_diff('day', k.from_on::DATE, k.stopped_on::DATE) FROM '{apart}/office={code}/clocks.parquet'"
            f" AS k WHERE {line.base} AND k.dated = 1 AND k.stopped_on >= '2026-01-01' AND k.stopped_on < '2027-01-01'"
        )
        days += [day for (day,) in found.fetchall()]
    figure = measure(rolled(apart, "annual"), "median_days")
    assert len(days) == figure["denominator"] > 50
    assert figure["numerator"] == statistics.median(days)


def test_a_matter_that_two_levels_have_is_counted_once_and_each_keeps_its_duties(province: Path, apart: Path) -> None:
    def told(share: Path) -> tuple[int, int]:
        page = rolled(share, "monthly")
        return measure(page, "registered")["numerator"], sum(
            row[1]["denominator"] for row in table_of(page, "timeliness")
        )

    (registered, duties), (both, of_both) = told(province / "share"), told(apart)
    assert (registered + 1, duties) == (both, of_both)
    assert (
        "1件是上下级同有的" in typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(province / "share")).out
    )


def test_what_offices_did_is_counted_over_all_of_them(province: Path, apart: Path) -> None:
    acts = {row[0]: row[2] for row in table_of(rolled(apart, "annual", at=province / CODES[0]), "acts")}
    once_each = ("mediated", "experts", "meetings")
    assert {name: acts[name] for name in once_each} == dict.fromkeys(once_each, len(CODES))
    first = measure(rolled(apart, "annual"), "first_resolution")
    assert first["denominator"] > 10


# --- Engines --------------------------------------------------------------------------------------------------------


class Sqlite:
    """The engine of an office, over the relations of many."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def files(self, name: str, paths: Iterable[Path]) -> None:
        found = duckdb.sql(f"FROM read_parquet({[str(path) for path in paths]}, hive_partitioning = false)")
        self.db.execute(f"CREATE TABLE {name} ({', '.join(found.columns)})")
        self.db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' for _ in found.columns)})", found.fetchall())
        of = "id" if name == "raw_cases" else "case_id"
        self.db.execute(f"CREATE INDEX {name}_of ON {name} ({of})")

    def view(self, name: str, sql: str) -> None:
        self.db.execute(f"CREATE VIEW {name} AS {sql}")

    keep = view

    def sql(self, query: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        return iter(self.db.execute(query, params or {}).fetchall())


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A Spark Connect server without a JVM."""
    for library in ("pysail", "pyspark"):
        if find_spec(library) is None:
            pytest.skip(f"{library} is not installed: no Spark-compatible server is tried")
    from pysail.spark import SparkConnectServer

    started = SparkConnectServer(ip="127.0.0.1", port=0)
    started.start(background=True)
    yield f"sc://127.0.0.1:{started.listening_address[1]}"
    started.stop()


ASKED = [
    (report, more)
    for report in WINDOWS
    for more in ((), ("--per", "office"), ("--class", "accusation"), ("--channel", "visit", "--open"))
]


ONE_BY_ONE = [pair for at, pair in enumerate(ASKED) if at % 4 in (0, 1 + at // 4 % 3)]
"""Each report bare and with one of the filters, each filter with some report; the server's test has them all."""


@pytest.mark.parametrize(("report", "more"), ONE_BY_ONE)
def test_sqlite_and_duckdb_say_the_same_to_the_byte(
    province: Path, report: str, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("report", report, *WINDOWS[report], "--roll-up", str(province / "share"), "--format", "json", *more)
    by_duckdb = typed(*words, at=province / CODES[0])
    monkeypatch.setattr(asking, "engine_of", lambda _: Sqlite())
    assert by_duckdb.code == 0
    assert typed(*words, at=province / CODES[0]) == by_duckdb


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(("report", "more"), ASKED)
def test_a_server_says_the_same_to_the_byte(province: Path, report: str, more: tuple[str, ...], server: str) -> None:
    words = ("report", report, *WINDOWS[report], "--roll-up", str(province / "share"), "--format", "json", *more)
    by_duckdb = typed(*words, at=province / CODES[0])
    assert typed(*words, "--engine", server, at=province / CODES[0]) == by_duckdb


# --- Sealed matters -------------------------------------------------------------------------------------------------

FILTERS = (
    (),
    ("--class", "accusation"),
    ("--class", "claim"),
    ("--channel", "visit"),
    ("--open",),
    ("--since", "2026-10-01"),
)
WITHHELD = "withheld"


def sealed_numbers(page: Mapping[str, Any], table: str) -> dict[str, Any]:
    """Return the registrations by the word of a row."""
    return {row[0]: row[1] for row in table_of(page, table)}


@pytest.mark.parametrize("more", FILTERS)
@pytest.mark.parametrize("per", [(), ("--per", "office")])
def test_no_small_number_of_sealed_matters_can_be_worked_out(
    province: Path, per: tuple[str, ...], more: tuple[str, ...]
) -> None:
    """26 accusations in six offices, 3 and 1 of them in two: what is told of all leaves none of these alone."""
    page = rolled(province / "share", "monthly", *per, *more)
    by_class = sealed_numbers(page, "by_class")
    by_unit = sealed_numbers(page, "by_unit")
    cells = [*by_class.values(), *by_unit.values()]
    if more[:2] == ("--class", "accusation"):
        assert not any(isinstance(cell, int) and 0 < cell < 5 for cell in cells)
    if isinstance(by_class.get("accusation"), int):
        assert by_class["accusation"] >= 5
    hidden = [word for word, cell in by_class.items() if cell == WITHHELD]
    assert len(hidden) != 1 or measure(page, "registered")["numerator"] is None


def test_what_one_office_withholds_is_not_the_rest_of_a_sum(province: Path, tmp_path: Path) -> None:
    """Of two offices, 3 and 9 accusations: told are neither 12 nor, beside it, what the first has."""
    for code in CODES[:2]:
        shutil.copytree(province / "share" / f"office={code}", tmp_path / f"office={code}")
    by_class = sealed_numbers(rolled(tmp_path, "monthly"), "by_class")
    assert by_class["accusation"] == WITHHELD
    sealed = rolled(tmp_path, "monthly", "--class", "accusation")
    assert measure(sealed, "registered")["numerator"] is None
    shutil.rmtree(tmp_path / f"office={CODES[0]}")
    assert sealed_numbers(rolled(tmp_path, "monthly"), "by_class")["accusation"] == 9


# --- What is refused, or named and left out ------------------------------------------------------------------------


@pytest.fixture
def share(province: Path, tmp_path: Path) -> Path:
    """A copy of the relations, to be spoilt."""
    return Path(shutil.copytree(province / "share", tmp_path / "share"))


def spoil_card(share: Path, code: str, **said: Any) -> None:
    path = share / f"office={code}" / "office.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**card, **said}, ensure_ascii=False), encoding="utf-8")


def _another_version(share: Path) -> None:
    spoil_card(share, CODES[0], relations=2)


def _too_early(share: Path) -> None:
    spoil_card(share, CODES[0], as_of="2026-10-30")


def _changed(share: Path) -> None:
    path = share / f"office={CODES[0]}" / "clocks.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def _gone(share: Path) -> None:
    (share / f"office={CODES[0]}" / "events.parquet").unlink()


def _other_rows(share: Path) -> None:
    folder = share / f"office={CODES[0]}"
    files = json.loads((folder / "office.json").read_text(encoding="utf-8"))["files"]
    files["cases.parquet"]["rows"] += 1
    spoil_card(share, CODES[0], files=files)


def _no_card(share: Path) -> None:
    (share / f"office={CODES[0]}" / "office.json").write_text("{", encoding="utf-8")


def _other_folder(share: Path) -> None:
    (share / f"office={CODES[0]}").rename(share / "office=999999")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_another_version, "第2版，本程序读第3版"),
        (_too_early, "截至2026-10-30，早于本期所需的2026-10-31"),
        (_changed, "clocks.parquet 与 office.json 所记的不同"),
        (_gone, "events.parquet 与 office.json 所记的不同"),
        (_other_rows, "行，office.json 写的是"),
        (_no_card, "没有可读的 office.json"),
        (_other_folder, "与其代码不符"),
    ],
)
def test_an_office_that_cannot_be_counted_is_named_and_left_out(share: Path, spoil: Any, says: str) -> None:
    spoil(share)
    answer = typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(share))
    assert answer.code == 4
    assert says in answer.err
    assert CODES[0] in answer.err
    assert "5个信访部门" in answer.out
    assert says in answer.out  # whoever reads the page alone knows it too


def test_an_office_that_is_there_twice_is_counted_in_neither(share: Path, tmp_path: Path) -> None:
    shutil.copytree(share / f"office={CODES[0]}", tmp_path / "other" / f"office={CODES[0]}")
    answer = typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(share), str(tmp_path / "other"))
    assert (answer.code, f"{CODES[0]} 有两份" in answer.err, "5个信访部门" in answer.out) == (4, True, True)


def test_a_namesake_is_counted_in_neither(share: Path) -> None:
    spoil_card(share, CODES[0], name=NAMES[CODES[1]])
    answer = typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(share))
    assert (answer.code, "与另一单位同名" in answer.err, "4个信访部门" in answer.out) == (4, True, True)


def test_a_list_names_who_is_missing_and_who_should_not_be_there(share: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("# 应报\n" + "\n".join([*CODES[1:], "419999 远县信访局"]) + "\n", encoding="utf-8-sig")
    answer = typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(share), "--offices", str(listed))
    assert answer.code == 4
    assert "远县信访局（419999） 在名单里，没有关系表" in answer.err
    assert f"{NAMES[CODES[0]]}（{CODES[0]}） 不在单位名单里" in answer.err


def test_limits_that_differ_are_named_and_counted(share: Path) -> None:
    card = json.loads((share / f"office={CODES[0]}" / "office.json").read_text(encoding="utf-8"))
    spoil_card(share, CODES[0], limits={**card["limits"], "handle": "50d unit duty +30*1"})
    answer = typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(share))
    assert answer.code == 0
    assert f"{NAMES[CODES[0]]}（{CODES[0]}） 的期限与多数单位不同：handle（已计入）" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("monthly", "--roll-up"), 2, "没有说明出哪张报表"),
        (("monthly", "--roll-up", "--add", "SHARE"), 2, "没有说明出哪张报表"),
        (("monthly", "--per", "office"), 2, "--per只用于汇总"),
        (("monthly", "--engine", "duckdb"), 2, "--engine只用于汇总"),
        (("ledger", "--roll-up", "SHARE"), 2, "不能跨单位汇总"),
        (("monthly", "--roll-up", "SHARE", "--lead", "某"), 2, "汇总不能按包案领导筛选"),
        (("monthly", "--roll-up", "SHARE", "--text", "某"), 2, "汇总不能按文字筛选"),
        (("monthly", "--roll-up", "SHARE", "--per", "office", "--unit", "县民政局"), 2, "不能再按责任单位筛选"),
        (("monthly", "--roll-up", "SHARE", "--unit", "没有的局"), 1, "没有的局"),
        (("monthly", "--roll-up", "SHARE/none"), 1, "不是文件夹"),
        (("monthly", "--roll-up", "SHARE", "--offices", "SHARE/none"), 1, "读不了"),
        (("monthly", "--roll-up", "SHARE", "--engine", "oracle"), 1, "不认识引擎“oracle”"),
        (("monthly", "--roll-up", "SHARE", "--engine", "sc://127.0.0.1:1"), 1, "sc://127.0.0.1:1 没有应答"),
        (("monthly", "--month", "2027-01", "--roll-up", "SHARE"), 0, ""),
    ],
)
def test_what_is_asked_wrongly_is_refused(share: Path, words: tuple[str, ...], code: int, says: str) -> None:
    answer = typed("report", *(word.replace("SHARE", str(share)) for word in words))
    assert (answer.code, says in answer.err) == (code, True), answer


def test_a_unit_is_that_of_its_name_in_every_office(province: Path, apart: Path) -> None:
    pages = [own(province, code, "annual", "--unit", "县民政局") for code in CODES]
    found = rolled(apart, "annual", "--unit", "县民政局")
    registered = [measure(page, "registered")["numerator"] for page in (found, *pages)]
    assert registered[0] == sum(registered[1:]) > 0
    assert found["scope"]["filters"] == {"unit": ["县民政局"]}


def test_files_that_are_no_parquet_are_named_by_the_engine(share: Path) -> None:
    folder = share / f"office={CODES[0]}"
    (folder / "cases.parquet").write_bytes(b"no parquet")
    files = json.loads((folder / "office.json").read_text(encoding="utf-8"))["files"]
    files["cases.parquet"]["sha256"] = hashlib.sha256(b"no parquet").hexdigest()
    spoil_card(share, CODES[0], files=files)
    answer = typed("report", "monthly", *WINDOWS["monthly"], "--roll-up", str(share))
    assert (answer.code, f"office={CODES[0]}" in answer.err) == (1, True), answer


def test_no_office_left_is_refused(share: Path) -> None:
    answer = typed("report", "monthly", "--month", "2026-11", "--today", "2026-12-05", "--roll-up", str(share))
    assert answer.code == 1
    assert answer.out == ""
    assert all(code in answer.err for code in CODES)


def test_every_column_that_a_statement_asks_is_handed_up(apart: Path) -> None:
    import datetime as dt

    offices = read_offices([apart], dt.date(2026, 10, 31), None)
    assert [card.code for card in offices.cards] == CODES
    assert set(offices.cards[0].rows) == set(RELATIONS)


def test_who_received_or_leads_is_not_handed_up_and_is_no_dimension_of_many_offices() -> None:
    for word in ("reception", "lead"):
        own = OwnReport(name="x", title="x", span=Span.MONTH, measures=(), by=(Dimension.of(word),))
        with pytest.raises(UsageError) as refused:
            _must_be_asked_well(own, Filters(), RollUp(()))
        assert refused.value.text.msg is Msg.ROLL_BY
        with pytest.raises(UsageError) as refused:
            _must_be_asked_well(Report.MONTHLY, Filters({word: ["张县长"]}), RollUp(()))
        assert refused.value.text.msg is Msg.ROLL_FILTER
    assert "reception" not in {column.name for column in RELATIONS["cases"].columns}
