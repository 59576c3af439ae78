"""A matter as text: laid out, read, written, changed in place, merged.

No file is opened here; whoever has the text gives it, and takes the text back.
"""
