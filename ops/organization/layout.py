"""Which frame a page shared by field and desk is drawn in."""

from __future__ import annotations

from typing import Any

from ops.organization.roles import AT_DESK


def layout(request: Any) -> str:
    """Desk people keep their side menu; field people keep their tabs."""
    return "ops/web/desk.html" if request.access.may(*AT_DESK) else "ops/web/field.html"
