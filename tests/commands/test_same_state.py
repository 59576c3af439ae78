"""Every row of the procedure, by command and by `apply`, on an open and on a sealed matter: one state for everybody.

What a command printed is what the law makes of the step, what `show` and `list` say, what an index made anew says, and
what a clone without `sealed/` makes of the files; and `check` finds nothing. The ways into each state, and the data of
each row, are those of `tests/law/test_procedure.py`: a row that is added there is swept here.
"""

import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.commands.conftest import Office
from tests.conftest import Matter, make_case, make_stamp
from tests.law import test_procedure as table
from xinfang_cli.casefile.text import parse
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.conditions import Guard
from xinfang_cli.law.history import State, fold
from xinfang_cli.law.procedure import TRANSITIONS, Transition
from xinfang_cli.law.records import Case
from xinfang_cli.law.stepdata import TAKES, Key, kind_of
from xinfang_cli.law.steps import reckon_anew, take, undo
from xinfang_cli.law.words import Did, MatterClass, Status
from xinfang_cli.office import config
from xinfang_cli.store.cases import CaseBatch, Workspace, create, save

OTHER, SEALED = "XF-20260101-00000", "XF-20260101-00001"
"""The matters that others are linked with and merged into: a sealed one does not go on in an open one."""

ONLY_BY_COMMAND = {Did.OPEN, Did.MERGE, Did.LINK, Did.ATTACH, Did.NOTICE, Did.UNDO, Did.RECKON, Did.FORGET}
"""Steps that no table has."""

WITHOUT_COMMAND = {Did.NOTICE, Did.RECKON, Did.FORGET}
"""Steps that are written along with something else, not typed: here they are written as those commands write them."""


OWN = {(Did.REVIEW, "ground"): "no_opinion", (Did.FINAL, "ground"): "no_opinion"}
"""Words of a list that say what holds of the matters here; elsewhere the first word of a list does."""


class Told(NamedTuple):
    """What a matter came to: what every reader must say alike."""

    status: str
    unit: str | None
    due: str | None
    clocks: frozenset[tuple[str, str | None]]


def of_state(state: State) -> Told:
    """Return what a folded history says."""
    running = frozenset((run.name, run.due.isoformat() if run.due else None) for run in state.running)
    return Told(state.status.value, state.unit, state.due.isoformat() if state.due else None, running)


@dataclass(frozen=True)
class Attempt:
    """A step of a matter that stands in a state: one cell of the sweep."""

    number: int
    row: Transition
    data: dict[str, Any]
    prepared: Case
    on: str
    law: Law
    is_typed: bool

    @property
    def id(self) -> str:
        """The matter."""
        return f"XF-20260302-{self.number:05d}"

    @property
    def before(self) -> Case:
        """The matter before the step."""
        return self.prepared.but(id=self.id)

    @cached_property
    def expected(self) -> Told | None:
        """What the law makes of it; None where it refuses."""
        try:
            return of_state(fold(self._step(), self.law))
        except RefusedError:
            return None

    def _step(self) -> Case:
        stamp = make_stamp(self.on, now="2026-11-22", n="0000ffff")
        if self.row.did is Did.UNDO:
            return undo(self.before, self.law, make_stamp("2026-11-22")).case
        if self.row.did is Did.RECKON:
            running = [run.name for run in fold(self.before, self.law).running]
            return reckon_anew(self.before, self.law, stamp, running, "按新的放假安排")
        return take(self.before, self.law, self.row.did, stamp, **self.data).case

    @property
    def said(self) -> dict[str, Any]:
        """The data as they are typed: an objection that is agreed to says where the matter goes, and how from that."""
        if self.row.did is not Did.OBJECT or "unit" not in self.data:
            return dict(self.data)
        rest = {key: value for key, value in self.data.items() if key not in ("unit", "mode")}
        return {**rest, "to": self.data["unit"]}

    @property
    def words(self) -> list[str]:
        """The command as it is typed."""
        data = self.said
        words = [self.row.did.value, self.id]
        if self.row.did is Did.UNDO:
            return words
        if self.row.did in (Did.ROUTE, Did.MERGE, Did.LINK):
            words += [data.pop(key) for key in ("unit", "case") if key in data]
        if self.row.did is Did.ATTACH:
            words += [str(data.pop("file"))]
            data.pop("sha256")
        if self.row.did is Did.SET:
            data |= data.pop("set")
        if data.pop("mode", None) == "assign":
            words.append("--assign")
        for key, value in data.items():
            option = "--" + key.rstrip("_").replace("_", "-")
            words += [option] if value is True else [option, plain(value)]
        return [*words, "--on", self.on]

    @property
    def row_of_a_table(self) -> dict[str, Any]:
        """The same as a line of `apply`."""
        data = self.said | self.data.get("set", {})
        rest = {
            key.rstrip("_"): value if value is True else plain(value) for key, value in data.items() if key != "set"
        }
        return {"case": self.id, "did": self.row.did.value, "on": self.on, **rest}


