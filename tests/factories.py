"""One factory per model. Each makes the smallest valid object; tests say what matters."""

import factory
import wagtail_factories
from allauth.account.models import EmailAddress
from django.utils import timezone
from wagtail.rich_text import RichText

from blog.models import BlogIndexPage, PostPage
from community.models import HomePage, LegalPage, StandardPage, Theme, User
from knowledge.models import (
    Case,
    CaseNetwork,
    CaseTheme,
    SolutionIndexPage,
    SolutionPage,
    TargetGroup,
)
from networks.models import NetworkIndexPage, NetworkPage, ResourceIndexPage, ResourcePage
from territories.models import Territory


class MemberFactory(factory.django.DjangoModelFactory):
    """A person whose address is verified, so that they can sign in, and whose words do not wait."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"member{n}@town.example")
    display_name = factory.Sequence(lambda n: f"Member {n}")
    handle = factory.Sequence(lambda n: f"member-{n}")
    vouched_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.Sequence(lambda n: f"Theme {n}")
    family = "agua"


class HomePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = HomePage

    title = "Cabildo"
    slug = "inicio"


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Page {n}")


class NetworkIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NetworkIndexPage

    title = "Redes"
    slug = "redes"


class NetworkPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NetworkPage

    title = factory.Sequence(lambda n: f"Network {n}")
    purpose = "To work together."


class ResourceIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ResourceIndexPage

    title = "Recursos"
    slug = "recursos"


class ResourcePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ResourcePage

    title = factory.Sequence(lambda n: f"Resource {n}")
    kind = ResourcePage.Kind.GUIDE
    link = "https://example.org/guide"


class BlogIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = BlogIndexPage

    title = "Blog"
    slug = "blog"


class PostPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = PostPage

    title = factory.Sequence(lambda n: f"Post {n}")
    body = [("paragraph", RichText("<p>What we did.</p>"))]


class SolutionIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = SolutionIndexPage

    title = "Soluciones"
    slug = "soluciones"


class SolutionPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = SolutionPage

    title = factory.Sequence(lambda n: f"Solution {n}")
    problem = "<p>What hurts.</p>"


class LegalPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = LegalPage

    title = "Terms"
    kind = "terms"
    version = "1.0"


def make_municipality():
    """The municipality of Sucre in the invented country, made once."""
    known = Territory.objects.filter(code="xa-sucre").first()
    return known or make_territory("municipality", "Sucre", "xa-sucre", make_state())


def make_state():
    known = Territory.objects.filter(code="xa-norte").first()
    if known:
        return known
    country = Territory.objects.filter(code="XA").first() or Territory.add_root(
        level="country", name="Altazara", code_scheme="iso-3166-1", code="XA", country_code="XA"
    )
    return make_territory("state", "Norte", "xa-norte", country)


def make_territory(level, name, code, parent):
    return parent.add_child(
        level=level,
        name=name,
        code_scheme="cabildo",
        code=code,
        country_code=parent.country_code,
        parent_names=parent.names_for_children,
    )


class CaseFactory(factory.django.DjangoModelFactory):
    """A draft with all that the first level asks for."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    registered_by = factory.SubFactory(MemberFactory)
    title = factory.Sequence(lambda n: f"Case {n}")
    summary = "What was done."
    lead_municipality = factory.LazyFunction(make_municipality)
    record_kind = "good_practice"
    stage = "implementing"
    start_year = 2019
    recurrence = "repeated"
    scope = "municipality"
    problem = "<p>What hurt.</p>"
    objectives = "<p>What was wanted.</p>"
    solution = "<p>What was done.</p>"
    cost_band = "5k_20k"
    live = False

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        theme = kwargs.get("theme") or ThemeFactory()
        self.case_themes.add(CaseTheme(theme=theme))
        for network in kwargs.get("networks", []):
            self.case_networks.add(CaseNetwork(network=network))
        self.target_groups.set([TargetGroup.objects.first()])
        self.save()
        self.save_revision(user=self.registered_by, clean=False)
