"""A case tracker for letters-and-visits (信访) offices: plain files, the law's clocks, reports.

What stands here runs before anything else is imported, and spares the start of every command.
"""

import gc
import sys
from types import ModuleType

__version__ = "0.2.0"

gc.set_threshold(100_000, 50, 50)
"""Python looks for cycles after every 700 new objects; importing makes none, nor does a command that lists and ends."""


class Later(ModuleType):
    """A module of the standard library that is read when something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        """Return what the module itself has; from the first time on, whoever imports it gets that one."""
        if "_read" not in self.__dict__:
            from importlib import import_module

            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            self.__dict__["_read"] = import_module(self.__name__)
        return getattr(self.__dict__["_read"], name)


_SELDOM = "bz2 hashlib ipaddress linecache lzma signal subprocess tempfile textwrap tokenize zlib"
"""What typer, pathlib and we ourselves import for what few commands do: a tenth of the start of any of them."""

for _name in _SELDOM.split():
    sys.modules.setdefault(_name, Later(_name))
