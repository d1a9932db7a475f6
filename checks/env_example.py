"""`.env.example` says of every setting what it is and what it is by default, and of nothing else."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings

FILE = Path(__file__).resolve().parent.parent / ".env.example"


def expected() -> str:
    lines = []
    for name, field in Settings.model_fields.items():
        default = ",".join(field.default) if isinstance(field.default, tuple) else field.default
        lines += [f"# {field.description}", f"{name.upper()}={default}", ""]
    return "\n".join(lines).rstrip() + "\n"


def findings(file: Path = FILE) -> list[str]:
    if not file.exists() or file.read_text() != expected():
        return [f"{file.name} differs from Settings; write it anew with `python -m checks.env_example`"]
    return []


if __name__ == "__main__":
    FILE.write_text(expected())
