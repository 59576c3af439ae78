"""`config`: what is in force, and whether it comes from the office's file or from the defaults."""

import datetime as dt
from typing import Any

import typer

from xinfang_cli.commands.options import Json, YesNo
from xinfang_cli.desk import desk
from xinfang_cli.labels import Label, Lang, Plain
from xinfang_cli.law.clocks import Rule
from xinfang_cli.messages import Msg, harmless
from xinfang_cli.office.config import Config

SECTIONS = {
    "office": "office",
    "units": "units",
    "places": "places",
    "categories": "categories",
    "routing": "routing",
    "clocks": "clocks",
    "ladder": "ladder",
    "calendar": "rest work calendar_source field_days",
    "groups": "groups",
    "dockets": "dockets",
    "channels": "channels",
    "origins": "origins",
    "checklists": "checklists",
    "reception": "reception",
    "views": "views",
    "reports": "reporting",
    "import": "headers values",
    "procedure": "evidence pause_notice representatives",
    "privacy": "is_sealed recipients",
    "git": "autocommit",
}


def run(ctx: typer.Context, json: Json = False) -> int:
    """Print each section with its source."""
    office = desk(ctx)
    config = office.config
    office.left_out(config.warnings)
    if json:
        office.print_json(
            {name: _section(config, names) for name, names in SECTIONS.items()} | {"own": sorted(config.own)}
        )
        return office.exit_code
    office.say(Msg.CONFIG_AT(path=office.workspace.config_file))
    for name, names in SECTIONS.items():
        office.say((Msg.CONFIG_OWN if name in config.own else Msg.CONFIG_DEFAULT)(section=name))
        value = _section(config, names, office.lang)
        office.print_lines("  " + harmless(line) for line in _lines(value, name, config, office.lang))
    return office.exit_code


def _section(config: Config, names: str, lang: Lang = Lang.EN) -> Any:
    attributes = names.split()
    if len(attributes) == 1:
        return _simple(getattr(config, attributes[0]), lang)
    return {name: _simple(getattr(config, name), lang) for name in attributes}


def _simple(value: Any, lang: Lang) -> Any:
    """Return plain values; a word of a list by its Chinese name for who reads Chinese, which config takes too."""
    if isinstance(value, Label):
        return value.value if lang is Lang.EN else value.zh.partition("（")[0]
    if isinstance(value, dt.date | Rule):
        return str(value)
    if isinstance(value, Plain):
        return {name: _simple(part, lang) for name, part in value.parts()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _simple(value._asdict(), lang)
    if isinstance(value, dict):
        return {key: _simple(part, lang) for key, part in value.items()}
    return [_simple(part, lang) for part in value] if isinstance(value, tuple | list) else value


def _lines(value: Any, name: str, config: Config, lang: Lang) -> list[str]:
    if isinstance(value, list):
        return [f"- {_short(part, lang)}" for part in value] or ["-"]
    shown = value if isinstance(value, dict) else {SECTIONS[name]: value}
    return [f"{_KEYS.get(key, key)}: {_short(part, lang)}{_mark(name, key, config)}" for key, part in shown.items()]


_KEYS = {"calendar_source": "source", "field_days": "days", "is_sealed": "sealed", "rounding": "round"}
"""The keys of config.yaml where they are others than the names in the program."""


def _short(value: Any, lang: Lang) -> str:
    if isinstance(value, dict):
        kept = ((key, part) for key, part in value.items() if part not in (None, [], "", False))
        return " ".join(f"{key}={_short(part, lang)}" for key, part in kept)
    if isinstance(value, list):
        return "[" + ", ".join(_short(part, lang) for part in value) + "]"
    if isinstance(value, bool):
        return (YesNo.YES if value else YesNo.NO).in_(lang)
    return "-" if value is None else str(value)


def _mark(name: str, key: str, config: Config) -> str:
    return "  ←config.yaml" if f"{name}.{key}" in config.own else ""
