"""Loaded by the worker: the handlers of what members are told."""

from . import notices

__all__ = ["notices"]
