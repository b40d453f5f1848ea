"""What must be kept: the tables, how a transaction is opened, and how others are told that something changed.

The only room that knows which SQL dialect is spoken.
"""
