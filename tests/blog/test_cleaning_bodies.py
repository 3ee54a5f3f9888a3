"""What becomes of a body written elsewhere: clean blocks, nothing of its markup."""

import pytest

from blog.importing.bodies import read_body
from blog.importing.sources import Source


def nowhere(address):
    return address if "://" in address else ""


def blocks(text, markdown=False):
    return read_body(text, markdown, nowhere).blocks


def test_markdown_becomes_headings_paragraphs_and_lists():
    made = blocks("## Una cuenca\n\nNace **aquí** y _baja_.\n\n* uno\n* dos\n", markdown=True)

    assert made == [
        ("heading", "Una cuenca"),
        (
            "paragraph",
            "<p>Nace <b>aquí</b> y <i>baja</i>.</p><ul><li>uno</li><li>dos</li></ul>",
        ),
    ]


def test_html_inside_markdown_is_read_as_what_it_is():
    assert blocks('Uno <b class="x">dos</b>\n\n<div><p>tres</p></div>', markdown=True) == [
        ("paragraph", "<p>Uno <b>dos</b></p><p>tres</p>")
    ]


def test_a_table_of_markdown_is_a_table_named_by_the_heading_above():
    text = "### Alumnos\n\nPaís | 2005\n-----|----:\nMéxico | 28.3\nFinlandia | 15.5\n"

    assert blocks(text, markdown=True) == [
        (
            "table",
            {
                "caption": "Alumnos",
                "header": "País | 2005",
                "rows": "México | 28.3\nFinlandia | 15.5",
            },
        )
    ]


def test_a_table_of_html_keeps_every_cell_in_its_column():
    [(kind, value)] = blocks(
        "<table><caption>Obras</caption><tr><th colspan=2>Qué</th><th>Años</th></tr>"
        "<tr><td rowspan=2>Calle</td><td>A|B</td><td>2</td></tr><tr><td>C</td><td>3</td></tr>"
        "</table>"
    )

    assert kind == "table"
    assert value == {
        "caption": "Obras",
        "header": "Qué |  | Años",
        "rows": "Calle | A/B | 2\n | C | 3",
    }


def test_a_table_that_only_arranges_things_becomes_what_it_arranges():
    assert blocks("<table><tr><td><p>Uno</p></td></tr></table>") == [("paragraph", "<p>Uno</p>")]


def test_a_quote_says_who_said_it():
    text = "<blockquote><p>“La ciudad es la solución”</p><p>Jaime Lerner</p></blockquote>"

    assert blocks(text) == [
        ("quote", {"text": "“La ciudad es la solución”", "attribution": "Jaime Lerner"})
    ]


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<style>p{display:none}</style>",
        "<object data=x></object><embed src=x>",
        "<form action=//evil.example><input name=p></form>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<p style='display: none'>oculto</p>",
        "<!-- comentario -->",
        "<template><p>oculto</p></template>",
    ],
)
def test_what_runs_or_hides_goes_with_all_it_holds(nasty):
    assert blocks(f"<p>Antes</p>{nasty}<p>Después</p>") == [
        ("paragraph", "<p>Antes</p><p>Después</p>")
    ]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVa\nScript:alert(1)",
        " &#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "otra-pagina.html",
        "",
        "http://[mal",
    ],
)
def test_a_link_that_leads_nowhere_safe_leaves_its_words(link):
    body = read_body(f'<p>Vea <a href="{link}">esto</a>.</p>', False, nowhere_strict)

    assert body.blocks == [("paragraph", "<p>Vea esto.</p>")]


def nowhere_strict(address):
    return Source(key="", name="").link("Blog", address)


def test_markup_that_is_only_written_about_stays_text():
    assert blocks("<p>Use &lt;script&gt; y &amp;</p>") == [
        ("paragraph", "<p>Use &lt;script&gt; y &amp;</p>")
    ]


def test_an_attribute_cannot_break_out_of_a_link():
    [(_kind, html)] = blocks("""<p><a href='http://a.example/"onclick="x'>a</a></p>""")

    assert html == '<p><a href="http://a.example/&quot;onclick=&quot;x">a</a></p>'


def test_images_go_and_what_they_showed_is_told():
    body = read_body(
        '<h3>Fotos</h3><img src="a.jpg" alt="La plaza"><h3>Fin</h3><p>x</p>', False, nowhere
    )

    assert body.blocks == [("heading", "Fin"), ("paragraph", "<p>x</p>")]
    assert body.omitted.as_json() == {"images": ["La plaza"]}


def test_a_heading_keeps_standing_when_text_follows_the_lost_image():
    assert blocks('<h3>Fotos</h3><img src="a.jpg"><p>Así era.</p>')[0] == ("heading", "Fotos")


def test_an_embedded_film_becomes_a_link():
    body = read_body(
        '<iframe src="//www.youtube.com/embed/ql0Kvx2Paa8?rel=0"></iframe>', False, nowhere
    )

    assert body.blocks == [
        (
            "paragraph",
            '<p><a href="https://www.youtube.com/watch?v=ql0Kvx2Paa8">'
            "https://www.youtube.com/watch?v=ql0Kvx2Paa8</a></p>",
        )
    ]
    assert body.omitted.embeds == ["//www.youtube.com/embed/ql0Kvx2Paa8?rel=0"]


def test_an_embedded_page_goes():
    body = read_body('<p>a</p><iframe src="https://evil.example"></iframe>', False, nowhere)

    assert body.blocks == [("paragraph", "<p>a</p>")]
    assert body.omitted.embeds == ["https://evil.example"]


def test_odd_signs_become_the_letters_that_were_meant():
    text = "<p>socia\u00adles, deﬁnicio\u0301n\u2028\u200bfin\u00a0ya\x07 m<sup>2</sup></p>"

    assert blocks(text) == [("paragraph", "<p>sociales, definición fin ya m²</p>")]


def test_holes_of_the_program_that_made_the_page_go():
    body = read_body("<p>Fotos: {$fotos_html} <?php echo 1; ?></p>", False, nowhere)

    assert body.blocks == [("paragraph", "<p>Fotos:</p>")]
    assert body.omitted.holes == 2


def test_lists_in_lists_stay_so():
    text = "* uno\n    * dos\n    * tres\n* cuatro\n"

    assert blocks(text, markdown=True) == [
        (
            "paragraph",
            "<ul><li>uno<ul><li>dos</li><li>tres</li></ul></li><li>cuatro</li></ul>",
        )
    ]


@pytest.mark.parametrize(
    "text", ["<div>" * 5000 + "hondo", "<b>" * 5000 + "hondo", "<ul><li>" * 3000 + "hondo"]
)
def test_what_is_nested_without_end_keeps_its_words(text):
    assert "hondo" in str(blocks(text))


@pytest.mark.parametrize(
    "text", ["<p", "</p></div>", "<<<>>>", "<a href=", "<table><tr>", "&#xffff;"]
)
def test_broken_markup_is_no_error(text):
    blocks(text)
    blocks(text, markdown=True)
