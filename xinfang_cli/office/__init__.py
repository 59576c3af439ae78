"""What the office set: config.yaml and what it amounts to: units, holidays, profiles, own reports.

No matter is known here.
"""
