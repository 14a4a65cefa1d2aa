"""What held costs beside its peers, measured in turn on one machine: `make bench`."""
