"""What an operator counts: shown at /metrics, for this process since it began.

No label names a person, a channel, an organisation or what was typed: only names from our own code.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

Taken = Literal["timers", "cards", "messages"]
Result = Literal["sent", "later", "unsure", "failed", "away", "gave_up"]

disable_created_metrics()  # type: ignore[no-untyped-call]  # (a moment beside each count says nothing new)
REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

TIMERS: Final = Counter("klantritme_timers_run", "Timers that had their turn.", ["timer"], registry=REGISTRY)
FAILED: Final = Counter("klantritme_timers_failed", "Turns of one timer that raised.", ["timer"], registry=REGISTRY)
PARKED: Final = Counter("klantritme_timers_parked", "Timers set aside after three tries.", ["timer"], registry=REGISTRY)
LATENESS: Final = Histogram(
    "klantritme_timer_lateness_seconds",
    "From when a timer fell due until its turn had it.",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21600),
    registry=REGISTRY,
)
DELIVERIES: Final = Counter(
    "klantritme_deliveries", "What was posted, edited or deleted, by how it went.", ["method", "outcome"],
    registry=REGISTRY,
)  # fmt: skip
WAITED: Final = Histogram(
    "klantritme_delivery_wait_seconds",
    "From when something was to go out until it stood.",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600),
    registry=REGISTRY,
)
CALLS: Final = Counter(
    "klantritme_slack_calls", "Calls to Slack, by its answer.", ["method", "answer"], registry=REGISTRY
)
CALL: Final = Histogram(
    "klantritme_slack_call_seconds",
    "How long Slack took to answer.",
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    registry=REGISTRY,
)
TAKEN_OVER: Final = Counter(
    "klantritme_claims_taken_over", "Claims whose process let them lapse.", ["what"], registry=REGISTRY
)
REPLAYED: Final = Counter(
    "klantritme_turns_replayed", "Turns played again when the database asked for it.", registry=REGISTRY
)
ERRORS: Final = Counter("klantritme_database_errors", "What the database refused, by why.", ["why"], registry=REGISTRY)
ACKS: Final = Histogram(
    "klantritme_ack_seconds",
    "From when Slack told something until we said that we had it. Slack waits three seconds.",
    ["kind"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
    registry=REGISTRY,
)
UNACKED: Final = Counter("klantritme_acks_missed", "What was not acked.", ["kind"], registry=REGISTRY)
MISTAKES: Final = Counter("klantritme_mistakes", "What went wrong while somebody waited.", registry=REGISTRY)
RENEWED: Final = Counter("klantritme_line_renewed", "Lines to Slack that were replaced.", ["why"], registry=REGISTRY)

READY: Final = Gauge("klantritme_ready", "1 when /readyz says ready.", registry=REGISTRY)
OPEN: Final = Gauge("klantritme_line_open", "1 when the line to Slack is open; 1 in http mode.", registry=REGISTRY)
HEARD: Final = Gauge(
    "klantritme_line_heard_timestamp_seconds", "When Slack was last heard, in seconds since 1970.", registry=REGISTRY
)
DATABASE: Final = Gauge(
    "klantritme_database_up", "1 when the figures of the database could be read.", registry=REGISTRY
)
WAITING: Final = Gauge("klantritme_waiting", "What waits to be done, of all processes.", ["what"], registry=REGISTRY)
OLDEST: Final = Gauge(
    "klantritme_waiting_oldest_seconds", "How long the first of them has been due.", ["what"], registry=REGISTRY
)
BUILD: Final = Gauge("klantritme_build_info", "Always 1.", ["version", "python", "database", "mode"], registry=REGISTRY)


def built(database: str, mode: str) -> None:
    """`database`: sqlite or postgresql; `mode`: socket or http."""
    BUILD.labels(version("klantritme"), platform.python_version(), database, mode).set(1)


def timers_ran(timer: str, lateness: Iterable[float]) -> None:
    """Timers of one name that had their turn, each with its seconds after it fell due."""
    for seconds in lateness:
        TIMERS.labels(timer).inc()
        LATENESS.observe(max(seconds, 0.0))


def timer_failed(timer: str, *, parked: bool) -> None:
    FAILED.labels(timer).inc()
    if parked:
        PARKED.labels(timer).inc()


def delivered(method: str, outcome: Result) -> None:
    """`method`: post, edit, remove or look."""
    DELIVERIES.labels(method, outcome).inc()


def stood(waited: float) -> None:
    """A message that arrived, so many seconds after it was to go out."""
    WAITED.observe(max(waited, 0.0))


def called(method: str, answer: str, seconds: float) -> None:
    """A call to Slack. `answer`: ok, limited, refused, token, server or line."""
    CALLS.labels(method, answer).inc()
    CALL.observe(seconds)


def taken_over(what: Taken, count: int) -> None:
    """Claimed while another claim on it had run out: its process died, or was too slow."""
    if count:
        TAKEN_OVER.labels(what).inc(count)


def replayed() -> None:
    REPLAYED.inc()


def database_refused(why: str) -> None:
    """`why`: locked, full, read-only or away."""
    ERRORS.labels(why).inc()


def acked(kind: str, seconds: float) -> None:
    """`kind` as Slack names it: slash_commands, interactive or events_api."""
    ACKS.labels(kind).observe(seconds)


def not_acked(kind: str) -> None:
    UNACKED.labels(kind).inc()


def mistake() -> None:
    MISTAKES.inc()


def line_renewed(why: str) -> None:
    RENEWED.labels(why).inc()


def heard(at: float) -> None:
    HEARD.set(at)


def waiting(what: str, count: int, oldest: float) -> None:
    """`what`: timers, cards or messages that are due, or timers that are parked."""
    WAITING.labels(what).set(count)
    OLDEST.labels(what).set(max(oldest, 0.0))


def page(*, ready: bool, line: bool, database: bool) -> bytes:
    """All of it, as a scraper reads it."""
    READY.set(ready)
    OPEN.set(line)
    DATABASE.set(database)
    return generate_latest(REGISTRY)
