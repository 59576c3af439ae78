"""`config`: what is in force, and whether it comes from the office's file or from the defaults."""

import datetime as dt
from typing import Any

import typer

from xinfang_cli.commands.options import Json
from xinfang_cli.desk import desk
from xinfang_cli.labels import Label, Plain
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
        value = _section(config, names)
        for line in _lines(value, name, config):
            print("  " + harmless(line))
    return office.exit_code


def _section(config: Config, names: str) -> Any:
    attributes = names.split()
    if len(attributes) == 1:
        return _simple(getattr(config, attributes[0]))
    return {name: _simple(getattr(config, name)) for name in attributes}


def _simple(value: Any) -> Any:
    if isinstance(value, Label):
        return value.value
    if isinstance(value, dt.date | Rule):
        return str(value)
    if isinstance(value, Plain):
        return {name: _simple(part) for name, part in value.parts()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _simple(value._asdict())
    if isinstance(value, dict):
        return {key: _simple(part) for key, part in value.items()}
    return [_simple(part) for part in value] if isinstance(value, tuple | list) else value


def _lines(value: Any, name: str, config: Config) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {_short(part)}{_mark(name, key, config)}" for key, part in value.items()]
    if isinstance(value, list):
        return [f"- {_short(part)}" for part in value] or ["-"]
    return [str(value)]


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={_short(part)}" for key, part in value.items() if part not in (None, [], "", False))
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    return "-" if value is None else str(value)


def _mark(name: str, key: str, config: Config) -> str:
    return "  ←config.yaml" if f"{name}.{key}" in config.own else ""
