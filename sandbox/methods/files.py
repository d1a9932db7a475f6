"""The three steps of an upload (v2), and files.info."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from sandbox.limits import TIER_4
from sandbox.methods.chat import thread
from sandbox.methods.registry import Call, invalid, method, raise_for
from sandbox.notes import ApiError, Json
from sandbox.rules import check_message
from sandbox.site import Site
from sandbox.workspace import Channel

ALT_TEXT_MOST = 1000
CHANNELS_MOST = 100


@method("files.getUploadURLExternal", TIER_4, scope="files:write")
async def get_upload_url(call: Call) -> Json:
    filename, length = call.text("filename"), call.optional("length") or "0"
    if not length.isdigit() or int(length) < 1:
        raise invalid("must be greater than 0", "length")
    alt_text = call.optional("alt_txt") or ""
    if len(alt_text) > ALT_TEXT_MOST:
        raise ApiError("alt_txt_too_large")
    workspace = call.site.workspace
    file_id = workspace.next_id("F")
    workspace.files[file_id] = {
        "id": file_id,
        "name": filename,
        "title": filename,
        "size": int(length),
        "alt_txt": alt_text,
        "user": workspace.bot.id,
        "uploaded": False,
        "channels": [],
    }
    return {"upload_url": f"{call.site.root}/upload/{file_id}", "file_id": file_id}


async def upload(site: Site, request: web.Request) -> web.StreamResponse:
    """POST /upload/<file>: the bytes; their number must be the `length` of the first step."""
    file = site.workspace.files.get(request.match_info["file"])
    if file is None:
        return web.Response(status=404)
    content = await request.read()
    if len(content) != file["size"]:
        site.notes.refused("upload", "length_mismatch", f"{len(content)} bytes instead of {file['size']}")
        return web.Response(status=400, text="length_mismatch")
    file["uploaded"] = True
    site.workspace.contents[file["id"]] = content
    return web.Response(text=f"OK - {len(content)}")


def _files(call: Call) -> list[Json]:
    given = call.decoded("files")
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise invalid("must provide an array", "files")
    found = []
    for each in given:
        file = call.site.workspace.files.get(each.get("id", "")) if isinstance(each, dict) else None
        if file is None or not file["uploaded"]:
            raise ApiError("file_not_found")
        found.append(file | {"title": each.get("title") or file["title"]})
    return found


def _channels(call: Call) -> list[Channel]:
    wanted = [call.arguments["channel_id"]] if call.optional("channel_id") else call.words("channels")
    if len(wanted) > CHANNELS_MOST:
        raise ApiError("channels_limit_exceeded")
    if call.optional("thread_ts") and len(wanted) != 1:
        raise invalid("needs exactly one channel", "thread_ts")
    channels = []
    for each in wanted:
        channel = Call(call.site, call.method, {"channel": each}).channel()
        if not call.is_member(channel):
            raise ApiError("not_in_channel")
        if channel.archived:
            raise ApiError("posting_to_channel_denied")
        channels.append(channel)
    return channels


@method("files.completeUploadExternal", TIER_4, scope="files:write", post_only=True, takes_json=True)
async def complete_upload(call: Call) -> Json:
    """Shares the files with `initial_comment`, or else with `blocks`. Without a channel only the bot sees them."""
    files, channels = _files(call), _channels(call)
    comment = call.optional("initial_comment")
    body: Json = {"text": comment or "", "thread_ts": call.optional("thread_ts")}
    if not comment and call.optional("blocks"):
        body["blocks"] = call.decoded("blocks")
        raise_for(check_message(body))
    for channel in channels:
        thread(call, channel)
        message = call.site.message(channel.id, call.site.workspace.bot.id, body)
        message.files = [_shown(file) for file in files]
        call.site.post(message)
    for file in files:
        file["channels"] = [channel.id for channel in channels]
        call.site.workspace.files[file["id"]] = file
    return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}


def _shown(file: Json) -> Json:
    return {key: file[key] for key in ("id", "name", "title", "size", "alt_txt", "user")}


@method("files.info", TIER_4, scope="files:read")
async def info(call: Call) -> Json:
    file = call.site.workspace.files.get(call.text("file"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": _shown(file) | {"channels": file["channels"]}}
