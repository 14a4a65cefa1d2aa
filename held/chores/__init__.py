"""Background work, as rows that one loop claims."""
