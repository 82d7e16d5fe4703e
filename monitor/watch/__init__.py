"""What looks after the daemon itself and its feeds: silence, trouble, signs of life."""
