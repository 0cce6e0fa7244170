"""Send attempts to the class view of a hub, in the background, and keep them while it is away.

A check only adds its record to a list. A daemon thread, which starts with the first record, sends what is
in the list. While the class view doesn't answer, the list is also kept in a file, whole or not at all; the
next kernel of the same learner finds that file and sends it. A record that is sent twice counts once,
because the class view knows it by its id.
"""

import atexit
import contextlib
import json
import os
import random
import threading
import time
from urllib.parse import urlsplit

from helpers.storage import whole_file
from helpers.workspace import my_work

LINGER = 0.25  # seconds: attempts in quick succession are sent together, after the check has ended
MOST = 1000  # records kept while the class view is away; beyond that the oldest are dropped
BATCH = 100  # records in one request
PATIENCE = 10  # seconds to wait for an answer
LONGEST_PAUSE = 30  # seconds between two tries while the class view is away
LARGEST_FILE = 1024 * 1024  # bytes; a file of MOST records has a fifth of that
NEVER_ACCEPTED = (400, 413, 422)  # status codes for which repeating the request does not help


class Sender:
    """Sends the records of one kernel.

    Parameters
    ----------
    address : str
        Of the class view, such as ``http://127.0.0.1:10101/services/class-view``.
    token : str
        Of the learner's own server; the class view asks the hub whose it is.
    """

    def __init__(self, address, token):
        """Start nothing yet: the first record starts the thread."""
        self._address, self._token = urlsplit(address), token
        self._pending = []
        self._changed = threading.Condition()
        self._unsaved = False
        self._has_file = False
        self._thread = None
        self._file = f"unsent-{os.urandom(4).hex()}.json"
        self._adopted = []

    def put(self, record):
        """Take a record to send; return at once."""
        with self._changed:
            self._pending = [*self._pending, record][-MOST:]
            self._unsaved = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="class view")
                self._thread.start()
                atexit.register(self.save)
            self._changed.notify()

    @property
    def waiting(self):
        """How many records have not been sent yet."""
        return len(self._pending)

    def forget(self):
        """Delete everything: what waits here, and what the class view keeps.

        Returns
        -------
        int or None
            How many records the class view has deleted; None if it doesn't answer.
        """
        with self._changed:
            self._pending = []
        for path in self._files_of_the_learner():
            path.unlink(missing_ok=True)
        status, answer = self._request("DELETE", "attempts")
        return answer.get("deleted") if status == 200 else None

    def save(self):
        """Write what is not sent yet to a file, or remove the file if there is nothing left."""
        folder = my_work()
        if folder is None:
            return
        with self._changed:
            pending, self._unsaved = self._pending, False
        with contextlib.suppress(OSError):
            if pending:
                with whole_file(folder / self._file) as unfinished:
                    unfinished.write_text(json.dumps(pending), encoding="utf-8")
            else:
                (folder / self._file).unlink(missing_ok=True)
            self._has_file = bool(pending)
            for path in self._adopted:  # their records are in this file now, or sent
                path.unlink(missing_ok=True)
            self._adopted = []

    def _run(self):
        """Send what there is, for as long as the kernel runs."""
        self._adopt()
        failures = 0
        while True:
            with self._changed:
                while not self._pending:
                    self._changed.wait()
            time.sleep(LINGER)
            batch = self._pending[:BATCH]
            if not batch:
                continue
            status, _ = self._request("POST", "attempts", {"records": batch})
            if status == 200 or status in NEVER_ACCEPTED:
                self._remove(batch)
                if self._has_file or self._adopted:  # the file may hold what has been sent by now
                    self.save()
                failures = 0
            else:
                failures += 1
                self.save()
                self._pause(min(2 ** (failures - 1), LONGEST_PAUSE) * random.uniform(0.7, 1.3))

    def _remove(self, batch):
        sent = {record.get("id") for record in batch}
        with self._changed:
            self._pending = [record for record in self._pending if record.get("id") not in sent]

    def _pause(self, seconds):
        """Wait, and meanwhile keep in the file what is added to the list."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            with self._changed:
                if not self._unsaved:
                    self._changed.wait(left)
            if self._unsaved:
                time.sleep(LINGER)
                self.save()

    def _adopt(self):
        """Take over what earlier kernels of this learner could not send."""
        for path in self._files_of_the_learner():
            if path.name == self._file:  # the kernel may end while this thread begins
                continue
            with contextlib.suppress(OSError, TypeError, ValueError):
                if path.stat().st_size <= LARGEST_FILE:
                    found = json.loads(path.read_text("utf-8"))
                    with self._changed:
                        self._pending = [*filter(_is_record, found), *self._pending][-MOST:]
            self._adopted.append(path)

    def _files_of_the_learner(self):
        folder = my_work()
        return sorted(folder.glob("unsent-*.json")) if folder else []

    def _request(self, method, path, content=None):
        """Return the status and the content of the answer; (0, {}) if there is none."""
        import http.client  # late: only a kernel on a hub needs it

        secure = self._address.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        headers = {"Authorization": f"token {self._token}", "Content-Type": "application/json"}
        body = None if content is None else json.dumps(content).encode()
        try:
            connection = connect(self._address.hostname, self._address.port, timeout=PATIENCE)
            with contextlib.closing(connection):
                connection.request(method, f"{self._address.path.rstrip('/')}/{path}", body, headers)
                answer = connection.getresponse()
                text = answer.read()
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        with contextlib.suppress(ValueError):
            found = json.loads(text)
            return answer.status, found if isinstance(found, dict) else {}
        return answer.status, {}


def _is_record(found):
    return isinstance(found, dict) and isinstance(found.get("id"), str)