def plain(value: Any) -> str:
    """Return a datum as it is written."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, Label) else str(value)


def fitting(did: Did, name: str, value: Any) -> Any:
    """Return a datum that the step takes: where it has a list of its own, a word of that."""
    if (did, name) in OWN:
        return OWN[did, name]
    key = next((key for key in Key if key.field == name), None)
    kind = kind_of(did, key) if key else None
    if isinstance(kind, type) and issubclass(kind, Label) and kind.read(str(plain(value))) is None:
        return next(iter(kind)).value
    return value


def swept(law: Law) -> Iterator[Attempt]:
    """Yield every row with every word of its choice: in a table from each state, typed from the first that is open."""
    numbers = count(1)
    reached = {
        (sealed, status): standing_at(law, status, sealed=sealed) for sealed in (False, True) for status in Status
    }
    own_work = [(row, data) for row in TRANSITIONS if Guard.OWN_DUTY in row.guards for data in table._uses(row)]
    for sealed, (row, usual) in product((False, True), [*(use.values for use in table.USES), *own_work]):
        data = {name: fitting(row.did, name, value) for name, value in usual.items()}
        if sealed and row.did is Did.MERGE:
            data["case"] = SEALED
        tried = []
        for status in sorted(row.frm):
            own = Guard.OWN_DUTY in row.guards
            matter = Matter(accepted_as_own_work(law, sealed=sealed) if own else reached[sealed, status], law)
            with suppress(RefusedError):  # nothing to report, say: then the row is refused as well
                table._prepare(matter, row)
            on = table._day_after(matter, row)
            tried.append(Attempt(next(numbers), row, data, matter.case, on, law, is_typed=False))
        first = next((each for each in tried if each.expected), tried[0])
        yield replace(first, number=next(numbers), is_typed=True)
        if row.did not in ONLY_BY_COMMAND:
            yield from tried
    yield from own_duty(law, numbers)


def own_duty(law: Law, numbers: Iterator[int]) -> Iterator[Attempt]:
    """Yield the closing of what an organ accepted as its own duty, which no matter of the other rows is (T31(5))."""
    (row,) = (row for row in TRANSITIONS if Guard.OWN_DUTY in row.guards)
    (data,) = table._uses(row)
    for sealed, is_typed in product((False, True), (False, True)):
        matter = Matter(standing_at(law, Status.ASSIGNED, sealed=sealed), law)
        matter.do("accept", table.ACCEPTED, path="duty")
        yield Attempt(next(numbers), row, data, matter.case, "2026-03-10", law, is_typed=is_typed)


def accepted_as_own_work(law: Law, *, sealed: bool) -> Case:
    """Return a matter that the organ has accepted as its own duty by other laws (art. 31)."""
    matter = Matter(standing_at(law, Status.TRANSFERRED, sealed=sealed), law)
    matter.do("accept", table.ACCEPTED, path="duty")
    return matter.case


def standing_at(law: Law, status: Status, *, sealed: bool) -> Case:
    """Return a matter that was brought into a state."""
    facts: dict[str, Any] = {"class_": MatterClass.ACCUSATION, "accused": "教育体育局"} if sealed else {}
    matter = Matter(make_case(law, table.OPENED, **facts), law)
    for did, on, data in table.WAYS[status]:
        matter.do(did, on, **data)
    assert matter.case.status is status
    return matter.case


@dataclass(frozen=True)
class Sweep:
    """An office in which every step was taken, and what was printed."""

    office: Office
    attempts: tuple[Attempt, ...]
    printed: dict[str, dict[str, Any]]
    refused: frozenset[str]

    @cached_property
    def expected(self) -> dict[str, Told]:
        """What the law makes of each matter: of a step that it refuses, what was there before."""
        return {each.id: each.expected or of_state(fold(each.before, each.law)) for each in self.attempts}


@pytest.fixture(scope="module")
def sweep(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """Take every step: one by one as typed, and all others with one table."""
    folder = tmp_path_factory.mktemp("sweep")
    root = folder / "office"
    shutil.copytree(template, root)
    office, ws = Office(root), Workspace(root)
    law = config.load(ws.config_file).law
    attempts = tuple(swept(law))
    create(ws, make_case(law, "2026-01-01").but(id=OTHER))
    create(ws, make_case(law, "2026-01-01", class_=MatterClass.ACCUSATION).but(id=SEALED))
    with CaseBatch(ws) as batch:
        for each in attempts:
            batch.create(each.before)
    photo = folder / "照片.jpg"
    photo.write_bytes(b"0")
    printed: dict[str, dict[str, Any]] = {}
    refused = set()
    for each in attempts:
        if each.is_typed and each.row.did in WITHOUT_COMMAND:
            save(ws, path_of(office, each), path_of(office, each).read_text("utf-8"), each._step())
        elif each.is_typed:
            words = [str(photo) if word == "照片.jpg" else word for word in each.words]
            answer = office(*words, "--json")
            assert answer.code in (0, 1), (each.words, answer)
            if answer.code:
                refused.add(each.id)
            else:
                told = answer.json
                printed[each.id] = told[0] if isinstance(told, list) else told
    steps = folder / "批办.jsonl"
    rows = [json.dumps(each.row_of_a_table, ensure_ascii=False) for each in attempts if not each.is_typed]
    steps.write_text("\n".join(rows), encoding="utf-8")
    answer = office("apply", str(steps), "--json")
    assert answer.code in (0, 4), answer.err
    rejected = {row["id"]: row["message"] for row in answer.json["rows"] if row["outcome"] == "reject"}
    return Sweep(office, attempts, printed, frozenset(refused | rejected.keys()))


def path_of(office: Office, attempt: Attempt) -> Path:
    """Return the file of a matter."""
    return office.root / "cases" / "2026" / "03" / f"{attempt.id}.yaml"


def test_no_row_of_the_table_is_forgotten(sweep: Sweep) -> None:
    rows = {id(row) for row in TRANSITIONS if row.did is not Did.OPEN}  # `open` is swept below
    taken = [each for each in sweep.attempts if each.expected]
    for typed, dids in ((True, set(Did)), (False, set(TAKES))):
        for sealed in (False, True):
            here = [each for each in taken if each.is_typed is typed and each.before.is_sealed is sealed]
            missing = rows - {id(each.row) for each in here}
            lacking = {row.did for row in TRANSITIONS if id(row) in missing and row.did in dids}
            assert lacking == ({Did.EXTEND} if sealed else set()), "an accusation has no clock that could be extended"
    print(f"{len(rows) + 1} rows, {len(taken)} transitions taken, {len(sweep.attempts) - len(taken)} refused")  # noqa: T201
    assert len(taken) > 600


def test_a_step_is_taken_where_the_law_takes_it_and_else_refused(sweep: Sweep) -> None:
    assert sweep.refused == {each.id for each in sweep.attempts if each.expected is None}


def test_what_was_printed_is_what_the_law_makes_of_it_and_what_show_says(sweep: Sweep) -> None:
    for case_id, told in sweep.printed.items():
        expected = sweep.expected[case_id]
        assert (told["status"], told["unit"], told["due"]) == expected[:3], case_id
        started = {(clock["clock"], clock["due"]) for clock in told["started"]}
        assert started <= expected.clocks
        shown = sweep.office.does("show", case_id, "--json")
        running = frozenset((c["clock"], c["due"]) for c in shown["clocks"] if c["stopped_on"] is None)
        assert (shown["status"], shown["unit"], running) == (expected.status, expected.unit, expected.clocks), case_id


def listed(office: Office) -> dict[str, tuple[str, str | None]]:
    """Return state and unit of every matter, as `list` has them."""
    return {
        row["id"]: (row["status"], row["unit"])
        for row in office.does("list", "--json")
        if row["id"] not in (OTHER, SEALED)
    }


def test_list_an_index_made_anew_and_a_clone_say_the_same_and_check_finds_nothing(sweep: Sweep, tmp_path: Path) -> None:
    office, expected = sweep.office, {case_id: told[:2] for case_id, told in sweep.expected.items()}
    assert listed(office) == expected
    shutil.rmtree(office.root / ".xinfang")
    assert listed(office) == expected
    for words in (("add", "-A"), ("-c", "user.name=甲", "-c", "user.email=a@b", "commit", "-qm", "全部")):
        subprocess.run(["git", "-C", str(office.root), *words], check=True)
    subprocess.run(["git", "clone", "-q", str(office.root), str(tmp_path / "clone")], check=True)
    clone = Office(tmp_path / "clone")
    assert not (clone.root / "sealed").exists()
    assert listed(clone) == expected
    for each in sweep.attempts:
        case, problems = parse(path_of(clone, each).read_bytes(), path_of(clone, each))
        assert case, problems
        assert of_state(fold(case, each.law)) == sweep.expected[each.id], (each.words, each.id)
    for where in (office, clone):
        faults = [row for row in where("check", "--json").json if row["level"] == "fault"]
        assert faults == [], faults[:5]


SENT = ("--from", "某县信访局")
ACCUSES = ("--class", "accusation", "--accused", "教育局")


@pytest.mark.parametrize("kind", ["petitions", "organ"])
@pytest.mark.parametrize("more", [(), ACCUSES, SENT, (*SENT, "--source-due", "2026-12-31"), (*SENT, *ACCUSES)])
def test_a_registration_is_the_same_for_everybody(office: Office, more: tuple[str, ...], kind: str) -> None:
    settings = office.root / "config.yaml"
    settings.write_text(settings.read_text("utf-8").replace("kind: petitions", f"kind: {kind}", 1), encoding="utf-8")
    words = ("--title", "反映路灯不亮", "--request", "请修", "--channel", "visit", "--received", "2026-11-20")
    told = office.does("open", *words, *more, "--json")
    shown = office.does("show", told["id"], "--json")
    case, _ = parse(office.file(told["id"]).read_bytes(), office.file(told["id"]))
    assert case
    state = of_state(fold(case, config.load(office.root / "config.yaml").law))
    assert (told["status"], told["unit"], told["due"]) == state[:3]
    assert {(c["clock"], c["due"]) for c in told["started"]} == state.clocks
    assert {(c["clock"], c["due"]) for c in shown["clocks"]} == state.clocks
    assert listed(office) == {told["id"]: state[:2]}
    assert office("check").code == 0


def test_what_an_earlier_version_kept_apart_of_a_closing_comes_back_with_the_format(office: Office) -> None:
    case = office.open("2026-11-02", "--class", "accusation", "--accused", "教育局", title="举报某局")
    office.does(
        "close", case, "--reason", "filed", "--text", "已转纪委", "--approved-by", "局长甲", "--on", "2026-11-05"
    )
    file, words = office.file(case), office.root / "sealed" / f"{case}.yaml"
    earlier = file.read_text("utf-8").replace("- id: ", "- n: ").replace("  date: ", "  on: ")
    file.write_text(earlier.replace("  reason: filed\n", ""), encoding="utf-8")
    words.write_text(words.read_text("utf-8").replace("    text: ", "    reason: filed\n    text: "), encoding="utf-8")
    assert office("check").code == 3
    assert office("check", "--fix").code == 0
    assert listed(office)[case] == ("closed", None)
    assert "  reason: filed\n" in file.read_text("utf-8")
    assert "已转纪委" not in file.read_text("utf-8")
