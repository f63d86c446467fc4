"""The DuckDB file: opening, migrating, querying by name, writing in one transaction."""
