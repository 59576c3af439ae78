from pathlib import PurePosixPath

from xinfang_cli.casefile.compared import compared, losses
from xinfang_cli.messages import Msg

NAME = "cases/2026/11/XF-20261102-7K3MQ.yaml"
PATH = PurePosixPath(NAME)


def matter(*notes: str) -> bytes:
    """Return a case file with an opening entry and some notes."""
    text = (
        "id: XF-20261102-7K3MQ\ntitle: 小区积水\nrequest: 无人处理\nchannel: letter\nreceived_on: 2026-11-02\n"
        "registered_on: 2026-11-02\nstatus: registered\nhistory:\n"
        "- {id: a0000000, at: 2026-11-02T09:00:00+08:00, date: 2026-11-02, by: 李经办, did: open}\n"
    )
    for count, words in enumerate(notes, 1):
        text += (
            f"- {{id: a000000{count}, at: 2026-11-0{count + 2}T09:00:00+08:00, date: 2026-11-0{count + 2}, "
            f"by: 李经办, did: note, text: {words}}}\n"
        )
    return text.encode()


def lost(before: bytes | None, now: dict[str, bytes | None], *, unseen: bool = False) -> list[object]:
    """Return what was lost of one file."""
    return [(str(each.path), each.text.msg) for each in losses([(NAME, before)], now, lambda _: unseen)]


def test_the_version_that_has_all_of_the_other_s_history_is_newer() -> None:
    assert compared(matter("来电"), matter("来电", "回电"), PATH) == Msg.RESTORE_NEWER(count=1)
    assert compared(matter("来电", "回电"), matter("来电"), PATH) == Msg.RESTORE_OLDER(count=1)
    assert compared(matter("来电"), matter("未来电"), PATH) == Msg.RESTORE_APART()
    assert compared(matter("来电"), b"\xff", PATH) == Msg.RESTORE_OTHER()


def test_entries_that_went_missing_or_were_changed_are_named() -> None:
    assert lost(matter("来电"), {NAME: matter("来电", "回电")}) == []
    assert lost(matter("来电"), {NAME: matter()}) == [(NAME, Msg.ENTRY_REMOVED)]
    assert lost(matter("来电"), {NAME: matter("未来电")}) == [(NAME, Msg.ENTRY_CHANGED)]


def test_a_matter_that_is_gone_is_named_and_one_that_moved_is_compared_where_it_lies() -> None:
    elsewhere = "cases/2026/11/移走/XF-20261102-7K3MQ.yaml"
    assert lost(matter(), {}) == [(NAME, Msg.CASE_REMOVED)]
    assert lost(matter(), {}, unseen=True) == []
    assert lost(matter(), {elsewhere: matter()}) == []
    assert lost(matter("来电"), {elsewhere: matter()}) == [(elsewhere, Msg.ENTRY_REMOVED)]
    assert lost(None, {}) == []
