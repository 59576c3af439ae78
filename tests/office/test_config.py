import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from xinfang_cli.casefile import yaml as yamlfile
from xinfang_cli.errors import InvalidError
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import ClockKind, ClockName, Owner, Rule
from xinfang_cli.law.words import Channel, LadderStep
from xinfang_cli.office import config
from xinfang_cli.office.config import Config
from xinfang_cli.office.profiles import Profile, profiled
from xinfang_cli.office.reporting import Rounding
from xinfang_cli.office.rows import Strictness

OFFICE = "office: {name: 某县信访局, code: '410122'}\n"
Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """`load(text)`: the configuration that a text is."""

    def make(text: str) -> Config:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return config.load(path)

    return make


@pytest.fixture
def faults(load: Load) -> Callable[[str], list[str]]:
    """`faults(text)`: its faults, `line: what`, in English."""

    def make(text: str) -> list[str]:
        with pytest.raises(InvalidError) as error:
            load(text)
        return [f"{fault.line}: {fault.text.message(Lang.EN)}" for fault in error.value.problems]

    return make


# Defaults.


def test_the_defaults_are_the_laws() -> None:
    clocks = config.default().clocks
    assert list(clocks) == list(ClockName), "every clock of the Regulations has its row"
    assert all(row.cites for row in clocks.values())
    rules = {name: str(row.rule) for name, row in clocks.items() if row.rule}
    assert rules == {
        "route": "15d",
        "notify_direct": "15d",
        "notify_routed": "15d",
        "object": "5wd",
        "objection": "3wd",
        "reroute": "2wd",
        "handle": "60d",
        "ask_review": "30d>",
        "review": "30d",
        "ask_final": "30d>",
        "final": "30d",
        "s_relay": "1wd",
        "s_accept": "3wd",
        "s_handle": "10wd",
    }
    windows = [name for name, row in clocks.items() if row.kind is ClockKind.WINDOW]
    assert windows == ["object", "ask_review", "ask_final", "rate_open"]
    assert [name for name, row in clocks.items() if row.owner is Owner.ORGAN] == ["review", "final"]
    assert [name for name, row in clocks.items() if row.owner is Owner.OFFICE] == [
        "route", "objection", "reroute", "s_relay", "gate_village", "gate_town", "gate_county",
        "target",
    ]  # fmt: skip
    assert (clocks["handle"].extend_times, clocks["handle"].extend_days) == (1, 30)


def test_the_other_defaults() -> None:
    made = config.default()
    assert (made.format, made.office.prefix, made.office.language) == (2, "XF", Lang.ZH)
    assert [(rung.clock, rung.after, rung.step) for rung in made.ladder] == [
        ("*", 1, LadderStep.REMIND),
        ("*", 15, LadderStep.SUPERVISE),
        ("*", 30, LadderStep.TALK),
    ]
    assert (made.reporting.week_start, made.reporting.month_start, made.reporting.min_cell) == (1, 1, 5)
    assert (made.reporting.rounding, made.evidence) == (Rounding.HALF_UP, Strictness.WARN)
    assert (made.pause_notice, made.autocommit, made.recipients) == (False, False, ())
    assert sorted(made.views) == ["overdue", "unrouted", "week"]
    assert (made.law.pause_notice, made.law.evidence_blocks) == (False, False)


def test_the_template_is_a_configuration_without_warnings(load: Load) -> None:
    made = load(config.template())
    assert made.warnings == ()
    assert made.clocks == config.default().clocks


def test_the_examples_in_the_templates_comments_are_right(load: Load) -> None:
    rows = [line.removeprefix("# ") for line in config.template().splitlines() if line.startswith("# - {")]
    assert len(rows) == 5
    sections = dict(zip(("units", "places", "routing", "dockets", "channels"), rows, strict=True))
    made = load(OFFICE + "".join(f"{name}:\n{row}\n" for name, row in sections.items()))
    assert made.warnings == ()
    assert (made.dockets[0].sent_by, made.dockets[0].since, made.dockets[0].goal) == (
        "市联席会议",
        dt.date(2026, 1, 1),
        90,
    )
    assert (made.channels[0].under, made.channels[0].aliases) == (Channel.MAILBOX, ("区委书记信箱",))
    assert (made.units[0].review_by, made.places[0].aliases, made.routing[0].category) == (
        "某县人民政府",
        ("广惠街",),
        "城乡建设",
    )


