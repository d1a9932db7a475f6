"""The emoji names that the page shows as a sign; any other name stays as it was typed."""

from __future__ import annotations

import re

EMOJI = {
    "+1": "👍", "-1": "👎", "thumbsup": "👍", "thumbsdown": "👎", "smile": "😄", "smiley": "😃", "grinning": "😀",
    "slightly_smiling_face": "🙂", "wink": "😉", "blush": "😊", "joy": "😂", "heart": "❤️", "heart_eyes": "😍",
    "thinking_face": "🤔", "cry": "😢", "sob": "😭", "tada": "🎉", "clap": "👏", "raised_hands": "🙌", "pray": "🙏",
    "wave": "👋", "eyes": "👀", "fire": "🔥", "star": "⭐", "sparkles": "✨", "rocket": "🚀", "bulb": "💡",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "question": "❓",
    "exclamation": "❗", "calendar": "📅", "date": "📅", "spiral_calendar_pad": "🗓️", "clock9": "🕘",
    "alarm_clock": "⏰", "hourglass": "⌛", "bell": "🔔", "memo": "📝", "pencil": "✏️", "pencil2": "✏️",
    "clipboard": "📋", "bar_chart": "📊", "chart_with_upwards_trend": "📈", "chart_with_downwards_trend": "📉",
    "telephone_receiver": "📞", "phone": "☎️", "email": "✉️", "envelope": "✉️", "speech_balloon": "💬",
    "books": "📚", "book": "📖", "trophy": "🏆", "medal": "🏅", "coffee": "☕", "cake": "🍰", "seedling": "🌱",
    "sunny": "☀️", "cloud": "☁️", "umbrella": "☔", "snowflake": "❄️", "dart": "🎯", "mag": "🔍", "link": "🔗",
    "lock": "🔒", "key": "🔑", "gear": "⚙️", "wrench": "🔧", "house": "🏠", "robot_face": "🤖", "ear": "👂",
    "muscle": "💪", "point_right": "👉", "point_up": "☝️", "ok_hand": "👌", "handshake": "🤝", "100": "💯",
    "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "arrow_right": "➡️", "arrow_left": "⬅️", "repeat": "🔁",
    "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "palm_tree": "🌴", "no_entry": "⛔", "pushpin": "📌",
    "trash": "🗑️", "wastebasket": "🗑️", "information_source": "ℹ️", "zzz": "💤", "crying_cat_face": "😿",
}  # fmt: skip

NAMED = re.compile(r":([a-z0-9_+'-]+):")


def sign(name: str) -> str:
    return EMOJI.get(name, f":{name}:")


def with_signs(text: str) -> str:
    return NAMED.sub(lambda found: sign(found[1]), text)
