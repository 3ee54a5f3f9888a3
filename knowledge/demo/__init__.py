"""Eight management solutions, in the networks that distilled them."""

from knowledge.demo.solutions import load

__all__ = ["load"]
