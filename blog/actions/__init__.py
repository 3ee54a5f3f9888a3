"""What happens in the blogs: bringing in what was written elsewhere."""

from blog.actions.importing import Report, import_articles

__all__ = ["Report", "import_articles"]
