"""The section `reports:` of config: how reports are cut and rounded, the flags, variants, an office's own reports.

Measures and dimensions are named only where an office defines a report or chooses a variant, and imported only then:
every command reads the configuration.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xinfang_cli.labels import Label, Lang, Plain, fresh, pattern
from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node

if TYPE_CHECKING:
    from xinfang_cli.measures.counting import Counting
    from xinfang_cli.measures.dimensions import Dimension
    from xinfang_cli.measures.variants import Variant
    from xinfang_cli.measures.windows import Span

_NAME = pattern(r"[^\W_][\w-]{0,39}")
_MOST_DIMENSIONS = 2
_MOST_DECIMALS = 2
_LONGEST = 3650  # days


class Rounding(Label):
    """How printed rates are rounded."""

    HALF_UP = "half_up", "四舍五入", "half up"
    DOWN = "down", "舍尾", "truncated"


class ProgressOf(Label):
    """Which matters owe monthly progress (推进情况台账)."""

    LED = "led", "有包案领导或专项工作组的", "those with a leader in charge or a working group"
    OPEN = "open", "全部在办的", "all that are open"
    NONE = "none", "不要求", "none"


class Standard(Plain):
    """From where on a unit falls short; None where a duty is not looked at.

    Attributes:
        duties_in_time: done in time, of all duties together, under so many per cent.
        overdue: so many duties overdue, or more.
        timely_notice: told in time under so many per cent.
        on_time_close: handled in time under so many per cent.
        unanswered: so many supervisions unanswered, or more.
        no_progress: so many matters without the month's progress, or more.
    """

    duties_in_time: int | None
    overdue: int | None
    timely_notice: int | None
    on_time_close: int | None
    unanswered: int | None
    no_progress: int | None


class FlagRules(Plain):
    """How red, yellow and black flags are given: the office's own practice, no rule of the Regulations.

    Attributes:
        min_base: a rate of fewer than so many is not judged, and a unit with fewer duties gets no red flag.
        yellow: the standard under which a unit gets a yellow flag.
        black: the standard under which it gets a black one.
        black_after: so many windows running under the yellow standard make a black flag; 0 for never.
        answer_days: days to answer a supervision for which no day is set.
        progress: which matters owe monthly progress.
    """

    min_base: int
    yellow: Standard
    black: Standard
    black_after: int
    answer_days: int
    progress: ProgressOf


USUAL_FLAGS = FlagRules(
    min_base=5,
    yellow=Standard(duties_in_time=90, overdue=1, timely_notice=90, on_time_close=90, unanswered=1, no_progress=1),
    black=Standard(duties_in_time=60, overdue=5, timely_notice=60, on_time_close=60, unanswered=3, no_progress=5),
    black_after=3,
    answer_days=15,
    progress=ProgressOf.LED,
)
"""What holds where config says nothing; `data/config.yaml` says the same."""


class OwnReport(Plain):
    """A report that an office defines: measures by dimensions, of the matters that fit its filters."""

    name: str
    title: str
    span: "Span"
    measures: "tuple[Counting, ...]"
    by: "tuple[Dimension, ...]"
    filters: Mapping[str, Any] = fresh(factory=dict)

    @property
    def value(self) -> str:
        """The word that is typed, as labels have it."""
        return self.name

    def in_(self, lang: Lang) -> str:  # noqa: ARG002  # an office gives one title
        """Return its title."""
        return self.title


class Reporting(Plain):
    """How reports are cut, rounded and judged."""

    week_start: int
    month_start: int
    min_cell: int
    rounding: Rounding
    flags: FlagRules
    decimals: int = 1
    once_days: int = 90
    joint_from: int = 5
    rank_min: int = 5
    goals: "Mapping[Counting, int]" = fresh(factory=dict)
    texts: tuple[str, ...] = ()
    variants: "tuple[Variant, ...]" = ()
    own: tuple[OwnReport, ...] = ()
    template: str | None = None  # the office's own, for Word; from the workspace's folder on
    issuer: str | None = None  # of documents that go out (发文机关)
    mark: str | None = None  # of their numbers (发文字号)
    to: tuple[str, ...] = ()  # whom they are addressed to (主送)
    copies: tuple[str, ...] = ()  # who gets copies (抄送)


def read_reporting(node: Node) -> Reporting:
    """Return what a node says of reports."""
    return Reporting(
        week_start=node.number("week_start", 1, 1, 7) or 1,
        month_start=node.number("month_start", 1, 1, 28) or 1,
        min_cell=node.number("min_cell", 5) or 0,
        rounding=node.word("round", Rounding, Rounding.HALF_UP),
        flags=_flags(node.node("flags")),
        decimals=node.number("decimals", 1, 0, _MOST_DECIMALS) or 0,
        once_days=node.number("once_days", 90, 1, _LONGEST) or 90,
        joint_from=node.number("joint_from", 5, 2) or 5,
        rank_min=node.number("rank_min", 5) or 0,
        goals=_goals(node.node("goals")),
        texts=node.texts("texts"),
        variants=_variants(node.node("variants")),
        own=_distinct(node.rows("own", _own_report), node),
        template=node.text("template"),
        issuer=node.text("issuer"),
        mark=node.text("mark"),
        to=node.texts("to"),
        copies=node.texts("copies"),
    )


def _flags(node: Node) -> FlagRules:
    usual = USUAL_FLAGS
    rules = FlagRules(
        min_base=node.number("min_base", usual.min_base) or 0,
        yellow=_standard(node.node("yellow"), usual.yellow),
        black=_standard(node.node("black"), usual.black),
        black_after=node.number("black_after", usual.black_after, 0, 12) or 0,
        answer_days=node.number("answer_days", usual.answer_days) or 0,
        progress=node.word("progress", ProgressOf, usual.progress),
    )
    node.finish()
    return rules


def _standard(node: Node, default: Standard) -> Standard:
    """Read a standard; a key without a value takes its duty out, one that is left out has its default."""

    def one(key: str, usual: int | None, least: int, most: int | None) -> int | None:
        left_out = key in node.values and node.values[key] is None
        found = node.number(key, usual, least, most)
        return None if left_out else found

    standard = Standard(
        duties_in_time=one("duties_in_time", default.duties_in_time, 0, 100),
        overdue=one("overdue", default.overdue, 1, None),
        timely_notice=one("timely_notice", default.timely_notice, 0, 100),
        on_time_close=one("on_time_close", default.on_time_close, 0, 100),
        unanswered=one("unanswered", default.unanswered, 1, None),
        no_progress=one("no_progress", default.no_progress, 1, None),
    )
    node.finish()
    return standard


def _variants(node: Node) -> "tuple[Variant, ...]":
    if not node.values:
        return ()
    from xinfang_cli.measures.rates import Measure
    from xinfang_cli.measures.variants import of_measure

    found = []
    for key in node.values:
        measure = Measure.read(key)
        word = node.text(key)
        known = of_measure(measure) if measure else ()
        variant = next((each for each in known if each == word), None)
        if variant:
            found.append(variant)
        elif word is not None and known:
            node.faults.append(Fault((*node.place, key), Msg.NODE_WORD(key=key, value=word, words=list(_words(known)))))
        elif word is not None:
            node.faults.append(Fault((*node.place, key), Msg.NO_VARIANTS(measure=key)))
    return tuple(found)


def _goals(node: Node) -> "Mapping[Counting, int]":
    """Return the goals; a measure that must be none's goal is refused with the reason."""
    if not node.values:
        return {}
    from xinfang_cli.measures.cautions import Beside
    from xinfang_cli.measures.goals import GOALS
    from xinfang_cli.measures.rates import Measure
    from xinfang_cli.measures.volumes import Act, Duty, Volume

    found, known = {}, list(_words(GOALS))
    for key in node.values:
        percent = node.number(key, None, 0, 100)
        label = next(filter(None, (words.read(key) for words in (Measure, Duty, Volume, Act, Beside))), None)
        if label in GOALS and percent is not None:
            found[label] = percent
        elif label not in GOALS:
            unknown = Msg.NODE_WORD(key="goals", value=key, words=known)
            said = Msg.NO_GOAL(measure=key, known=known) if label is not None else unknown
            node.faults.append(Fault((*node.place, key), said))
    return found


