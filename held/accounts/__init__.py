"""People who sign in: accounts, one-time links, passkeys, paper codes."""
