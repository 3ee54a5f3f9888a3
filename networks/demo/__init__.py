"""Six networks with their members, libraries and talk; `entries` helps the apps above."""

from networks.demo.networks import load
from networks.demo.topics import load_topics as finish

__all__ = ["finish", "load"]
