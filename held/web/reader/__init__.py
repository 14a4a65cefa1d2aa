"""What readers see: front page, stories, photographs they asked for, the feed."""