def _words(labels: "tuple[Label, ...]") -> tuple[str, ...]:
    return tuple(label.value for label in labels)


def _own_report(node: Node) -> OwnReport:
    from xinfang_cli.measures.cautions import Beside
    from xinfang_cli.measures.dimensions import Dimension
    from xinfang_cli.measures.rates import Measure
    from xinfang_cli.measures.volumes import Act, Duty, Volume

    name = node.needed("name")
    if name and not _NAME.fullmatch(name):
        node.faults.append(Fault((*node.place, "name"), Msg.OWN_REPORT_NAME(name=name)))
    by = _listed(node, "by", (Dimension,))
    if len(by) > _MOST_DIMENSIONS:
        node.faults.append(Fault((*node.place, "by"), Msg.OWN_REPORT_BY(most=_MOST_DIMENSIONS)))
    measures = _listed(node, "measures", (Measure, Volume, Duty, Beside, Act))
    if not node.texts("measures"):
        node.faults.append(Fault((*node.place, "measures"), Msg.NODE_NEEDED(key="measures")))
    return OwnReport(
        name=name,
        title=node.text("title") or name,
        span=_span(node),
        measures=measures,
        by=by,
        filters=_filters(node.node("filters")),
    )


def _span(node: Node) -> "Span":
    from xinfang_cli.measures.windows import Span

    span = node.word("window", Span, Span.MONTH)
    if span is Span.DAYS:
        words = [each.value for each in Span if each is not Span.DAYS]
        node.faults.append(Fault((*node.place, "window"), Msg.NODE_WORD(key="window", value=span.value, words=words)))
    return span


def _listed(node: Node, key: str, lists: "tuple[type[Any], ...]") -> Any:
    """Return the members of some closed lists that a key names."""
    found = []
    for word in node.texts(key):
        member = next(filter(None, (words.read(word) for words in lists)), None)
        if member is None:
            known = [member.value for words in lists for member in words]
            node.faults.append(Fault((*node.place, key), Msg.NODE_WORD(key=key, value=word, words=known)))
        elif member not in found:
            found.append(member)
    return tuple(found)


def _filters(node: Node) -> Mapping[str, Any]:
    """Return filters by the names of their options; the words of closed lists as they are typed."""
    from xinfang_cli.measures.filters import BY_WORD, ByWord, Filter

    found: dict[str, Any] = {}
    for key, value in node.values.items():
        kind = BY_WORD[key].kind if key in BY_WORD else None
        if kind is None:
            known = [each.value for each in Filter]
            node.faults.append(Fault((*node.place, key), Msg.NODE_WORD(key="filters", value=key, words=known)))
        elif isinstance(kind, ByWord):
            found[key] = [member.value for member in _listed(node, key, (kind.labels,))]
        else:
            found[key] = value
    return found


def _distinct(own: tuple[OwnReport, ...], node: Node) -> tuple[OwnReport, ...]:
    names = [report.name for report in own]
    for at, name in enumerate(names):
        if name in names[:at]:
            node.faults.append(Fault((*node.place, "own", at, "name"), Msg.OWN_REPORT_TWICE(name=name)))
    return own
