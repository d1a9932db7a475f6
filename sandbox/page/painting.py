"""The page and its fragments as HTML, for one tab."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from markupsafe import Markup

from sandbox.page.backstage import Backstage
from sandbox.page.drawing import environment, strict
from sandbox.page.moments import FARTHEST
from sandbox.page.scene import HOME, Reading, Scene, Tab, initials, tint
from sandbox.page.traffic import Traffic
from sandbox.page.turning import Turning
from sandbox.page.words import WORDS
from sandbox.server import Sandbox
from sandbox.workspace import Channel

ALMOST = timedelta(minutes=1) - timedelta.resolution
"""Later than now by this, and then cut to the minute: the first whole minute that does not lie before now."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def picture(name: str) -> bool:
    """Whether a file is shown; an SVG, which may hold a script, is not."""
    return name.lower().endswith(PICTURES)


def _field(moment: datetime) -> str:
    """As the value of a date and time field."""
    return f"{moment:%Y-%m-%dT%H:%M}"


class Painter:
    def __init__(self, slack: Sandbox, backstage: Backstage | None, turning: Turning, traffic: Traffic) -> None:
        self._slack = slack
        self._backstage = backstage
        self._turning = turning
        self._traffic = traffic
        self.language = backstage.language if backstage and backstage.language in WORDS else "nl"
        self.words = WORDS[self.language]
        self.reading = Reading(slack.site.workspace.next_ts())
        self._jinja = environment()
        self._page = strict(self._jinja)
        tools = {"w": self.words, "initials": initials, "tint": tint, "picture": picture}
        self._page.globals = {**self._page.globals, **tools}

    def scene(self, tab: Tab) -> Scene:
        return Scene(self._slack.site, tab, self._jinja, self.language, self.reading)

    def _part(self, name: str, scene: Scene | None, *given: object, **more: object) -> Markup:
        module = self._page.get_template("parts.html").make_module({"scene": scene, **more})
        return Markup(getattr(module, name)(*given))  # noqa: S704 - a macro's output is escaped already

    def fragments(self, tab: Tab) -> Mapping[str, Callable[[], Markup]]:
        """How to draw each part of the page that may change, by name."""
        scene = self.scene(tab)
        drawn: dict[str, Callable[[], Markup]] = {
            "sidebar": lambda: self._part("sidebar", scene),
            "modal": lambda: self._part("modal", scene),
            "refusals": lambda: self._part("refusals", None, self._traffic.refusals),
            "caption": lambda: self._caption(scene),
        }
        if tab.at == HOME:
            drawn["home"] = lambda: self._part("home", scene)
        else:
            drawn["timeline"] = lambda: self._part("timeline", scene, *scene.messages(), "")
        if tab.thread:
            drawn["thread"] = lambda: self._part("thread", scene, scene.thread())
        if self._backstage:
            drawn["clock"] = self._clock
        return drawn

    def _caption(self, scene: Scene) -> Markup:
        until = self._turning.until
        day = self._said(until, "EEEE d MMMM y") if until else ""
        return self._part("caption", scene, self._turning, day)

    def _local(self, moment: datetime) -> datetime:
        """By way of UTC: a moment in this very zone may be a time that the clock skips, and would stay so."""
        return moment.astimezone(UTC).astimezone(ZoneInfo(self._backstage.zone if self._backstage else "UTC"))

    def _said(self, moment: datetime, form: str) -> str:
        return str(format_datetime(self._local(moment), form, locale=self.language))

    def _clock(self) -> Markup:
        backstage = self._backstage
        assert backstage is not None  # noqa: S101 - drawn only with one
        now = backstage.now().astimezone(UTC)
        shown = self._said(now, "EEEE d MMMM y, HH:mm")
        least, most = (_field(self._local(each)) for each in (now + ALMOST, now + FARTHEST))
        busy = self._turning.turning or self._turning.playing
        return self._part("clock", None, shown, backstage.zone, busy, least, most)

    def traffic(self, opened: Collection[str]) -> Markup:
        """The latest acts, and in full those whose numbers are in `opened`."""
        moments = [datetime.fromtimestamp(each.at, UTC) for each in self._traffic.acts]
        said = [self._said(each, "d MMM HH:mm") for each in moments]
        return self._part("traffic", None, list(zip(self._traffic.acts, said, strict=True))[::-1], opened)

    def nobody(self) -> str:
        return self._page.get_template("gone.html").render(language=self.language)

    def onward(self, address: str) -> str:
        return self._page.get_template("onward.html").render(address=address, language=self.language)

    def page(self, tab: Tab) -> str:
        scene = self.scene(tab)
        drawn = {name: draw() for name, draw in self.fragments(tab).items()}
        people = [each.user for each in self._slack.people if not (each.user.bot or each.user.deactivated)]
        module = self._page.get_template("parts.html").make_module({"scene": scene, "people": people})
        given: dict[str, Any] = {"clock": None, "thread": "", "home": "", "timeline": "", **drawn}
        return self._page.get_template("page.html").render(
            given,
            scene=scene,
            people=people,
            composer=module.composer,  # type: ignore[attr-defined]
            teams=list(self._backstage.teams()) if self._backstage else [],
            **self._place(scene),
        )

    def _place(self, scene: Scene) -> dict[str, Any]:
        channel, dm = scene.channel, scene.dm
        with_bot = scene.tab.at == HOME or channel is dm
        tabs = []
        if with_bot and self._slack.site.app.home_enabled:
            home, here = scene.tab.address(HOME), scene.tab.at == HOME
            tabs = [(home, scene.w["home"], here), (scene.tab.address(dm.id), scene.w["messages"], not here)]
        shown = dm if with_bot or channel is None else channel
        members = "" if shown.direct else self._members(shown)
        sign = "" if shown.direct else scene.sign(shown)
        return {
            "place": scene.title(shown),
            "sign": sign,
            "tabs": tabs,
            "members": members,
            "writable": scene.writable(),
        }

    def _members(self, channel: Channel) -> str:
        """How many people; the bot is none of them."""
        users = [self._slack.site.workspace.users[each] for each in channel.members]
        people = [each for each in users if not (each.bot or each.deactivated)]
        guests = [each for each in people if each.guest or each.ultra_guest]
        shown = self._counted(len(people), "member", "members")
        return f"{shown} ({self._counted(len(guests), 'guest', 'guests')})" if guests else shown

    def _counted(self, number: int, one: str, several: str) -> str:
        return f"{number} {self.words[one if number == 1 else several]}"
