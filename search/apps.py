from datetime import timedelta

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.search import apps as wagtail_search

from community import periodic, readiness


class SearchConfig(AppConfig):
    default = True
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        # By name: what they need can be imported only now that all models are there.
        checks.register(import_string("search.checks.check_protocol"))
        import_string("search.receivers.connect")()
        periodic.register(
            "tend_search",
            timedelta(minutes=1),
            "search.condition.tend",
            title=_("Look after the search index"),
        )
        periodic.register(
            "tell_of_searches",
            timedelta(days=1),
            "search.tasks.begin_telling",
            title=_("Tell people what is new in their searches"),
        )
        readiness.register("search", "search.condition.what_is_wrong")


class RecordedIndexConfig(wagtail_search.WagtailSearchAppConfig):
    """Wagtail's search, hearing of changes through `search.receivers` instead of its own.

    Its own would put a task into the queue for each save, and delete within the request.
    """

    default = False

    def ready(self) -> None:
        """Nothing of Wagtail's: neither its receivers nor what its engines in the database need."""
