"""One team's day at speed, on a Slack of its own: what three colleagues see from nine until it is closed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import typer

from bot.stage import Actor, Stage, staged
from sandbox import Seen
from storage import inline

CHANNEL = "klantenservice-noord"
COLLEAGUES = (
    "Anna de Boer",
    "Bram Visser",
    "Fatima Yilmaz",
    "Joris Smit",
    "Mila Bakker",
    "Nadia Amrani",
    "Omar Haddad",
    "Sanne de Wit",
)
WIDTH = 100  # characters a line: what a terminal shows without wrapping


async def play_day() -> None:
    """Raises when anything does not go as it should: the demo is a test that one can read."""
    with tempfile.TemporaryDirectory(prefix="klantritme-demo-") as folder:
        url = inline.address(f"sqlite:///{Path(folder) / 'demo.db'}")
        async with staged(url, moment="2026-11-20 08:30") as here:
            here.slack.channel(CHANNEL, members=[here.person(name).person for name in COLLEAGUES])
            await _begin(here)
            await _figure(here)
            await _morning(here)
            await _action(here)
            await _quarter(here)
            await _close(here)
        if here.slack.refusals or here.slack.late_acks:
            raise RuntimeError(f"the demo did something Slack refuses: {here.slack.refusals} {here.slack.late_acks}")
    typer.echo("\nThat was one day. The next card comes tomorrow at nine.")


async def _begin(here: Stage) -> None:
    anna = here.people["anna"]
    _scene("Friday 20 November, 08:30. Anna types /dagstart start")
    await anna.types("/dagstart start", channel=CHANNEL)
    _show("Anna's form", [anna.form.text])
    await anna.submits()
    await anna.leaves()
    await here.settle()
    _show(f"#{CHANNEL}, as Bram sees it", _texts(here.people["bram"].sees(CHANNEL)))
    _scene("Anna chooses a figure that customers feel. Mila follows it")
    await anna.types("/klant kpi nieuw", channel=CHANNEL)
    await anna.presses("Gebruik dit", in_=anna.form, near="Klanttevredenheid")
    _show("What Anna reads", [await anna.sends({"Doel": "8", "Wie volgt dit?": here.people["mila"]})])
    await anna.leaves()
    await here.settle()
    await here.until("2026-11-20 16:00")
    _scene("Friday, half past three. Whoever hosts on Monday is asked")
    for actor in here.people.values():
        if mail := actor.dm():
            _show(f"{actor.name}'s conversation with Klantritme", _texts(mail))


async def _figure(here: Stage) -> None:
    await here.until("2026-11-23 08:45")
    mila = here.people["mila"]
    _scene("Monday 23 November, 08:45. Mila is asked for Friday's figure, and enters it")
    _show("Mila's conversation with Klantritme", _texts(mila.dm()[-1:], buttons=True))
    await mila.presses("Cijfer invullen", in_=mila.dm()[-1])
    _show("What Mila reads", [await mila.sends({"Cijfer": "8,1"})])


async def _morning(here: Stage) -> None:
    await here.until("2026-11-23 09:00")
    _scene("Monday 23 November, 09:00. The card is there")
    sanne, joris, nadia = (here.people[name] for name in ("sanne", "joris", "nadia"))
    _show(f"#{CHANNEL}, as Sanne sees it", _texts(sanne.sees(CHANNEL)[-1:], buttons=True))
    await sanne.presses("Verbeterpunt")
    await sanne.fills({"Wat merkte of vroeg een klant?": "Een klant moest drie keer bellen over dezelfde factuur."})
    await sanne.submits()
    _show("What Sanne reads", [sanne.form.text])
    await sanne.leaves()
    await joris.presses("Vandaag of hulpvraag")
    await joris.fills({"Soort": "hulpvraag", "Tekst": "Wie weet hoe de nieuwe retourbon werkt?", "Aan wie?": nadia})
    await joris.submits()
    await joris.leaves()
    await here.settle()
    _scene("Five past nine. Nadia has a message, and helps")
    _show("Nadia's conversation with Klantritme", _texts(nadia.dm()[-1:], buttons=True))
    await nadia.presses("Ik help", in_=nadia.dm()[-1])
    await here.settle()
    _show("Joris's conversation with Klantritme", _texts(joris.dm()[-1:]))
    await _compliment(here, sanne, nadia)


async def _compliment(here: Stage, giver: Actor, receiver: Actor) -> None:
    await giver.presses("Compliment delen")
    told = {
        "Wat voor compliment?": "aan een collega",
        "Wat gebeurde er?": f"{receiver.name.split()[0]} hielp een klant door de app.",
    }
    await giver.sends(told | {"Voor wie?": [receiver]})
    await here.settle()
    _scene("Sanne has a compliment for Nadia. Nadia reads it first, and agrees")
    _show("Nadia's conversation with Klantritme", _texts(receiver.dm()[-1:], buttons=True))
    await receiver.presses("Deel met naam", in_=receiver.dm()[-1])
    await here.settle()


async def _action(here: Stage) -> None:
    bram, joris = here.people["bram"], here.people["joris"]
    _scene("Bram proposes an improvement action and asks Joris, who takes it up. Until then no card says so")
    await bram.types("/klant actie nieuw", channel=CHANNEL)
    what = {"Wat gaan we doen?": "Elke factuurvraag in één gesprek afronden"}
    effect = {"Wat merkt de klant ervan?": "zij bellen nog maar één keer"}
    _show("What Bram reads", [await bram.sends(what | effect | {"Wie pakt het op?": joris})])
    await here.settle()
    _show("Joris's conversation with Klantritme", _texts(joris.dm()[-1:], buttons=True))
    await joris.presses("Ik pak dit op", in_=joris.dm()[-1])
    await here.settle()


async def _quarter(here: Stage) -> None:
    mila, omar = here.people["mila"], here.people["omar"]
    _scene("Omar starts the quarter of an hour, and Mila moves it on. Anybody may")
    await omar.presses("Start het kwartier")
    await here.settle()
    await mila.presses("Volgende")
    await here.settle()
    _show(f"#{CHANNEL}, as Omar sees it", _texts([_card(omar)], buttons=True))


async def _close(here: Stage) -> None:
    await here.until("2026-11-23 11:15")
    _scene("Quarter past eleven. Summarised at 09:15, closed now")
    omar = here.people["omar"]
    card = _card(omar)
    _show(f"#{CHANNEL}, as Omar sees it", _texts([card], buttons=True))
    _show("The thread under it", _texts(card.thread))


def _card(actor: Actor) -> Seen:
    """The newest in the channel that everybody sees."""
    return [seen for seen in actor.sees(CHANNEL) if not seen.ephemeral][-1]


def _texts(seen: Iterable[Seen], *, buttons: bool = False) -> list[str]:
    return [each.text + (f"\n[{'] ['.join(each.buttons)}]" if buttons and each.buttons else "") for each in seen]


def _scene(title: str) -> None:
    typer.echo(f"\n{'=' * WIDTH}\n{title}\n{'=' * WIDTH}")


def _show(whose: str, texts: list[str]) -> None:
    typer.echo(f"\n--- {whose}")
    for text in texts:
        typer.echo("\n".join(f"    {line}" for line in text.split("\n")))
