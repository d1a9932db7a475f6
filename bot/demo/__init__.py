"""The demo: a workspace of its own with people in it, a clock that can be turned, and a page to try it on."""

from bot.demo.day import play_day
from bot.demo.serving import serve

__all__ = ["play_day", "serve"]
