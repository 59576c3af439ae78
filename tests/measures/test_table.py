"""Values and texts of tables."""

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Both, Counted, Kind, Mark, Value, ratio


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        (ratio(60, 68), 60 / 68),
        (ratio(0, 5), 0.0),
        (ratio(0, 0), None),  # an empty denominator has no rate, not 100 %
        (Value(12), None),
        (Value(8.5, 2), None),  # a median with its number of matters is no rate
        (Value(None, 7, is_rate=True), None),
    ],
)
def test_a_rate_is_what_has_a_denominator(value: Value, rate: float | None) -> None:
    assert value.rate == rate


def test_a_row_speaks_both_languages() -> None:
    assert [Both("登记", "registered").in_(lang) for lang in Lang] == ["登记", "registered"]


@pytest.mark.parametrize("words", [Counted, Kind, Mark])
def test_words_are_read_by_any_of_their_names(words: type[Counted | Kind | Mark]) -> None:
    for word in words:
        assert words.read(word.zh) is words.read(word.en) is words.read(word.value) is word
