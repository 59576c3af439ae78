from collections.abc import Callable

from tests.conftest import Matter
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.steps import other_facts
from xinfang_cli.law.words import MatterClass

NAMES = ("title", "request", "people", "petitioners", "class_")


def test_facts_are_compared_with_those_of_the_registration(matter: Callable[..., Matter]) -> None:
    facts = {"people": 1, "petitioners": (Petitioner(name="王某"),)}
    held, again = matter("2026-11-02", **facts), matter("2026-11-02", **facts).case
    held.correct("2026-11-03", {"title": "反映两处楼盘逾期交房", "people": 4})
    held.do("route", "2026-11-04", unit="住房和城乡建设局", mode="transfer")
    assert other_facts(held.case, again, NAMES) == ()
    assert other_facts(held.case, again.but(title="反映两处楼盘逾期交房", people=4), NAMES) == ("title", "people")


def test_a_personal_value_that_was_replaced_is_taken_to_be_the_same_and_the_others_are_compared(
    matter: Callable[..., Matter],
) -> None:
    held, again = matter("2026-11-02", people=1), matter("2026-11-02", people=1).case
    held.correct("2026-11-03", {"petitioners": (Petitioner(name="李某"),), "people": 2})
    assert other_facts(held.case, again.but(title="t"), NAMES) == ("title",)


def test_of_a_sealed_matter_without_its_words_what_may_be_seen_is_compared(matter: Callable[..., Matter]) -> None:
    sealed = matter("2026-11-02", people=1, class_=MatterClass.ACCUSATION).case
    bare: Case = sealed.but(title=None, request=None)
    assert other_facts(bare, sealed, NAMES) == ()
    assert other_facts(bare, sealed.but(people=2, title="t"), NAMES) == ("people",)
    assert other_facts(sealed, sealed.but(title="t"), NAMES) == ("title",)
