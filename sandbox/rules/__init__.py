"""Slack's documented limits on blocks, messages, views and manifests, and what a payload says to whom.

Error texts are those Slack sends where they are known; where none is documented they only resemble Slack's.
"""

from sandbox.rules.manifest import check_manifest
from sandbox.rules.messages import check_message
from sandbox.rules.mrkdwn import Rings, live_broadcasts, raw_markup, readable
from sandbox.rules.payload import block_text_length, check_blocks
from sandbox.rules.problem import Problem, Surface, slack_length
from sandbox.rules.reading import plain_text
from sandbox.rules.sounding import check_markup, rings
from sandbox.rules.views import Refusal, check_errors, check_response_action, check_view, decoded

__all__ = [
    "Problem",
    "Refusal",
    "Rings",
    "Surface",
    "block_text_length",
    "check_blocks",
    "check_errors",
    "check_manifest",
    "check_markup",
    "check_message",
    "check_response_action",
    "check_view",
    "decoded",
    "live_broadcasts",
    "plain_text",
    "raw_markup",
    "readable",
    "rings",
    "slack_length",
]
