"""What a network answers that is no page."""

from networks.views.downloads import download
from networks.views.network import (
    join,
    leave,
    members,
    network_for,
    standing,
    take_back_request,
    tie_of,
)

__all__ = [
    "download",
    "join",
    "leave",
    "members",
    "network_for",
    "standing",
    "take_back_request",
    "tie_of",
]
