"""A desk in one file and back, from one database to another, and from one version to the next."""
