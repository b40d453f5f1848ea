"""The words of Bofast in Swedish, Bokmål and Nynorsk: texts by name, plurals, dates.

`words.text("sv", "place.home")`, or a `Voice` for one language and zone. Nothing here knows about tenants,
Telegram or the database. New texts: `python -m locales.add FILE.json`; what they must hold to stands in
`locales/lint.py`.
"""

from locales import words
from locales.catalogue import LANGUAGES, Language, TextClass
from locales.closest import closest
from locales.fill import Value
from locales.words import Voice

__all__ = ["LANGUAGES", "Language", "TextClass", "Value", "Voice", "closest", "words"]
