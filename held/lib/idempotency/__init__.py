"""Forms that make something make it once, even if they arrive again because their answer was lost."""
