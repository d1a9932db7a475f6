"""Rituals asked one after the other, so that one that fails costs its own part and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rituals.contract import Turn

K = TypeVar("K")

Look = Callable[[], Awaitable[Any]]


async def each(turn: Turn, looks: Mapping[K, Look], failed: Callable[[K, Exception], None]) -> dict[K, Any]:
    """The answers of those that didn't fail. They only read, for when one fails they are all asked again.

    One savepoint for all, and one for each only then: setting one costs as much as a small statement does.
    """
    if not looks:
        return {}
    try:
        async with turn.session.begin_nested():
            return {key: await look() for key, look in looks.items()}
    except Exception:  # noqa: BLE001  (whatever it is: who it was shows when each is asked by itself)
        return await _one_by_one(turn, looks, failed)


async def _one_by_one(turn: Turn, looks: Mapping[K, Look], failed: Callable[[K, Exception], None]) -> dict[K, Any]:
    found: dict[K, Any] = {}
    for key, look in looks.items():
        try:
            async with turn.session.begin_nested():
                found[key] = await look()
        except Exception as error:  # noqa: BLE001  (what it was is the caller's to tell)
            failed(key, error)
    return found