# What an office sets.


def test_an_office_sets_what_differs(load: Load) -> None:
    made = load(
        OFFICE
        + "clocks:\n"
        + "  route: {days: 5, count: working}\n"  # the rest of the row stays
        + "  handle: {days: null}\n"  # no length
        + "  镇级初核: {days: 7, cites: 某县办法第8条}\n"
        + "  final:\n"  # nothing: the default
        + "reports: {week_start: 5}\n"
        + "procedure: {evidence: block, pause_notice: true}\n"
        + "ladder: [{clock: route, after: -2, step: 预警}]\n"
    )
    assert str(made.clocks["route"].rule) == "5wd"
    assert (made.clocks["route"].owner, made.clocks["route"].cites) == (Owner.OFFICE, "信访工作条例第22条")
    assert made.clocks["handle"].rule is None
    assert made.clocks["镇级初核"].rule == Rule(7)
    assert made.clocks["final"] == config.default().clocks["final"]
    assert (made.reporting.week_start, made.reporting.min_cell) == (5, 5)
    assert (made.law.evidence_blocks, made.law.pause_notice) == (True, True)
    assert [(rung.after, rung.step) for rung in made.ladder] == [(-2, LadderStep.WARN)]
    assert made.own == {
        *("office", "clocks", "reports", "procedure", "ladder"),
        *("clocks.route", "clocks.handle", "clocks.镇级初核", "clocks.final"),
    }
    assert made.warnings == ()


def test_a_section_that_is_left_empty_has_its_default(load: Load) -> None:
    made = load(OFFICE + "clocks:\nreports:\nladder:\nviews:\n")
    assert made.clocks == config.default().clocks
    assert (made.reporting, made.ladder, made.views) == (
        config.default().reporting,
        config.default().ladder,
        config.default().views,
    )


def test_days_of_the_office(load: Load) -> None:
    made = load(OFFICE + "calendar: {rest: [2026-11-24, [2027-02-05, 2027-02-07]], work: [2026-11-28], source: 县里}\n")
    assert made.rest == tuple(
        dt.date.fromisoformat(d) for d in ("2026-11-24", "2027-02-05", "2027-02-06", "2027-02-07")
    )
    assert made.work == (dt.date(2026, 11, 28),)
    assert made.law.calendar.version == "2004-2026 (县里)"
    assert not made.law.calendar.is_workday(dt.date(2026, 11, 24))


def test_what_the_index_relies_on_changes_its_digest(load: Load) -> None:
    plain = load(OFFICE).basis
    assert load(OFFICE + "views: {mine: {unit: 甲局}}\n").basis == plain
    others = [
        "calendar: {rest: [2026-11-24]}\n",
        "calendar: {rest: [2026-11-25]}\n",
        "calendar: {work: [2026-11-28]}\n",
        "clocks: {镇级初核: {days: 7, cites: 某县办法第8条}}\n",
        "units: [{name: 甲局, review_by: 某县人民政府}]\n",
    ]
    digests = [load(OFFICE + other).basis for other in others]
    assert len({plain, *digests}) == 1 + len(others)


# Names.

UNITS = """
units:
- {name: 住房和城乡建设局, aliases: [住建局, 县住建局], review_by: 某县人民政府}
- {name: 房屋交易中心, under: 住房和城乡建设局}
- {name: 建设委员会, successor: 住房和城乡建设局, aliases: [住建局]}
places:
- {name: 某县}
- {name: 广惠街街道, under: 某县, aliases: [广惠街]}
- {name: 阳光社区, under: 广惠街街道}
- {name: 环, under: 环}
categories:
- {name: 城乡建设, aliases: [城建]}
- {name: 农村农业}
routing:
- {category: 城乡建设/房屋交易, place: 广惠街街道, unit: 房屋交易中心}
- {category: 城乡建设, unit: 住房和城乡建设局}
- {place: 某县, unit: 某县人民政府}
"""


@pytest.mark.parametrize("name", ["住房和城乡建设局", "县住建局", " 住建局 ", "住房和 城乡建设局", "住建局\u3000"])
def test_a_unit_is_found_by_name_or_nickname(load: Load, name: str) -> None:
    unit = load(OFFICE + UNITS).unit(name)
    assert unit is not None
    assert unit.name == "住房和城乡建设局", "of two units with one nickname the first"


