"""What the blog leaves to be done in the background. Each may run twice without harm."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from blog.actions.uploads import carry_out
from community.background import background


@background(attempts=3, title=_("Import articles into a blog"))
def run_import(pk: int) -> None:
    """Do the import of that number; broken off and begun again, it goes on where it was."""
    carry_out(pk)
