"""Each component tag, by what a person sees."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.factories import MemberFactory, NetworkPageFactory, ThemeFactory


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def shown(source, address="/redes/", **context):
    context.setdefault("request", RequestFactory().get(address))
    return Template(source).render(Context(context))


def test_an_icon_is_hidden_from_those_who_hear_the_page():
    assert 'aria-hidden="true"' in shown('{% icon "search" %}')


def test_an_icon_nobody_drew_is_a_mistake():
    with pytest.raises(KeyError):
        shown('{% icon "unicorn" %}')


def test_the_cycle_says_in_words_where_it_stands():
    html = shown("{% cycle 2 2 %}")

    assert 'aria-label="Cycle: registered, systematized; being transferred"' in html
    assert html.count('class="done"') == 2
    assert html.count("<circle") == 1


def test_a_complete_round_carries_no_dot():
    assert "<circle" not in shown("{% cycle 4 %}")


def test_evidence_is_a_ladder_with_its_words():
    html = shown("{% evidence 3 %}")

    assert "Evidence 3 of 5: measured" in html
    assert html.count('class="on"') == 3
    assert "No evidence yet" in shown("{% evidence 0 %}")


def test_the_menu_marks_the_section_one_is_in():
    html = shown("{% menu %}", address="/en/redes/agua/")

    assert '<a href="/en/redes/" aria-current="true">' in html
    assert html.count("aria-current") == 1


def test_addresses_follow_the_language():
    assert shown('{% address "redes/" %}') == "/en/redes/"
    with translation.override("es"):
        assert shown('{% address "redes/" %}') == "/redes/"


def test_crumbs_start_at_the_front_door_and_end_at_the_page():
    html = shown("{% crumbs items %}", items=[("Networks", "/redes/"), ("Water", "")])

    assert html.index("Home") < html.index("Networks") < html.index("Water")
    assert '<span aria-current="page">Water</span>' in html


def test_pages_of_a_list_keep_the_filters():
    page_obj = Paginator(list(range(100)), 10).page(2)

    html = shown("{% pagination page_obj %}", "/buscar/?q=agua&pagina=2", page_obj=page_obj)

    assert 'href="?q=agua&amp;pagina=3"' in html
    assert 'rel="prev" href="?q=agua"' in html
    assert '<span aria-current="page">' in html


def test_a_list_of_one_page_shows_no_pages():
    page_obj = Paginator([1], 10).page(1)

    assert "<nav" not in shown("{% pagination page_obj %}", page_obj=page_obj)


@pytest.mark.django_db
def test_a_page_without_a_photograph_wears_its_tiles(networks):
    page = NetworkPageFactory(parent=networks)
    page.page_themes.create(theme=ThemeFactory(family="agua"))

    html = shown("{% cover page %}", page=page)

    assert 'class="dado" data-family="agua"' in html


@pytest.mark.django_db
def test_a_record_leads_to_its_page(networks):
    page = NetworkPageFactory(parent=networks, title="Agua", slug="agua", summary="Juntas.")
    page.page_themes.create(theme=ThemeFactory(name="Agua y saneamiento", family="agua"))

    html = shown("{% record page %}", page=page)

    assert '<h3><a href="/en/redes/agua/">Agua</a></h3>' in html
    assert "Juntas." in html
    assert "Agua y saneamiento" in html


@pytest.mark.django_db
def test_a_card_takes_the_heading_level_of_its_place(networks):
    page = NetworkPageFactory(parent=networks, title="Agua", slug="agua")

    assert "<h2>" in shown("{% card page heading_level=2 %}", page=page)


def test_somebody_without_a_photograph_shows_initials():
    person = MemberFactory.build(display_name="Ana Pérez")

    assert ">AP</span>" in shown("{% face person %}", person=person)
    assert "·" in shown("{% face person %}", person=None)


def test_what_is_recent_is_told_by_how_long_ago():
    now = timezone.now()

    assert "5 minutes ago" in shown("{% when at %}", at=now - timedelta(minutes=5, seconds=9))
    assert "yesterday" in shown("{% when at %}", at=timezone.localdate() - timedelta(days=1))
    assert "7 days ago" in shown("{% when at %}", at=timezone.localdate() - timedelta(days=7))


def test_what_is_old_is_told_by_its_date():
    html = shown("{% when at %}", at=date(2019, 3, 7))

    assert '<time datetime="2019-03-07">March 7, 2019</time>' in html


def test_the_day_in_the_margin_carries_its_year_when_it_is_another():
    assert "2019" in shown("{% day at %}", at=date(2019, 3, 7))
    assert (
        str(timezone.localdate().year)
        not in shown("{% day at %}", at=timezone.localdate()).partition(">")[2]
    )


def test_a_theme_wears_the_hue_of_its_family():
    theme = ThemeFactory.build(name="Agua", family="agua")

    assert '<span class="tag" data-family="agua">Agua</span>' in shown(
        "{% theme_tag theme %}", theme=theme
    )


class Letter(forms.Form):
    name = forms.CharField(label="Name", help_text="As on your card.")
    town = forms.CharField(label="Town", required=False)
    kind = forms.ChoiceField(choices=[("a", "Apple"), ("b", "Pear")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")


def test_a_field_ties_its_hint_and_its_error_to_the_control():
    html = shown("{% field form.name %}", form=Letter({"name": ""}))

    assert 'for="id_name"' in html
    assert 'id="id_name_helptext">As on your card.' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="input"' in html


def test_a_field_that_may_stay_empty_says_so():
    assert "(optional)" in shown("{% field form.town %}", form=Letter())
    assert "(optional)" not in shown("{% field form.name %}", form=Letter())


def test_choices_are_a_group_with_a_legend():
    html = shown("{% field form.kind %}", form=Letter())

    assert "<fieldset" in html
    assert "<legend>Kind" in html
    assert html.count('<label class="choice"') == 2


def test_a_single_box_is_labelled_by_the_words_beside_it():
    html = shown("{% field form.agreed %}", form=Letter())

    assert '<label class="choice" for="id_agreed">' in html


def test_the_summary_of_errors_leads_to_the_fields_and_takes_the_focus():
    html = shown("{% error_summary form %}", form=Letter({"name": "", "kind": "a"}))

    assert '<a href="#id_name">Name</a>' in html
    assert "autofocus" in html
    assert 'role="alert"' in html


def test_a_form_without_errors_has_no_summary():
    assert "message" not in shown("{% error_summary form %}", form=Letter())


def test_a_notice_that_something_failed_is_read_aloud():
    assert 'role="alert"' in shown('{% notice tone="bad" %}<p>No.</p>{% endnotice %}')
    assert "role=" not in shown("{% notice %}<p>Well.</p>{% endnotice %}")


def test_an_empty_state_says_what_will_be_here_and_offers_a_step():
    html = shown('{% empty "No posts yet" heading_level=3 %}<a href="/x/">Write</a>{% endempty %}')

    assert '<h3 class="h-small">No posts yet</h3>' in html
    assert '<a href="/x/">Write</a>' in html
