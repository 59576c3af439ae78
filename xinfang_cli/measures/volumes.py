"""What reports count besides the measures: how much came in, which duties were done in time, what the office did."""

from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource
from xinfang_cli.measures.rates import CASES, CLOCKS, COUNTS
from xinfang_cli.measures.table import Both, Counted

_VISIT = "c.channel = 'visit'"
_JOINT = f"{_VISIT} AND c.joint = 1"
_PEOPLE = "COALESCE(c.people, 0)"


def _registered(unit: Counted, zh: str, en: str, base: str = "1 = 1", amount: str = "1") -> Line:
    says = Both(f"本期登记的{zh}", f"registered in the window: {en}")
    return Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", unit=unit, base=base, amount=amount, says=says
    )


class Volume(Counting):
    """How much was registered in a window."""

    # fmt: off
    REGISTRATIONS = "registrations", "登记件次", "registrations", _registered(
        Counted.REGISTRATIONS, "件次，含重复", "all, repeats included",
    )
    MATTERS = "matters", "登记件数", "matters", _registered(
        Counted.MATTERS, "件，不含注明的重复件和并入件", "without named repeats and those merged",
        base="c.repeat_of IS NULL AND c.status <> 'merged'",
    )
    PERSONS = "persons", "人次", "persons", _registered(
        Counted.PERSONS, "人次，未注明人数的计0", "persons; an unknown number counts as 0", amount=_PEOPLE,
    )
    VISITS = "visits", "来访", "visits", _registered(Counted.GROUPS, "来访批次", "visiting groups", base=_VISIT)
    VISITORS = "visitors", "来访人次", "visitors", _registered(
        Counted.PERSONS, "来访人次", "persons who visited", base=_VISIT, amount=_PEOPLE,
    )
    JOINT_VISITS = "joint_visits", "集体访", "joint visits", _registered(
        Counted.GROUPS, "集体访批次", "joint visits", base=_JOINT,
    )
    JOINT_VISITORS = "joint_visitors", "集体访人次", "persons in joint visits", _registered(
        Counted.PERSONS, "集体访人次", "persons in joint visits", base=_JOINT, amount=_PEOPLE,
    )
    # fmt: on


class Duty(Counting):
    """Which duties were done in time, of all that fell due in a window; each is its owner's."""

    # fmt: off
    IN_TIME = "duties_in_time", "职责按期率", "duties in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base=f"k.kind = 'duty' AND {COUNTS}",
        hit="k.stopped_on <= k.due", dated="k.dated", unit=Counted.PERCENT,
        cites="信访工作条例第22、23、34至36条", says=Both(
            "各项职责期限在本期到期的，按期完成的占比；到期未办的在分母内",
            "of all duties that fall due in the window, those done in time; overdue and open are in the base",
        ),
    )
    ASSIGNED_IN_TIME = "assigned_in_time", "交办按期反馈率", "assignments reported in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base=f"k.clock = 'assigned' AND {COUNTS}",
        hit="k.stopped_on <= k.due", dated="k.dated", unit=Counted.PERCENT, cites="信访工作条例第22条", says=Both(
            "交办期限在本期到期的，按期反馈的占比；到期未反馈的在分母内",
            "of the assignments due in the window, those reported on in time; overdue and open are in the base",
        ),
    )
    # fmt: on


# Each word's days are one short range of an index; asked for one act after the other, some are gone through twice.
_ENTRIES = LineSource(
    "(SELECT * FROM events WHERE did IN ('route', 'object', 'observed', 'feedback', 'escalate', 'meeting'))"
    " AS e{of_event}",
    "e.case_id",
    "e.unit",
)


def _entries(base: str) -> Line:
    return Line(dating=Dating.EVENT, source=_ENTRIES, day="e.on_day", base=base, unit=Counted.TIMES)


def _steps(*steps: str) -> Line:
    return _entries(f"e.did = 'escalate' AND e.step IN ({', '.join(map(repr, steps))})")


def _begun(clock: str) -> Line:
    """By the clock, which a hearing does not start again."""
    return Line(dating=Dating.EVENT, source=CLOCKS, day="k.from_on", base=f"k.clock = '{clock}'", unit=Counted.TIMES)


_TO_UNIT = "e.unit IS NOT NULL AND"
_ROUTES = "e.did IN ('route', 'object')"  # an objection that is agreed to may name the right unit at once


class Act(Counting):
    """What the office and those above it did in a window (条例第41条:转送、交办、督办)."""

    # fmt: off
    TRANSFERRED = "transferred", "转送", "transferred", _entries(
        f"{_TO_UNIT} ({_ROUTES} AND e.mode = 'transfer' OR e.did = 'observed' AND e.what = 'route')"
    )
    ASSIGNED = "assigned", "交办", "assigned", _entries(f"{_TO_UNIT} {_ROUTES} AND e.mode = 'assign'")
    REPORTED = "reported", "收到办结报告", "reports on assignments", _entries("e.did = 'feedback' AND e.mode IS NULL")
    REMINDED = "reminded", "催办", "reminders", _steps("warn", "remind")
    SUPERVISED = "supervised", "督办", "supervisions", _steps("supervise")
    TALKED = "talked", "约谈", "admonitory talks", _steps("talk")
    CIRCULATED = "circulated", "通报", "circulars", _steps("circular")
    LISTED = "listed", "挂牌督办", "supervisions by a public list", _steps("list_supervise")
    ORDERED = "ordered", "限期整改", "orders to rectify", _steps("rectify")
    RAISED = "raised", "提级", "raised a level", _steps("raise")
    REVIEWED = "reviews_asked", "申请复查", "first reviews (复查) asked", _begun("review")
    FINALS = "finals_asked", "申请复核", "final reviews (复核) asked", _begun("final")
    MEETINGS = "meetings", "会商", "decisions of meetings", _entries("e.did = 'meeting'")
    # fmt: on
