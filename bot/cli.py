"""The command line. Exit codes: 0; 2 where the settings are wrong; 1 for anything else."""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot import audit, logs, settings, upkeep
from bot.clock import PatientClock, SystemClock
from bot.database import migrate as bring_up_to_date
from bot.doctor import findings
from bot.importing import read_in
from bot.manifest import manifest_for
from bot.privacy_sheet import made
from bot.stepping import jump_to, step_to
from bot.upkeep import ready
from rituals import RITUALS

GRACE = 10  # seconds in which SIGTERM ends the process: what orchestrators give before they kill

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
log = typer.Typer(no_args_is_help=True, help="The sealed log of changes.")
app.add_typer(log, name="audit")
figures = typer.Typer(no_args_is_help=True, help="The figures of a team.")
app.add_typer(figures, name="kpi")
app.add_typer(upkeep.letters, name="outbox")


@app.command()
def run() -> None:
    """Connect to Slack and work until SIGTERM."""
    chosen = settings.load(for_slack=True)
    logs.configure(chosen.log_level)
    asyncio.run(_run(chosen))


async def _run(chosen: settings.Settings) -> None:
    from bot.app import running  # Bolt and all: half a second that the commands without Slack do without

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    async with running(chosen):
        await stop.wait()


@app.command()
def migrate() -> None:
    """Bring the database up to date; `run` does this by itself."""
    chosen = settings.load(for_slack=False)
    asyncio.run(bring_up_to_date(chosen.database_url))
    typer.echo("The database is up to date.")


@app.command()
def manifest(
    language: Annotated[Literal["nl", "en", "both"], typer.Option(help="Whose command names.")] = "both",
    history: Annotated[
        bool, typer.Option("--history", help="With scopes to look whether a message of unclear fate was posted.")
    ] = False,
) -> None:
    """Print the Slack app manifest."""
    typer.echo(json.dumps(manifest_for(RITUALS, language, history=history), indent=2, ensure_ascii=False))


@app.command("privacy-sheet")
def privacy_sheet(
    language: Annotated[Literal["nl", "en"], typer.Option(help="In which language.")] = "nl",
    format: Annotated[Literal["md", "html"], typer.Option(help="Markdown, or a page to print.")] = "md",
    workspace: Annotated[str, typer.Option(help="The id of the workspace, where there are several.")] = "",
) -> None:
    """Print what is stored, who sees it and how long: for the works council."""
    chosen = settings.load(for_slack=False)
    typer.echo(asyncio.run(made(chosen, language, format, SystemClock().now().date(), workspace)))


@app.command()
def tick(
    at: Annotated[str, typer.Option(help="A moment with its offset: 2026-11-23T09:00+01:00.")],
    step: Annotated[
        bool, typer.Option("--step", help="Go from due to due, instead of jumping as after an outage.")
    ] = False,
) -> None:
    """Do what is due up to a moment, and deliver it."""
    moment = settings.moment(at)
    chosen = settings.load(for_slack=True)
    logs.configure(chosen.log_level)
    asyncio.run(_tick(chosen, moment, step=step))


async def _tick(chosen: settings.Settings, moment: datetime, *, step: bool) -> None:
    from bot.app import built, core

    clock = PatientClock(moment)
    async with core(chosen, clock) as parts:
        due = await parts.timers.next_due()
    if step and due is not None and due < moment:
        clock = PatientClock(due)
    async with built(chosen, clock) as house:
        go = step_to if step else jump_to
        await go(clock, house.timers, house.delivery, moment)


@app.command()
def doctor() -> None:
    """Look at settings, database, migrations, parked timers and what did not go out; exit 2 for settings, else 1."""
    chosen = settings.load(for_slack=False)
    logs.configure("ERROR")
    lacking, wrong = settings.lacking(chosen), asyncio.run(findings(chosen))
    for line in lacking + wrong:
        typer.echo(line)
    if lacking or wrong:
        raise typer.Exit(2 if lacking else 1)
    typer.echo("All is well.")


@app.command()
def simulate(
    seeds: Annotated[int, typer.Option(min=1, help="How many histories to play.")] = 1_000,
    first: Annotated[int, typer.Option(min=0, help="The seed to begin with.")] = 0,
) -> None:
    """Play made histories of lost calls, crashes and clocks that differ; exit 1 if anything is lost or doubled."""
    from bot.simulation import command  # nobody else needs it

    logs.configure("CRITICAL")  # what goes wrong in them is meant to
    if not command.simulate(seeds, first, typer.echo):
        raise typer.Exit(1)


@log.command()
def verify() -> None:
    """Look whether each organisation's log is whole: a line each, with the first number that isn't; then exit 1."""
    found = asyncio.run(audit.verdicts(ready().database_url, SystemClock().now()))
    for verdict in found:
        typer.echo(verdict.line)
    if not all(verdict.sound for verdict in found):
        raise typer.Exit(1)


@log.command()
def show(
    team: Annotated[int | None, typer.Option(help="Only what changed in this team, by its number.")] = None,
) -> None:
    """Print the log: organisation, number, moment, person, team, and what was changed."""
    for line in asyncio.run(audit.shown(ready().database_url, team)):
        typer.echo(line)


@figures.command("import")
def import_figures(
    file: Annotated[Path, typer.Argument(help="Lines of date;figure;value, and a remark if you like.")],
    team: Annotated[str, typer.Option(help="The team's name, or the id of its channel.")],
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and save nothing.")] = False,
    language: Annotated[
        Literal["nl", "en"] | None, typer.Option(help="Of the report; by default the organisation's.")
    ] = None,
) -> None:
    """Read in values of figures, all of them or none, and say which lines aren't right; then exit 1."""
    report = asyncio.run(read_in(ready().database_url, file, team, language, dry=dry))
    typer.echo(report.text)
    if not report.fine:
        raise typer.Exit(1)


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Play one team's day at speed, print it, and end.")] = False,
    language: Annotated[
        Literal["nl", "en"], typer.Option(help="What the workspace and the page speak.", envvar="DEMO_LANGUAGE")
    ] = "nl",
    port: Annotated[int, typer.Option(help="Where the page is served; 0 takes a free port.", envvar="DEMO_PORT")] = 0,
) -> None:
    """Try Klantritme on a local Slack with people in it, in your browser; no account is needed."""
    from bot.demo import play_day, serve

    logs.configure("WARNING")
    asyncio.run(play_day() if once else serve(language, port))


app.command("backup")(upkeep.back_up)
app.command()(upkeep.restored)


def main() -> None:
    atexit.register(gc.freeze)  # else the interpreter's last collections walk over all that is loaded: 0.4 s
    try:
        app()
    except settings.WrongSettings as wrong:
        for line in wrong.lines:
            print(line, file=sys.stderr)  # noqa: T201  (the command line's own voice)
        raise SystemExit(2) from None


__all__ = ["GRACE", "main"]
