"""Pages of a friend who reads first what others send."""
