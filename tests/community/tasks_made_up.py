"""Tasks that succeed, fail or last, for the tests of the work in the background."""

import os
import time
from pathlib import Path

from community.background import HopelessError, background
from community.models import Theme

done = []


@background(title="Note a word")
def note(word):
    done.append(word)


@background(attempts=3, title="Fail each time")
def fail(word):
    raise RuntimeError(f"no {word} today")


@background()
def give_up(word):
    raise HopelessError(f"never {word}")


@background()
def look_for_theme(pk):
    done.append(Theme.objects.get(pk=pk))


@background()
def note_two(first, second):
    note.enqueue(first)
    note.enqueue(second)


@background(attempts=3)
def write_slowly(folder, seconds):
    """One line when it begins and one when it ends, each with the process that wrote it."""
    with Path(folder, "slow.txt").open("a") as file:
        print(f"begun {os.getpid()}", file=file, flush=True)
        time.sleep(seconds)
        print(f"ended {os.getpid()}", file=file, flush=True)
