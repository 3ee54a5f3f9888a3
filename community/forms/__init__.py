"""Forms of the site and of the admin, one module per part of it."""
