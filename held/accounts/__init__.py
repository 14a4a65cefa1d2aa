"""Those who sign in: their accounts, the links by which they come in, the keys they keep."""
