"""A phone in the browser that speaks the Telegram Bot API: the demo without an account, and the tests' phone.

Two sides meet here. A bot calls `/bot<token>/<method>` as it would call Telegram; a person taps and writes on a page,
or a test does it over `/phone/api/…`. Nothing here knows what the bot is for.
"""
