"""What leaves the site in other shapes: the record as open data, citations, legal texts."""
