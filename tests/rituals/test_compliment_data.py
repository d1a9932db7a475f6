"""Dialogues about one's own data in compliments: what an export tells, and what is left after deleting."""

from __future__ import annotations

import json
import re

from bot.stage import Actor
from storage.compliment import Compliment, Receiver
from tests.chat import NOORD, Chat
from tests.rituals.compliment_talk import BACK, NAMED_BTN, PRIVATE_BTN, THANKS, asked, give, posts, press
from tests.rituals.dagstart_talk import rows
from tests.rituals.test_compliment_own import NOBODY, OMAR, afternoon, page


async def exported(chat: Chat, actor: Actor) -> dict[str, list[dict[str, object]]]:
    await actor.leaves()
    await actor.types("/klant mijn", channel=NOORD)
    await actor.presses("Exporteer")
    await chat.settle()
    sent = next(seen for seen in reversed(actor.dm()) if seen.message.files)
    contents = chat.slack._site.workspace.contents
    found = {file["name"].rsplit(".")[-1]: contents[file["id"]] for file in sent.message.files}
    return dict(json.loads(found["json"]))


async def deletes(chat: Chat, actor: Actor, *kinds: str, shared: str = "Haal het weg") -> None:
    await actor.leaves()
    await actor.types("/klant mijn", channel=NOORD)
    await actor.presses("Verwijder")
    await actor.sends({"Wat zal ik verwijderen?": list(kinds), "Wat collega's kunnen zien": shared})
    await actor.leaves()
    await chat.settle()


async def test_an_export_tells_of_others_only_what_they_agreed_to(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, "Omar en Bram belden samen de klant terug", chat.omar, chat.bram)
    await press(chat, chat.omar, PRIVATE_BTN, asked(chat.omar)[-1])
    (gave,) = (await exported(chat, chat.mila))["compliments_given"]
    assert gave == {
        "on": "2026-11-23",
        "kind": "to a colleague",
        "text": "Omar en Bram belden samen de klant terug",
        "to": sorted([chat.omar.id, chat.bram.id]),
        "with_name": True,
        "state": "sent",
    }
    (got,) = (await exported(chat, chat.bram))["compliments_received"]
    assert (got["text"], got["choice"], got["from"]) == (
        "Een collega en Bram belden samen de klant terug",
        "asked",
        chat.mila.id,
    )
    await press(chat, chat.bram, NAMED_BTN, asked(chat.bram)[-1])
    (again,) = (await exported(chat, chat.mila))["compliments_given"]
    assert again == {**gave, "state": "shared"}
    assert chat.omar.name not in json.dumps(await exported(chat, chat.bram))


async def test_a_receiver_who_deletes_is_nowhere_any_more(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, OMAR, chat.omar)
    await press(chat, chat.omar, NAMED_BTN, asked(chat.omar)[-1])
    await chat.until("2026-11-24 09:02")
    await give(chat, chat.mila, f"{BACK} dankzij Omar Haddad", chat.omar, kind="van een klant")
    await press(chat, chat.omar, NAMED_BTN, asked(chat.omar)[-1])
    await chat.jump("2026-11-27 14:55")
    await chat.until("2026-11-27 15:05")
    public = [seen.text for seen in chat.anna.sees(NOORD)]
    assert sum("Omar" in text for text in public) >= 3, "card, channel and week"
    await deletes(chat, chat.omar, "Complimenten voor mij")
    assert not [
        seen.text for seen in chat.anna.sees(NOORD) if "om" in seen.text.lower() and "omar" in seen.text.lower()
    ]
    assert any(NOBODY in seen.text for seen in chat.anna.sees(NOORD))
    assert asked(chat.omar) == []
    assert "Omar" not in await page(chat.mila)
    left = await rows(chat, Receiver)
    assert [(row.person, row.choice, row.batch, row.asked_at) for row in left] == [(None, "unnamed", "", None)] * 2
    assert not re.search("om[aá]r", str([(row.text, row.meaning) for row in await rows(chat, Compliment)]).lower())


async def test_an_open_question_that_is_deleted_is_answered_by_silence(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, OMAR, chat.omar)
    await give(chat, chat.mila, f"{BACK} dankzij Omar", chat.omar, kind="van een klant")
    before = len(chat.mila.dm())
    await deletes(chat, chat.omar, "Complimenten voor mij")
    (post,) = posts(chat)
    assert post.text.startswith(f"💛 Van een klant, over een collega: {BACK} dankzij een collega")
    assert len(chat.mila.dm()) == before, "what was for a colleague stays private, unsaid"
    assert [row.state for row in await rows(chat, Compliment)] == ["PRIVATE", "PUBLISHED"]


async def test_a_giver_who_takes_all_away_leaves_no_text(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, BACK)
    await give(chat, chat.mila, OMAR, chat.omar)
    await deletes(chat, chat.mila, "Complimenten die ik gaf")
    assert posts(chat) == []
    assert [seen.text for seen in chat.omar.dm()][-1] == "Dit bericht is ingetrokken."
    assert {(row.giver, row.text, row.state) for row in await rows(chat, Compliment)} == {(None, None, "WITHDRAWN")}
    assert (await page(chat.mila)).startswith("Hier staat nog niets.")


async def test_a_giver_who_leaves_it_is_a_former_colleague_and_receivers_still_decide(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, OMAR, chat.omar)
    await deletes(chat, chat.mila, "Complimenten die ik gaf", shared="Laat het staan, van een oud-collega")
    question = asked(chat.omar)[-1]
    assert question.text.startswith(f"Een oud-collega heeft een compliment voor je: “{OMAR}”")
    assert THANKS not in question.buttons
    await press(chat, chat.omar, NAMED_BTN, question)
    assert posts(chat)[-1].text.startswith(f"💛 Een oud-collega aan Omar Haddad: “{OMAR}”")
    assert "Mila" not in posts(chat)[-1].text
