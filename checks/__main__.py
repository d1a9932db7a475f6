"""`python -m checks`: every house rule at once; exit 1 with a line for each place that breaks one."""

from __future__ import annotations

import sys

from checks import catalogs, direction, env_example, manifest, migrations, plain_words

CHECKS = (direction, plain_words, catalogs, env_example, manifest, migrations)


def main() -> int:
    found = [f"{check.__name__.removeprefix('checks.')}: {line}" for check in CHECKS for line in check.findings()]
    print("\n".join(found) or f"{len(CHECKS)} house rules hold.")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
