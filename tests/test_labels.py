import copy
import importlib
import pickle
import pkgutil
import re
from collections import Counter
from typing import Any, ClassVar

import pytest

import xinfang_cli
from xinfang_cli.labels import Label, Lang, Plain, fresh, pattern
from xinfang_cli.law.words import Channel, Status
from xinfang_cli.messages import Msg


def _label_classes() -> list[type[Label]]:
    for module in pkgutil.walk_packages(xinfang_cli.__path__, "xinfang_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = [cls for cls in Label.__subclasses__() if cls.__module__.startswith("xinfang_cli")]
    return sorted(found, key=lambda cls: (cls.__module__, cls.__name__))


CLASSES = _label_classes()
ONLY_SAID = {"Filter", "Head", "RegisterHead"}
"""Headings, and what a scope says: nobody writes them."""


def test_a_label_is_its_word_and_has_two_names() -> None:
    assert Channel.VISIT == "visit"
    assert f"{Channel.VISIT}" == "visit"
    assert Channel.VISIT.in_(Lang.ZH) == "来访"
    assert Channel.VISIT.in_(Lang.EN) == "visit"


@pytest.mark.parametrize("text", ["mailbox", "领导信箱", "leader's mailbox"])
def test_people_may_write_the_word_or_either_name(text: str) -> None:
    assert Channel.read(text) is Channel.MAILBOX


def test_an_unknown_word_reads_as_none() -> None:
    assert Channel.read("信") is None
    assert Status.of("closed") is Status.CLOSED


@pytest.mark.parametrize("words", CLASSES, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_words_are_unique_and_every_name_is_there(words: type[Label]) -> None:
    values = Counter(member.value for member in words)
    assert [value for value, times in values.items() if times > 1] == []
    assert len(words.__members__) == len(list(words)), "two lines with one word would be one member"
    assert all(member.zh and member.en for member in words)


@pytest.mark.parametrize(
    "words",
    [cls for cls in CLASSES if cls.__name__ not in ONLY_SAID],
    ids=lambda cls: f"{cls.__module__}.{cls.__name__}",
)
def test_what_a_person_writes_means_one_member(words: type[Label]) -> None:
    meant = Counter(name for member in words for name in {member.value, member.zh})
    assert [name for name, times in meant.items() if times > 1] == []
    assert all(words.read(member.value) is words.read(member.zh) is member for member in words)


def test_a_phrase_shows_as_its_name() -> None:
    assert repr(Msg.NO_WORKSPACE) == "NO_WORKSPACE"


class Sample(Plain):
    """A class of values with every kind of part."""

    KIND: ClassVar = "sample"
    name: str
    count: int = 1
    words: list[str] = fresh(factory=list)


class Longer(Sample, frozen=True):
    """One with a part more."""

    more: bool = False


class Open(Plain, frozen=False):
    """One that changes."""

    count: int = 0


def test_a_plain_value_is_made_shown_and_compared_as_a_dataclass_is() -> None:
    value = Sample("甲", words=["乙"])
    assert (value.name, value.count, value.words, value.KIND) == ("甲", 1, ["乙"], "sample")
    assert repr(value) == "Sample(name='甲', count=1, words=['乙'])"
    assert value == Sample("甲", 1, ["乙"])
    assert value != Longer("甲", 1, ["乙"])
    assert (Longer("甲", more=True).more, Longer("甲").words) == (True, [])
    assert hash(Sample("甲", words=())) == hash(Sample("甲", words=()))  # type: ignore[arg-type]
    assert Sample("甲").words is not Sample("甲").words, "a default that is made is made each time"


def test_a_copy_has_other_parts_and_leaves_the_first_as_it_was() -> None:
    value = Sample("甲")
    assert (value.but(count=2).count, value.count) == (2, 1)
    with pytest.raises(AttributeError):
        value.count = 3  # type: ignore[misc]
    changing = Open()
    changing.count = 3
    assert changing == Open(3)
    with pytest.raises(TypeError):
        hash(changing)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {}),
        (("甲",), {"name": "乙"}),
        (("甲",), {"other": 1}),
        (("甲", 1, [], 4), {}),
        ((), {"other": 1, "count": 2}),
    ],
)
def test_a_plain_value_has_its_own_parts_each_once(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Sample"):
        Sample(*given, **named)


def test_a_class_of_words_is_used_as_an_enum() -> None:
    assert (*Channel,)[:2] == (Channel.LETTER, Channel.VISIT)
    assert next(reversed(Channel)) is Channel.OTHER
    assert (len(Channel), bool(Label)) == (8, True)
    assert "visit" in Channel
    assert "来访" not in Channel
    assert [copied(Channel.VISIT) is Channel.VISIT for copied in (copy.deepcopy, _through_pickle)] == [True, True]
    assert (repr(Channel.VISIT), f"{Channel.VISIT}", Channel.VISIT.name) == (
        "<Channel.VISIT: 'visit'>",
        "visit",
        "VISIT",
    )
    assert (type(Channel.VISIT.value), type(str(Channel.VISIT))) == (str, str)
    with pytest.raises(ValueError, match="'来访' is not a valid Channel"):
        Channel("来访")  # type: ignore[call-arg]


def _through_pickle(word: Label) -> Label:
    return pickle.loads(pickle.dumps(word))  # noqa: S301  # our own


def test_a_pattern_is_compiled_when_it_is_asked_and_is_one_like_any_other() -> None:
    day = pattern(r"(\d+)日", re.MULTILINE)
    assert vars(day).keys() == {"_made"}
    assert [match[1] for match in day.finditer("3日，4日")] == ["3", "4"]
    assert day.sub("x", "3日") == "x"
    assert day.flags & re.MULTILINE


def test_what_python_itself_keeps_of_a_class_is_no_member() -> None:
    class Kind(Label):
        __static_attributes__ = ("zh",)  # as Python 3.13 has it
        ONE = "one", "一", "one"

    assert list(Kind) == ["one"]
