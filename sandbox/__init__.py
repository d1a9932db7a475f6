"""A strict Slack workspace on loopback, which the real Bolt and the real SDK talk to.

    async with Sandbox(manifest, now=clock) as slack:
        sanne = slack.user("Sanne de Wit")
        slack.channel("klantenservice", members=[sanne])
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        app = AsyncApp(client=client)
        ...
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        await sanne.types("/dagstart start", channel="klantenservice")
        await slack.until(lambda: sanne.view)
        await sanne.fills({"Tijd": "09:00"})
        await sanne.submits()
        assert not slack.refusals and not slack.late_acks

The workspace (`Sandbox`): `user`, `channel`, `dm`, `mpim` seed it without events; `join`, `leave`, `add_bot`,
`remove_bot`, `archive`, `unarchive`, `rename`, `delete`, `deactivate`, `reactivate`, `change_profile`, `make_guest`,
`set_admin`, `uninstall` send what the manifest subscribes to. `request_url` switches to signed HTTP mode. `posts`,
`calls`, `refusals` and `late_acks` are what tests read; `changes`, `until` and `settles` are how they wait: an app may
ack first and act later, and every act of a person returns with the ack.

A person (`Person`): `types`, `presses`, `selects`, `fills`, `submits`, `closes`, `shortcut`, `message_shortcut`,
`opens_home`; she looks at `sees`, `dm`, `view`, `home` and `notifications`. What the client would not let her do is
ClientRefused.

Misbehaviour: `faults.add(Fault(...))`, `redeliver_last_event`, `retry_unacked`, `delay_events` with `release_events`,
`send_disconnect`, `cut_socket`, `forget_scope`.

`sandbox.page.Page` shows the workspace as a web page.
"""

from sandbox.changes import Change, Changes
from sandbox.faults import Fault
from sandbox.notes import ClientRefused, Refusal
from sandbox.people import Person
from sandbox.seen import Seen, SeenView
from sandbox.server import Sandbox

__all__ = ["Change", "Changes", "ClientRefused", "Fault", "Person", "Refusal", "Sandbox", "Seen", "SeenView"]
