"""Documents on paper: four layouts, one row of data a kind, and what a matter fills them with.

A kind is a row and never a file; no sentence of the screen stands here, and nothing is written without the desk's lock.
"""
