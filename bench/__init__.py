"""How fast, how steady and how safe Bofast is, measured on real processes: `make bench` and `make chaos`.

The measured bots are processes of their own. Nothing here runs in production.
"""
