"""Portuguese is that of Brazil, in our words and in those of the libraries."""

from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import gettext, override


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [
        ("My space", "Meu espaço"),
        ("Enter a valid date.", "Informe uma data válida."),  # of Django; "Introduza" in Portugal
        ("Save draft", "Salvar rascunho"),  # of Wagtail; "Gravar" in Portugal
    ],
)
def test_words_are_those_of_brazil(english, portuguese):
    with override("pt"):
        assert gettext(english) == portuguese


def test_months_begin_with_a_small_letter():
    with override("pt"):
        assert date_format(date(2026, 11, 21), "DATE_FORMAT") == "21 de novembro de 2026"
