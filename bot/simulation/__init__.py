"""The real house in a made world: one seed, one history of losses, delays, crashes and clocks that differ.

What runs here is what `klantritme run` runs: turns, dispatch, timers, postbox and delivery. Made are the time, the
surface, the people and the statements' way to SQLite, so that nothing but the seed decides what happens when.
"""
