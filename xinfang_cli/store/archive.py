"""The archive of a backup: the files of a workspace that cannot be made again, and a list of their SHA-256 digests.

It is a ZIP whose files are stored as they are, so that no program of ours is needed to get at them. What is read may
come from a stranger: every name, kind, size and digest is looked at before a byte of it is used.
"""

import hashlib
import os
import re
import stat
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from xinfang_cli.casefile.compared import losses
from xinfang_cli.casefile.content import NO_FOLLOW, in_words, read
from xinfang_cli.casefile.layout import as_read
from xinfang_cli.casefile.text import parse, parse_as
from xinfang_cli.casefile.yaml import MAX_BYTES
from xinfang_cli.errors import InvalidError, Problem, XinfangError
from xinfang_cli.law.ids import is_id
from xinfang_cli.law.records import SealedText
from xinfang_cli.law.sealing import seal
from xinfang_cli.messages import Msg, Text
from xinfang_cli.store.cases import case_paths
from xinfang_cli.store.disk import TEMP_PREFIX, FileBatch
from xinfang_cli.store.drafts import DRAFTS
from xinfang_cli.store.patience import patiently
from xinfang_cli.store.sealed import FILE_MODE, file_mode, make_sealed_folder
from xinfang_cli.store.words import read_whole
from xinfang_cli.store.workspace import CASES, SUFFIX, Workspace, check_folders, is_case_file, is_closed, path_of

HASHES = "SHA256SUMS"
"""The list, as `sha256sum --check` reads it."""

_DAY = (1980, 1, 1, 0, 0, 0)
"""When every file in it was made: the same workspace makes the same archive."""

_UNIX = 3
_SETTINGS = "config.yaml"
_LOG = "sealed/access.log"
_PIECE = 1 << 20
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\\]")
"""What steers a terminal, is no character, or parts folders on Windows."""

