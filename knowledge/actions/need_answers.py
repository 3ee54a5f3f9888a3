"""What others do about a need: answer with an experience, a solution, a person or advice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.actions.following import tell_followers
from community.actions.moderation import hold_back
from community.models import User, visible_pages
from community.permissions import can_act_for
from community.trust import reason_to_wait
from knowledge.actions.needs import name_of, tell_of
from knowledge.models import Case, NeedAnswer, SolutionPage
from knowledge.models.need_answers import LONGEST_WORDS
from knowledge.need_kinds import AnswerKind
from knowledge.permissions_of_needs import can_answer_need

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import Organization
    from knowledge.models import Need

# How many one person may give in how long.
AT_MOST, WITHIN = 10, timedelta(hours=1)
QUOTED = 300


@transaction.atomic
def answer_need(
    need: Need,
    by: User,
    *,
    thing: Any = None,
    words: str = "",
    on_behalf_of: Organization | None = None,
    at: datetime | None = None,
) -> NeedAnswer:
    """Answer a need with `thing`, a case, a solution or a person; without one, with advice.

    Whoever keeps the need is told, and a person that was named. `at`: when it was
    said, for what is brought in from elsewhere, of which nobody is told.

    Raises:
        PermissionDenied: it takes no answers, they may not speak for that organization,
            or cannot open the thing themselves.
        ValidationError: advice without words, too many words, the same thing was named
            before, or many answers in an hour.

    """
    if not can_answer_need(by, need):
        raise PermissionDenied(f"{by} may not answer {need}")
    now = at or timezone.now()
    if on_behalf_of is not None and not can_act_for(by, on_behalf_of, timezone.localdate(now)):
        raise PermissionDenied(f"{by} may not speak for {on_behalf_of}")
    kind = kind_of(thing)
    refuse_unseen(thing, by)
    words = checked_words(words, kind)
    if kind == AnswerKind.ADVICE:
        repeated = need.answers.filter(author=by, kind=kind, words=words).first()
        if repeated is not None:
            return repeated
    else:
        refuse_repeated(need, kind, thing)
    if at is None:
        refuse_haste(by, now)
    waits = "" if at or not words else reason_to_wait(by, words, now)
    answer = NeedAnswer.objects.create(
        need=need,
        kind=kind,
        words=words,
        author=by,
        on_behalf_of=on_behalf_of,
        posted_at=now,
        is_waiting=bool(waits),
        **({kind.value: thing} if thing is not None else {}),
    )
    if waits:
        hold_back(answer, waits)
    elif at is None:
        announce_answer(answer)
    return answer


def announce_answer(answer: NeedAnswer) -> None:
    """It can be read from now on: who keeps the need hears, who is named, followers."""
    need, by = answer.need, answer.author
    said = Truncator(answer.words).chars(QUOTED)
    named = name_of(answer, answer.case, answer.solution)
    facts = {"author": str(by or ""), "words": said, "named": named, "way": answer.kind}
    told: list[User] = []
    if need.kept_by is not None and need.kept_by != by:
        told.append(need.kept_by)
        tell_of(need, need.kept_by, "need_answered", url=answer.get_absolute_url(), **facts)
    person = answer.person
    if person is not None and person not in (by, need.kept_by):
        told.append(person)
        tell_of(need, person, "need_names_you", **facts)
    tell_followers(
        need, "need_answered", by, besides=told, url=answer.get_absolute_url(), words=said
    )


def kind_of(thing: Any) -> AnswerKind:
    if isinstance(thing, Case):
        return AnswerKind.CASE
    if isinstance(thing, SolutionPage):
        return AnswerKind.SOLUTION
    return AnswerKind.PERSON if isinstance(thing, User) else AnswerKind.ADVICE


def refuse_unseen(thing: Any, by: User) -> None:
    """Raise PermissionDenied unless who answers may open it: nobody learns of what is closed.

    Others are named only who stand in the directory; oneself, always.
    """
    if thing is None or thing == by:
        return
    seen: Any
    if isinstance(thing, User):
        seen = User.objects.visible_to(by).listed()
    elif isinstance(thing, SolutionPage):
        seen = visible_pages(by)
    else:
        seen = Case.objects.visible_to(by)
    if not seen.filter(pk=thing.pk).exists():
        raise PermissionDenied(f"{by} may not name {thing}")


def refuse_repeated(need: Need, kind: AnswerKind, thing: Any) -> None:
    if need.answers.filter(hidden_at=None, **{kind.value: thing}).exists():
        words = _("Somebody has answered with it already. Say more about it in the conversation.")
        raise ValidationError(words, "repeated")


def refuse_haste(by: User, now: datetime) -> None:
    lately = NeedAnswer.objects.filter(author=by, posted_at__gt=now - WITHIN)
    if lately.count() >= AT_MOST:
        words = _("You have answered many needs in an hour. Wait before the next one.")
        raise ValidationError(words, "haste")


def checked_words(words: str, kind: AnswerKind) -> str:
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words and kind == AnswerKind.ADVICE:
        raise ValidationError({"words": _("Write your advice before you send it.")})
    if len(words) > LONGEST_WORDS:
        raise ValidationError(
            {
                "words": _("It takes up to %(most)s characters and yours has %(count)s.")
                % {"most": LONGEST_WORDS, "count": len(words)}
            }
        )
    return words
