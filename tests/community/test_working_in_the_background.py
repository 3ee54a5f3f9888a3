"""Tasks are rows: done once, tried again with patience, given up with an explanation."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from community import worker as worker_module
from community.actions.work import (
    do_work,
    forget_done_work,
    give_back_interrupted,
    settle,
    take_work,
    try_again,
)
from community.background import delay_after
from community.worker import AnotherWorkerLivesError, Worker, as_the_only_worker, reclaim
from tests.community import tasks_made_up as made_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]


@pytest.fixture(autouse=True)
def nothing_done():
    made_up.done.clear()


def only_piece():
    return DBTaskResult.objects.get()


def make_due():
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def test_a_task_waits_for_the_worker_and_is_done_once(work):
    made_up.note.enqueue("agua")
    assert made_up.done == []

    assert work() == 1
    assert work() == 0

    assert made_up.done == ["agua"]
    assert only_piece().status == TaskResultStatus.SUCCESSFUL


def test_what_a_task_enqueues_is_done_too(work):
    made_up.note_two.enqueue("agua", "aseo")

    assert work() == 3
    assert made_up.done == ["agua", "aseo"]


def test_a_rollback_takes_the_task_with_it(work):
    with transaction.atomic():
        made_up.note.enqueue("agua")
        transaction.set_rollback(True)

    assert work() == 0


def test_the_delays_grow_and_have_an_end():
    seconds = [delay_after(attempt).total_seconds() for attempt in (1, 2, 3, 4, 5, 6, 60)]

    assert seconds == [10, 60, 360, 2160, 12960, 21600, 21600]


def test_a_failure_is_put_off_and_keeps_what_went_wrong(work):
    made_up.fail.enqueue("agua")
    before = timezone.now()

    assert work(may_fail=True) == 1
    assert work() == 0

    piece = only_piece()
    assert piece.status == TaskResultStatus.READY
    assert timedelta(seconds=9) < piece.run_after - before < timedelta(seconds=12)
    assert "no agua today" in piece.traceback

    make_due()
    before = timezone.now()
    work(may_fail=True)
    assert timedelta(seconds=59) < only_piece().run_after - before < timedelta(seconds=62)


def test_after_the_last_attempt_it_is_a_dead_letter_and_an_error_in_the_log(work, caplog):
    made_up.fail.enqueue("agua")
    for _attempt in range(3):
        make_due()
        assert work(may_fail=True) == 1

    piece = only_piece()
    assert piece.status == TaskResultStatus.FAILED
    assert piece.exception_class_path == "builtins.RuntimeError"
    assert "no agua today" in piece.traceback
    assert len(piece.worker_ids) == 3
    errors = [line for line in caplog.records if line.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "tasks_made_up.fail ['agua'] after attempt 3" in errors[0].getMessage()


def test_what_is_hopeless_is_not_tried_again(work):
    made_up.give_up.enqueue("agua")

    work(may_fail=True)

    assert only_piece().status == TaskResultStatus.FAILED


def test_a_task_whose_object_is_gone_ends_quietly(work, caplog):
    made_up.look_for_theme.enqueue(987)

    assert work() == 1

    assert only_piece().status == TaskResultStatus.SUCCESSFUL
    assert not caplog.records


def test_a_task_that_the_code_no_longer_has_is_a_dead_letter(work):
    made_up.note.enqueue("agua")
    DBTaskResult.objects.update(task_path="tests.community.tasks_made_up.gone")

    work(may_fail=True)

    assert only_piece().status == TaskResultStatus.FAILED
    assert "There is no task tests.community.tasks_made_up.gone" in only_piece().traceback


def test_a_dead_letter_gets_all_its_attempts_anew(work):
    made_up.give_up.enqueue("agua")
    made_up.note.enqueue("aseo")
    work(may_fail=True)

    assert try_again(DBTaskResult.objects.all()) == 1
    assert try_again(DBTaskResult.objects.all()) == 0

    letter = DBTaskResult.objects.get(task_path__endswith="give_up")
    assert letter.status == TaskResultStatus.READY
    assert letter.worker_ids == []
    assert work(may_fail=True) == 1


def test_two_workers_never_take_the_same_piece(monkeypatch):
    """The second has read the row before the first took it."""
    made_up.note.enqueue("agua")
    as_seen_by_the_second = DBTaskResult.objects.ready().first()
    assert take_work("first") is not None

    looks = iter([as_seen_by_the_second, None])
    monkeypatch.setattr("django_tasks_db.models.DBTaskResultQuerySet.first", lambda _: next(looks))
    assert take_work("second") is None

    assert only_piece().worker_ids == ["first"]


def test_what_a_dead_worker_had_in_hand_is_given_back(work):
    made_up.note.enqueue("agua")
    take_work("dead")
    assert work() == 0

    assert reclaim() == 1

    assert work() == 1
    assert made_up.done == ["agua"]


def test_nothing_is_taken_from_a_worker_that_lives():
    made_up.note.enqueue("agua")
    with as_the_only_worker():
        take_work("living")

        assert reclaim() == 0
        with pytest.raises(AnotherWorkerLivesError), as_the_only_worker():
            pass

    assert only_piece().status == TaskResultStatus.RUNNING


def test_work_that_kills_its_worker_each_time_is_given_up():
    made_up.fail.enqueue("agua")
    for _death in range(3):
        take_work("dead")
        give_back_interrupted()

    piece = only_piece()
    assert piece.status == TaskResultStatus.FAILED
    assert "The worker died while it did this" in piece.traceback


def test_a_stopped_worker_hands_back_what_it_had_begun(monkeypatch):
    made_up.note.enqueue("agua")
    monkeypatch.setattr(worker_module, "do_work", lambda piece: (_ for _ in ()).throw(SystemExit))

    with pytest.raises(SystemExit):
        Worker().step()

    piece = DBTaskResult.objects.get(task_path__endswith="note")
    assert (piece.status, piece.worker_ids) == (TaskResultStatus.READY, [])


def test_what_was_settled_meanwhile_is_not_undone():
    made_up.note.enqueue("agua")
    piece = take_work("tests")
    DBTaskResult.objects.update(status="FAILED")

    settle(piece, do_work(piece))

    assert only_piece().status == TaskResultStatus.FAILED


def test_a_locked_database_is_waited_for(monkeypatch, caplog):
    """Whether it is locked when the worker looks for work or when it writes how it went."""
    monkeypatch.setattr(worker_module, "SECONDS_OF_PATIENCE", 0)
    monkeypatch.setattr("community.worker.connection.close", lambda: None)
    made_up.note.enqueue("agua")
    worker = Worker(interval=0)
    troubles = [OperationalError("database is locked")] * 5

    def locked_at_first(real):
        def act(*arguments):
            if troubles:
                raise troubles.pop()
            return real(*arguments)

        return act

    def settle_and_stop(*arguments):
        settle(*arguments)
        worker.stop()

    monkeypatch.setattr(worker_module, "take_work", locked_at_first(take_work))
    worker.next_round = float("inf")
    monkeypatch.setattr(worker_module, "settle", settle_and_stop)
    worker.run()

    assert made_up.done == ["agua"]
    assert sum("waits for the database" in line.message for line in caplog.records) == 1


def test_how_it_went_is_written_once_the_database_is_back(monkeypatch):
    monkeypatch.setattr(worker_module, "SECONDS_OF_PATIENCE", 0)
    monkeypatch.setattr("community.worker.connection.close", lambda: None)
    troubles = [DatabaseError("away")] * 3

    def write():
        if troubles:
            raise troubles.pop()
        made_up.done.append("written")

    Worker().insist(write)

    assert made_up.done == ["written"]


def test_only_what_was_done_long_ago_is_forgotten(work):
    made_up.note.enqueue("old")
    made_up.note.enqueue("new")
    made_up.give_up.enqueue("dead letter")
    made_up.note.enqueue("waiting")
    DBTaskResult.objects.filter(args_kwargs__args=["waiting"]).update(
        run_after=timezone.now() + timedelta(days=1)
    )
    work(may_fail=True)
    long_ago = timezone.now() - timedelta(days=30)
    DBTaskResult.objects.exclude(args_kwargs__args=["new"]).update(
        finished_at=long_ago, enqueued_at=long_ago
    )

    assert forget_done_work() == 1

    left = {piece.args_kwargs["args"][0] for piece in DBTaskResult.objects.all()}
    assert left == {"new", "dead letter", "waiting"}


def test_after_each_piece_others_may_write(monkeypatch):
    rests = []
    monkeypatch.setattr(worker_module.time, "sleep", rests.append)
    monkeypatch.setattr(worker_module, "connection", SimpleNamespace(vendor="sqlite"))

    worker_module.give_way(1.0)
    worker_module.give_way(60.0)
    assert rests == [0.25, 0.5]

    made_up.note.enqueue("agua")
    assert Worker().step()
    assert len(rests) == 3

    monkeypatch.setattr(worker_module, "connection", SimpleNamespace(vendor="postgresql"))
    worker_module.give_way(1.0)
    assert len(rests) == 3
