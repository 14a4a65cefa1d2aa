"""Opens photographs in processes that reach nothing else; knows no families, keys or Django."""
