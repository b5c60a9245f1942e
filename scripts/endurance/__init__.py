"""What takes long: each part loads the program until something would be lost, and counts. Run by ``scripts/endure``.

The check runs a small share of each part (``tests/endure``) through the same functions.
"""
