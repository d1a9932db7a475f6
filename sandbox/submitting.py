"""What the answer to a view_submission does to the stack of modals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.checking import TROUBLE
from sandbox.delivery import Ack
from sandbox.modals import View
from sandbox.notes import ApiError
from sandbox.rules import check_response_action
from sandbox.rules.views import decoded
from sandbox.site import Site


def answered(site: Site, view: View, ack: Ack) -> None:
    """Apply a response_action. Without an ack, or with one that Slack refuses, the view says so and stays."""
    problems = [problem.slack() for problem in check_response_action(ack.body, view.raw)] if ack.ok else []
    if problems:
        site.notes.refused("view_submission", "invalid_response_action", "; ".join(problems), view.user)
    if not site.modals.is_open(view):
        return
    if problems or not ack.ok:
        site.modals.refuse(view, {"": TROUBLE})
        return
    try:
        _apply(site, view, decoded(ack.body) or {})
    except ApiError as error:
        site.notes.refused("view_submission", error.error, error.detail, view.user)
        site.modals.refuse(view, {"": TROUBLE})


def _apply(site: Site, view: View, answer: Any) -> None:
    body: Mapping[str, Any] = answer
    if "view" in body:
        site.look_at_markup("view_submission", body["view"], view.user)
    match body.get("response_action"):
        case "clear":
            site.modals.clear(view.user)
        case "update":
            site.modals.update(view, body["view"])
        case "push":
            site.modals.push(view.user, body["view"])
        case "errors":
            site.modals.refuse(view, dict(body["errors"]))
        case _:
            site.modals.close(view)
