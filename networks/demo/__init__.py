"""Six networks with their members and their libraries; `entries` helps the apps above."""

from networks.demo.networks import load

__all__ = ["load"]
