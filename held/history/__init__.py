"""What was done: appended, never changed; no words, no names, no foreign keys."""
