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

__all__ = [
    "add_missing_sections",
    "appoint_coordinator",
    "archive_network",
    "coordinated_alone",
    "count_download",
    "create_network",
    "delete_network",
    "dismiss_coordinator",
    "follow_groups",
    "found_networks",
    "furnish",
    "join",
    "leave",
    "leave_all",
    "publish_entry",
    "remove",
    "set_visibility",
]
