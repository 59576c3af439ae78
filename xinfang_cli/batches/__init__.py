"""Many rows brought into the workspace, on all cores: admitted as matters, taken as steps.

What a row means stands in `ledgers`; nothing is parsed or printed here.
"""
