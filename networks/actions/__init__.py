"""What people do to networks and in them. Views, commands and hooks all call these."""

from networks.actions.entries import count_download, publish_entry
from networks.actions.membership import (
    appoint_coordinator,
    coordinated_alone,
    dismiss_coordinator,
    follow_groups,
    join,
    leave,
    leave_all,
    remove,
)
from networks.actions.networks import (
    add_missing_sections,
    archive_network,
    create_network,
    delete_network,
    found_networks,
    furnish,
    set_visibility,
)
from networks.actions.topics import (
    accept_answer,
    close_topic,
    edit_topic,
    open_topic,
    pin_topic,
    reopen_topic,
    take_back_answer,
    unpin_topic,
)

__all__ = [
    "accept_answer",
    "add_missing_sections",
    "appoint_coordinator",
    "archive_network",
    "close_topic",
    "coordinated_alone",
    "count_download",
    "create_network",
    "delete_network",
    "dismiss_coordinator",
    "edit_topic",
    "follow_groups",
    "found_networks",
    "furnish",
    "join",
    "leave",
    "leave_all",
    "open_topic",
    "pin_topic",
    "publish_entry",
    "remove",
    "reopen_topic",
    "set_visibility",
    "take_back_answer",
    "unpin_topic",
]
