"""What should have come of a history, from what its committed turns wanted, and what did."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.simulation.conduct import misconduct
from bot.simulation.crowd import Crowd
from bot.simulation.lives import Life
from bot.simulation.reasons import Reasons, reasons
from bot.simulation.rituals import CARD, LINKS, WANTED, reads
from bot.simulation.workspace import Posted, Workspace


@dataclass
class Verdict:
    """`print`: of the whole history, for whoever plays it again."""

    seed: int
    print: str = ""
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        return not (self.lost or self.double or self.unresolved)

    def __str__(self) -> str:
        found = {"lost": self.lost, "double": self.double, "unresolved": self.unresolved}
        return f"seed {self.seed}: " + "; ".join(f"{what}: {', '.join(how)}" for what, how in found.items() if how)

    def once(self, what: str, count: int) -> None:
        if count == 0:
            self.lost.append(what)
        elif count > 1:
            self.double.append(f"{what}, {count} times")


def judged(seed: int, raw: sqlite3.Connection, workspace: Workspace, crowd: Crowd, lives: Sequence[Life]) -> Verdict:
    verdict = Verdict(seed, unresolved=[*workspace.surprises, *misconduct(raw, workspace, lives)])
    wanted = Counter(raw.execute(f"SELECT kind, key FROM {WANTED.name}"))  # noqa: S608  (a name of ours)
    _events(verdict, wanted, crowd)
    _timers(verdict, wanted, raw, crowd)
    standing: dict[str, list[Posted]] = {}
    for each in workspace.standing:
        standing.setdefault(each.row, []).append(each)
    why = reasons(raw, workspace.calls, lives, blind=not workspace.history)
    _said(verdict, wanted, raw, standing, why)
    _cards(verdict, raw, standing, why)
    _told(verdict, wanted, raw)
    _dropped(verdict, wanted, why)
    return verdict


def _events(verdict: Verdict, wanted: Mapping[tuple[str, str], int], crowd: Crowd) -> None:
    for event in crowd.pressed:
        verdict.once(f"event {event.id}", wanted[("event", event.id)])


def _timers(verdict: Verdict, wanted: Mapping[tuple[str, str], int], raw: sqlite3.Connection, crowd: Crowd) -> None:
    """Every chain that an event began came to its end. One that began anew replaced what it had planned."""
    verdict.unresolved.extend(f"timer {key} ran too early" for kind, key in sorted(wanted) if kind == "early")
    begun = Counter(event.about for event in crowd.pressed if "tick" in event.values["wants"])
    for chain, times in sorted(begun.items()):
        for link in range(1, LINKS + 1):
            count = wanted[("timer", f"{chain}/{link}")]
            verdict.once(f"timer {chain}/{link}", count if times == 1 else min(count, 1))
    for name, about, parked in raw.execute("SELECT name, about, parked FROM timers"):
        verdict.unresolved.append(f"timer {name} {about}{' parked' if parked else ''}")


def _said(
    verdict: Verdict,
    wanted: Mapping[tuple[str, str], int],
    raw: sqlite3.Connection,
    standing: Mapping[str, list[Posted]],
    why: Reasons,
) -> None:
    """Each row's message once, or a reason why not; each sentence of no more rows than turns that wanted it."""
    rows = list(raw.execute("SELECT id, state, due_at FROM outbox"))
    texts = Counter(each.text for some in standing.values() for each in some if each.row.startswith("s"))
    asked = {key: count for (kind, key), count in wanted.items() if kind == "said"}
    if (total := sum(asked.values())) != len(rows):
        verdict.lost.append(f"{total} said, {len(rows)} rows")
    for text, count in sorted(texts.items()):
        if count > asked.get(text, 0):
            verdict.double.append(f"“{text}”, {count} times")
    for key, state, due in rows:
        _settled(verdict, f"said {key}", standing.get(f"s{key}", []), state == "sent", why.over(f"s{key}", state), due)


def _settled(verdict: Verdict, what: str, found: Iterable[Posted], stands: bool, over: bool, due: object) -> None:
    count = len(list(found))
    if due is not None or not (stands or over):
        verdict.unresolved.append(what)
    elif stands or count > 1:
        verdict.once(what, count)


def _cards(verdict: Verdict, raw: sqlite3.Connection, standing: Mapping[str, list[Posted]], why: Reasons) -> None:
    counted = f"SELECT about, count(*) FROM {WANTED.name} WHERE kind = 'count' GROUP BY about"  # noqa: S608  (ours)
    counts = dict(raw.execute(counted))
    query = "SELECT id, about, channel, stamp, state, due_at FROM cards WHERE name = ?"
    for key, about, channel, stamp, state, due in raw.execute(query, (CARD,)):
        found, what = standing.get(f"c{key}", []), f"card {about}"
        if state == "gone" and due is None:
            verdict.double.extend(f"{what} still stands" for _ in found)
            continue
        _settled(verdict, what, found, state == "shown", why.over(f"c{key}", state), due)
        if state == "shown" and due is None and len(found) == 1:
            _newest(verdict, what, found[0], (channel, stamp), reads(about, counts.get(about, 0)))


def _told(verdict: Verdict, wanted: Mapping[tuple[str, str], int], raw: sqlite3.Connection) -> None:
    """Its ritual heard once that a card came to stand."""
    for (about,) in raw.execute("SELECT about FROM cards WHERE name = ? AND state = 'shown'", (CARD,)):
        verdict.once(f"word that card {about} stands", wanted[("told", about)])


def _dropped(verdict: Verdict, wanted: Mapping[tuple[str, str], int], why: Reasons) -> None:
    """Nothing without a reason, and each that was given up was told once."""
    verdict.lost.extend(why.unexplained())
    must, may = why.told()
    heard = Counter({key: count for (kind, key), count in wanted.items() if kind == "lost"})
    verdict.lost.extend(f"word that {key} was given up" for key in sorted(must - heard))
    verdict.double.extend(f"word that {key} was given up" for key in sorted(heard - may))


def _newest(verdict: Verdict, what: str, card: Posted, known: tuple[str, str], text: str) -> None:
    if (card.channel, card.stamp) != known:
        verdict.lost.append(f"{what} stands where the bot doesn't know it")
    if card.text != text:
        verdict.lost.append(f"{what} reads “{card.text}”, not “{text}”")
