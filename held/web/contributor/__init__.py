"""The door of whoever was asked for photographs: a link, no account, and never a picture."""
