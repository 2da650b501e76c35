"""The headers that every response carries, and those that let it be kept and checked."""

import hashlib
import json
from importlib.metadata import version

from flask import Response, request

EXPOSED = ("Content-Language", "ETag", "Retry-After", "Shuangchuang-Release")
TRUNCATED = "Shuangchuang-Truncated"
HINT = "Shuangchuang-Hint"
CONFORMS = "Shuangchuang-Conforms"
RELEASE = "Shuangchuang-Release"

# Pages load one style sheet and one icon of ours, run no script, and are shown in no frame.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
EVERYWHERE = {
    "Access-Control-Allow-Origin": "*",  # without credentials: everything here is public
    "Access-Control-Expose-Headers": ", ".join((*EXPOSED, TRUNCATED, HINT, CONFORMS)),
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "same-origin",  # addresses hold queries
    "X-Content-Type-Options": "nosniff",
}
KEPT = "public, max-age=60"  # a new release is seen within a minute
SOFTWARE = version("shuangchuang")
SAFE_METHODS = ("GET", "HEAD", "QUERY")


def add_headers(response: Response) -> Response:
    """Add what every response carries: CORS, the policies, and the answer to a preflight."""
    response.headers.extend(EVERYWHERE)
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204
        response.headers.pop("Content-Type", None)
        methods = ", ".join(sorted(response.allow))
        response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = methods
        response.headers["Access-Control-Allow-Headers"] = "*"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def make_tag(*parts: object) -> str:
    """Make an entity tag from everything that decides the content of a response.

    The software is a part of it: what writes the same answer in other bytes needs other tags.
    """
    text = json.dumps([SOFTWARE, *parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_fresh(tag: str) -> bool:
    """Tell whether the client names this representation as one that it holds. RFC 9110 13.1.2.

    A `*` names none: whether there is one is known when the answer is, see `keep`.
    """
    known = request.if_none_match
    return request.method in SAFE_METHODS and not known.star_tag and known.contains_weak(tag)


def keep(response: Response, tag: str, *, weak: bool = False) -> Response:
    """Let a response to a safe method be kept under its tag; others are not kept at all.

    A weak tag says that the content is the same where the bytes may not be. To a client that
    wants it only if there is none (`If-None-Match: *`), it turns into 304.
    """
    if request.method in SAFE_METHODS:
        if request.if_none_match.star_tag:
            response = Response(status=304, headers=_without_content(response))
        response.set_etag(tag, weak)
        response.headers["Cache-Control"] = KEPT
    else:
        response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _without_content(response: Response) -> list[tuple[str, str]]:
    return [one for one in response.headers if not one[0].lower().startswith("content-")]


def not_modified(tag: str) -> Response:
    """Answer 304 with the headers that the full answer would have had."""
    return keep(Response(status=304), tag, weak=request.if_none_match.is_weak(tag))
