"""The keys under which words lie sealed: one for each thing that somebody may take back."""
