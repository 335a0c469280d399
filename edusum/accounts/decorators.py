"""Marks on views, read by this app's middlewares."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def shows_only(view: View) -> View:
    """Marks a view that saves nothing: what is posted to it need not be kept when the session has ended."""
    view.shows_only = True  # type: ignore[attr-defined]
    return view
