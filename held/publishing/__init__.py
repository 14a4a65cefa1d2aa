"""Who may read: opening, taking back, addresses, named readers, requests to read, how wide each parent wants it."""
