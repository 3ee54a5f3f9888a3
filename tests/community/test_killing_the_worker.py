"""A real worker process, killed without warning in the middle of its work."""

import signal
import time

import pytest

from tests.workers import WorkedSite


@pytest.fixture
def site(tmp_path, db):
    with WorkedSite(tmp_path) as site:
        yield site


def test_work_of_a_killed_worker_is_done_by_the_one_that_stood_by(site):
    site.enqueue(seconds=1)
    first = site.start_worker()
    site.wait_for(lambda: site.written() == [f"begun {first.pid}"])
    second = site.start_worker()
    time.sleep(0.2)
    assert site.states() == ["RUNNING"]

    first.send_signal(signal.SIGKILL)
    first.wait()
    site.wait_for(lambda: site.states() == ["SUCCESSFUL"])

    assert site.written() == [
        f"begun {first.pid}",
        f"begun {second.pid}",
        f"ended {second.pid}",
    ]


def test_a_worker_asked_to_stop_ends_what_it_has_begun(site):
    site.enqueue(seconds=0.5)
    site.enqueue(seconds=0.5)
    worker = site.start_worker()
    site.wait_for(site.written)

    worker.terminate()

    assert worker.wait(5) == 0
    assert site.states() == ["READY", "SUCCESSFUL"]
    assert site.written() == [f"begun {worker.pid}", f"ended {worker.pid}"]
