"""Coming in: one-time links, passkeys, paper codes."""
