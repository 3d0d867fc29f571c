"""What a publisher does, a verb each: the only writers, the same for screens and command line."""
