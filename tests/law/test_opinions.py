"""Opinions that answer several requests one by one: how they are typed, what an entry keeps, what is refused."""

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.opinions import data_of, parts, written
from xinfang_cli.law.words import OpinionDecision

SUPPORT, EXPLAIN, UNSUPPORTED = OpinionDecision


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("support", [(0, "support")]),
        ("1=support 2=unsupported", [(1, "support"), (2, "unsupported")]),
        ("1=予以支持，2＝不予支持、3=解释疏导", [(1, "予以支持"), (2, "不予支持"), (3, "解释疏导")]),
    ],
)
def test_words_and_numbers_are_taken_apart(text: str, found: list[tuple[int, str]]) -> None:
    assert list(parts(text)) == found


def test_decisions_are_written_as_they_are_read() -> None:
    assert written(((1, SUPPORT), (2, UNSUPPORTED))) == "1=support、2=unsupported"
    assert list(parts("1=support、2=unsupported")) == [(1, "support"), (2, "unsupported")]
    assert written(("住建局", "水利局")) == "住建局、水利局"


def test_one_decision_stays_as_it_is() -> None:
    assert data_of(((0, EXPLAIN),)) == {"decision": EXPLAIN}
    assert data_of(((1, EXPLAIN),)) == {"decision": EXPLAIN}


def test_decisions_stand_in_the_order_of_the_requests_and_one_that_supports_makes_the_opinion_support() -> None:
    found = data_of(((2, SUPPORT), (3, EXPLAIN), (1, UNSUPPORTED)))
    assert found == {"decision": SUPPORT, "decisions": (UNSUPPORTED, SUPPORT, EXPLAIN)}
    assert data_of(((1, UNSUPPORTED), (2, EXPLAIN)))["decision"] is EXPLAIN


@pytest.mark.parametrize("numbers", [(0, 0), (0, 1), (1, 1), (1, 3), (2,), (2, 3)])
def test_requests_are_numbered_from_1_on_each_once(numbers: tuple[int, ...]) -> None:
    with pytest.raises(RefusedError, match="numbered from 1 on"):
        data_of([(number, SUPPORT) for number in numbers])
