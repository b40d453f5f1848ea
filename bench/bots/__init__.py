"""The bare bots that Bofast is measured against: what somebody writes in an hour, and all they keep."""
