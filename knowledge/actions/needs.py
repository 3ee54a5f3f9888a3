"""What a municipality does with its needs: post, correct, say how they stand, pass on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.following import tell_followers
from community.actions.moderation import hold_back
from community.actions.notices import notify
from community.actions.streams import tell_streams
from community.models import Activity, visible_pages
from community.trust import reason_to_wait
from knowledge.actions.assisting import organization_of, people_of
from knowledge.actions.need_proposals import propose
from knowledge.models import Need, NeedStep
from knowledge.models.needs import LONGEST_TITLE
from knowledge.need_kinds import AnswerKind, NeedState, Reply
from knowledge.permissions import assists
from knowledge.permissions_of_needs import can_edit_need, can_keep_need, can_post_need_for

if TYPE_CHECKING:
    from datetime import date, datetime

    from community.models import Organization, User
    from knowledge.models import Case, NeedAnswer, SolutionPage
    from territories.models import Territory

# How many one person may post in how long.
AT_MOST, WITHIN = 5, timedelta(hours=1)
NOT_SOLVED: dict[str, Any] = {
    **dict.fromkeys(("solved_with", "solved_kind"), ""),
    **dict.fromkeys(("solving_answer", "solving_case", "solving_solution")),
}
# What a correction may change.
TEXT = ("theme", "title", "problem", "tried", "means_band", "means", "wanted_by")


@transaction.atomic
def post_need(by: User, place: Territory, at: datetime | None = None, **text: Any) -> Need:
    """Post what a municipality needs; `text` is of `TEXT`. The same one twice makes one.

    Proposals stand beside it at once. Its people are told when the local facilitator
    posts it for them. `at`: when it was posted, for what is brought in; now when None.

    Raises:
        PermissionDenied: the person neither works for that government nor accompanies it.
        ValidationError: something is missing, or they posted many within the hour.

    """
    if not can_post_need_for(by, place):
        raise PermissionDenied(f"{by} may not post a need of {place}")
    now = at or timezone.now()
    text = checked(text, timezone.localdate(now))
    mine = Need.objects.filter(posted_by=by)
    repeated = mine.filter(
        place=place, title=text["title"], problem=text["problem"], posted_at__gt=now - WITHIN
    ).first()
    if repeated is not None:
        return repeated
    if at is None and mine.filter(posted_at__gt=now - WITHIN).count() >= AT_MOST:
        words = _("You have posted many needs in an hour. Wait before the next one.")
        raise ValidationError(words, "haste")
    waits = "" if at else reason_to_wait(by, text["problem"], now)
    need = Need.objects.create(
        place=place,
        posted_by=by,
        kept_by=by,
        on_behalf_of=organization_of(by, place.pk),
        is_assisted=assists(by, place),
        is_waiting=bool(waits),
        posted_at=now,
        state_since=now,
        looked_at=now,
        **text,
    )
    log(need, NeedStep.Verb.POSTED, by, at=now)
    propose(need, is_told=True)
    if waits:
        hold_back(need, waits)
    else:
        announce_need(need, at)
    return need


def announce_need(need: Need, at: datetime | None = None) -> None:
    """It can be read from now on: streams have it, its people and followers hear of it."""
    verb = Activity.Verb.PUBLISHED
    tell_streams(verb, need, need.posted_by, at=at)
    if at is not None:
        return
    told = [person for person in people_of(need.place) if person != need.posted_by]
    if need.is_assisted:
        for person in told:
            tell_of(need, person, "need_posted_for_you", author=str(need.posted_by or ""))
    tell_followers(need, verb, need.posted_by, besides=told if need.is_assisted else ())


@transaction.atomic
def edit_need(need: Need, by: User, number: int, **text: Any) -> Need:
    """Correct its text. The same text changes nothing.

    Raises:
        PermissionDenied: it is not theirs to correct, or closed.
        ValidationError: something is missing; with the code "changed", when somebody has
            corrected it since `number`.

    """
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if not can_edit_need(by, need):
        raise PermissionDenied(f"{by} may not correct {need}")
    today = timezone.localdate()
    text = checked(text, min(today, need.wanted_by or today))
    changed = [name for name, value in text.items() if getattr(need, name) != value]
    if not changed:
        return need
    if number != need.text_number:
        words = _("Somebody else corrected it while you were writing. Their text is below yours.")
        raise ValidationError(words, "changed")
    for name in changed:
        setattr(need, name, text[name])
    need.edited_at, need.text_number = timezone.now(), need.text_number + 1
    need.save()
    log(need, NeedStep.Verb.EDITED, by)
    propose(need, is_told=True)
    return need


def checked(text: dict[str, Any], earliest: date) -> dict[str, Any]:
    """The text on its way into the row, `ValidationError` by field where something is wrong."""
    told = {name: text[name] for name in TEXT if name in text}
    for name in ("title", "problem", "tried", "means"):
        told[name] = str(told.get(name) or "").replace("\x00", "").strip()
    told["title"] = " ".join(told["title"].split())
    wrong: dict[str, str] = {}
    if not told["title"]:
        wrong["title"] = _("Say in one sentence what you want to solve.")
    elif len(told["title"]) > LONGEST_TITLE:
        wrong["title"] = _("Say it more briefly: it takes up to %(most)s characters.") % {
            "most": LONGEST_TITLE
        }
    if not told["problem"]:
        wrong["problem"] = _("Tell what happens: who reads it knows your municipality as little.")
    if told.get("theme") is None:
        wrong["theme"] = _("Choose the theme: by it others find you.")
    wanted_by = told.get("wanted_by")
    if wanted_by is not None and wanted_by < earliest:
        wrong["wanted_by"] = _("That day has passed. Write one to come, or leave it empty.")
    if wrong:
        raise ValidationError(dict(wrong))
    return told


# --- How it stands --------------------------------------------------------------------


@transaction.atomic
def reach(need: Need, by: User, note: str = "") -> Need:
    """They are in contact with somebody who can help. Twice is as once."""
    return move(need, by, NeedState.IN_CONTACT, note)


@transaction.atomic
def solve(
    need: Need,
    by: User,
    *,
    answer: NeedAnswer | None = None,
    case: Case | None = None,
    solution: SolutionPage | None = None,
    words: str = "",
) -> Need:
    """It is solved, and with what: an answer that was given, a case, a solution, or in words.

    Raises:
        PermissionDenied: it is not theirs to say.
        ValidationError: nothing is said of what solved it.

    """
    words = " ".join(words.replace("\x00", "").split())
    if answer is not None:
        if answer.need_id != need.pk:
            raise PermissionDenied(f"{answer} answers another need")
        case, solution = case or answer.case, solution or answer.solution
    kind = kind_of_help(answer, case, solution)
    if kind is None and not words:
        raise ValidationError(
            {"words": _("Say with what it was solved: it is what others will look for.")}
        )
    return move(
        need,
        by,
        NeedState.SOLVED,
        words,
        named=words or name_of(answer, case, solution),
        solved_with=words[:300],
        solved_kind=kind.value if kind else "",
        solving_answer=answer,
        solving_case=case,
        solving_solution=solution,
    )


def kind_of_help(
    answer: NeedAnswer | None, case: Case | None, solution: SolutionPage | None
) -> AnswerKind | None:
    """What kind of thing it is; None where there is none."""
    if case is not None:
        return AnswerKind.CASE
    if solution is not None:
        return AnswerKind.SOLUTION
    return AnswerKind(answer.kind) if answer is not None else None


def name_of(answer: NeedAnswer | None, case: Case | None, solution: SolutionPage | None) -> str:
    """What it is called, for who is told of it today. It is kept nowhere: a title may be withdrawn.

    What visitors cannot open is called by its kind, and so is a person.
    """
    if case is not None and case.live:
        return str(case.title)
    if solution is not None and visible_pages(AnonymousUser()).filter(pk=solution.pk).exists():
        return str(solution.title)
    kind = kind_of_help(answer, case, solution)
    return str(kind.label) if kind else ""


@transaction.atomic
def withdraw_need(need: Need, by: User, note: str = "") -> Need:
    """Nobody is to answer any more, and only who posted it finds it. It can be opened again."""
    return move(need, by, NeedState.WITHDRAWN, note)


@transaction.atomic
def reopen_need(need: Need, by: User, note: str = "") -> Need:
    """It is not solved after all."""
    return move(need, by, NeedState.OPEN, note)


def move(need: Need, by: User, state: NeedState, note: str, named: str = "", **facts: Any) -> Need:
    """Twice is as once; `named` is what solved it, for those who are told.

    Raises PermissionDenied for who does not keep it.
    """
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if not can_keep_need(by, need):
        raise PermissionDenied(f"{by} does not keep {need}")
    facts = {**NOT_SOLVED, **facts}
    if need.state == state and all(getattr(need, name) == facts[name] for name in facts):
        return need
    need.state, need.state_since = state, timezone.now()
    for name, value in facts.items():
        setattr(need, name, value)
    need.save()
    note = note.replace("\x00", "").strip()[:600]
    log(need, NeedStep.Verb(state.value), by, note)
    if state == NeedState.SOLVED:
        tell_who_helped(need, by, named)
    if need.is_shown:
        tell_followers(need, f"need_{state}", by, words=named)
    return need


def tell_who_helped(need: Need, by: User, named: str) -> None:
    """Whose answer solved it hears of it."""
    answer = need.solving_answer
    if answer is not None and answer.author is not None and answer.author != by:
        tell_of(need, answer.author, "need_solved", author=str(by), with_what=named)


@transaction.atomic
def reply_to(answer: NeedAnswer, by: User, reply: str) -> NeedAnswer:
    """Say what the municipality does with an answer. Whoever gave it is told, once for each reply.

    With the first contact an open need is in contact.

    Raises:
        PermissionDenied: they do not keep the need, or the answer is not shown.
        ValidationError: there is no such reply.

    """
    if not (answer.is_shown and can_keep_need(by, answer.need)):
        raise PermissionDenied(f"{by} may not reply to {answer}")
    if reply not in Reply.values:
        raise ValidationError(_("Choose what you do with it."))
    if answer.reply == reply:
        return answer
    answer.reply, answer.replied_at = reply, timezone.now()
    answer.save(update_fields=["reply", "replied_at"])
    if answer.author is not None and answer.author != by:
        tell_of(answer.need, answer.author, "need_reply", reply=reply, author=str(by))
    if reply == Reply.CONTACT and answer.need.state == NeedState.OPEN:
        reach(answer.need, by)
    return answer


# --- What every act leaves -------------------------------------------------------------


def log(
    need: Need, verb: NeedStep.Verb, by: User | None, note: str = "", at: datetime | None = None
) -> None:
    NeedStep.objects.create(
        need=need, verb=verb, actor=by, note=note[:600], at=at or timezone.now()
    )


def tell_of(need: Need, person: User, kind: str, **facts: str) -> None:
    notify(
        person,
        kind,
        url=facts.pop("url", "") or need.get_absolute_url(),
        thing=need,
        title=need.title,
        place=str(need.place),
        **facts,
    )


@transaction.atomic
def pass_on(organization: Organization, leaver: User, heir: User | None) -> int:
    """Give `heir` the needs that `leaver` keeps on its behalf, and those that wait there.

    With no heir they wait: whoever works there still keeps them. How many they were. The
    history does not name the heir, who may leave in turn.
    """
    kept = Q(kept_by=leaver) if heir is None else Q(kept_by=leaver) | Q(kept_by=None)
    needs = list(Need.objects.filter(kept, on_behalf_of=organization).order_by("pk"))
    for need in needs:
        Need.objects.filter(pk=need.pk).update(kept_by=heir)
        log(need, NeedStep.Verb.PASSED_ON, leaver)
    return len(needs)
