"""One factory per model. Each makes the smallest valid object; tests say what matters."""

import factory
import wagtail_factories
from allauth.account.models import EmailAddress
from wagtail.rich_text import RichText

from blog.models import BlogIndexPage, PostPage
from community.models import HomePage, LegalPage, StandardPage, Theme, User
from knowledge.models import SolutionIndexPage, SolutionPage
from networks.models import NetworkIndexPage, NetworkPage, ResourceIndexPage, ResourcePage


class MemberFactory(factory.django.DjangoModelFactory):
    """A person whose address is verified, so that they can sign in."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"member{n}@town.example")
    display_name = factory.Sequence(lambda n: f"Member {n}")
    handle = factory.Sequence(lambda n: f"member-{n}")

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
