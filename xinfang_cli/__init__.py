"""A case tracker for letters-and-visits (信访) offices: plain files, the law's clocks, reports."""

__version__ = "0.2.0"
