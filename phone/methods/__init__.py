"""The Bot API's methods, by what they are about. Each takes the world and a call, and returns the result's JSON."""
