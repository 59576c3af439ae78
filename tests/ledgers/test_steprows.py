"""Tables of steps: each header means one column, and each step takes what its command takes."""

from collections import Counter

import pytest

from xinfang_cli.law.procedure import ROWS
from xinfang_cli.law.stepdata import FACTS, TAKES, Key
from xinfang_cli.law.words import Did
from xinfang_cli.ledgers.columns import header_key
from xinfang_cli.ledgers.steprows import ALSO, columns_of, given


def test_no_header_means_two_columns() -> None:
    names = Counter(name for key in Key for name in {header_key(text) for text in (key.value, key.zh, key.en)})
    assert [name for name, count in names.items() if count > 1] == []
    assert not names.keys() & ALSO.keys()


def test_a_header_names_case_and_step_in_either_language() -> None:
    assert columns_of(["序号", "本系统编号", "办理", "办理日期"]) == {Key.CASE: 1, Key.DID: 2, Key.ON: 3}
    assert columns_of(["CASE ", "did", None, "On"]) == {Key.CASE: 0, Key.DID: 1, Key.ON: 3}
    assert columns_of(["编号", "步骤", "日期"]) == {Key.CASE: 0, Key.DID: 1, Key.ON: 2}
    assert columns_of(["编号", "日期"]) == {}


def test_a_cell_that_says_nothing_is_not_given() -> None:
    assert given({Key.CASE: 0, Key.DID: 1, Key.ON: 2}, ["X", "无"]) == {Key.CASE: "X"}


@pytest.mark.parametrize("did", TAKES)
def test_what_the_procedure_needs_can_be_given(did: Did) -> None:
    """`case` is the matter itself; a correction's `set` are its columns. Whom an objection goes to is the unit then."""
    taken = {key.value for key in TAKES[did]} | {"set"}
    taken |= {"unit", "mode"} if did is Did.OBJECT else set()
    for row in ROWS[did]:
        assert {need.rstrip("_") for need in row.needs} <= taken, row
        assert {key.rstrip("_") for key in row.when} <= taken, row


def test_the_steps_that_are_no_rows_are_known() -> None:
    without = set(Did) - set(TAKES)
    own = {Did.OPEN, Did.MERGE, Did.LINK, Did.ATTACH, Did.UNDO, Did.NOTICE}  # commands only
    assert without == own | {Did.OBSERVED, Did.RECKON}
    assert set(FACTS) <= set(TAKES[Did.SET])
