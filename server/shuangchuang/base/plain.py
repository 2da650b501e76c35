"""Takes from a text what would steer a terminal or turn the order of the letters on a page."""

import re

BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_HIDDEN = dict.fromkeys((*range(0x80, 0xA0), *BIDI), 0xFFFD)
_SHOWN = {**_PICTURES, 0x7F: 0x2421, **_HIDDEN}
_STEERING = [code for code in _SHOWN if code != 0x0D]
_CONTROL = re.compile("[" + "".join(f"\\u{code:04x}" for code in _STEERING) + "]")


def show_controls(text: str) -> str:
    """Put a visible character in the place of each control character but tab and line feed."""
    return text.translate(_SHOWN)


def escape_controls(text: str) -> str:
    """Write them as escapes in JSON or Turtle, whose writers leave some as they are."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", text)
