"""The log of acts: appended, never changed, without words or names."""
