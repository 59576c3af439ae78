"""The form at the counter: fields asked one after the other, each checked at once, with a draft of what was typed.

What is asked comes from commands, and what a step lacks from the law; nothing of the office is written here.
"""
