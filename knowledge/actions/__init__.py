"""What people do with cases. Views, commands and the admin all call these."""

from knowledge.actions.drafts import begin, discard
from knowledge.actions.publishing import (
    confirm,
    publish,
    publish_due,
    schedule,
    unpublish,
    unschedule,
)
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
    "answer_request",
    "ask",
    "begin",
    "confirm",
    "discard",
    "publish",
    "publish_due",
    "register",
    "return_to_author",
    "save_draft",
    "schedule",
    "send",
    "unpublish",
    "unschedule",
]
