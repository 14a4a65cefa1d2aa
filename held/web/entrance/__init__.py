"""Signing in and out: links, passkeys, paper codes."""
