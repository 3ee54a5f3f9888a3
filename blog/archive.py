"""What this app holds of a person, for the archive of their data. Posts: `networks.archive`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from blog.models import ArticleImport
from community.archive import Part, all_fields, table

if TYPE_CHECKING:
    from community.models import User


def imports(user: User) -> Part:
    rows = ArticleImport.objects.filter(user=user)
    return table(_("Imports of articles"), rows, *all_fields(ArticleImport))
