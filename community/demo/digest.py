"""A digest of the demonstration, so that whoever tries the site sees one at /correo/."""

from __future__ import annotations

from community.actions.digests import prepare_digests
from community.actions.notices import notify
from community.actions.telling_of_comments import quoted
from community.models import Comment, Notification, User

READER = "yolanda-cifuegos"


def load_digest() -> None:
    """Tell her now what colleagues said about her things in the past. Twice is as once."""
    reader = User.objects.filter(handle=READER).first()
    if reader is None or reader.notifications.filter(kind="comment_posted").exists():
        return
    said = Comment.objects.visible_to(reader).exclude(author=reader).order_by("posted_at")
    for comment in said:
        if comment.thing is None or reader not in comment.thing.told_of_comments():
            continue
        notice = notify(
            reader,
            "comment_posted",
            url=comment.get_absolute_url(),
            thing=comment.thing,
            author=str(comment.author),
            title=str(comment.thing),
            words=quoted(comment),
        )
        if notice:
            told = Notification.objects.filter(pk=notice.pk)
            told.update(created_at=comment.posted_at)
    prepare_digests()
