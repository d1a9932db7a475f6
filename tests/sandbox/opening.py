"""Opening forms and answering them, as apps do."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox

Json = dict[str, Any]


def opens(app: AsyncApp, view: Json) -> list[str]:
    """`/form` opens the view; the triggers are kept."""
    triggers: list[str] = []

    async def listener(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        triggers.append(body["trigger_id"])
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    app.command("/form")(listener)
    return triggers


async def opened(slack: Sandbox, person: Person) -> None:
    await person.types("/form")
    await slack.until(lambda: person.view)


def answers(app: AsyncApp, callback: str, **body: Any) -> list[Json]:
    heard: list[Json] = []

    async def listener(ack: Any, body_: Json) -> None:
        heard.append(body_)
        await ack(**body)

    async def with_body(ack: Any, body: Json) -> None:
        await listener(ack, body)

    app.view(callback)(with_body)
    return heard


def is_deep(person: Person, depth: int) -> bool:
    return person.view is not None and person.view.depth == depth
