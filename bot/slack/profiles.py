"""People as Slack tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.people import Profile


def profile_of(user: Mapping[str, Any], team: str) -> Profile:
    """Guest, bot and outsider as Slack marks them."""
    shown = user.get("profile") or {}
    name = shown.get("display_name") or user.get("real_name") or shown.get("real_name") or user.get("name") or ""
    kind = "member"
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        kind = "bot"
    elif user.get("is_stranger") or user.get("team_id", team) != team:
        kind = "outsider"
    elif user.get("is_restricted") or user.get("is_ultra_restricted"):
        kind = "guest"
    admin = bool(user.get("is_admin") or user.get("is_owner"))
    return Profile(
        str(user["id"]),
        str(name),
        kind,
        admin,
        active=not user.get("deleted", False),
        full_name=str(user.get("real_name") or shown.get("real_name") or ""),
        handle=str(user.get("name") or ""),
    )
