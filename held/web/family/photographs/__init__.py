"""Pages for the family’s photographs: sending, placing, seeing, removing, and photographs from others."""
