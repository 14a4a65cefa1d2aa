"""held: a place of one's own for the story of a loss."""

VERSION = "0.2.0"
