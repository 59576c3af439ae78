"""`privacy`: petitioners under seal: turned on and off, looked at, keys changed, destroyed, found again, handed over."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Json, Opt, WordReader, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg, Sentence, Text

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Step
    from xinfang_cli.store.turning import Turned


class PrivacyDeed(Label):
    """What to do with what is sealed."""

    ON = "on", "开启", "on"
    STATUS = "status", "情况", "status"
    SEAL = "seal", "加密", "seal"
    UNSEAL = "unseal", "解密", "unseal"
    ROTATE = "rotate", "换钥", "rotate"
    FORGET = "forget", "销毁", "forget"
    RECOVER = "recover", "找回", "recover"
    KEYS = "keys", "传钥", "keys"


_TAKES = {
    # which options go with what, besides --json with `status`
    "--add": {PrivacyDeed.ON, PrivacyDeed.ROTATE},
    "--remove": {PrivacyDeed.ROTATE},
    "--reason": {PrivacyDeed.FORGET},
    "--out": {PrivacyDeed.ON},
    "--dry-run": {PrivacyDeed.ON, PrivacyDeed.SEAL, PrivacyDeed.UNSEAL},
    "--json": {PrivacyDeed.STATUS},
}


def run(
    ctx: typer.Context,
    deed: Annotated[PrivacyDeed, argument(Opt.PRIVACY_DO, "DEED", parser=WordReader(PrivacyDeed, "DEED"))],
    words: Annotated[list[str] | None, argument(Opt.PRIVACY_WHAT, "WHAT")] = None,
    add: Annotated[list[str] | None, option(Opt.RECIPIENT_ADD, "--add", metavar="KEY")] = None,
    remove: Annotated[list[str] | None, option(Opt.RECIPIENT_REMOVE, "--remove", metavar="KEY")] = None,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    out: Annotated[Path | None, option(Opt.SAFE_OUT, "--out", metavar="FILE")] = None,
    dry_run: Annotated[bool, option(Opt.DRY_RUN, "--dry-run")] = False,
    json: Json = False,
) -> int:
    """Do one thing with what is sealed."""
    office, given = desk(ctx), tuple(words or ())
    told = {"--add": add, "--remove": remove, "--reason": reason, "--out": out, "--dry-run": dry_run, "--json": json}
    _must_fit(office, deed, given, told)
    if deed is PrivacyDeed.ON:
        _on(office, tuple(add or ()), out, dry_run=dry_run)
    elif deed is PrivacyDeed.ROTATE:
        _rotate(office, tuple(add or ()), tuple(remove or ()))
    elif deed is PrivacyDeed.FORGET:
        _forget(office, given[0], reason)
    elif deed is PrivacyDeed.STATUS:
        _status(office, as_json=json)
    elif deed is PrivacyDeed.KEYS:
        _KEYS[given[0]](office, *map(Path, given[1:]))
    else:
        plain = {PrivacyDeed.SEAL: _seal, PrivacyDeed.UNSEAL: _unseal}
        _recover(office) if deed is PrivacyDeed.RECOVER else plain[deed](office, dry_run=dry_run)
    return office.exit_code


def _must_fit(office: Desk, deed: PrivacyDeed, words: tuple[str, ...], told: Mapping[str, object]) -> None:
    """Refuse words and options that what is to be done does not take."""
    wanted = Msg.PRIVACY_NOTHING()
    is_right, example = not words, deed.value
    if deed is PrivacyDeed.FORGET:
        is_right, wanted, example = len(words) == 1, Msg.PRIVACY_CASE(), "forget 7K3MQ --reason …"
    elif deed is PrivacyDeed.KEYS:
        needs = {"new": 1, "export": 2, "import": 2}
        is_right = bool(words) and needs.get(words[0]) == len(words)
        wanted, example = Msg.PRIVACY_KEYS(), "keys export FILE"
    if not is_right:
        raise UsageError(Msg.PRIVACY_WORDS(deed=deed.value, wanted=wanted, example=example))
    for name, value in told.items():
        if value and deed not in _TAKES[name]:
            raise UsageError(Msg.PRIVACY_OPTION(option=name, deed=deed.value))
    if (
        deed not in {PrivacyDeed.ON, PrivacyDeed.STATUS, PrivacyDeed.UNSEAL, PrivacyDeed.KEYS}
        and not office.config.is_sealed
    ):
        raise RefusedError(Msg.PRIVACY_OFF())


def _sure(office: Desk, what: Text) -> None:
    """Ask on a terminal, where a slip of the hand is near."""
    if not sys.stdin.isatty():
        return
    if not typer.confirm(Msg.PRIVACY_SURE(what=what).in_(office.lang), default=False, err=True):
        raise RefusedError(Msg.PRIVACY_LEFT())


def _on(office: Desk, add: tuple[str, ...], out: Path | None, *, dry_run: bool) -> None:
    """Make keys where there are none, say in config that petitioners are sealed, and seal them."""
    _valid(add)
    if dry_run or office.config.is_sealed:
        _seal(office, dry_run=dry_run)
        return
    from xinfang_cli.store.keyring import add_own, new_identity, own_identities, recipient_of

    fresh = None if own_identities() else new_identity()  # the library is asked before anything is written
    _sure(office, Msg.ON_WHAT())
    with office.locked():
        own = recipient_of(fresh or own_identities()[0])
        recipients = tuple(dict.fromkeys((own, *office.config.recipients, *add)))
        safe = new_identity() if len(recipients) == 1 or not office.config.recipients else None
        if fresh:
            office.say(Msg.OWN_KEY(path=add_own(fresh), recipient=own))
        if safe:
            _hand_out(office, safe, out)
            recipients = (*recipients[:1], recipient_of(safe), *recipients[1:])
        _write_config(office, recipients, is_on=True)
        _seal_all(office, dry_run=False)
    office.warn(Msg.SEALED_BEFORE())


def _valid(keys: tuple[str, ...]) -> None:
    from xinfang_cli.store.keyring import is_recipient

    for text in keys:
        if not is_recipient(text):
            raise RefusedError(Msg.RECIPIENT_SLIP(text=text))


GROUP, IN_A_LINE = 4, 8


def _hand_out(office: Desk, safe: str, out: Path | None) -> None:
    """Show the safe's key once: in groups to be written down, and as a picture; before anything rests on it."""
    import segno

    from xinfang_cli.store.keyring import recipient_of

    head, bare = safe[: len("AGE-SECRET-KEY-1")], safe[len("AGE-SECRET-KEY-1") :]
    groups = [bare[at : at + GROUP] for at in range(0, len(bare), GROUP)]
    lines = [head, *(" ".join(groups[at : at + IN_A_LINE]) for at in range(0, len(groups), IN_A_LINE))]
    said, code = Msg.SAFE_KEY(recipient=recipient_of(safe)), segno.make(safe, error="m")
    if out is not None:
        from xinfang_cli.store.out import write_out

        page = f'<!doctype html><meta charset="utf-8"><p>{said.in_(office.lang)}</p><pre>{"<br>".join(lines)}</pre>'
        write_out(out, [page, code.svg_inline(scale=6), "\n"], private=True)
        office.say(Msg.SAFE_FILE(path=out))
        return
    office.say(said)
    office.print_lines(iter(["", *lines, ""]))
    code.terminal(out=sys.stdout, compact=_has_blocks(sys.stdout.encoding or "utf-8"))
    sys.stdout.flush()


