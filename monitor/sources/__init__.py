"""What is peculiar to a source, as data and pure functions; one module a source."""
