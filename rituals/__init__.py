"""The domain: one folder a ritual."""
