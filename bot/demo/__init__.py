"""The demo: a sample town, a phone in the browser and the inbox on one port. No account, no token, no internet."""
