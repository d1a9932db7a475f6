"""The committed manifest is what RITUALS make of it, and what Slack's schema takes."""

from __future__ import annotations

import json
from pathlib import Path

from bot.manifest import manifest_for
from rituals import RITUALS
from sandbox.rules import check_manifest

FILE = Path(__file__).resolve().parent.parent / "bot" / "slack" / "manifest.json"


def findings(file: Path = FILE) -> list[str]:
    made = manifest_for(RITUALS, "both")
    found = [f"Slack would refuse it: {problem}" for problem in check_manifest(made)]
    if not file.exists() or json.loads(file.read_text()) != made:
        found.append(f"{file.name} differs from RITUALS; write it anew with `make manifest`")
    return found
