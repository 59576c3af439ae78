"""逐级走访: what is counted of papers that pass up through the levels, in all and level by level.

A level has a paper that was registered with it, or that the level below raised, until it gives its opinion or raises
it without one. Sealed matters tell no level and count nowhere here.
"""

from dataclasses import replace

from xinfang_cli.law.words import Gate
from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource
from xinfang_cli.measures.middles import Statistic
from xinfang_cli.measures.rates import CASES
from xinfang_cli.measures.table import Both, Counted

_PASSED = LineSource("remarks AS r JOIN {cases} AS c ON c.id = r.case_id", "r.case_id")
_STAYS = LineSource(
    """(
 SELECT r.case_id, r.level, r.held_from AS from_on, r.on_day AS stopped_on, 1 AS dated
 FROM remarks AS r WHERE r.held_from IS NOT NULL
) AS k JOIN {cases} AS c ON c.id = k.case_id""",
    "k.case_id",
)
_ABOVE = " ".join(f"WHEN '{gate}' THEN '{gate.above or gate}'" for gate in Gate)
# The last word on it by then says which level has it, or else the level that received it. It begins with those that
# ever had a level, which are few; COALESCE turns the indexes of all that are open or ended down.
_HELD = LineSource(
    f"""(
 SELECT h.id AS case_id,
  CASE WHEN p.did = 'escalate' THEN CASE p.level {_ABOVE} END ELSE COALESCE(p.level, h.level) END AS level
 FROM (
  SELECT id FROM cases WHERE level IS NOT NULL UNION SELECT case_id AS id FROM remarks WHERE level IS NOT NULL
 ) AS w JOIN cases AS h ON h.id = w.id LEFT JOIN (
  SELECT r.case_id, r.did, r.level, ROW_NUMBER() OVER (PARTITION BY r.case_id ORDER BY r.place DESC) AS newness
  FROM remarks AS r WHERE r.level IS NOT NULL AND r.on_day <= :as_of
 ) AS p ON p.case_id = h.id AND p.newness = 1 LEFT JOIN (
  SELECT e.case_id FROM events AS e WHERE e.until > :as_of AND e.on_day <= :as_of GROUP BY e.case_id
 ) AS ended ON ended.case_id = h.id
 WHERE COALESCE(h.registered_on, '') <= :as_of AND ended.case_id IS NULL
 AND (COALESCE(h.is_open, 0) = 1 OR COALESCE(h.ended_on, '') > :as_of) AND (h.level IS NOT NULL OR p.level IS NOT NULL)
) AS k JOIN {{cases}} AS c ON c.id = k.case_id""",  # noqa: S608  # made of constants
    "k.case_id",
)


class GateCount(Counting):
    """What is counted of them; of a level `at` it."""

    # fmt: off
    RECEIVED = "received", "本期登记", "registered in the window", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", base="c.level IS NOT NULL",
        cites="依法逐级走访（地方规定）", says=Both(
            "本期登记、注明首收层级的件数", "matters registered in the window with the level that received them",
        ),
    )
    OPINIONS = "opinions", "出具意见", "opinions given", Line(
        dating=Dating.EVENT, source=_PASSED, day="r.on_day", base="r.did = 'gate' AND r.level IS NOT NULL",
        unit=Counted.TIMES, cites="依法逐级走访（地方规定）", says=Both(
            "本期各级出具的办理意见", "opinions that a level gave in the window",
        ),
    )
    RAISED = "raised", "提到上一级", "raised to the next level", Line(
        dating=Dating.EVENT, source=_PASSED, day="r.on_day", base="r.did = 'escalate' AND r.level IS NOT NULL",
        unit=Counted.TIMES, cites="依法逐级走访（地方规定）", says=Both(
            "本期由这一级提级的", "raised from a level in the window",
        ),
    )
    DAYS = "days", "用时中位数", "median days", Line(
        dating=Dating.EVENT, source=_STAYS, day="k.stopped_on", dated="k.dated", statistic=Statistic.MEDIAN,
        unit=Counted.DAYS, cites="依法逐级走访（地方规定）", says=Both(
            "收到至出具意见或提级的自然日，取本期结束的中位数",
            "calendar days from receipt to the opinion, or to raising without one, of those that ended in the window",
        ),
    )
    HELD = "held", "期末在办", "held at the window's end", Line(
        dating=Dating.SNAPSHOT, source=_HELD, cites="依法逐级走访（地方规定）", says=Both(
            "期末在办、由这一级持有的件数", "open matters that a level has at the window's end",
        ),
    )
    # fmt: on

    def at(self, gate: Gate) -> Line:
        """Return how it is counted of one level."""
        table = {CASES: "c", _PASSED: "r"}.get(self.line.source, "k")
        return replace(self.line, base=f"{self.line.base} AND {table}.level = '{gate}'")
