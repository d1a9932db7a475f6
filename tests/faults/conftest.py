"""No limit to how long a test may take where it lasts as long as in life."""

from __future__ import annotations

import pytest

from tests.faults import AT_LENGTH


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items if AT_LENGTH else ():
        if item.nodeid.startswith("tests/faults/"):
            item.add_marker(pytest.mark.timeout(0))
