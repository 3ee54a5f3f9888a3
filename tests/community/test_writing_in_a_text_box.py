"""Light Markdown, from the text box to the page and back."""

import pytest

from community.html import html_of, text_of

TYPED = """Hola
mundo

- uno
- dos **fuerte** y *énfasis*

1. a
2. b

> cita

ver https://example.org/a_b y [aquí](https://example.org/?a=1&b=2)"""


def test_what_was_typed_comes_back_to_be_edited():
    assert text_of(html_of(TYPED)) == TYPED


def test_paragraphs_lists_quotes_emphasis_and_links_are_understood():
    html = html_of(TYPED)

    for part in ("<p>Hola<br>mundo</p>", "<li>uno</li>", "<strong>fuerte</strong>", "<ol>"):
        assert part in html
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow ugc noopener">aquí</a>' in html


@pytest.mark.parametrize(
    "typed",
    [
        "# sin título",
        "5 * 3 * 2 y nombre_de_archivo_largo",
        "a\n---\nb",
        "| a | b |",
        "```\ncódigo\n```",
        "1\\. no es una lista",
        "\\*sin énfasis\\*",
    ],
)
def test_what_is_no_markdown_here_keeps_its_meaning(typed):
    html = html_of(typed)

    assert html_of(text_of(html)) == html


def test_tags_are_shown_not_obeyed():
    assert html_of("<script>x</script> <b>y</b>") == (
        "<p>&lt;script&gt;x&lt;/script&gt; &lt;b&gt;y&lt;/b&gt;</p>"
    )


@pytest.mark.parametrize("typed", ["", "  \n \n", "\x00"])
def test_nothing_typed_is_nothing(typed):
    assert html_of(typed) == ""


def test_no_depth_of_marks_is_too_much():
    assert html_of(">" * 3_000 + "[" * 3_000)


@pytest.mark.parametrize(
    "typed", ["# uno", "uno\n===", "uno\n\n---\n\ndos", "![x](https://a.org/b)"]
)
def test_headings_rules_and_pictures_are_no_part_of_it(typed):
    html = html_of(typed)

    assert "<h1" not in html
    assert "<hr" not in html
    assert "<img" not in html


@pytest.mark.parametrize("typed", ["[](https://example.org/x)", "![](https://example.org/x)"])
def test_a_link_without_words_says_its_address(typed):
    html = html_of(typed)

    assert 'rel="nofollow ugc noopener">https://example.org/x</a>' in html
    assert html_of(text_of(html)) == html
