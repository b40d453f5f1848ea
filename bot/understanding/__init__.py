"""Swedish, Bokmål and Nynorsk in; what was meant out. Pure: no database, no network."""
