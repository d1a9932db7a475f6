"""Why Slack refused a call, in its own word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError


def why(error: SlackApiError) -> str:
    """Empty where none came: what answered stands between us and Slack, or Slack itself failed."""
    data: Any = getattr(error.response, "data", error.response)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""
