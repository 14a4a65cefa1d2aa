"""What anyone may read: the front page, stories, the calm page, what machines are told."""
