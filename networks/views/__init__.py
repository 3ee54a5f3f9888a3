"""What a network answers that is no page."""

from networks.views.network import download, join, leave, members, network_for, standing

__all__ = ["download", "join", "leave", "members", "network_for", "standing"]