def test_width_does_not_matter_in_names(load: Load) -> None:
    made = load(OFFICE + "units: [{name: 县委(信访)局, aliases: [A局]}]\n")
    assert made.unit("县委（信访）局") is made.unit("Ａ局") is made.units[0]
    assert made.unit("县委\u200b（信访）局\ufeff") is made.units[0], "what is not seen came along from a web page"
    assert made.unit("乙局") is None


def test_the_pure_modules_get_the_units_relations(load: Load) -> None:
    law = load(OFFICE + UNITS).law
    assert law.under == {"房屋交易中心": "住房和城乡建设局"}
    assert law.successors == {"建设委员会": "住房和城乡建设局"}
    assert law.review_by == {"住房和城乡建设局": "某县人民政府"}


def test_places_and_categories_by_their_nicknames(load: Load) -> None:
    made = load(OFFICE + UNITS)
    assert (made.place("广惠街"), made.place("某乡")) == ("广惠街街道", "某乡")
    assert made.category("城建") == "城乡建设"
    assert made.category("城建/房屋交易") == "城乡建设/房屋交易"
    assert made.category("其它/别的") == "其它/别的"


def test_what_lies_under_a_place(load: Load) -> None:
    made = load(OFFICE + UNITS)
    assert made.under_place("某县") == ("某县", "广惠街街道", "阳光社区")
    assert made.under_place("广惠街") == ("广惠街街道", "阳光社区")
    assert (made.under_place("环"), made.under_place("某乡")) == (("环",), ("某乡",))


@pytest.mark.parametrize(
    ("category", "place", "unit"),
    [
        ("城乡建设/房屋交易", "阳光社区", "房屋交易中心"),
        ("城乡建设/房屋交易", "某乡", "住房和城乡建设局"),
        ("城乡建设", None, "住房和城乡建设局"),
        ("农村农业/土地", "广惠街街道", "某县人民政府"),
        ("农村农业", None, None),
        (None, None, None),
    ],
)
def test_the_unit_that_is_suggested(load: Load, category: str | None, place: str | None, unit: str | None) -> None:
    assert load(OFFICE + UNITS).suggested_unit(category, place) == unit


# Faults, each with its line.


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("office: {code: '410122'}\n", ["1: name is missing"]),
        ("office: {name: 甲, prefix: 信访}\n", ["1: the prefix “信访” must be capital letters and digits"]),
        ("office:\n  name: 甲\n  timezone: Mars/Base\n", ["3: there is no time zone “Mars/Base”"]),
        ("office:\n  name: 甲\n  timezone: ../etc\n", ["3: there is no time zone “../etc”"]),
        ("office:\n  name: 甲\n  language: 文言\n", ["3: language cannot be “文言”"]),
        ("office:\n  name: [甲]\n", ["2: name must be a text"]),
        ("office: 某县信访局\n", ["1: office must hold keys and values"]),
        ("units: 甲局\n", ["2: units must be a list of keys and values"]),
        ("units:\n- {name: 甲局}\n- {aliases: [乙]}\n", ["4: name is missing"]),
        ("units:\n- name: 甲局\n  aliases: {a: b}\n", ["4: aliases must be a list of texts"]),
        ("clocks: true\n", ["2: clocks must hold keys and values"]),
        ("clocks: [route]\n", ["2: clocks must hold keys and values"]),
        ("clocks:\n  route: 15\n", ["3: route must hold keys and values"]),
        ("clocks:\n  route:\n    days: 十五\n", ["4: days must be a whole number from 1 to 9999"]),
        ("clocks:\n  route:\n    days: 10000\n", ["4: days must be a whole number from 1 to 9999"]),
        ("clocks:\n  route:\n    count: weeks\n", ["4: count cannot be “weeks”"]),
        ("clocks:\n  route:\n    roll: ja\n", ["4: roll must be true or false"]),
        ("clocks:\n  镇级初核: {days: 7}\n", ["3: cites is missing"]),
        ("ladder:\n- {clock: route, after: 一}\n", ["3: after must be a whole number of at least -366"]),
        ("ladder:\n- {after: 1, step: shout}\n", ["3: clock is missing", "3: step cannot be “shout”"]),
        ("calendar:\n  rest: [明天]\n", ["3: “明天” in rest is no day"]),
        ("calendar:\n  rest: [[2027-02-07, 2027-02-05]]\n", ["3: “2027-02-07, 2027-02-05” in rest is no day"]),
        ("reports:\n  week_start: 8\n", ["3: week_start must be a whole number from 1 to 7"]),
        ("reports:\n  month_start: 29\n", ["3: month_start must be a whole number from 1 to 28"]),
        (
            "reports:\n  goals: {on_time_close: 101, 未知: 3}\n",
            ["3: on_time_close must be a whole number from 0 to 100", "3: goals cannot be “未知”"],
        ),
        ("reports:\n  goals: {registered: 10}\n", ["3: registered has no goal"]),
        (
            "reports:\n  goals: {satisfaction: 95, visitors: 1}\n",
            ["3: satisfaction has no goal", "3: visitors has no goal"],
        ),
        ("reports:\n  decimals: 3\n", ["3: decimals must be a whole number from 0 to 2"]),
        ("reports:\n  once_days: 0\n", ["3: once_days must be a whole number from 1 to 3650"]),
        ("views:\n  mine: 甲局\n", ["3: mine must hold keys and values"]),
        ("import:\n  headers: {反映人: [name]}\n", ["3: 反映人 must be a text"]),
        ("git:\n  autocommit: 是\n", ["3: autocommit must be true or false"]),
        ("format: 零\n", ["2: format must be a whole number of at least 1"]),
        ("routing:\n- {category: 城乡建设}\n", ["3: unit is missing"]),
        ("groups:\n- {leader: 某领导}\n", ["3: name is missing"]),
        ("units: [&a {name: 甲局}]\n", ["2: anchors and aliases (& and *) are not allowed"]),
    ],
)
def test_every_fault_has_its_line(faults: Callable[[str], list[str]], text: str, wanted: list[str]) -> None:
    assert faults(text if text.startswith("office") else OFFICE + text) == wanted


