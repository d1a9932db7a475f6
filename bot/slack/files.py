"""Files as Slack takes them: bytes."""

from __future__ import annotations

import json

from bot.i18n import Reader, plain
from rituals.contract import File


def written(file: File, reader: Reader) -> bytes:
    if isinstance(file.content, tuple):
        return "".join(f"{plain(line, reader)}\n" for line in file.content).encode()
    return json.dumps(dict(file.content), ensure_ascii=False, indent=2).encode()
