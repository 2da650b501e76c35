"""For those who run a server: is it alive and ready, and what does it do."""

from flask import Blueprint, Response, jsonify

from shuangchuang.base.errors import EngineError
from shuangchuang.base.media import formats_of
from shuangchuang.store.engine import Limits, Query
from shuangchuang.web.metrics import CONTENT_TYPE, Metrics
from shuangchuang.web.site import current_site

READY_WITHIN_S = 2.0


def make_blueprint(metrics: Metrics) -> Blueprint:
    """Make the routes that tell the state of one site."""
    blueprint = Blueprint("operations", __name__)

    @blueprint.get("/health")
    def health() -> Response:
        """Tell whether a query is answered and a contribution judged: 200 or else 503."""
        site = current_site()
        is_ready = _answers() and (not site.tasks or site.tasks.are_ready(READY_WITHIN_S))
        told = {"alive": True, "ready": is_ready, "release": site.engine.release.digest}
        response = jsonify(told)
        response.status_code = 200 if is_ready else 503
        response.headers["Cache-Control"] = "no-store"
        return response

    @blueprint.get("/metrics")
    def series() -> Response:
        """Give every series in the Prometheus text format."""
        response = Response(metrics.write(), content_type=CONTENT_TYPE)
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint


def _answers() -> bool:
    try:
        current_site().engine.query(
            Query("ASK {}"),
            formats_of("solutions")[0],
            formats_of("graph")[0],
            Limits(timeout_s=READY_WITHIN_S),
        )
    except EngineError:
        return False
    return True
