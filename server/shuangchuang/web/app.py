"""Builds the application. All it needs is in the site; two applications share nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import jinja2
from flask import Flask

from shuangchuang.web import contribute, failures, pages, shapes, sparql, validate
from shuangchuang.web.bodies import refuse
from shuangchuang.web.headers import add_headers
from shuangchuang.web.language import keep_language
from shuangchuang.web.site import EXTENSION, Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def create_app(site: Site) -> Flask:
    """Build the application of a site."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = site
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(sparql.blueprint)
    app.register_blueprint(validate.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(shapes.blueprint)
    app.register_blueprint(contribute.blueprint)
    app.before_request(refuse)
    app.after_request(add_headers)
    app.url_defaults(keep_language)
    failures.register(app)
    prefix = urlsplit(site.settings.public_url).path.rstrip("/")
    if prefix:
        app.wsgi_app = _Mounted(app.wsgi_app, prefix)  # type: ignore[method-assign]  # Flask's way
    return app


@dataclass(frozen=True)
class _Mounted:
    """Lets links begin with the path of the public address, whether a proxy cuts it or not."""

    inner: "WSGIApplication"
    prefix: str

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == self.prefix or path.startswith(self.prefix + "/"):
            path = path[len(self.prefix) :]
        return self.inner(
            {**environ, "SCRIPT_NAME": self.prefix, "PATH_INFO": path}, start_response
        )
