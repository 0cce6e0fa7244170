"""The records, in one SQLite file that only the hub's administrator can read."""

import contextlib
import secrets
import sqlite3
import time
from pathlib import Path

from docs.classroom.class_view.records import DAY, Record
from helpers.storage import set_aside, whole_file

FILE = "class-view.sqlite"
MOST_OF_A_PERSON = 20_000  # records; a learner who does the whole course leaves about 1,000
SECRET = 32  # bytes
TABLES = """
create table if not exists attempts (
    person text not null, id text not null, time real not null, lesson text not null, kind text not null,
    name text not null, status text not null, mistake text not null, hint integer not null,
    primary key (person, id)
) without rowid;
create index if not exists by_lesson on attempts (lesson, time);
create table if not exists forgotten (person text primary key, time real not null) without rowid;
"""


class Store:
    """Records of attempts, each kept once.

    Parameters
    ----------
    folder : pathlib.Path
    days : int
        After which a record is deleted.
    """

    def __init__(self, folder, days):
        """Open the file, or begin a new one; a damaged one is set aside."""
        self.days = days
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = Path(folder, FILE)
        try:
            self._open()
        except sqlite3.DatabaseError:
            set_aside(self._path)
            self._open()

    def _open(self):
        self._base = sqlite3.connect(self._path, isolation_level=None)
        self._path.chmod(0o600)
        # Deleted records are overwritten. A record is in the file before the kernel gets its answer.
        self._base.executescript("pragma journal_mode = wal; pragma secure_delete = on;" + TABLES)

    def secret(self):
        """Return what signs the cookies; kept, so that a restart logs nobody out."""
        path = self._path.with_name("cookie-secret")
        if not path.exists() or path.stat().st_size != SECRET:
            with whole_file(path) as unfinished:
                unfinished.write_bytes(secrets.token_bytes(SECRET))
                unfinished.chmod(0o600)
        return path.read_bytes()

    def close(self):
        """Close the file."""
        self._base.close()

    def add(self, records):
        """Keep records, each once, and return how many are new.

        Parameters
        ----------
        records : list of Record
            Of one person. Those from before the person's last `forget` are left out.
        """
        if not records:
            return 0
        since = self._forgotten(records[0].person)
        rows = [record for record in records if record.time > since]
        before = self._base.total_changes
        with self._transaction():
            self._base.executemany("insert or ignore into attempts values (?,?,?,?,?,?,?,?,?)", rows)
        return self._base.total_changes - before

    def room_for(self, person):
        """Return how many more records of a person can be kept."""
        (number,) = self._base.execute("select count(*) from attempts where person = ?", (person,)).fetchone()
        return MOST_OF_A_PERSON - number

    def forget(self, person):
        """Delete all records of a person, and return how many there were.

        What the person's kernels still send from before this moment will not be kept either.
        """
        with self._transaction():
            number = self._base.execute("delete from attempts where person = ?", (person,)).rowcount
            self._base.execute("insert or replace into forgotten values (?, ?)", (person, time.time()))
        self._base.execute("pragma wal_checkpoint(truncate)")
        return number

    def prune(self):
        """Delete what is older than the days for which records are kept."""
        oldest = time.time() - self.days * DAY
        with self._transaction():
            for table in ("attempts", "forgotten"):
                self._base.execute(f"delete from {table} where time < ?", (oldest,))
        self._base.execute("pragma wal_checkpoint(truncate)")

    def of_person(self, person):
        """Return the records of one person, the oldest first."""
        return self._select("where person = ? order by time", person)

    def of_lesson(self, lesson, since=0):
        """Return the records of a lesson from a moment on, the oldest first."""
        return self._select("where lesson = ? and time >= ? order by time", lesson, since)

    def since(self, moment):
        """Return all records from a moment on, the oldest first."""
        return self._select("where time >= ? order by time", moment)

    def latest_lesson(self, since):
        """Return the lesson with the latest record since a moment, or None."""
        query = "select lesson from attempts where time >= ? order by time desc limit 1"
        found = self._base.execute(query, (since,)).fetchone()
        return found[0] if found else None

    def _select(self, condition, *values):
        rows = self._base.execute(f"select * from attempts {condition}", values)
        return [Record(*row) for row in rows]

    def _forgotten(self, person):
        found = self._base.execute("select time from forgotten where person = ?", (person,)).fetchone()
        return found[0] if found else 0

    @contextlib.contextmanager
    def _transaction(self):
        self._base.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._base.execute("rollback")
            raise
        self._base.execute("commit")
