"""Make a workspace of any size: `python tests/benchmarks/make_office.py FOLDER N`.

The same N gives the same bytes, however many processes write them. Each course is walked once a week through the
product's own `steps` and written by its own writer; the cases of that week and course differ in id, number, words,
names, units, clerks, moments and the ids of their entries. Old matters have ended, those of the last quarter stand in
every state, and some of these are overdue, as in an office.
"""

import argparse
import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.law.documents import Document
from xinfang_cli.law.ids import ALPHABET
from xinfang_cli.law.words import (
    Basis,
    Channel,
    CloseReason,
    Did,
    Ground,
    LadderStep,
    MatterClass,
    Mode,
    NoteKind,
    ObjectionDecision,
    OpinionDecision,
    RatedBody,
    Rating,
    ReviewDecision,
    ServeMethod,
    SupervisionGround,
)
from xinfang_cli.law.words import Path as Procedure

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Stamp

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
CLERKS = ("李经办", "周经办", "吴经办", "郑经办", "冯经办", "陈经办", "卫经办")

Move = tuple[int, Did, dict[str, Any]]
"""One step of a course: days after receipt, the word, its data."""

ROUTE: Move = (5, Did.ROUTE, {"mode": Mode.TRANSFER})
ASSIGN: Move = (4, Did.ROUTE, {"mode": Mode.ASSIGN, "within": "45d"})
ACCEPT: Move = (12, Did.ACCEPT, {})
NOTE: Move = (20, Did.NOTE, {"text": "已到现场查看。\n下周再催。", "kind": NoteKind.PROGRESS})
EXTEND: Move = (60, Did.EXTEND, {"days": 30, "approved_by": "局长甲", "reason": "情况复杂"})
REMIND: Move = (40, Did.ESCALATE, {"step": LadderStep.REMIND, "ground": SupervisionGround.SHIRK_DELAY})
OPINION = {"decision": OpinionDecision.SUPPORT, "number": "文号文号"}
REPLY: Move = (55, Did.REPLY, OPINION)
REFUSAL: Move = (55, Did.REPLY, {**OPINION, "decision": OpinionDecision.UNSUPPORTED})
SERVE: Move = (58, Did.SERVE, {"document": Document.OPINION, "method": ServeMethod.IN_PERSON})
FEEDBACK: Move = (44, Did.FEEDBACK, {"number": "文号文号"})
SETTLED = {"resolved": True, "basis": Basis.AGREEMENT, "evidence": "协议已签订"}
CLOSE: Move = (65, Did.CLOSE, {"reason": CloseReason.OPINION_DELIVERED})
RESOLVED: Move = (65, Did.CLOSE, {"reason": CloseReason.OPINION_DELIVERED, **SETTLED})
RATE: Move = (75, Did.RATE, {"of": RatedBody.UNIT, "value": Rating.SATISFIED})
DECLINE: Move = (9, Did.DECLINE, {"ground": Ground.BEING_HANDLED, "in_hand": "市转1号"})
REDIRECT: Move = (6, Did.ROUTE, {"path": Procedure.LITIGATION, "to": "示例县人民法院"})
OBJECT: Move = (8, Did.OBJECT, {"reason": "不属本单位职责"})
REJECT: Move = (10, Did.OBJECT, {"decision": ObjectionDecision.REJECT})
CORRECT: Move = (13, Did.SET, {"category": "纪检监察"})
UNDO: Move = (21, Did.UNDO, {})
REVIEW: Move = (80, Did.REVIEW, {})
UPHELD: Move = (100, Did.REVIEW, {"decision": ReviewDecision.UPHOLD, "number": "文号文号"})
COURSES: tuple[tuple[Move, ...], ...] = (
    (ROUTE, ACCEPT, REPLY, SERVE, CLOSE),
    (ASSIGN, ACCEPT, FEEDBACK, REPLY, SERVE, RESOLVED, RATE),
    (ROUTE, ACCEPT, EXTEND, (85, *REPLY[1:]), (86, *SERVE[1:]), (90, *CLOSE[1:])),
    (ROUTE, DECLINE),
    (REDIRECT,),
    (ROUTE, ACCEPT, NOTE, REMIND, REPLY, SERVE, RESOLVED),
    (ROUTE, ACCEPT, REPLY, SERVE, CLOSE, RATE),
    (ROUTE, OBJECT, REJECT, ACCEPT, REPLY, SERVE, CLOSE),
    (ROUTE, ACCEPT, REFUSAL, SERVE, CLOSE, REVIEW, UPHELD),
    (ASSIGN, ACCEPT, CORRECT, FEEDBACK, REPLY, SERVE, CLOSE),
    (ROUTE, ACCEPT, NOTE, UNDO, REPLY, SERVE, CLOSE),
)


