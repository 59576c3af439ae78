"""A person finds their own matters and nobody else's: name and phone, or name and number or day, all of them exact."""

import datetime as dt

import pytest

from xinfang_cli.law.recordbase import made
from xinfang_cli.law.records import Case, Petitioner, Source
from xinfang_cli.law.sealing import masked
from xinfang_cli.law.words import Channel, MatterClass
from xinfang_cli.store.counter import OwnMatter, digits, is_enough

DAY = dt.date(2026, 11, 2)
ID = "XF-20261102-7K3MQ"
WANG = Petitioner(name="王某", phone="138 1234 5678", other_phone="0371-6666888")
LIU = Petitioner(name="刘某")


def case(*people: Petitioner, class_: MatterClass = MatterClass.CLAIM) -> Case:
    """Return a matter of some persons."""
    return made(
        Case,
        id=ID, title="反映村道", received_on=DAY, registered_on=DAY, channel=Channel.VISIT, class_=class_,
        petitioners=people, source=Source(number="410122202611020004"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (OwnMatter("王某", "13812345678"), True),
        (OwnMatter("王某", "5678"), True),
        (OwnMatter("王某", "03716666888"), True),
        (OwnMatter("王某", "6888"), True),
        (OwnMatter("王某", "345678"), False),
        (OwnMatter("王某", "5679"), False),
        (OwnMatter("王", "5678"), False),
        (OwnMatter("王*", "5678"), False),
        (OwnMatter("刘某", "5678"), False),  # another's phone
        (OwnMatter("王某"), False),
        (OwnMatter("王某", number=ID), False),  # a phone is there to be asked for
        (OwnMatter("王某", day=DAY), False),
        (OwnMatter("刘某", number=ID), True),
        (OwnMatter("刘某", number="7K3MQ"), True),
        (OwnMatter("刘某", number="410122202611020004"), True),
        (OwnMatter("刘某", number="3MQ"), False),
        (OwnMatter("刘某", day=DAY), True),
        (OwnMatter("刘某", day=dt.date(2026, 11, 3)), False),
        (OwnMatter("刘某"), False),
    ],
)
def test_all_that_is_said_must_fit_one_person(asked: OwnMatter, fits: bool) -> None:
    assert asked.fits(case(WANG, LIU)) is fits


def test_a_sealed_matter_is_nobodys() -> None:
    asked = OwnMatter("王某", "5678")
    assert not asked.fits(case(WANG, class_=MatterClass.ACCUSATION))
    assert not asked.may_fit(case(*masked([WANG]), class_=MatterClass.ACCUSATION))


def test_a_masked_person_may_be_the_one_who_asks() -> None:
    hidden = case(*masked([WANG]))
    assert OwnMatter("王某", "5678").may_fit(hidden)
    assert OwnMatter("王五", "5678").may_fit(hidden)
    assert not OwnMatter("刘某", "5678").may_fit(hidden)
    assert not OwnMatter("王某", "5678").fits(hidden)


@pytest.mark.parametrize(
    ("phone", "found"),
    [("138 1234-5678", "13812345678"), ("+86 138 1234 5678", "13812345678"), ("１３８", "138"), ("无", "")],
)
def test_only_figures_of_a_phone_are_compared(phone: str, found: str) -> None:
    assert digits(phone) == found


@pytest.mark.parametrize(("phone", "enough"), [("", False), ("678", False), ("5678", True), ("45678", False),
                                               ("6666888", True), ("13812345678", True)])  # fmt: skip
def test_a_phone_is_whole_or_its_last_four(phone: str, enough: bool) -> None:
    assert is_enough(phone) is enough
