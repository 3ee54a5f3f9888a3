"""What the index holds of each thing that can be found."""

from __future__ import annotations

from whoosh import columns
from whoosh.analysis import KeywordAnalyzer
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

# Raised with every change here, in `analysis` or in `documents`: an index of
# another number is built anew.
SCHEMA_VERSION = 2


def build_schema() -> Schema:
    """Every text comes as a list of terms already made by `analysis`.

    uid     which object: "wagtailcore.page:12"
    day     its date as an ordinal, for those who ask for the newest
    marks   what it is filtered by: type=…, audience=…, closed=…, tema=agua
    title   terms, and forms as "=ordenanza", of what names it: title, code, place
    lead    the same of what sums it up
    text    terms of everything that is written in it, with their places
    forms   its words without accents and in the singular
    words   its words as they are written
    begins  the beginnings of its words that an editor's search completes
    parts   its plain texts by field, for excerpts
    themes  its themes in their order, for the row it is shown in
    """
    terms = KeywordAnalyzer()
    return Schema(
        uid=ID(unique=True, sortable=True),
        day=COLUMN(columns.NumericColumn("i")),
        marks=KEYWORD(),
        title=TEXT(analyzer=terms, phrase=False),
        lead=TEXT(analyzer=terms, phrase=False),
        text=TEXT(analyzer=terms),
        forms=KEYWORD(),
        words=KEYWORD(),
        begins=KEYWORD(),
        parts=STORED(),
        themes=STORED(),
    )
