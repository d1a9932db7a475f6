"""Files as Slack takes them: bytes."""

from __future__ import annotations

import json
from functools import partial

from bot.i18n import Reader, plain
from rituals.contract import File


def written(file: File, reader: Reader) -> bytes:
    if isinstance(file.content, tuple):
        return "".join(f"{plain(line, reader)}\n" for line in file.content).encode()
    words = partial(plain, reader=reader)
    return json.dumps(dict(file.content), ensure_ascii=False, indent=2, default=words).encode()
