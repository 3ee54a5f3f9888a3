"""What people do with cases. Views, commands and the admin all call these."""

from knowledge.actions.assisting import answer_for_town
from knowledge.actions.drafts import begin, discard
from knowledge.actions.endorsements import end_endorsement, endorse
from knowledge.actions.levels import assign, lower, put_down, systematize, take, take_up, verify
from knowledge.actions.proof import doubt_solutions, look_at
from knowledge.actions.protection import lift, protect, protect_named, replace_name
from knowledge.actions.publishing import (
    confirm,
    publish,
    publish_due,
    schedule,
    unpublish,
    unschedule,
)
from knowledge.actions.remarks import answer_remark, remark, reopen_remark, revoke, share
from knowledge.actions.requests import answer_request, ask
from knowledge.actions.standing import renew_standing
from knowledge.actions.validity import answer_question, answer_validity, ask_validity
from knowledge.actions.writing import (
    ConflictError,
    register,
    return_to_author,
    save_draft,
    send,
)

__all__ = [
    "ConflictError",
    "answer_for_town",
    "answer_question",
    "answer_remark",
    "answer_request",
    "answer_validity",
    "ask",
    "ask_validity",
    "assign",
    "begin",
    "confirm",
    "discard",
    "doubt_solutions",
    "end_endorsement",
    "endorse",
    "lift",
    "look_at",
    "lower",
    "protect",
    "protect_named",
    "publish",
    "publish_due",
    "put_down",
    "register",
    "remark",
    "renew_standing",
    "reopen_remark",
    "replace_name",
    "return_to_author",
    "revoke",
    "save_draft",
    "schedule",
    "send",
    "share",
    "systematize",
    "take",
    "take_up",
    "unpublish",
    "unschedule",
    "verify",
]
