"""What tests read afterwards, and the bad days they can order."""

from __future__ import annotations

from sandbox.faults import Faults
from sandbox.notes import Json, Refusal
from sandbox.site import Site


class Misbehaviour:
    """Notes of what went wrong, and switches that make the platform misbehave."""

    _site: Site

    @property
    def refusals(self) -> list[Refusal]:
        return self._site.notes.refusals

    @property
    def late_acks(self) -> list[str]:
        """One line for each ack that was missing or late."""
        return self._site.notes.late_acks

    @property
    def calls(self) -> list[tuple[str, Json]]:
        """Every request: the Web API method, or `response_url`, with its arguments but the token."""
        return self._site.notes.calls

    @property
    def faults(self) -> Faults:
        return self._site.faults

    def forget_scope(self, scope: str) -> None:
        """As if the app had been installed without it. ValueError when it has no such scope."""
        self._site.app.scopes.remove(scope)

    async def redeliver_last_event(self) -> None:
        """The same event_id once more, as a retry."""
        await self._site.delivery.redeliver_last()

    @property
    def unacked_events(self) -> int:
        return len(self._site.delivery.unacked)

    async def retry_unacked(self, *, due_only: bool = False) -> None:
        """Send every event without an ack again, whatever the schedule says; each at most three times in all.

        `due_only` follows the schedule and the machine's clock.
        """
        await self._site.delivery.retry(due_only=due_only)

    def delay_events(self) -> None:
        """Hold events back from now on, until `release_events`."""
        self._site.delivery.hold()

    async def release_events(self, *, reverse: bool = False) -> None:
        """Send what was held, in order or the last first."""
        await self._site.delivery.release(reverse=reverse)

    async def send_disconnect(self, warning: bool = True, reason: str = "") -> None:
        """A `disconnect` frame on every socket: a warning, whose socket ends ten seconds later, or another reason.

        Without a warning the reason is `refresh_requested`, and the sockets end at once.
        """
        await self._site.sockets.disconnect(reason or ("warning" if warning else "refresh_requested"))

    async def cut_socket(self) -> None:
        """Drop every socket without a close frame, and return when they are gone."""
        self._site.sockets.cut()
        await self._site.workspace.changes.until(lambda: not self._site.sockets.connections, 5.0)
