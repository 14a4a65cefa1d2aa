"""`python -m held` is the command `held`."""

import sys

from held.cli.main import main

if __name__ == "__main__":  # the server's own process imports this file too, under another name
    sys.exit(main(sys.argv[1:]))
