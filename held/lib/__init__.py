"""General helpers: clock, disk, locks, tokens, Markdown."""
