"""Make a workspace of any size: `python tests/benchmarks/make_office.py FOLDER N`.

The same N gives the same bytes. Each kind of course is walked once a week through the product's own `steps` and
written by its own writer; the cases of that week and course differ in id, number, words and names. Old matters have
ended, those of the last quarter stand in every state, and some of these are overdue, as in an office.
"""

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from xinfang_cli import config
from xinfang_cli.casefile import text_of
from xinfang_cli.clocks import Law
from xinfang_cli.ids import ALPHABET
from xinfang_cli.model import Case, Petitioner, Source
from xinfang_cli.model import Path as Procedure
from xinfang_cli.steps import Stamp, register, take
from xinfang_cli.words import (
    Basis,
    Channel,
    CloseReason,
    Did,
    Document,
    Ground,
    MatterClass,
    Mode,
    OpinionDecision,
    ServeMethod,
)

TODAY = dt.date(2026, 11, 22)
WEEKS = 260
ONE_WEEK, ONE_DAY = dt.timedelta(7), dt.timedelta(1)
BEIJING = dt.timezone(dt.timedelta(hours=8))

OFFICES = (
    "住房和城乡建设",
    "自然资源",
    "教育体育",
    "卫生健康",
    "民政",
    "交通运输",
    "水利",
    "公安",
    "农业农村",
    "城市管理",
)
UNITS = [f"{place}{name}" for place in ("县", "开发区", "新城区") for name in (f"{office}局" for office in OFFICES)]
PLACES = ("东山镇", "青石镇", "西河镇", "南关街道", "北苑街道")
CATEGORIES = ("城乡建设", "农村农业", "国土资源", "劳动和社会保障", "教育文体", "卫生计生", "环境保护")
MATTERS = ("小区积水无人处理", "工资拖欠三个月", "宅基地界址有争议", "道路破损影响出行", "夜间施工噪声扰民")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"

Move = tuple[int, Did, dict[str, Any]]
"""One step of a course: days after receipt, the word, its data."""

ROUTE: Move = (5, Did.ROUTE, {"mode": Mode.TRANSFER})
ACCEPT: Move = (12, Did.ACCEPT, {})
EXTEND = (60, Did.EXTEND, {"days": 30, "approved_by": "局长甲", "reason": "情况复杂"})
REPLY = (55, Did.REPLY, {"decision": OpinionDecision.SUPPORT, "number": "信复〔2026〕3号"})
SERVE = (58, Did.SERVE, {"document": Document.OPINION, "method": ServeMethod.POST})
SETTLED = {"resolved": True, "basis": Basis.AGREEMENT, "evidence": "协议已签订"}
CLOSE = (65, Did.CLOSE, {"reason": CloseReason.OPINION_DELIVERED})
RESOLVED = (65, Did.CLOSE, {"reason": CloseReason.OPINION_DELIVERED, **SETTLED})
ASSIGN = (4, Did.ROUTE, {"mode": Mode.ASSIGN, "within": "45d"})
DECLINE = (9, Did.DECLINE, {"ground": Ground.BEING_HANDLED})
REDIRECT = (6, Did.ROUTE, {"path": Procedure.LITIGATION, "to": "示例县人民法院"})
COURSES: tuple[tuple[Move, ...], ...] = (
    (ROUTE, ACCEPT, REPLY, SERVE, CLOSE),
    (ASSIGN, ACCEPT, REPLY, SERVE, RESOLVED),
    (ROUTE, ACCEPT, EXTEND, (85, *REPLY[1:]), (86, *SERVE[1:]), (90, *CLOSE[1:])),
    (ROUTE, DECLINE),
    (REDIRECT,),
)


class Form(NamedTuple):
    """The file of one week and course, with marks where cases differ."""

    received_on: dt.date
    text: str


@dataclass(frozen=True)
class Marks:
    """What stands for the parts that differ; a whole case is one `replace` each."""

    id: str = "XF-00000000-MARK0"
    number: str = "999999999999999999"
    title: str = "题题题"
    name: str = "名名名"


MARKS = Marks()


@cache
def law() -> Law:
    """Return the rules that ship with the program."""
    return config.default().law


