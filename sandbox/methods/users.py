"""users.info, users.list, bots.info, team.info, auth.test."""

from __future__ import annotations

from sandbox.limits import SPECIAL, TIER_2, TIER_3, TIER_4
from sandbox.methods.registry import Call, method
from sandbox.notes import ApiError, Json
from sandbox.shapes import user_json
from sandbox.workspace import TEAM_ID


@method("users.info", TIER_4, scope="users:read")
async def info(call: Call) -> Json:
    return {"user": user_json(call.user(), locale=call.flag("include_locale"))}


@method("users.list", TIER_2, scope="users:read")
async def list_all(call: Call) -> Json:
    page, more = call.page(list(call.site.workspace.users.values()))
    locale = call.flag("include_locale")
    return {"members": [user_json(user, locale=locale) for user in page], **more}


@method("bots.info", TIER_3, scope="users:read")
async def bots_info(call: Call) -> Json:
    app = call.site.app
    if call.text("bot") != app.bot_id:
        raise ApiError("bot_not_found")
    bot = call.site.workspace.bot
    return {"bot": {"id": app.bot_id, "app_id": app.app_id, "user_id": bot.id, "name": bot.real_name, "deleted": False}}


@method("team.info", TIER_3, scope="team:read")
async def team_info(call: Call) -> Json:
    return {"team": {"id": TEAM_ID, "name": "Sandbox", "domain": "sandbox", "url": "https://sandbox.slack.com/"}}


@method("auth.test", SPECIAL, takes_json=True, post_only=True)
async def auth_test(call: Call) -> Json:
    app, bot = call.site.app, call.site.workspace.bot
    return {
        "url": "https://sandbox.slack.com/",
        "team": "Sandbox",
        "user": bot.handle,
        "team_id": TEAM_ID,
        "user_id": bot.id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }
