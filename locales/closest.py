"""Which of our languages a phone's language is nearest to."""

from collections.abc import Mapping

from locales.catalogue import Language

_NEAREST: Mapping[str, Language] = {
    "sv": "sv",
    "nb": "nb",
    "no": "nb",
    "nn": "nn",
    "da": "nb",  # read with ease; the country's own language comes first where nothing is near
}


def closest(language_code: str | None) -> Language | None:
    """Our language for a tag such as `sv-SE`, `no`, `nn_NO`; None when none is near (the deployment's)."""
    if not language_code:
        return None
    return _NEAREST.get(language_code.replace("_", "-").partition("-")[0].lower())
