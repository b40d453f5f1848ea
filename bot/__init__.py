"""The tenant's side: messages in, one turn each, messages out."""
