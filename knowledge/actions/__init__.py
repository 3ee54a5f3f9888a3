"""What people do with cases. Views, commands and the admin all call these."""

from knowledge.actions.drafts import begin, discard
from knowledge.actions.protection import lift, protect, protect_named, replace_name
from knowledge.actions.publishing import (
    confirm,
    publish,
    publish_due,
    schedule,
    unpublish,
    unschedule,
)
from knowledge.actions.requests import answer_request, ask
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
    "answer_question",
    "answer_request",
    "answer_validity",
    "ask",
    "ask_validity",
    "begin",
    "confirm",
    "discard",
    "lift",
    "protect",
    "protect_named",
    "publish",
    "publish_due",
    "register",
    "replace_name",
    "return_to_author",
    "save_draft",
    "schedule",
    "send",
    "unpublish",
    "unschedule",
]
