"""Pages to send, place, see and remove photographs, and for those from others."""
