"""Makes a release: `make release VERSION=0.3.0`."""
