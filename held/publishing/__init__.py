"""Who may read: opening, taking back, addresses, named readers, requests to read, limits."""
