"""What is left of what people write."""

from html.parser import HTMLParser

import pytest

from community.html import ATTRIBUTES, TAGS, clean_html

# From the Big List of Naughty Strings, and some of the field's classics.
HOSTILE = [
    "<script>alert(123)</script>",
    "&lt;script&gt;alert(&#39;123&#39;);&lt;/script&gt;",
    "<img src=x onerror=alert(123) />",
    "<svg><script>123<1>alert(123)</script>",
    '"><script>alert(123)</script>',
    "< / script >< script >alert(123)< / script >",
    "<sc<script>ript>alert(123)</sc</script>ript>",
    "--><script>alert(123)</script>",
    'ABC<div style="x:expression(javascript:alert(1)">DEF',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java\x00script:alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
    '<a href="https://example.org" onclick="alert(1)" style="position:fixed">x</a>',
    '<iframe src="https://example.org"></iframe>',
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<form action="https://example.org"><input name="password"></form>',
    "<base href=//example.org>",
    "<p onmouseover=alert(1)>x",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a href=https://example.org/`onmouseover=alert(1)//>x</a>",
    "\u202e\u0000<b>",
]


class Inventory(HTMLParser):
    """Every tag and every attribute that a browser would find."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_left(text):
    for tag, attributes in Inventory(clean_html(text)).found:
        assert tag in TAGS
        assert set(attributes) <= {*ATTRIBUTES.get(tag, []), "rel"}
        assert attributes.get("href", "https:").startswith(("https:", "http:", "mailto:"))


@pytest.mark.parametrize("text", HOSTILE)
def test_cleaning_twice_changes_nothing_more(text):
    once = clean_html(text)

    assert clean_html(once) == once


def test_what_people_may_write_stays():
    text = "<p>Un <strong>acueducto</strong> rural:</p><ul><li>cloro</li></ul>"

    assert clean_html(text) == text


def test_links_are_not_recommended_to_search_engines():
    assert 'rel="nofollow ugc noopener"' in clean_html('<a href="https://example.org">x</a>')


def test_an_address_becomes_a_link_but_not_inside_code():
    assert '<a href="https://example.org/a"' in clean_html("Vea https://example.org/a")
    assert "<a" not in clean_html("<code>https://example.org/a</code>")


def test_words_of_forbidden_tags_stay():
    assert clean_html("<h1>Aviso</h1>") == "Aviso"
