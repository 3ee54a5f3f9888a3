"""How much a file of cases may hold, and the error that says why it cannot be read."""

MAX_BYTES = 32 * 1024 * 1024
# One line of JSON, or one cell of a CSV.
MAX_LINE = 4 * 1024 * 1024
MAX_CASES = 10_000
# Of one kind, in a sheet of its own: thirty for each case.
MAX_ROWS = 300_000
# Of a spreadsheet, unpacked: a bomb says so in its directory, or lies and breaks off.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_WORDS_UNPACKED = 96 * 1024 * 1024
MAX_COLUMNS = 200


class SourceError(Exception):
    """The file is not what it says. Its text is one sentence for the person who gave it."""
