"""The edges: Slack, HTTP, the clock, the command line. Names no ritual."""
