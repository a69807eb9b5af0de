"""The forms of the pages, one area a file."""
