"""`demo`: a sample office to look at: imports a ledger, works some matters, escalates, writes the weekly report.

Persons and matters are invented. What it does it does by typing the commands that a clerk would type, and prints
them, so that the demo is a first lesson and cannot show what the program does not do.
"""

import io
import os
import shlex
from collections.abc import Iterator
from contextlib import nullcontext, redirect_stdout
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from xinfang_cli.commands.options import Opt, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg

TODAY = "2026-11-22"
WEEK = "2026-W47"
OFFICE, CODE, CLERK = "示例县信访局", "419999", "李经办"

STEPS = """
route 0018 文旅局 --on 2026-09-30
accept 0018 --on 2026-10-08
route 0019 国土局 --on 2026-10-08
accept 0019 --on 2026-10-15
extend 0019 --days 30 --approved-by 局长甲 --reason 需重新丈量 --on 2026-11-20
route 0020 住建局 --on 2026-10-10
accept 0020 --on 2026-10-16
reply 0020 --decision support --number 示住建信〔2026〕31号 --on 2026-11-09
serve 0020 --document opinion --method in_person --on 2026-11-10
close 0020 --reason opinion_delivered --resolved --basis agreement --evidence 维修协议已签订 --on 2026-11-16
route 0021 教体局 --on 2026-10-12
accept 0021 --on 2026-10-15
close 0021 --reason suggestion_answered --on 2026-11-12
route 0022 青石镇 --on 2026-10-14
accept 0022 --on 2026-10-20
reply 0022 --decision explain --number 青信〔2026〕8号 --on 2026-11-18
serve 0022 --document opinion --method post --posted 2026-11-17 --on 2026-11-19
set 0023 --accused 青石镇 --on 2026-10-12
route 0023 县纪委 --on 2026-10-15
route 0024 人社局 --assign --within 45d --on 2026-10-16
accept 0024 --on 2026-10-20
note 0024 --kind progress --text 已约谈用工方,承诺月底前支付 --on 2026-11-10
route 0025 农业局 --on 2026-10-20
decline 0025 --ground being_handled --in-hand 0019 --on 2026-10-26
route 0026 住建局 --with 城管局 --on 2026-10-22
accept 0026 --on 2026-10-29
route 0027 东山镇 --on 2026-10-28
object 0027 --reason 补偿由自然资源局发放 --on 2026-11-02
route 0028 --path litigation --to 示例县人民法院 --on 2026-10-29
route 0029 城管局 --on 2026-11-02
accept 0029 --on 2026-11-05
route 0031 国土局 --on 2026-11-06
route 0032 人社局 --assign --within 30d --on 2026-11-09
accept 0032 --on 2026-11-12
set 0032 --lead 王县长 --group 欠薪工作组 --on 2026-11-13
route 0034 住建局 --assign --within 30d --on 2026-11-13
route 0035 农业局 --on 2026-11-16
serve 0013 --document opinion --method post --posted 2026-10-14 --on 2026-10-16
review 0013 --on 2026-10-26
review 0013 --decision uphold --number 示政复查〔2026〕5号 --on 2026-11-05
serve 0013 --document review --method post --posted 2026-11-04 --on 2026-11-06
final 0013 --on 2026-11-12
reply 0014 --decision unsupported --number 示住建信〔2026〕28号 --on 2026-10-30
serve 0014 --document opinion --method in_person --on 2026-10-31
review 0014 --on 2026-11-02
review 0014 --decision uphold --number 示政复查〔2026〕6号 --on 2026-11-09
serve 0014 --document review --method in_person --on 2026-11-10
final 0014 --on 2026-11-11
final 0014 --hearing 2026-11-16..2026-11-17 --on 2026-11-17
final 0014 --decision uphold --number 示政复核〔2026〕2号 --on 2026-11-19
reply 0011 --decision explain --number 示住建信〔2026〕25号 --on 2026-10-22
serve 0011 --document opinion --method in_person --on 2026-10-23
review 0011 --on 2026-10-28
review 0011 --decision uphold --number 示政复查〔2026〕4号 --on 2026-11-12
serve 0011 --document review --method post --posted 2026-11-11 --on 2026-11-13
serve 0015 --document opinion --method post --posted 2026-11-01 --on 2026-11-03
review 0015 --on 2026-11-12
settle 0016 --kind mediation --number 示调〔2026〕12号 --on 2026-11-13
close 0016 --reason mediated --resolved --basis agreement --evidence 调解协议书 --on 2026-11-16
decline 0036 --final --opinion 示复核〔2025〕3号 --same-facts --on 2026-11-16
withdraw 0037 --statement-on 2026-11-18 --on 2026-11-18
merge 0039 0038 --reason 同一事项重复登记 --on 2026-11-19
reopen 0003 --reason 信访人提供新材料 --on 2026-11-17
route 0040 青石镇 --on 2026-11-21
accept 0040 --on 2026-11-21
undo 0040
"""
"""What a clerk types after the import; four digits are the last ones of a matter's number."""

RECEPTION = (
    "reception: {place: 示例县信访接待中心, hours: '8:30-12:00', day_off: next, rota: [{leader: 王县长, rule: 每月16日},"
    " {leader: 李副县长, rule: 每月第一个周一}]}"
)
"""The rota of the sample: in November one of them is met, on the other's day nobody came."""

