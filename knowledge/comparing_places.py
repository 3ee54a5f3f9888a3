"""Municipalities that are comparable, for whoever proposes something: needs, cases, search.

How it is worked out is in `territories.comparing`; it knows nothing of cases.
"""

from territories.comparing import WEIGHTS, Comparison, Peer, nearest
from territories.ground import Aspect

__all__ = ["WEIGHTS", "Aspect", "Comparison", "Peer", "nearest"]
