"""Every write that somebody else sees, one verb a function: permit, write, record."""
