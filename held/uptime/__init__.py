"""How long this place was open, and the rule for everything that waits or ends.

The machine's clock can be wrong by years: a small computer without a battery starts in the past, every time. How long
the place has been open is counted on a clock that nobody can set.
"""
