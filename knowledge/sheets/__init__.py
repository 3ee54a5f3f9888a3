"""What is printed: the sheet of an experience, the note for the council, the blank form.

`content` modules say in plain words what stands on a leaf, `typesetting` sets
it, `keeping` keeps what was set.
"""