def test_all_faults_are_listed_at_once(faults: Callable[[str], list[str]]) -> None:
    assert faults(OFFICE + "units: 甲局\nplaces: 某县\nreports: {round: up}\n") == [
        "2: units must be a list of keys and values",
        "3: places must be a list of keys and values",
        "4: round cannot be “up”",
    ]


def test_a_file_that_is_no_yaml_has_one_fault(load: Load) -> None:
    with pytest.raises(InvalidError) as error:
        load("office: {name: 甲\n")
    assert error.value.text.message(Lang.EN) == "config.yaml has faults"
    assert [fault.path.name for fault in error.value.problems] == ["config.yaml"]


def test_an_unknown_key_is_a_warning_with_its_line(load: Load) -> None:
    made = load(OFFICE + "colour: red\nclocks:\n  route:\n    dasy: 5\nunits:\n- {name: 甲局, tel: '1'}\n")
    named = sorted((warning.line, warning.text.fields["key"]) for warning in made.warnings)
    assert named == [(2, "colour"), (5, "dasy"), (7, "tel")]
    assert {warning.level.value for warning in made.warnings} == {"warning"}
    assert str(made.clocks["route"].rule) == "15d"


def test_a_byte_order_mark_does_not_move_lines(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + (OFFICE + "colour: red\n").encode())
    assert [warning.line for warning in config.load(path).warnings] == [2]


def test_the_template_names_every_section_once() -> None:
    assert list(yamlfile.read(config.template())) == [
        *("format", "office", "units", "places", "categories", "routing", "clocks", "ladder", "calendar"),
        *(
            "groups",
            "dockets",
            "channels",
            "origins",
            "checklists",
            "reception",
            "notices",
            "views",
            "reports",
            "import",
        ),
        *("procedure", "privacy", "git"),
    ]


@pytest.mark.parametrize("profile", Profile)
def test_local_rules_are_a_configuration_without_warnings(load: Load, profile: Profile) -> None:
    text = profiled(config.template(), profile)
    made = load(text)
    assert made.warnings == ()
    assert list(made.clocks) == list(ClockName)
    assert all(row.cites for row in made.clocks.values())
    assert (made.clocks == config.default().clocks) == (profile is Profile.NATIONAL)
    assert text.count("\nclocks:\n") == 1


def test_local_rules_stand_in_the_rows_they_replace(load: Load) -> None:
    changed = load(profiled(config.template(), Profile.HENAN)).clocks
    plain = config.default().clocks
    differing = {name for name, row in changed.items() if row != plain[name]}
    assert differing
    assert all(changed[name].cites != plain[name].cites for name in differing), "another number has another source"
