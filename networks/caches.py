"""What is kept beside the tree of pages, set right when the tree changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import Page


def follow_the_tree(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """After a move: what lies in another network now says so. One update for a whole section.

    Wagtail's admin moves pages without calling `Page.move`, but always sends
    the signal `post_page_move`, to which this listens.
    """
    page = instance.specific_deferred
    if hasattr(page, "place_entries"):
        page.place_entries()
