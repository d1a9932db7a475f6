"""Files as Slack takes them: bytes."""

from __future__ import annotations

import json
from functools import partial

from bot.i18n import Reader, plain
from rituals.contract import File


def written(file: File, reader: Reader) -> bytes:
    words = partial(plain, reader=reader)
    if isinstance(file.content, tuple):
        return "".join(f"{words(line)}\n" for line in file.content).encode()
    if callable(file.content):
        return file.content(words)
    return json.dumps(dict(file.content), ensure_ascii=False, indent=2, default=words).encode()
