"""Which matters look like the same matter: the same person and a similar request, and nothing less."""

from collections.abc import Callable

import pytest

from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.words import MatterClass
from xinfang_cli.ledgers.repeats import MOST_TOLD, SIMILAR, likely, likeness, mask_traits, traits

ZHAO = Petitioner(name="赵某某", phone="138 0013 8000", address="幸福里3号")
MakeCase = Callable[..., Case]


def other(case: MakeCase, number: int = 1, **facts: object) -> Case:
    facts = {"petitioners": (ZHAO,), "request": "要求明确阳光花园交房时间", **facts}
    return case(**facts).but(id=f"XF-20261102-0000{number}")


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("要求明确交房时间", "要求尽快明确阳光花园的交房时间", True),
        ("阳光花园逾期交房,要求赔偿", "要求赔偿:阳光花园逾期交房", True),
        ("要求明确交房时间", "要求处理夜间施工噪音", False),
        ("停水", "停水", True),
        ("停水", "停电", False),
        ("停水", "停水三天无人处理", False),
        ("", "", False),
        (None, "停水", False),
    ],
)
def test_requests_are_alike_whatever_the_order_of_their_words(
    case: MakeCase, one: str | None, two: str | None, alike: bool
) -> None:
    pair = [case(request=text, title=None) for text in (one, two)]
    assert (likeness(*pair) >= SIMILAR) is alike
    assert likeness(*pair) == likeness(*reversed(pair))


@pytest.mark.parametrize(
    ("person", "same"),
    [
        (Petitioner(name="赵某某", phone="13800138000"), True),
        (Petitioner(name="赵 某某", address="幸福里3号。"), True),
        (Petitioner(name="赵某某", other_phone="13800138000"), True),
        (Petitioner(name="赵某某"), False),
        (Petitioner(name="钱某", phone="13800138000"), False),
        (Petitioner(phone="13800138000"), False),
        (Petitioner(name="赵某某", phone="13900139000", address="别处"), False),
    ],
)
def test_a_name_alone_is_nobody(case: MakeCase, person: Petitioner, same: bool) -> None:
    new = case(petitioners=(person,), request="要求明确交房时间")
    assert (likely(new, [other(case)]) != []) is same


def test_linked_ones_and_itself_are_not_told_again(case: MakeCase) -> None:
    new = case(petitioners=(ZHAO,), request="要求明确交房时间")
    one, two, three = (other(case, number) for number in (1, 2, 3))
    assert likely(new, [new, one, two, three.but(repeat_of=new.id)]) == [one.id, two.id]
    assert likely(new.but(links=(one.id,), repeat_of=two.id), [one, two]) == []
    assert likely(new, [one.but(links=(new.id,))]) == []


def test_at_most_five_the_most_alike_first(case: MakeCase) -> None:
    new = case(petitioners=(ZHAO,), request="要求明确交房时间", title=None)
    others = [other(case, number, title=None) for number in range(7)]
    others.append(other(case, 9, request="要求明确交房时间", title=None).but(id="XF-20261103-00000"))
    found = likely(new, others)
    assert (found[0], len(found)) == ("XF-20261103-00000", MOST_TOLD)


def test_accusations_are_never_compared(case: MakeCase) -> None:
    sealed = other(case, class_=MatterClass.ACCUSATION)
    assert traits(sealed) == frozenset()
    assert likely(case(petitioners=(ZHAO,)), [sealed]) == []


def test_masked_persons_show_a_name_with_a_phone_or_without_one_with_an_address() -> None:
    people = (
        Petitioner(name="王*", phone="138****0000", other_phone="****", address="***"),
        Petitioner(name="李*", address="***"),
        Petitioner(phone="139****1111"),
        Petitioner(name="赵*"),
    )
    assert mask_traits(people) == {
        ("王*", "138****0000"),
        ("王*", "****"),
        ("李*", "***"),
        ("", "139****1111"),
    }