def _has_blocks(encoding: str) -> bool:
    """Whether a console's code page has the half blocks of a small picture; GBK lacks one, and gets a large one."""
    try:
        "▀▄█".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _write_config(office: Desk, recipients: tuple[str, ...], *, is_on: bool) -> None:
    from xinfang_cli.office.privacy import with_privacy
    from xinfang_cli.store.out import write_out

    file = office.workspace.config_file
    text = file.read_text(encoding="utf-8")
    changed = with_privacy(text, recipients, is_on=is_on)
    if changed != text:
        write_out(file, [changed])


def _seal(office: Desk, *, dry_run: bool) -> None:
    with office.locked(writes=not dry_run):
        _seal_all(office, dry_run=dry_run)


def _seal_all(office: Desk, *, dry_run: bool) -> None:
    from xinfang_cli.store.turning import seal_all

    done = seal_all(office.workspace, writes=not dry_run)
    _tell(office, done, Msg.SEALED_WOULD if dry_run else Msg.SEALED_DONE)
    if not dry_run:
        _keep_drafts(office)


def _keep_drafts(office: Desk) -> None:
    """Drafts of forms name persons too."""
    from xinfang_cli.store.drafts import keep_anew

    if left := keep_anew(office.workspace):
        office.warn(Msg.DRAFTS_LEFT(count=left, path=office.workspace.sealed / "drafts"))


