import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xinfang_cli.casefile import content
from xinfang_cli.casefile.content import read
from xinfang_cli.errors import InvalidError, XinfangError
from xinfang_cli.messages import Msg, Sentence


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert read(tmp_path / "a", 3) == b"abc"


def test_what_is_no_file_of_its_own_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", ""):
        with pytest.raises(InvalidError) as caught:
            read(tmp_path / name, 9)
        assert caught.value.text.msg is Msg.NOT_A_FILE


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abcd")
    with pytest.raises(InvalidError, match="4 bytes, more than the 3"):
        read(tmp_path / "a", 3)


@pytest.mark.parametrize(
    ("code", "msg"),
    [
        (errno.ENOENT, Msg.DISK_GONE),
        (errno.EACCES, Msg.DISK_NOT_ALLOWED),
        (errno.ENOSPC, Msg.DISK_FULL),
        (errno.EDQUOT, Msg.DISK_FULL),
        (errno.EROFS, Msg.DISK_READ_ONLY),
        (errno.EIO, Msg.DISK_OTHER),
    ],
)
def test_what_the_system_refuses_is_said_in_words(monkeypatch: pytest.MonkeyPatch, code: int, msg: Sentence) -> None:
    monkeypatch.setattr(os, "open", failing(code))
    with pytest.raises(XinfangError) as caught:
        read(Path("a"), 9)
    assert caught.value.text == msg(path=Path("a"), code=errno.errorcode[code])


def test_an_error_without_a_number_is_said_too() -> None:
    assert content.said(OSError("?"), Path("a")).text == Msg.DISK_OTHER(path=Path("a"), code=0)


def test_a_link_is_followed_where_asked_to_a_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "endless").symlink_to("/dev/zero")
    assert read(tmp_path / "link", 9, follows=True) == b"abc"
    with pytest.raises(InvalidError):
        read(tmp_path / "endless", 9, follows=True)
