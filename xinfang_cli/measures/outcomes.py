"""Closings and resolutions: acts that count in their window, once a matter, and what was taken back since.

What stands today is read from `cases`; of what was taken back the entries in `events` say until when it held. So a
window that is over keeps its figures, whatever is reopened or reviewed later; that is counted beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xinfang_cli.law.words import Basis
from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource
from xinfang_cli.measures.table import Both, Counted


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of a kind in SQL: day and truth in `c` of what stands, and of entries `e` what was taken back and when."""

    day: str
    stands: str
    taken_back: str
    until: str

    def standing(self, first: str = "from") -> str:
        """Return SQL for "an act of the matter `c` that stands lies in a window"."""
        return f"{self.stands} = 1 AND {self.day} >= :{first} AND {self.day} < :to"

    def fallen(self, first: str = "from") -> str:
        """Return SQL for "the entry `e` is an act in a window that was taken back since"."""
        return f"{self.taken_back} AND e.dated = 1 AND e.on_day >= :{first} AND e.on_day < :to"

    def alone(self) -> str:
        """Return SQL for the matters `c` with an act in the window that stands, and none in it that was taken back.

        Nearly all are such. What they have is one act each, so that they need no grouping.
        """
        return f"""{{spans}}{{cases}} AS c LEFT JOIN events AS e ON e.case_id = c.id AND {self.fallen()}
  WHERE e.case_id IS NULL AND {self.standing()}"""

    def days(self, first: str = "from", columns: str = "c.*") -> str:
        """Return SQL for the matters, as `c`, with each day in a window (`acted_on`) on which such an act was.

        Naming the columns that are wanted lets an index that has them spare looking the matters up.
        """
        return f"""(
 SELECT {columns}, {self.day} AS acted_on FROM {{cases}} AS c WHERE {self.standing(first)}
 UNION ALL
 SELECT {columns}, e.on_day AS acted_on FROM events AS e JOIN {{cases}} AS c ON c.id = e.case_id
 WHERE {self.fallen(first)}
) AS c"""  # noqa: S608  # made of constants


CLOSED = Acts("c.closed_on", "c.is_closed", "e.ended = 'closed' AND e.until IS NOT NULL", "e.until")
RESOLVED = Acts("c.resolved_on", "c.resolved", "e.resolved_until IS NOT NULL", "e.resolved_until")


def _rank(basis: str) -> str:
    """Return SQL for a basis as a number, the weakest last: a matter resolved twice rests on the weaker word."""
    ranks = " ".join(f"WHEN {basis} = '{each}' THEN {at}" for at, each in enumerate(Basis))
    return f"CASE {ranks} ELSE {len(Basis) - 1} END"


def _once(acts: Acts) -> LineSource:
    """Return the matters with such an act in the window: whether one stood at its end, and was taken back later."""
    stood = f"{acts.until} >= :to"
    now, then = _rank("c.resolved_basis"), _rank("e.basis")
    weaker = f"CASE WHEN {acts.standing()} AND {now} > {then} THEN {now} ELSE {then} END"
    return LineSource(
        f"""(
 SELECT c.id AS case_id, 1 AS stood, 0 AS fell, {now} AS basis{{span of s}}
 FROM {acts.alone()}
 UNION ALL
 SELECT e.case_id, MAX(CASE WHEN {stood} OR ({acts.standing()}) THEN 1 ELSE 0 END) AS stood,
 MAX(CASE WHEN {stood} THEN 1 ELSE 0 END) AS fell, MAX({weaker}) AS basis{{span of s}}
 FROM {{spans}}events AS e JOIN {{cases}} AS c ON c.id = e.case_id
 WHERE {acts.fallen()} GROUP BY e.case_id{{span of s}}
) AS w""",  # noqa: S608  # made of constants
        "w.case_id",
        has_cases=False,
        spans="w",
    )


CLOSINGS, RESOLUTIONS = _once(CLOSED), _once(RESOLVED)
_REVIEW = "(r.did IN ('review', 'final') OR (r.did = 'observed' AND r.what IN ('review', 'final')))"
# The few that were taken back first, and what else was done with them on that day.
_REVIEWED = LineSource(
    f"""(
 SELECT e.case_id, e.n FROM events AS e{{of_event}} CROSS JOIN events AS r
 WHERE r.case_id = e.case_id AND r.on_day = e.resolved_until AND {_REVIEW}
 AND e.resolved_until >= :from AND e.resolved_until < :to GROUP BY e.case_id, e.n
) AS w""",  # noqa: S608  # made of constants
    "w.case_id",
    has_cases=False,
)