class Form(NamedTuple):
    """The file of one week and course, with places for what differs, as `%` fills them."""

    received_on: dt.date
    text: str


MARKS = {
    "id": "XF-00000000-MARK0",
    "number": "'999999999999999999'",
    "title": "题题题",
    "name": "名名名",
    "phone": "'10000000000'",
    "house": "某村1号",
    "unit": "单位单位",
    "clerk": "经办经办",
    "document": "文号文号",
    "second": ":00+08:00",
    **{f"n{n}": f"abc{n:05d}" for n in range(10)},
}
"""What stands for the parts that differ while a form is made."""


@cache
def law() -> "Law":
    """Return the rules that ship with the program.

    The heavy half of the program is imported within functions: who measures imports this module, and a process that
    is started by a large one counts its memory as its own.
    """
    from xinfang_cli.office import config

    return config.default().law


def form(week: int, course: int) -> Form:
    """Return the file of a course that began so many weeks ago, as far as it had come by today."""
    from xinfang_cli.casefile.text import text_of
    from xinfang_cli.law.records import Petitioner, Source
    from xinfang_cli.law.steps import register

    received_on = TODAY - ONE_WEEK * week - ONE_DAY * (course % 7 + 1)
    facts: dict[str, Any] = {
        "received_on": received_on,
        "title": MARKS["title"],
        "request": f"反映人{MARKS['name']}称:{MARKS['title']}。\n此事已向社区反映多次,至今没有结果,请求尽快核实处理并书面答复。",
        "channel": tuple(Channel)[(week + course) % len(Channel)],
        "class_": MatterClass.CLAIM,
        "category": CATEGORIES[(week + course) % len(CATEGORIES)],
        "place": PLACES[week % len(PLACES)],
        "people": 1 + week % 4,
        "first_time": bool((week + course) % 3),
        "source": Source(level="省", number=MARKS["number"].strip("'")),
        "petitioners": (
            Petitioner(name=MARKS["name"], phone=MARKS["phone"].strip("'"), address=f"东山镇{MARKS['house']}"),
        ),
    }
    case = register(MARKS["id"], law(), _stamp(received_on, 0), facts)
    last = received_on
    for n, (days, did, data) in enumerate(COURSES[course], start=1):
        late = 40 * (week % 9 == 1 and did is not Did.EXTEND) if days < 60 else 25 * (week % 9 == 1)
        last = max(last, received_on + ONE_DAY * (days + late + (week * 7 + course * 3 + n) % 3))
        if last > TODAY:
            break
        case = _taken(case, did, _stamp(last, n), data)
    return Form(received_on, _with_places(text_of(case)))


def _taken(case: "Case", did: Did, stamp: "Stamp", data: dict[str, Any]) -> "Case":
    from xinfang_cli.law.steps import correct, take, undo

    if did is Did.UNDO:
        return undo(case, law(), stamp).case
    if did is Did.SET:
        return correct(case, law(), stamp, data).case
    unit = {"unit": MARKS["unit"]} if data.get("mode") else {}
    return take(case, law(), did, stamp, **unit, **data).case


