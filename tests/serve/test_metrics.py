from __future__ import annotations

from typing import Any

from serving import LABEL, SOURCE


def test_prometheus_is_told_what_was_done(client: Any) -> None:
    client.post(LABEL, json={"source": SOURCE})
    client.post(LABEL, json={})
    client.get("/nothing/at/all")
    told = client.get("/metrics").text.splitlines()
    requests = 'boilerplate_requests_total{method="POST",route="/v1/label"'
    assert f'{requests},status="200"}} 1.0' in told
    assert f'{requests},status="422"}} 1.0' in told
    assert 'boilerplate_requests_total{method="GET",route="other",status="404"} 1.0' in told
    assert 'boilerplate_blocks_total{label="body"} 2.0' in told
    assert 'boilerplate_request_seconds_count{route="/v1/label"} 2.0' in told
    assert "boilerplate_pages_waiting 0.0" in told


def test_addresses_of_strangers_do_not_fill_the_metrics(client: Any) -> None:
    for number in range(20):
        client.request(f"METHOD{number}", f"/nothing/{number}")
    told = client.get("/metrics").text
    assert "/nothing" not in told
    assert "METHOD" not in told
