"""House rules as checks: each finds places that break one, and has a test that shows it does."""