def _with_places(text: str) -> str:
    text = text.replace("%", "%%")
    for name, mark in MARKS.items():
        text = text.replace(mark, f":%({name})s+08:00" if name == "second" else f"%({name})s")
    return text


def _stamp(on: dt.date, n: int) -> "Stamp":
    from xinfang_cli.law.steps import Stamp

    moment = dt.datetime.combine(on, dt.time(8 + n, 7 * n), BEIJING)
    return Stamp(on=on, now=moment, by=MARKS["clerk"], n=MARKS[f"n{n}"])


def forms(count: int) -> Iterator[Form]:
    """Return as many forms as a workspace of so many cases needs."""
    weeks = max(1, min(WEEKS, count // len(COURSES)))
    return (form(week * WEEKS // weeks, course) for week in range(weeks) for course in range(len(COURSES)))


def case_id(received_on: dt.date, number: int) -> str:
    """Return the id of the case of a number."""
    tail = "".join(ALPHABET[number >> shift & 31] for shift in (20, 15, 10, 5, 0))
    return f"XF-{received_on:%Y%m%d}-{tail}"


def text(form: Form, number: int) -> tuple[str, str]:
    """Return id and text of the case of a number."""
    found = case_id(form.received_on, number)
    digits = blake2b(number.to_bytes(4, "big"), digest_size=40).hexdigest()
    own = {
        "id": found,
        "number": f"'410122{number:012d}'",
        "title": f"{PLACES[number % 5]}{MATTERS[number // 5 % 5]}({number})",
        "name": SURNAMES[number % 16] + "某",
        "phone": f"'13{number * 7919 % 1_000_000_000:09d}'",
        "house": f"某村{number % 997}号",
        "unit": UNITS[number % len(UNITS)],
        "clerk": CLERKS[number // 7 % len(CLERKS)],
        "document": f"信复〔2026〕{number % 9973}号",
        "second": f"{number % 60:02d}",
        **{f"n{n}": f"c{digits[8 * n + 1 : 8 * n + 8]}" for n in range(10)},
    }
    return found, form.text % own


def files(count: int, start: int = 0, step: int = 1) -> Iterator[tuple[str, str]]:
    """Return path below the workspace and text of each case, or of every so-manieth."""
    ready = list(forms(count))
    folders = [f"cases/{each.received_on:%Y/%m}" for each in ready]
    for number in range(start, count, step):
        turn = number % len(ready)
        found, words = text(ready[turn], number)
        yield f"{folders[turn]}/{found}.yaml", words


def configured() -> str:
    """Return the configuration with the units."""
    from xinfang_cli.office import config

    units = "".join(f"- {{name: {name}, aliases: [{name.removesuffix('局')}]}}\n" for name in UNITS)
    return config.template().replace("code: '000000'", "code: '410122'").replace("\nunits: []\n", f"\nunits:\n{units}")


def make(root: Path, count: int) -> None:
    """Write a workspace."""
    root.mkdir(parents=True)
    (root / "config.yaml").write_text(configured(), encoding="utf-8", newline="\n")
    (root / ".gitignore").write_text(".xinfang/\nsealed/\nreports/\n", encoding="utf-8", newline="\n")
    writers = os.cpu_count() or 1 if count >= MANY else 1
    if writers == 1:
        write(root, count)
        return
    with ProcessPoolExecutor(writers) as pool:
        list(pool.map(write, [root] * writers, [count] * writers, range(writers), [writers] * writers))


MANY = 20_000
"""Cases from which on several processes write them."""


def write(root: Path, count: int, start: int = 0, step: int = 1) -> None:
    """Write the cases, or every so-manieth."""
    made = set()
    for path, words in files(count, start, step):
        folder = path.rpartition("/")[0]
        if folder not in made:
            (root / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        file = os.open(f"{root}/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(file, words.encode())
        os.close(file)


def main() -> None:
    """Make what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("count", type=int)
    given = asked.parse_args()
    make(given.folder, given.count)


if __name__ == "__main__":
    main()
