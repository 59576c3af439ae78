"""`unit`: names in `units:` of config.yaml, without YAML."""

from xinfang_cli.commands.naming import naming

run = naming("units")
