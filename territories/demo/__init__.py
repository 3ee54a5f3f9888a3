"""The ground of the demonstration: real countries, whole or in part, and an invented one."""

from territories.demo.content import load

__all__ = ["load"]
