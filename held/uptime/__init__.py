"""For how long this place has been open in all, and the one rule of everything that waits or ends.

The machine's clock can be wrong by years: a small computer without a battery starts in the past, every time. How long
the place has been open is counted on a clock that nobody can set.
"""
