"""What people do with cases. Views, commands and the admin all call these."""

from knowledge.actions.assisting import answer_for_town
from knowledge.actions.drafts import begin, discard
from knowledge.actions.levels import assign, lower, put_down, systematize, take_up, verify
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
    "answer_remark",
    "answer_request",
    "ask",
    "assign",
    "begin",
    "confirm",
    "discard",
    "lower",
    "publish",
    "publish_due",
    "put_down",
    "register",
    "remark",
    "reopen_remark",
    "return_to_author",
    "revoke",
    "save_draft",
    "schedule",
    "send",
    "share",
    "systematize",
    "take_up",
    "unpublish",
    "unschedule",
    "verify",
]
