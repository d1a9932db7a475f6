"""The Web API methods the workspace answers, by name."""

from sandbox.methods import apps, chat, conversations, ephemeral, files, history, users, views
from sandbox.methods.registry import METHODS, Call, Method

__all__ = [
    "METHODS",
    "Call",
    "Method",
    "apps",
    "chat",
    "conversations",
    "ephemeral",
    "files",
    "history",
    "users",
    "views",
]