_HELD = "(e.dated = 0 OR e.on_day < :to)"
_TAKEN_BACK = "case_id, on_day, dated, ended, until, resolved_until, basis"
HELD_THEN = f"""LEFT JOIN (
 SELECT e.case_id, MAX(CASE WHEN e.ended = 'closed' AND e.until >= :to THEN 1 ELSE 0 END) AS closed,
 MAX(CASE WHEN e.resolved_until >= :to THEN 1 ELSE 0 END) AS resolved,
 MAX(CASE WHEN e.resolved_until >= :to THEN e.basis END) AS basis FROM (
  SELECT {_TAKEN_BACK} FROM events WHERE until >= :to
  UNION ALL
  SELECT {_TAKEN_BACK} FROM events WHERE resolved_until >= :to
 ) AS e WHERE {_HELD} GROUP BY e.case_id
) AS held ON held.case_id = c.id"""  # noqa: S608  # made of constants
"""What held of a matter `c` at the end of the window and was taken back since, as `held`."""

CASES_THEN = LineSource(f"{{cases}} AS c {HELD_THEN}", "c.id")
"""The matters, with what held of them at the end of the window."""

CLOSED_BY_END = "(held.closed = 1 OR (c.is_closed = 1 AND (c.closed_on IS NULL OR c.closed_on < :to)))"
RESOLVED_BY_END = "(held.resolved = 1 OR (c.resolved = 1 AND (c.resolved_on IS NULL OR c.resolved_on < :to)))"
BASIS_BY_END = "CASE WHEN held.resolved = 1 THEN held.basis ELSE c.resolved_basis END"


def _of(source: LineSource, base: str, zh: str, en: str) -> Line:
    return Line(dating=Dating.EVENT, source=source, base=base, unit=Counted.MATTERS, says=Both(zh, en))


RESOLVED_ON: Mapping[Basis, Line] = {
    basis: _of(RESOLUTIONS, f"w.basis = {at}", f"本期化解的，依据为{basis.zh}", f"resolved in the window: {basis.en}")
    for at, basis in enumerate(Basis)
}
"""The resolutions of a window by what they rest on."""


class Outcome(Counting):
    """What stands beside closings and resolutions: those that stood at the window's end, and what became of them."""

    # fmt: off
    CLOSED_NET = "closed_net", "期末净办结", "closed as of the window's end", _of(
        CLOSINGS, "w.stood = 1", "本期办结、期末仍办结的", "closed in the window, and closed still at its end",
    )
    CLOSED_AGAIN = "closed_again", "本期办结、期内又重新办理", "closed and reopened in the window", _of(
        CLOSINGS, "w.stood = 0", "本期办结、期内又重新办理或申请复查的",
        "closed in the window, and reopened or under review by its end",
    )
    CLOSED_SINCE = "closed_since", "本期办结、其后重新办理或申请复查", "closed, and reopened or reviewed since", _of(
        CLOSINGS, "w.fell = 1", "本期办结、期后重新办理或申请复查的",
        "closed in the window, and reopened or under review after it",
    )
    RESOLVED_NET = "resolved_net", "期末净化解", "resolved as of the window's end", _of(
        RESOLUTIONS, "w.stood = 1", "本期化解、期末仍化解的", "resolved in the window, and resolved still at its end",
    )
    RESOLVED_AGAIN = "resolved_again", "本期化解、期内又重新办理或申请复查", "resolved and taken back in it", _of(
        RESOLUTIONS, "w.stood = 0", "本期化解、期内又重新办理或申请复查的",
        "resolved in the window, and reopened or under review by its end",
    )
    RESOLVED_SINCE = "resolved_since", "本期化解、其后重新办理或申请复查", "resolved, and taken back since", _of(
        RESOLUTIONS, "w.fell = 1", "本期化解、期后重新办理或申请复查的",
        "resolved in the window, and reopened or under review after it",
    )
    RESOLVED_REVIEWED = "resolved_reviewed", "化解后又申请复查", "review asked after a resolution", _of(
        _REVIEWED, "1 = 1", "本期申请复查、复核而收回化解的",
        "resolutions taken back in the window by asking for a review",
    )
    # fmt: on
