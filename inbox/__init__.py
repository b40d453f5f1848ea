"""The staff's side: a web page for a phone in a car as much as for a desk."""
