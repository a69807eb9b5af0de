"""The demo: people, and what they have said to each other. Made only by `manage.py demo`."""
