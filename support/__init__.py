"""What tenants and team do together: rules and use cases by noun. No Telegram, no web, no wording."""