def _tell(office: Desk, done: "Turned", said: Sentence) -> None:
    office.say(said(count=done.count, rest=done.rest))
    office.left_out(tuple(done.problems))


def _unseal(office: Desk, *, dry_run: bool) -> None:
    """Bring all back into clear, once it is certain that all can be opened."""
    from xinfang_cli.store.turning import unseal_all

    ws = office.workspace
    would = unseal_all(ws, writes=False)
    if dry_run:
        _tell(office, would, Msg.UNSEALED_WOULD)
        return
    if would.problems:
        office.left_out(tuple(would.problems))
        raise RefusedError(Msg.UNSEAL_CLOSED(count=len(would.problems)))
    _sure(office, Msg.UNSEAL_WHAT())
    with office.locked():
        _write_config(office, office.config.recipients, is_on=False)
        _tell(office, unseal_all(ws, writes=True), Msg.UNSEALED_DONE)
        _keep_drafts(office)
        _write_config(office, (), is_on=False)


def _rotate(office: Desk, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    """Seal the keys of matters to other recipients, then say so in config: run again, it completes what was killed."""
    from xinfang_cli.store.keyring import add_own, new_identity, own_file, own_identities, recipient_of

    _valid(add)
    before, own = office.config.recipients, {recipient_of(each) for each in own_identities()}
    if unknown := next((each for each in remove if each not in before), None):
        raise RefusedError(Msg.RECIPIENT_UNKNOWN(text=unknown))
    if not own:
        raise RefusedError(Msg.KEYS_NONE(path=own_file()))
    wanted = tuple(dict.fromkeys((*(each for each in before if each not in remove), *add)))
    with office.locked():
        if not (add or remove):
            fresh = new_identity()
            office.say(Msg.OWN_KEY(path=add_own(fresh), recipient=recipient_of(fresh)))
            wanted = (recipient_of(fresh), *(each for each in before if each not in own))
            own = {recipient_of(fresh)}
        _rewrap(office, wanted, own)
    office.warn(Msg.ROTATED_BUT())


def _rewrap(office: Desk, wanted: tuple[str, ...], own: set[str], identities: tuple[str, ...] | None = None) -> None:
    from xinfang_cli.office.privacy import FEWEST
    from xinfang_cli.store.turning import wrap_all

    if len(wanted) < FEWEST:
        raise RefusedError(Msg.RECIPIENTS_FEW(count=len(wanted), least=FEWEST))
    if not own & set(wanted):
        raise RefusedError(Msg.ROTATE_LOCKOUT())
    done = wrap_all(office.workspace, wanted, identities=identities)
    _write_config(office, wanted, is_on=True)
    office.say(Msg.ROTATED(count=done.count, recipients=len(wanted)))
    office.left_out(tuple(done.problems))
    _keep_drafts(office)


def _recover(office: Desk) -> None:
    """Open with the safe's key, and let this computer's key open from now on."""
    from xinfang_cli.store.keyring import add_own, is_identity, new_identity, own_identities, recipient_of

    typed = (
        typer.prompt(Msg.SAFE_ASKED().in_(office.lang), hide_input=True, err=True)
        if sys.stdin.isatty()
        else sys.stdin.read()
    )
    safe = "".join(typed.split()).upper()
    if not is_identity(safe):
        raise RefusedError(Msg.SAFE_SLIP())
    before = office.config.recipients
    if recipient_of(safe) not in before:
        raise RefusedError(Msg.SAFE_OTHER())
    with office.locked():
        own = next(iter(own_identities()), None) or new_identity()
        if own not in own_identities():
            office.say(Msg.OWN_KEY(path=add_own(own), recipient=recipient_of(own)))
        wanted = tuple(dict.fromkeys((*before, recipient_of(own))))
        _rewrap(office, wanted, {recipient_of(own)}, (safe,))


def _forget(office: Desk, ref: str, reason: str | None) -> None:
    """Write the entry, then destroy the key: killed in between, the next command destroys it."""
    from xinfang_cli.law.sealing import is_forgotten
    from xinfang_cli.law.steps import take
    from xinfang_cli.law.words import Did
    from xinfang_cli.store.keyring import forget

    held = office.hold(ref).read
    if is_forgotten(held):
        raise RefusedError(Msg.FORGOTTEN_BEFORE(id=held.id))
    if held.petitioners_sealed is None:
        raise RefusedError(Msg.FORGET_CLEAR(id=held.id))
    _sure(office, Msg.FORGET_WHAT(id=held.id))
    data: dict[str, Any] = {"reason": reason}

    def step(case: "Case") -> "Step":
        return take(case, office.law, Did.FORGET, office.stamp(None), **data)

    office.tell([office.taken(held.id, step)], as_json=False)
    with office.locked():
        forget(office.workspace, held.id)
    office.say(Msg.FORGOTTEN_DONE(id=held.id))


def _status(office: Desk, *, as_json: bool) -> None:
    from xinfang_cli.store.keyring import own_file, own_identities
    from xinfang_cli.store.turning import surveyed

    config, found = office.config, surveyed(office.workspace)
    own: set[str] = set()
    if config.recipients:
        from xinfang_cli.store.keyring import recipient_of

        own = {recipient_of(each) for each in own_identities()} & set(config.recipients)
    if as_json:
        said = {
            "sealed": config.is_sealed,
            "recipients": list(config.recipients),
            "own": sorted(own),
            "key": str(own_file()),
        }
        office.print_json(said | {"matters": vars(found)})
        return
    office.say(Msg.STATUS_ON(count=len(config.recipients)) if config.is_sealed else Msg.STATUS_OFF())
    for each in config.recipients:
        office.say((Msg.STATUS_OWN if each in own else Msg.STATUS_RECIPIENT)(recipient=each))
    if config.is_sealed and not own:
        office.say(Msg.STATUS_NO_KEY(path=own_file()))
    office.say(Msg.STATUS_COUNTS(**vars(found)))


def _new_key(office: Desk) -> None:
    """Make this user's own key where there is none, and say its public half, which another adds by `rotate`."""
    from xinfang_cli.store.keyring import add_own, new_identity, own_file, own_identities, recipient_of

    there = own_identities()
    own = there[0] if there else new_identity()
    office.say(Msg.OWN_KEY(path=own_file() if there else add_own(own), recipient=recipient_of(own)))


def _export(office: Desk, path: Path) -> None:
    from xinfang_cli.store.handover import export_keys

    if not office.config.is_sealed:
        raise RefusedError(Msg.PRIVACY_OFF())
    count = export_keys(office.workspace, path.expanduser())
    office.say(Msg.KEYS_EXPORTED(path=path, count=count))


def _import(office: Desk, path: Path) -> None:
    from xinfang_cli.store.handover import import_keys

    if not office.config.is_sealed:
        raise RefusedError(Msg.PRIVACY_OFF())
    with office.locked(), office.index() as index:
        count = import_keys(office.workspace, path.expanduser(), frozenset(index.forgotten()))
    office.say(Msg.KEYS_IMPORTED(count=count))


_KEYS: Mapping[str, Callable[..., None]] = {"new": _new_key, "export": _export, "import": _import}
