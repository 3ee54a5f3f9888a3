"""The values of many rows in one column. It lies on the ground, which needs it too."""

from territories.gathered import Gathered

__all__ = ["Gathered"]
