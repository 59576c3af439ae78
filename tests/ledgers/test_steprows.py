"""Tables of steps: each header means one column, and each step takes what its command takes."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.procedure import ROWS
from xinfang_cli.law.stepdata import FACTS, TAKES, DatumKind, Key, kind_of
from xinfang_cli.law.words import Channel, Did
from xinfang_cli.ledgers.columns import header_key
from xinfang_cli.ledgers.steprows import ALSO, Reader, RowFaultError, columns_of, given, stray, strays
from xinfang_cli.messages import Msg


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
    assert without == own | {Did.OBSERVED, Did.RECKON, Did.FORGET}
    assert set(FACTS) <= set(TAKES[Did.SET])


SAMPLES: dict[DatumKind, str] = {
    DatumKind.DAY: "2026-12-01", DatumKind.PAST_DAY: "2026-03-05", DatumKind.COUNT: "3", DatumKind.LENGTH: "3",
    DatumKind.YUAN: "5000",
    DatumKind.FLAG: "是", DatumKind.EITHER: "否", DatumKind.MONTH: "2026-10", DatumKind.SPAN: "2026-03-05..2026-03-06",
}  # fmt: skip


def sample(did: Did, key: Key) -> str:
    kind = kind_of(did, key)
    return SAMPLES.get(kind, "住建局") if isinstance(kind, DatumKind) else next(iter(kind)).value


@pytest.mark.parametrize("did", TAKES)
def test_every_column_is_used_by_a_step_or_refused(did: Did) -> None:
    reader = Reader(dt.date(2026, 11, 22), unit=str, place=str, category=str, steps={})
    plain = reader.wish({Key.CASE: "X", Key.DID: did.value})
    for key in set(Key) - {Key.CASE, Key.DID}:
        cells = {Key.CASE: "X", Key.DID: did.value, key: sample(did, key)}
        if key in (*TAKES[did], Key.ON, Key.BY, Key.BACKDATE_REASON):
            wish = reader.wish(cells)
            assert (wish.on, wish.by, wish.data) != (plain.on, plain.by, plain.data), key
        else:
            with pytest.raises(RowFaultError) as fault:
                reader.wish(cells)
            assert fault.value.key is key


def test_columns_that_steps_do_not_have_are_found() -> None:
    header = ("序号", "本系统编号", "办理", "办里日期", "办理", "收到日期", "[原因]", "")
    columns = columns_of(header)
    assert strays(header, columns) == {3: "办里日期", 4: "办理"}
    assert stray(("1", "X", "accept", "", "/"), strays(header, columns), 8) is None
    assert stray(("1", "X", "accept", "2026-03-05"), strays(header, columns), 8) == ("办里日期", "2026-03-05")
    assert stray(("1", "X", "accept", "", "", "", "", "", "多"), strays(header, columns), 8) == ("I", "多")


class _Names:
    """Config of an office."""

    def channel_named(self, name: str) -> tuple[Channel, str | None]:
        if name == "书记信箱":
            return Channel.MAILBOX, name
        return self._found(Channel.read(name), name), None

    def below_channel(self, name: str) -> tuple[Channel, str]:
        return self._found({"书记信箱": Channel.MAILBOX}.get(name), name), name

    def origin_named(self, name: str) -> str:
        return str(self._found({"网格": name}.get(name), name))

    def several(self, key: Key, names: tuple[str, ...]) -> tuple[str, ...]:
        return self._found(None if "无此" in names else names, f"{key}")

    @staticmethod
    def _found(found: Any, name: str) -> Any:
        if found is None:
            raise RefusedError(Msg.NO_UNIT(unit=name, known=[]))
        return found


@pytest.mark.parametrize(
    ("column", "cell", "data"),
    [
        ("channel", "来访", {"channel": "visit"}),
        ("channel", "书记信箱", {"channel": "mailbox", "via": "书记信箱"}),
        ("via", "书记信箱", {"channel": "mailbox", "via": "书记信箱"}),
        ("origin", "网格", {"origin": "网格"}),
        ("dockets", "甲、乙", {"dockets": ("甲", "乙")}),
        ("docket", "甲，甲", {"docket": ("甲",)}),
        ("reception", "甲", {"reception": ("甲",)}),
    ],
)
def test_names_of_channels_dockets_and_origins_are_asked_of_config(
    column: str, cell: str, data: dict[str, Any]
) -> None:
    reader = Reader(dt.date(2026, 11, 22), unit=str, place=str, category=str, steps={}, names=_Names())
    cells = {Key.CASE: "X", Key.DID: "set", Key.of(column): cell}
    wish = reader.wish(cells)
    assert wish.data == data
    assert wish.said[0] == "set"
    with pytest.raises(RowFaultError) as fault:
        reader.wish({**cells, Key.of(column): "无此"})
    assert fault.value.key == column


def test_two_columns_may_say_one_channel_and_not_two() -> None:
    reader = Reader(dt.date(2026, 11, 22), unit=str, place=str, category=str, steps={}, names=_Names())
    cells = {Key.CASE: "X", Key.DID: "set", Key.of("via"): "书记信箱"}
    assert reader.wish({**cells, Key.CHANNEL: "领导信箱"}).data == {"channel": "mailbox", "via": "书记信箱"}
    assert reader.wish({**cells, Key.CHANNEL: "书记信箱"}).data == {"channel": "mailbox", "via": "书记信箱"}
    with pytest.raises(RowFaultError):
        reader.wish({**cells, Key.CHANNEL: "来访"})
