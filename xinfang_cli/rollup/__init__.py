"""Many offices as one place to ask: their exported relations, checked, as views that an engine answers questions about.

A report asks the same SQL here as of its own index. `cards` says which offices count, `views` what their files are
called, `duck` and `spark` answer; only those two know their engine, and import it when they are asked.
"""
