"""Audio in, words out. Knows no Django."""
