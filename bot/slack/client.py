"""Slack's Web API as we call it: each call is counted, and it is known whether Slack answers and takes our token."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import metrics
from bot.slack.refusals import why

TOKENS: Final = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
AWAY: Final = (TimeoutError, aiohttp.ClientError, ConnectionError)
LINE: Final = "apps.connections.open"  # with a token of its own


class Client(AsyncWebClient):
    """`troubles`: what Slack said last of each token; empty when all is well."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.troubles: dict[str, str] = {}

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        token = "app" if api_method == LINE else "bot"
        began = perf_counter()
        answer = "ok"
        try:
            response = await super().api_call(api_method, **options)
            self.troubles.pop(token, None)
            return response
        except SlackApiError as error:
            answer = self._refused(token, error)
            raise
        except AWAY:
            answer = "line"
            self.troubles[token] = "Slack does not answer"
            raise
        finally:
            metrics.called(api_method, answer, perf_counter() - began)

    def _refused(self, token: str, error: SlackApiError) -> str:
        """Who refuses does answer, unless it is a server of Slack's that fails."""
        status, word = getattr(error.response, "status_code", 200), why(error)
        if status >= 500:
            self.troubles[token] = "Slack does not answer"
            return "server"
        self.troubles.pop(token, None)
        if word in TOKENS:
            self.troubles[token] = f"{token} token refused ({word})"
            return "token"
        return "limited" if status == 429 else "refused"
