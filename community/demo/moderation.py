"""What the people of the demonstration report, decide and appeal against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from community.actions.moderation import Kind, record
from community.demo.comments import load_comment, moment, thing_told
from community.models import Appeal, Comment, ModerationAct, Report, User
from community.moderable import kind_of

TOLD = Path(__file__).with_name("moderation.json")


def load_moderation(file: Path = TOLD) -> None:
    """A report that waits and a decision that is appealed against. Twice is as once.

    Nobody is told. What is about a thing or by a person that is not there is left out.
    """
    people = User.objects.in_bulk(field_name="handle")
    told = json.loads(file.read_text())
    for name, load in (("reported", load_report), ("hidden", load_hidden)):
        thing = thing_told(told[name]["about"])
        author, by = people.get(told[name]["author"]), people.get(told[name]["by"])
        if thing is not None and author is not None and by is not None:
            load(commented(thing, author, told[name]), by, told[name])


def commented(thing: Any, author: User, told: dict[str, Any]) -> Comment:
    load_comment(thing, author, told)
    return Comment.objects.about(thing).get(author=author, posted_at=moment(told["at"]))


def load_report(comment: Comment, by: User, told: dict[str, Any]) -> None:
    if Report.objects.about(comment).exists():
        return
    Report.objects.create(
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=comment.pk,
        person=comment.author,
        network_id=kind_of(comment).network(comment),
        reporter=by,
        reason=told["reason"],
        words=told["words"],
    )


@transaction.atomic
def load_hidden(comment: Comment, by: User, told: dict[str, Any]) -> None:
    if ModerationAct.objects.about(comment).exists():
        return
    now = timezone.now()
    kind_of(comment).hide(comment, by, told["reason"], now)
    act = record(Kind.HIDDEN, by, thing=comment, reason=told["reason"], at=now)
    Appeal.objects.create(act=act, by=comment.author, words=told["appeal"])
