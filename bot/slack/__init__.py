"""Slack: what comes in as payloads, and how things are drawn and sent."""