SHOWN = "0020"
"""The matter whose answers are printed too; of the others the command alone, or the demo would be a flood."""

CONFIRMED = "0007"
"""The matter whose proposed supervision is confirmed; what else is proposed stays so."""


def run(
    ctx: typer.Context,
    folder: Annotated[Path | None, argument(Opt.FOLDER, "DIR")] = None,
) -> int:
    """Make the sample office and say what to try next."""
    office = desk(ctx)
    root = _folder(folder)
    typed = _Typist(ctx, office, root)
    typed.type(f"init {shlex.quote(str(root))} --office {OFFICE} --code {CODE}", at_root=False)
    _add_units(root)
    ledger = root / "demo-ledger.csv"
    ledger.write_bytes(resources.files("xinfang_cli").joinpath("data", "demo.csv").read_bytes())
    typed.type("import demo-ledger.csv", show_as_is=True)
    by_number = typed.by_number()
    for line in STEPS.split("\n"):
        if line.strip():
            verb, ref, *rest = shlex.split(line)
            words = [by_number.get(word, word) for word in (ref, *rest)]
            typed.type(shlex.join([verb, *words]), quiet=ref != SHOWN)
    typed.type("escalate --overdue")
    typed.type(f"escalate --confirm {by_number[CONFIRMED]} --number 督〔2026〕1号 --reply-due 2026-12-06")
    typed.type(f"report weekly --week {WEEK} --out {shlex.quote(str(root / 'reports' / f'{WEEK}.md'))}")
    typed.type("notice --owed", quiet=True)
    office.say(Msg.DEMO_PAPERS(path=root / "notices" / TODAY[:4]))
    typed.type("due")
    print()
    verb = "set" if os.name == "nt" else "export"
    office.say(Msg.DEMO_NEXT(root=root, set=verb, today=TODAY, case=by_number["0024"]))
    return 0


def _folder(folder: Path | None) -> Path:
    import tempfile

    if folder is None:
        return Path(tempfile.mkdtemp(prefix="xinfang-demo-"))
    if (folder / "config.yaml").exists():
        raise RefusedError(Msg.DEMO_EXISTS(path=folder))
    return folder


def _add_units(root: Path) -> None:
    """Put the sample's units, places and routing in place of the template's empty lists."""
    config = root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    own = resources.files("xinfang_cli").joinpath("data", "demo-units.yaml").read_text(encoding="utf-8")
    sections = dict(_sections(own))
    for name, lines in sections.items():
        text = text.replace(f"\n{name}: []\n", f"\n{lines}", 1)
    config.write_text(_named(text), encoding="utf-8", newline="\n")


_ISSUED = """\
  issuer: 示例县信访工作联席会议办公室
  mark: 示信联通
  to: [各乡镇人民政府、街道办事处, 县直各有关单位]
  copies: [县委办公室, 县政府办公室]
"""


def _named(config: str) -> str:
    """Give the sample office an address, a phone, marks for its documents, a rota, and who issues its reports."""
    marks = "notice: 示信受, routed_notice: 示信告, transfer_letter: 示信转, assign_letter: 示信交"
    config = config.replace("notices: {marks: {}", f"notices: {{marks: {{{marks}}}", 1)
    none = "  issuer: null\n  mark: null\n  to: []\n  copies: []\n"
    config = config.replace(none, _ISSUED, 1)
    config = config.replace("reception: {place: null, hours: null, day_off: next, rota: []}", RECEPTION, 1)
    return config.replace("level: 县,", "level: 县, address: 示例县人民路1号, phone: 0371-12345678,", 1)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if not line.startswith("-") and lines:
            yield lines[0].partition(":")[0], "".join(lines)
            lines = []
        lines.append(line)
    yield lines[0].partition(":")[0], "".join(lines)


class _Typist:
    """Types commands into the program itself and prints them as on a terminal."""

    def __init__(self, ctx: typer.Context, office: Desk, root: Path) -> None:
        self.program = ctx.find_root().command
        self.office = office
        self.root = root

    def type(self, line: str, *, at_root: bool = True, show_as_is: bool = False, quiet: bool = False) -> None:
        """Run one command line in the sample office; a command that fails ends the demo with its error."""
        args = shlex.split(line)
        if show_as_is:
            args = [args[0], *(str(self.root / arg) for arg in args[1:])]
        print(f"$ xinfang {line.replace(chr(39), '')}", flush=True)
        where = ["-C", str(self.root)] if at_root else []
        common = [*where, "--today", TODAY, "--by", CLERK, "--lang", self.office.lang.value]
        with redirect_stdout(io.StringIO()) if quiet else nullcontext():
            self.program.main([*common, *args], prog_name="xinfang", standalone_mode=False)

    def by_number(self) -> dict[str, str]:
        """Return the ids of the sample's matters by the last four digits of their numbers."""
        at = Desk(self.office.lang, directory=str(self.root), today_text=TODAY, user=CLERK, clock=self.office.clock)
        from xinfang_cli.measures.selection import Selection

        with at.index() as index:
            rows = index.cases(Selection(today=at.today), order="id")
            return {row["source_number"][-4:]: row["id"] for row in rows if row["source_number"]}
