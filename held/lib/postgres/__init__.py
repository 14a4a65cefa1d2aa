"""PostgreSQL as Django's database, with a deadline for every answer of the server. `base` is the name Django wants."""
