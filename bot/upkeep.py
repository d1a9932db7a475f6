"""The commands for whoever keeps it running: what went wrong on its way out, a copy, and a copy put back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot import backup, logs, outbox, settings
from bot.clock import Clock, SystemClock, TurnedClock
from bot.doctor import missing_file, unready

letters = typer.Typer(help="What should have gone out and did not.")


def ready() -> settings.Settings:
    """The settings, where the database can be looked into; else the command ends with 1 and says why."""
    chosen = settings.load(for_slack=False)
    logs.configure("ERROR")
    if why := asyncio.run(unready(chosen)):
        typer.echo(why, err=True)
        raise typer.Exit(1)
    return chosen


@letters.callback(invoke_without_command=True)
def listed(context: typer.Context) -> None:
    """Print what should have gone out and did not, a line each: unclear, given up, or waiting for over a minute.

    What is being sent at this moment is not unclear yet. What was settled by hand is not listed any more.
    """
    if context.invoked_subcommand is not None:
        return
    found = asyncio.run(outbox.letters(ready().database_url, SystemClock().machine()))
    for letter in found:
        typer.echo(letter.line)
    if not found:
        typer.echo("All that was due went out.")


@letters.command("settle")
def settle_letter(
    letter: Annotated[str, typer.Argument(help="Its id, as `klantritme outbox` prints it: s12 or c7.")],
    how: Annotated[
        Literal["sent", "again", "drop"],
        typer.Argument(help="sent: somebody saw it. again: send it once more. drop: let it be."),
    ],
) -> None:
    """Decide what becomes of a message, while the bot runs or not; not of one that is just being sent."""
    try:
        typer.echo(asyncio.run(outbox.settle(ready().database_url, letter, how, SystemClock().machine())))
    except outbox.Unknown as unknown:
        typer.echo(str(unknown), err=True)
        raise typer.Exit(1) from None


def back_up(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the SQLite database while the bot runs, whole, as it stands at one moment."""
    try:
        asyncio.run(backup.copy(ready().database_url, file))
    except backup.Unfit as unfit:
        typer.echo(str(unfit), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{file} is whole. Keep it where only you can read it.")


def restored(
    at: Annotated[str, typer.Option(help="The present moment, where it is another one: 2026-11-23T09:00+01:00.")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Even while somebody has the database open.")] = False,
) -> None:
    """After a back-up was put back, before `run`: nothing that waited in it is posted a second time.

    Only then: on a database that was not put back it drops all messages and cards that wait.
    """
    clock = TurnedClock(settings.moment(at)) if at else SystemClock()
    chosen = settings.load(for_slack=False)
    if missing := missing_file(chosen.database_url):
        typer.echo(missing, err=True)
        raise typer.Exit(1)
    try:
        put = asyncio.run(_restored(chosen, clock, anyway=anyway))
    except backup.Unfit as unfit:
        typer.echo(str(unfit), err=True)
        raise typer.Exit(1) from None
    for line in put.lines:
        typer.echo(line)


async def _restored(chosen: settings.Settings, clock: Clock, *, anyway: bool) -> backup.Put:
    from bot.app import core

    if not anyway:
        await backup.fit(chosen.database_url)
    async with core(chosen, clock) as parts:
        return await backup.put_back(parts)
