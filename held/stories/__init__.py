"""Stories: what a family writes, every version of it, and the steps by which it is opened and taken back."""
