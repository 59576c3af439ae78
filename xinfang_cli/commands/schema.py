"""`schema`: the JSON Schema of case files or of config.yaml, for editors that check while one types."""

import json
import sys
from typing import Annotated

import typer

from xinfang_cli.boundary import for_programs
from xinfang_cli.commands.options import Opt, WordReader, argument
from xinfang_cli.desk import desk
from xinfang_cli.labels import Label


class Which(Label):
    """Whose schema."""

    CASE = "case", "信访件文件", "case files"
    CONFIG = "config", "配置", "configuration"


def run(
    ctx: typer.Context,
    which: Annotated[Which, argument(Opt.SCHEMA_OF, "case|config", parser=WordReader(Which, "case|config"))],
) -> int:
    """Print it, draft 2020-12."""
    from xinfang_cli.office.schemas import case_schema, config_schema

    schema = case_schema() if which is Which.CASE else config_schema(desk(ctx).lang)
    for_programs(sys.stdout)
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
