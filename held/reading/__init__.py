"""What readers’ pages need of a story, frozen."""