def form(week: int, course: int) -> Form:
    """Return the file of a course that began so many weeks ago, as far as it had come by today."""
    received_on = TODAY - ONE_WEEK * week - ONE_DAY * (course + 1)
    facts: dict[str, Any] = {
        "received_on": received_on,
        "title": MARKS.title,
        "request": f"{MARKS.title}:反映人{MARKS.name}称此事已向社区反映多次,至今没有结果,请求尽快核实处理并书面答复。",
        "channel": tuple(Channel)[(week + course) % len(Channel)],
        "class_": MatterClass.CLAIM,
        "category": CATEGORIES[(week + course) % len(CATEGORIES)],
        "place": PLACES[week % len(PLACES)],
        "people": 1 + week % 4,
        "first_time": bool((week + course) % 3),
        "source": Source(level="省", number=MARKS.number),
        "petitioners": (Petitioner(name=MARKS.name, phone="13800000000", address="东山镇某村1号"),),
    }
    case = register(MARKS.id, law(), _stamp(received_on, 0), facts)
    for n, (days, did, data) in enumerate(COURSES[course], start=1):
        on = received_on + ONE_DAY * (days + 40 * (week % 9 == 1))
        if on > TODAY:
            break
        case = _taken(case, did, _stamp(on, n), week + course, data)
    return Form(received_on, text_of(case))


def _taken(case: Case, did: Did, stamp: Stamp, turn: int, data: dict[str, Any]) -> Case:
    unit = {"unit": UNITS[turn % len(UNITS)]} if data.get("mode") else {}
    return take(case, law(), did, stamp, **unit, **data).case


def _stamp(on: dt.date, n: int) -> Stamp:
    return Stamp(on=on, now=dt.datetime.combine(on, dt.time(9, n), BEIJING), by="李经办", n=f"{n:08x}")


def forms(count: int) -> Iterator[Form]:
    """Return as many forms as a workspace of so many cases needs."""
    weeks = max(1, min(WEEKS, count // len(COURSES)))
    return (form(week * WEEKS // weeks, course) for week in range(weeks) for course in range(len(COURSES)))


def case_id(received_on: dt.date, number: int) -> str:
    """Return the id of the case of a number."""
    tail = "".join(ALPHABET[number >> shift & 31] for shift in (20, 15, 10, 5, 0))
    return f"XF-{received_on:%Y%m%d}-{tail}"


def files(count: int) -> Iterator[tuple[str, str]]:
    """Return path below the workspace and text of each case."""
    ready = list(forms(count))
    for number in range(count):
        received_on, text = ready[number % len(ready)]
        found = case_id(received_on, number)
        title = f"{PLACES[number % 5]}{MATTERS[number // 5 % 5]}({number})"
        name = SURNAMES[number % 16] + "某"
        text = text.replace(MARKS.id, found).replace(MARKS.number, f"410122{number:012d}")
        text = text.replace(MARKS.title, title).replace(MARKS.name, name)
        yield f"cases/{received_on:%Y/%m}/{found}.yaml", text


def configured() -> str:
    """Return the configuration with the units."""
    units = "".join(f"- {{name: {name}, aliases: [{name.removesuffix('局')}]}}\n" for name in UNITS)
    return config.template().replace("code: '000000'", "code: '410122'").replace("\nunits: []\n", f"\nunits:\n{units}")


def make(root: Path, count: int) -> None:
    """Write a workspace."""
    root.mkdir(parents=True)
    (root / "config.yaml").write_text(configured(), encoding="utf-8", newline="\n")
    (root / ".gitignore").write_text(".xinfang/\nsealed/\nreports/\n", encoding="utf-8", newline="\n")
    folders = set()
    for path, text in files(count):
        folder = path.rpartition("/")[0]
        if folder not in folders:
            (root / folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        with open(f"{root}/{path}", "wb") as file:  # noqa: PTH123  # a million Paths take long
            file.write(text.encode())


def main() -> None:
    """Make what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("count", type=int)
    given = asked.parse_args()
    make(given.folder, given.count)


if __name__ == "__main__":
    main()
