"""A family’s photographs: intake, vault, tickets, reveal, removal."""
