"""`python -m xinfang_cli`: the same as `xinfang`."""

from xinfang_cli.app import main

main()
