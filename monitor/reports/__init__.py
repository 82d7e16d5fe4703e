"""What the store and the readings tell, as commands show it to people and programs."""
