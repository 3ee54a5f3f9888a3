"""The ground of the demonstration: two real countries and an invented one."""

from territories.demo.content import load

__all__ = ["load"]
