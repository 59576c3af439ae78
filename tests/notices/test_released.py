"""Wordings that were released are not edited: documents made with them are made again as they were."""

import json
from pathlib import Path

import pytest

from xinfang_cli.law.documents import Document
from xinfang_cli.notices import blocks
from xinfang_cli.notices.earlier import EARLIER
from xinfang_cli.notices.making import hash_of
from xinfang_cli.notices.rows import EDITIONS, NOTICES

FOUND = Path(__file__).with_name("released.json")
RELEASED = json.loads(FOUND.read_text("utf-8"))


@pytest.mark.parametrize("document", Document)
def test_a_change_of_words_has_a_new_template_name(document: Document) -> None:
    """If this fails, the words of a kind are others under the same name.

    Give its row the next `edition`, and write the new name and hash into `released.json` beside the old ones.
    """
    notice = NOTICES[document]
    assert RELEASED[notice.template] == hash_of(blocks.source(notice))


@pytest.mark.parametrize("template", EDITIONS)
def test_an_earlier_wording_is_still_there_as_it_was(template: str) -> None:
    assert RELEASED[template] == hash_of(blocks.source(EDITIONS[template]))


def test_every_released_name_is_a_wording_that_there_is_and_earlier_ones_are_earlier() -> None:
    assert set(RELEASED) == set(EDITIONS)
    assert all(1 <= each.edition < NOTICES[each.document].edition for each in EARLIER)
