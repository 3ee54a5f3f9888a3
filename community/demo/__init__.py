"""Demonstration content: a site with its front door and the people of an invented country."""

from __future__ import annotations

from community import demonstration
from community.actions.site import found_site
from community.demo.comments import load_comments
from community.demo.digest import load_digest
from community.demo.moderation import load_moderation
from community.demo.organizations import load_organizations
from community.demo.pages import load_home
from community.demo.people import load_people

__all__ = ["finish", "load"]


def load(password: str | None) -> None:
    """The pages and the people. Running it again changes nothing."""
    demonstration.say_loaded()
    found_site()
    load_people(password)
    load_organizations()


def finish() -> None:
    """What needs the parts of every app: the home page, what people say about the others."""
    load_home()
    load_comments()
    load_moderation()
    load_digest()
