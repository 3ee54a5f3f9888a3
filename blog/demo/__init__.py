"""Twelve posts: ten in the blogs of the networks, two in that of the site."""

from blog.demo.posts import load

__all__ = ["load"]
