"""Six networks, with members, libraries, talk, events, letters. `entries` helps the apps above."""

from networks.actions import count_networks
from networks.demo.events import load_events
from networks.demo.letters import load_letters
from networks.demo.networks import load
from networks.demo.topics import load_topics

__all__ = ["finish", "load"]


def finish() -> None:
    """What needs the people and pages of all the others; then how the networks do is counted."""
    load_topics()
    load_events()
    load_letters()
    count_networks()
