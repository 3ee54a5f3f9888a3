"""What the people of the demonstration say about what is published in it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from community.actions.conversation import edit_comment, post_comment
from community.commentable import commentable_model
from community.models import Comment, User
from community.permissions import can_comment

COMMENTS = Path(__file__).with_name("comments.json")


def load_comments(file: Path = COMMENTS) -> None:
    """Say what is missing, each at its hour, of which nobody is told. Twice is as once.

    A file is a list of comments: `about` holds the `kind` of the thing (its
    word in addresses) and what it is found by ("slug", "title"...); `author` a
    handle; `at` and the hour of `corrected`, if it was, are local ISO times;
    instead of `at`, `after` tells days and hour since the thing was published.
    What is about a thing or by a person that is not there is left out.
    """
    people = User.objects.in_bulk(field_name="handle")
    for told in json.loads(file.read_text()):
        thing, author = thing_told(told["about"]), people.get(told["author"])
        if thing is not None and author is not None and can_comment(author, thing):
            load_comment(thing, author, told)


def thing_told(about: dict[str, Any]) -> Any:
    """The thing a comment of the file is about; None when it is not there."""
    model = commentable_model(about["kind"])
    found_by = {name: value for name, value in about.items() if name != "kind"}
    return model and model._default_manager.filter(**found_by).first()


def load_comment(thing: Any, author: User, told: dict[str, Any]) -> None:
    at = moment(told["at"]) if "at" in told else moment_after(thing, **told["after"])
    if Comment.objects.about(thing).filter(author=author, posted_at=at).exists():
        return
    post = author.current_affiliation
    speaks_for = (
        post.organization if told.get("is_official") and post and post.is_verified else None
    )
    comment = post_comment(thing, author, told["text"], at=at, on_behalf_of=speaks_for)
    corrected = told.get("corrected")
    if corrected:
        edit_comment(comment, author, corrected["text"], at=moment(corrected["at"]))


def moment_after(thing: Any, days: int, hour: str) -> datetime:
    day = timezone.localdate(thing.first_published_at) + timedelta(days=days)
    return moment(f"{day.isoformat()}T{hour}")


def moment(written: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(written))
