"""Pages on which the family decides who reads: circles, named readers, search engines."""
