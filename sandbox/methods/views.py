"""views.open, views.push, views.update, views.publish."""

from __future__ import annotations

from sandbox.limits import TIER_4
from sandbox.methods.registry import Call, invalid, method, raise_for
from sandbox.modals import View
from sandbox.notes import ApiError, Json
from sandbox.rules import check_view
from sandbox.site import as_object
from sandbox.triggers import Trigger


def _view(call: Call, *, home: bool) -> Json:
    given = call.decoded("view")
    if given in (None, ""):
        raise invalid("missing required field: view", "view")
    raise_for(check_view(given, home=home))
    view = as_object(given)
    assert view is not None  # noqa: S101 - check_view refuses anything but an object
    call.site.look_at_markup(call.method, view)
    return view


def _answer(call: Call, view: View) -> Json:
    return {"view": call.site.modals.json(view)}


def _exchange(call: Call) -> Trigger:
    """The trigger, looked at last, so that a refused view does not cost it."""
    return call.site.triggers.look(call.text("trigger_id"))


@method("views.open", TIER_4, takes_json=True, post_only=True)
async def open_view(call: Call) -> Json:
    view = _view(call, home=False)
    trigger = _exchange(call)
    opened = call.site.modals.open(trigger.user, view, trigger.view_id)
    trigger.used = True
    return _answer(call, opened)


@method("views.push", TIER_4, takes_json=True, post_only=True)
async def push_view(call: Call) -> Json:
    view = _view(call, home=False)
    trigger = _exchange(call)
    if trigger.view_id is None or call.site.modals.find(trigger.view_id) is None:
        raise ApiError("invalid_trigger_id", "views.push needs a trigger from an open modal")
    pushed = call.site.modals.push(trigger.user, view)
    trigger.used = True
    return _answer(call, pushed)


@method("views.update", TIER_4, takes_json=True, post_only=True)
async def update_view(call: Call) -> Json:
    view_id, external_id = call.optional("view_id"), call.optional("external_id")
    if view_id and external_id:
        raise invalid("Cannot provide both `view_id` and `external_id`", "view_id")
    if not view_id and not external_id:
        raise invalid("missing required field: view_id", "view_id")
    found = call.site.modals.find(view_id, external_id)
    if found is None:
        _view(call, home=False)
        raise ApiError("not_found")
    view = _view(call, home=found.raw["type"] == "home")
    return _answer(call, call.site.modals.update(found, view, call.optional("hash")))


@method("views.publish", TIER_4, takes_json=True, post_only=True)
async def publish_view(call: Call) -> Json:
    if not call.site.app.home_enabled:
        raise ApiError("not_enabled")
    user = call.user("user_id")
    view = _view(call, home=True)
    return _answer(call, call.site.modals.publish(user.id, view, call.optional("hash")))
