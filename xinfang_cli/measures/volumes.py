"""What reports count besides the measures: how much came in, which duties were done in time, what the office did."""

from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource
from xinfang_cli.measures.outcomes import HELD_THEN, RESOLVED_BY_END
from xinfang_cli.measures.rates import CASES, CLOCKS, COUNTS
from xinfang_cli.measures.table import Both, Counted

_VISIT = "c.channel = 'visit'"
_JOINT = "c.joint_visit = 1"
_PEOPLE = "COALESCE(c.people, 0)"


def _registered(unit: Counted, zh: str, en: str, base: str = "1 = 1", amount: str = "1") -> Line:
    says = Both(f"本期登记的{zh}", f"registered in the window: {en}")
    return Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", unit=unit, base=base, amount=amount, says=says
    )


# Made or handed over by the window's end; few offices have them, and those that do have few in a window.
_FIRST_VISITS = LineSource(
    """{cases} AS c LEFT JOIN (
 SELECT r.case_id, MIN(r.on_day) AS on_day FROM remarks AS r
 WHERE r.did IN ('notice', 'serve') AND r.kind = 'card' GROUP BY r.case_id
) AS card ON card.case_id = c.id""",
    "c.id",
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
    CARDS = "cards", "权益保障卡发放率", "first visits with a card of rights", Line(
        dating=Dating.REGISTERED, source=_FIRST_VISITS, day="c.registered_on", unit=Counted.PERCENT,
        base=f"{_VISIT} AND COALESCE(c.first_time, 1) = 1", hit="card.on_day < :to", cites="地方制度：信访人权益保障卡",
        says=Both(
            "本期登记的初次走访（未注明初次的按初次计）中，期末前制作或送达权益保障卡的占比",
            "of the first visits (unknown counts as first-time) registered in the window, those for which a card of"
            " rights was made or handed over by its end",
        ),
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
    "(SELECT * FROM events WHERE did IN ('route', 'object', 'observed', 'feedback', 'escalate')) AS e{of_event}",
    "e.case_id",
    "e.unit",
)


def _entries(base: str) -> Line:
    return Line(dating=Dating.EVENT, source=_ENTRIES, day="e.on_day", base=base, unit=Counted.TIMES)


def _steps(*steps: str) -> Line:
    return _entries(f"e.did = 'escalate' AND e.step IN ({', '.join(map(repr, steps))})")


# Each agreement counts by its day; a matter of a ledger that tells of none, by the day it was closed as mediated.
_MEDIATIONS = LineSource(
    f"""(
 SELECT case_id FROM remarks WHERE did = 'settle' AND kind = 'mediation' AND on_day >= :from AND on_day < :to
 UNION
 SELECT d.id AS case_id FROM cases AS d WHERE d.close_reason = 'mediated' AND d.closed_on >= :from AND d.closed_on < :to
 AND NOT EXISTS (SELECT 1 FROM remarks AS s WHERE s.case_id = d.id AND COALESCE(s.did, '') = 'settle')
) AS m JOIN {{cases}} AS c ON c.id = m.case_id {HELD_THEN}""",  # noqa: S608  # made of constants
    "c.id",
)
# Several matters, or several decisions, are one meeting if it was about the same matters on the same day.
_SAT = LineSource(
    """(
 SELECT MIN(e.case_id) AS case_id, e.kind FROM remarks AS e{of_event}
 WHERE e.did = 'meeting' AND e.on_day >= :from AND e.on_day < :to
 GROUP BY e.on_day, COALESCE(e.cases, e.case_id), e.kind
) AS m""",
    "m.case_id",
    has_cases=False,
)
_INSPECTION = "COALESCE(m.kind, '') = 'inspection'"


def _mediated(base: str, zh: str, en: str) -> Line:
    return Line(
        dating=Dating.EVENT, source=_MEDIATIONS, base=base, cites="信访工作条例第33条", says=Both(zh, en)
    )  # fmt: skip


def _sat(base: str, zh: str, en: str) -> Line:
    says = Both(
        f"本期{zh}，一次涉及几件的计一次；按单位、属地等分列时归编号最前的一件",
        f"{en} in the window, each once however many matters it was about; broken down, it goes with the first of them",
    )
    return Line(dating=Dating.EVENT, source=_SAT, base=base, unit=Counted.TIMES, cites="各地通报口径", says=says)


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
    MEDIATED = "mediated", "调解", "mediated", _mediated(
        "1 = 1", "本期达成调解协议的件数，一件计一次；台账只记以调解办结的，按办结日；办结日期不明的不计",
        "matters with an agreement by mediation in the window, each once; where a ledger tells only that it was closed"
        " as mediated, by the day of closing; those of an unknown day do not count",
    )
    MEDIATED_RESOLVED = "mediated_resolved", "调解后化解", "mediated and resolved", _mediated(
        RESOLVED_BY_END, "本期达成调解协议的，期末前已化解的件数",
        "of the matters mediated in the window, those resolved by its end",
    )
    SIMPLE_HANDLED = "simple_handled", "简易办理", "handled in the simple procedure", Line(
        dating=Dating.EVENT, source=CLOCKS, day="k.stopped_on", base=f"k.clock = 's_handle' AND {COUNTS}",
        dated="k.dated", apart=True, cites="信访事项简易办理办法（试行）", says=Both(
            "本期按简易程序办理完毕的件数；转普通程序的不计，日期不明的不计",
            "matters whose handling in the simple procedure was done in the window; those that went over to the"
            " ordinary one and those of an unknown day do not count",
        ),
    )
    EXPERTS = "experts", "专家意见", "opinions of experts", Line(
        dating=Dating.EVENT, source=LineSource("remarks AS e{of_event}", "e.case_id", "e.unit"), day="e.on_day",
        base="e.did = 'note' AND e.kind = 'expert'", unit=Counted.TIMES, cites="各地通报口径", says=Both(
            "本期记录的律师、心理咨询师等专业意见，一件几次的分别计",
            "opinions of lawyers, counsellors and others recorded in the window, each for itself",
        ),
    )
    RELIEF = "relief", "困难救助", "relief noted", Line(
        dating=Dating.EVENT, source=LineSource("remarks AS e{of_event}", "e.case_id", "e.unit"), day="e.on_day",
        base="e.did = 'note' AND e.kind = 'relief'", unit=Counted.TIMES, cites="信访工作条例第37条", says=Both(
            "本期记录的困难救助（申请和发放）次数，一件几次的分别计；金额随信访人资料保存，只在年度报告列合计",
            "notes of relief, asked for or granted, in the window, each for itself; amounts are kept with the"
            " petitioner's data, only the annual report tells their sum",
        ),
    )
    MEETINGS = "meetings", "会商", "meetings", _sat(
        f"NOT {_INSPECTION}", "召开的会议（实地督查另计）", "meetings (inspections apart)",
    )
    INSPECTIONS = "inspections", "实地督查", "inspections", _sat(_INSPECTION, "的实地督查", "inspections")
    # fmt: on
