import datetime as dt
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.ids import ALPHABET, derived_id, folder_of, is_id, is_national, keyed_id, new_id, resolve
from xinfang_cli.messages import Msg

DAY = dt.date(2026, 11, 22)
NATIONAL = "410122202611220017"


def free(_: str) -> bool:
    return False


@pytest.mark.parametrize("number", ["信〔2026〕1号", NATIONAL[1:], f"{NATIONAL}0", "٣" * 18, f"{NATIONAL}\n"])
def test_the_national_form_of_a_number(number: str) -> None:
    assert is_national(NATIONAL)
    assert not is_national(number)


@pytest.mark.parametrize("text", ["XF-20261122-7K3MQ", "XFJ2-20261122-7K3MQ0", "A-20261122-00000"])
def test_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text",
    ["", "XF-20261122-7K3M", "XF-20261122-7K3MI", "XF-20261122-7k3mq", "xf-20261122-7K3MQ", "2X-20261122-7K3MQ",
     "XF-2026112-7K3MQ", "XF-20261122-7K3MQ\n", "../XF-20261122-7K3MQ", "XF-20261122-" + "0" * 52],
)  # fmt: skip
def test_no_id(text: str) -> None:
    assert not is_id(text)


def test_an_id_names_its_folders_and_what_is_none_names_nothing() -> None:
    assert folder_of("XF-20261122-7K3MQ") == ("2026", "11")
    with pytest.raises(RefusedError, match="no case id"):
        folder_of("../../etc/passwd")


def test_five_random_characters_and_one_more_for_each_clash() -> None:
    taken = {"XF-20261122-00000", "XF-20261122-111111"}
    numbers = count()
    assert (
        new_id("XF", DAY, taken.__contains__, lambda length: bytes([next(numbers)] * length)) == "XF-20261122-2222222"
    )


def test_random_bytes_give_every_character_the_same_chance() -> None:
    tails = [new_id("XF", DAY, free, lambda _, byte=byte: bytes([byte])).rpartition("-")[2] for byte in range(256)]
    assert {letter: tails.count(letter) for letter in ALPHABET} == dict.fromkeys(ALPHABET, 8)


@pytest.mark.parametrize(
    ("office", "number", "on", "tail"),
    [
        ("410122", NATIONAL, DAY, "40SV3"),
        ("410122", NATIONAL, dt.date(2026, 11, 23), "40SV3"),
        ("410123", NATIONAL, DAY, "XX8KP"),
        ("410122", "2026-17", DAY, "NX85J"),
        ("410122", "2026-17", dt.date(2025, 11, 22), "YEM1S"),
        ("410122", "12345-12365-0001号", DAY, "P5JP5"),
    ],
)
def test_ids_of_numbered_matters_never_change(office: str, number: str, on: dt.date, tail: str) -> None:
    assert derived_id("XF", office, number, on, free) == f"XF-{on:%Y%m%d}-{tail}"


def test_a_clash_takes_more_characters_of_the_same_hash() -> None:
    short = derived_id("XF", "410122", NATIONAL, DAY, free)
    longer = derived_id("XF", "410122", NATIONAL, DAY, {short}.__contains__)
    assert longer.startswith(short)
    assert len(longer) == len(short) + 1


def test_a_number_and_its_office_cannot_be_mistaken_for_others() -> None:
    assert derived_id("XF", "41", "0122-1", DAY, free) != derived_id("XF", "410122", "-1", DAY, free)


def test_no_id_is_left_when_all_are_taken() -> None:
    with pytest.raises(RefusedError, match="no case id is free"):
        derived_id("XF", "410122", NATIONAL, DAY, lambda _: True)
    with pytest.raises(RefusedError, match="no case id is free"):
        new_id("XF", DAY, lambda _: True, bytes)


@given(st.text("XF0123456789", min_size=1), st.text(), st.dates(), st.integers(0, 46))
def test_whatever_is_derived_is_an_id(number: str, office: str, on: dt.date, clashes: int) -> None:
    left = iter([True] * clashes)
    try:
        office.encode()
    except UnicodeEncodeError:
        return
    found = derived_id("XF", office, number, on, lambda _: next(left, False))
    assert is_id(found)
    assert len(found) == len("XF-20261122-") + 5 + clashes


IDS = ["XF-20261122-7K3MQ", "XF-20261121-AK3MQ", "XF-20261121-AK3MQ2", *(f"XF-20260101-{n:05}" for n in range(12))]


@pytest.mark.parametrize(
    ("reference", "found"),
    [("7K3MQ", IDS[0]), ("7k3mq", IDS[0]), (" xf-20261122-7k3mq\n", IDS[0]), ("AK3MQ", IDS[1]), ("Q2", IDS[2])],
)
def test_a_tail_names_a_case(reference: str, found: str) -> None:
    assert resolve(IDS, reference) == found


def test_a_whole_id_is_itself_though_another_ends_in_it() -> None:
    assert resolve(["XF-20261122-7K3MQ", "YXF-20261122-7K3MQ"], "XF-20261122-7K3MQ") == "XF-20261122-7K3MQ"


@pytest.mark.parametrize("reference", ["", "  ", "ZZZ", "7K3", "*"])
def test_what_names_no_case_is_refused(reference: str) -> None:
    with pytest.raises(RefusedError) as caught:
        resolve(IDS, reference)
    assert caught.value.text == Msg.CASE_NOT_FOUND(reference=reference)


def test_an_ambiguous_tail_lists_the_candidates() -> None:
    with pytest.raises(RefusedError) as caught:
        resolve(IDS, "K3MQ")
    assert caught.value.text == Msg.CASE_AMBIGUOUS(reference="K3MQ", count=2, ids=[IDS[1], IDS[0]])


def test_of_many_candidates_ten_are_listed() -> None:
    with pytest.raises(RefusedError, match="0 can be 12 cases") as caught:
        resolve([f"XF-20260101-{n:04}0" for n in range(12)], "0")
    assert caught.value.text.fields["ids"] == [*(f"XF-20260101-{n:04}0" for n in range(10)), "…"]


def test_a_key_gives_an_id_and_an_entry_id_of_office_key_and_day() -> None:
    def under(key: str = "窗口-0017", office: str = "410122", day: dt.date = DAY) -> tuple[str, str]:
        return keyed_id("XF", office, key, day, lambda *_: False)

    assert under() == ("XF-20261122-VGX4Q", "c17c53db")
    others = [under("窗口-0018"), under(office="410123"), under(day=DAY + dt.timedelta(days=1)), under("\udc80")]
    assert len({entry_id for _, entry_id in [under(), *others]}) == 5
    assert len({case_id[-5:] for case_id, _ in [under(), *others]}) == 5


def test_an_id_of_a_key_that_another_matter_has_gets_more_characters() -> None:
    short, entry_id = keyed_id("XF", "410122", "k", DAY, lambda *_: False)
    taken: list[tuple[str, str]] = []

    def belongs_to_another(case_id: str, n: str) -> bool:
        taken.append((case_id, n))
        return len(case_id) < 19

    assert keyed_id("XF", "410122", "k", DAY, belongs_to_another)[0].startswith(short)
    assert taken[0] == (short, entry_id)
    assert len(taken) == 3
    with pytest.raises(RefusedError):
        keyed_id("XF", "410122", "k", DAY, lambda *_: True)
