"""Pages about who reads: circles, named readers, search engines."""
