"""Ways to a receiver, one module each."""
