"""The health check, for load balancers and monitors."""

from onewindow_policy.records.health import APART
from onewindow_policy.records.health import check_health
from onewindow_policy.records.health import OF_PROCESS
from onewindow_policy.records.health import OK
from Products.Five import BrowserView

import json


class HealthView(BrowserView):
    """`/@@health`: the state of each part as JSON; 503 unless all are well."""

    def __call__(self) -> str:
        states = check_health(self.context._p_jar)
        response = self.request.response
        judged = {states[part] for part in OF_PROCESS}
        response.setStatus(200 if judged <= {APART, OK} else 503)
        response.setHeader("Content-Type", "application/json")
        response.setHeader("Cache-Control", "no-store")
        return json.dumps(states)
