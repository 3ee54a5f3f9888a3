"""The models of the blog. Import them from here."""

from blog.models.imports import (
    ArticleImport,
    ImportedArticle,
    UploadedArticles,
)
from blog.models.posts import BlogIndexPage, PostPage

__all__ = ["ArticleImport", "BlogIndexPage", "ImportedArticle", "PostPage", "UploadedArticles"]
