"""Stories: a tenant's day, over real HTTP, with a phone that speaks the Bot API."""