_RESERVED = frozenset({".git", ".xinfang"})
_BROKEN = (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What Python says of an archive that is none, was cut, or has what we never write."""


Locked = Callable[[], AbstractContextManager[None]]
"""Keeps other writers out for as long as it is open."""

_Stat = tuple[int, int, int, int]
"""What is another once a file was written anew or in place: inode, size, moments of its content and of itself."""


def save(ws: Workspace, besides: Sequence[str], target: Path, locked: Locked) -> int:
    """Write the archive of a workspace and return how many files are in it.

    Others may write while contents are read, which takes long, but not while files are listed, before and after. What
    they wrote in between is read once more while they wait, so that all of it is of one moment.
    """
    with locked():
        before = _listed(ws, besides)
    kept = write(ws.root, before, target)
    with locked():
        now = _listed(ws, besides)
        anew = {name: _content(ws.root, name) for name in now if name not in kept or now[name] != before[name]}
    if anew or now.keys() != before.keys():
        _written_again(target, now, anew)
    return len(now)


def _listed(ws: Workspace, besides: Iterable[str]) -> dict[str, _Stat]:
    return {name: _stat(ws.root / name) for name in truth(ws, besides)}


def _stat(path: Path) -> _Stat:
    with in_words(path):
        found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _written_again(target: Path, names: Iterable[str], anew: Mapping[str, bytes]) -> None:
    """Write an archive anew with other contents of some files; the rest is as it was read."""
    whole = Path(f"{target}-whole")
    try:
        os.close(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW, FILE_MODE))
        with zipfile.ZipFile(target) as file:
            _write(whole, ((name, anew[name] if name in anew else file.read(name)) for name in names))
        patiently(os.replace, whole, target)
    finally:
        whole.unlink(missing_ok=True)


def truth(ws: Workspace, besides: Iterable[str] = ()) -> list[str]:
    """Return the names of the files that cannot be made again: matters, sealed texts and keys, settings, templates.

    `besides` are files and folders that the settings name. Unfinished files of other commands are left out, and drafts,
    which are of who typed them alone.

    Raises:
        XinfangError: a folder cannot be read, or is a link; a name that no archive of ours has.
    """
    tops = dict.fromkeys([ws.config_file.name, ws.cases.name, ws.sealed.name, *besides])
    drafts = f"{ws.sealed.name}/{DRAFTS}/"
    found = sorted({name for top in tops for name in _names(ws.root, top) if not name.startswith(drafts)})
    for name in found:
        if not is_plain(name):
            raise InvalidError(Msg.BACKUP_NAME(name=name))
    return found


def _names(root: Path, top: str) -> Iterator[str]:
    if top != CASES and (root / top).is_dir() and (root / top).is_symlink():
        raise InvalidError(Msg.NOT_A_FILE(path=root / top))
    if not (root / top).is_dir():
        yield from [top] if os.path.lexists(root / top) else []
        return
    for folder, folders, files in os.walk(root / top, onerror=_refuse):
        here = Path(folder)
        for link in (here / name for name in folders if (here / name).is_symlink()):
            raise InvalidError(Msg.NOT_A_FILE(path=link))
        kept = (here / name for name in files if not name.startswith(TEMP_PREFIX))
        yield from (path.relative_to(root).as_posix() for path in kept)


def _refuse(error: OSError) -> None:
    with in_words(error.filename):
        raise error


def is_plain(name: str) -> bool:
    """Whether a name leads to a file below the workspace, on every system, and to nothing of git's or the index's."""
    parts = name.split("/")
    return (
        not _ODD.search(name)
        and not (os.name == "nt" and ":" in name)
        and not {"", ".", ".."} & set(parts)
        and _RESERVED.isdisjoint(part.casefold() for part in parts)
        and name != HASHES
    )


def write(root: Path, names: Iterable[str], target: Path) -> set[str]:
    """Write files of a workspace and the list of their digests into an archive; return those that were there.

    Raises:
        XinfangError: a file cannot be read, or is a link.
    """
    return _write(target, ((name, raw) for name in names if (raw := _if_there(root, name)) is not None))


def _write(target: Path, contents: Iterable[tuple[str, bytes]]) -> set[str]:
    with zipfile.ZipFile(target, "w") as made:
        lines = {}
        for name, raw in contents:
            made.writestr(_info(name), raw)
            lines[name] = f"{hashlib.sha256(raw).hexdigest()}  {name}\n"
        made.writestr(_info(HASHES), "".join(lines.values()))
    return set(lines)


def _if_there(root: Path, name: str) -> bytes | None:
    """Return what a file holds; None of one that somebody moved meanwhile."""
    try:
        return _content(root, name)
    except XinfangError:
        if os.path.lexists(root / name):
            raise
        return None


def _content(root: Path, name: str) -> bytes:
    return read(root / name, sys.maxsize, follows=name == _SETTINGS)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.create_system = _UNIX
    info.external_attr = (stat.S_IFREG | FILE_MODE) << 16
    return info


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, which may be long."""
    with in_words(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Archive:
    """An archive whose every file was found to be as its list says.

    Attributes:
        digests: of each file, by its name.
    """

    file: zipfile.ZipFile
    digests: Mapping[str, str]

    def read(self, name: str) -> bytes:
        """Return a file of it.

        Raises:
            InvalidError: somebody changed it since it was checked.
        """
        try:
            raw = self.file.read(name)
        except _BROKEN as error:
            raise InvalidError(Msg.BACKUP_DIGEST(name=name)) from error
        if hashlib.sha256(raw).hexdigest() != self.digests[name]:
            raise InvalidError(Msg.BACKUP_DIGEST(name=name))
        return raw


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive, once all of it was checked.

    Raises:
        InvalidError: it is none, or something in it is not as it should be.
    """
    with ExitStack() as stack:
        with in_words(path):
            if not stat.S_ISREG(path.stat().st_mode):
                raise InvalidError(Msg.NOT_A_FILE(path=path))
            try:
                file = stack.enter_context(zipfile.ZipFile(path))
                archive = Archive(file, _checked(file, path))
            except _BROKEN as error:
                raise InvalidError(Msg.BACKUP_BROKEN(path=path)) from error
        yield archive


def _checked(file: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Return the digests of the files, each of which was read."""
    infos = file.infolist()
    for info in infos:
        if fault := _fault(info):
            raise InvalidError(fault)
    names = [info.filename for info in infos]
    if (
        len(set(names)) < len(names)
        or HASHES not in names
        or sum(each.file_size for each in infos) > path.stat().st_size
    ):
        raise InvalidError(Msg.BACKUP_BROKEN(path=path))
    lines = (line.partition("  ") for line in file.read(HASHES).decode("utf-8").split("\n")[:-1])
    digests = {name: digest for digest, _, name in lines}
    if digests.keys() != set(names) - {HASHES}:
        raise InvalidError(Msg.BACKUP_BROKEN(path=path))
    for name, digest in digests.items():
        if _digest(file, name) != digest:
            raise InvalidError(Msg.BACKUP_DIGEST(name=name))
    return digests


def _fault(info: zipfile.ZipInfo) -> Text | None:
    """Return what is wrong with a file of an archive, before anything of it is read."""
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG) or info.is_dir():
        return Msg.BACKUP_KIND(name=info.filename)
    if info.orig_filename != info.filename or not (is_plain(info.filename) or info.filename == HASHES):
        return Msg.BACKUP_NAME(name=info.orig_filename)
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
        return Msg.BACKUP_PACKED(name=info.filename)
    return None


def _digest(file: zipfile.ZipFile, name: str) -> str:
    made = hashlib.sha256()
    with file.open(name) as content:
        while piece := content.read(_PIECE):
            made.update(piece)
    return made.hexdigest()


def differing(archive: Archive, root: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files that a folder lacks, and of those that it has otherwise.

    The log of who looked only grows, and the one that is there is kept.

    Raises:
        InvalidError: a folder on the way is a link.
    """
    missing, others = [], []
    for name, digest in archive.digests.items():
        path = root / name
        check_folders(root, path)
        if not os.path.lexists(path):
            missing += [] if _is_in_block(root, PurePosixPath(name)) else [name]
        elif name != _LOG and _digest_at(path) != digest:
            others.append(name)
    return missing, others


def _is_in_block(root: Path, path: PurePosixPath) -> bool:
    """Whether words lie apart no more because they are in the block of their matter, which old ones would hide."""
    if not _is_text(path):
        return False
    case_file = path_of(Workspace(root), path.stem)
    case = parse(read(case_file, MAX_BYTES), path)[0] if os.path.lexists(case_file) else None
    return case is not None and case.is_sealed and case.petitioners_sealed is not None


def _is_text(path: PurePosixPath) -> bool:
    return path.parent.as_posix() == "sealed" and is_id(path.stem) and path.suffix == SUFFIX


def _digest_at(path: Path) -> str:
    return hashlib.sha256(read(path, sys.maxsize, follows=path.name == _SETTINGS)).hexdigest()


def put_back(archive: Archive, ws: Workspace, names: Iterable[str]) -> None:
    """Write files of an archive that are not there. The settings come last: until then it is no workspace."""
    with FileBatch() as batch:
        for name in sorted(names, key=lambda name: (name == ws.config_file.name, name)):
            path = ws.root / name
            is_sealed = path.is_relative_to(ws.sealed)
            if is_sealed:
                make_sealed_folder(ws, PurePosixPath(name).parent.relative_to(ws.sealed.name))
            batch.create(path, archive.read(name), file_mode(ws) if is_sealed else 0o666)


def since_backup(ws: Workspace, path: Path) -> Iterator[Problem]:
    """Return the entries of history, and their sealed words, that were lost or changed since a backup."""
    with opened(path) as archive:
        missing, others = differing(archive, ws.root)
        names = [name for name in (*missing, *others) if is_case_file(PurePosixPath(name))]
        now = {name: read(ws.root / name, MAX_BYTES) for name in others if name in names}
        gone = {PurePosixPath(name).name for name in names} if missing else set()
        for moved in (found for found in case_paths(ws) if found.name in gone):
            now.setdefault(moved.relative_to(ws.root).as_posix(), read(moved, MAX_BYTES))
        yield from losses(((name, archive.read(name)) for name in names), now, lambda name: is_closed(ws.root / name))
        for name in (*missing, *others):
            yield from _words_lost(archive, ws, PurePosixPath(name))


def _words_lost(archive: Archive, ws: Workspace, path: PurePosixPath) -> Iterator[Problem]:
    """Return the entries whose sealed words are not what they were; a matter that is sealed no more has them itself."""
    case_file = path_of(ws, path.stem) if _is_text(path) else None
    case = parse(read(case_file, MAX_BYTES), path)[0] if case_file and os.path.lexists(case_file) else None
    whole, problems = read_whole(ws, case) if case is not None and case.is_sealed else (None, ())
    if whole is None or (whole.petitioners_sealed and not problems):
        return  # open, or in a block that nobody opens here
    was = parse_as(SealedText, archive.read(str(path)), path)[0]
    now = as_read(seal(whole)[1].entries)
    for n, words in was.entries.items() if was else ():
        if now.get(n) != as_read(dict(words)):
            yield Problem(path, None, Msg.SEALED_WORDS_LOST(n=n))
