"""The class view as a service of JupyterHub: it takes records from kernels and shows pages in browsers.

The hub starts it (`class_view_config.py`) and tells it in its environment where to listen. The hub also says
who somebody is: the owner of the token that a kernel sends, or the user who is logged in. Teachers are the
members of one of the hub's groups.
"""

import asyncio
import csv
import io
import json
import logging
import os
import re
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from jupyterhub.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler, authenticated

from docs.classroom.class_view import catalogue, page, records, summary
from docs.classroom.class_view.store import Store

FOLDER, TEACHERS, DAYS = "CLASS_VIEW_FOLDER", "CLASS_VIEW_TEACHERS", "COURSE_CLASS_VIEW_DAYS"
HOUR = 3600
SECURE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
log = logging.getLogger("class view")


class Base(HubOAuthenticated, RequestHandler):
    """What all pages have in common."""

    @property
    def store(self):
        """The records."""
        return self.settings["store"]

    @property
    def catalogue(self):
        """The exercises and questions of the course."""
        return self.settings["catalogue"]

    @property
    def person(self):
        """The user name, as the hub says it."""
        return self.current_user["name"]

    @property
    def is_teacher(self):
        """Whether the hub counts this person as a teacher."""
        return self.settings["teachers"] in self.current_user.get("groups", [])

    async def prepare(self):
        """Ask the hub who this is, without making other requests wait for the answer."""
        await self.hub_auth.get_user(self, sync=False)

    def set_default_headers(self):
        """Let pages load only what this service serves."""
        for name, value in SECURE.items():
            self.set_header(name, value)

    def teachers_only(self):
        """Refuse everybody else."""
        if not self.is_teacher:
            raise HTTPError(403, reason="This page is for teachers.")

    def number(self, name, otherwise, largest):
        """Return an argument of the address as a number from 0 on."""
        given = self.get_argument(name, str(otherwise))
        if not re.fullmatch(r"\d{1,11}(\.\d{1,6})?", given):
            raise HTTPError(400, reason=f"{name} should be a number.")
        return min(float(given), largest)

    def write_error(self, status_code, **details):
        """Say in a sentence why there is no page."""
        problem = details.get("exc_info", (None, None))[1]
        says = getattr(problem, "reason", None) or page.SENTENCES.get(status_code, page.SENTENCES[500])
        self.finish(page.error(says, self.settings["prefix"], is_missing=status_code == 404))


class Home(Base):
    """Leads teachers to the class and learners to what is kept about them."""

    @authenticated
    def get(self):
        """Go on to the page that is meant for this person."""
        self.redirect(self.settings["prefix"] + ("class" if self.is_teacher else "mine"))


class Missing(Base):
    """An address that leads nowhere."""

    @authenticated
    def get(self, *_):
        """Say that there is no such page."""
        raise HTTPError(404)


class Attempts(Base):
    """Takes the records of a learner's kernels, and deletes them again."""

    def prepare(self):
        """Refuse a request that is too large before asking the hub who sent it."""
        if len(self.request.body) > records.LARGEST_BODY:
            raise HTTPError(413, reason=f"A request has at most {records.LARGEST_BODY:,} bytes.")
        return super().prepare()

    def check_xsrf_cookie(self):
        """Take tokens only: a browser's cookie is not enough here, so no other page can abuse it."""

    def write_error(self, status_code, **details):
        """Answer a program with JSON."""
        problem = details.get("exc_info", (None, None))[1]
        self.finish({"why": getattr(problem, "reason", None) or page.SENTENCES.get(status_code, "Refused.")})

    def sender(self):
        """Return the user whose token came with the request."""
        if self.current_user is None or not getattr(self, "_token_authenticated", False):
            raise HTTPError(403, reason="Only a learner's server on this hub may report, with its token.")
        if self.current_user.get("kind") != "user":
            raise HTTPError(403, reason="Only a learner's server on this hub may report.")
        return self.person

    def post(self):
        """Keep records, and say which are not kept."""
        person = self.sender()
        kept, refused, now = [], [], time.time()
        for content in self._contents():
            try:
                record = records.read(content, person, self.catalogue, now=now, days=self.store.days)
                kept.append(record)
            except records.Refused as problem:
                refused.append(str(problem))
        if len(kept) > self.store.room_for(person):
            raise HTTPError(422, reason="Not that many attempts by one person are kept.")
        new = self.store.add(kept)
        if refused:
            log.warning("refused %d records of %s: %s", len(refused), person, refused[0])
        self.set_status(200 if kept or not refused else 422)
        self.finish({"kept": new, "refused": refused})

    def delete(self):
        """Delete all records of the sender."""
        self.finish({"deleted": self.store.forget(self.sender())})

    def _contents(self):
        try:
            content = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400, reason="The request is not JSON.") from None
        found = content.get("records") if isinstance(content, dict) and len(content) == 1 else None
        if not isinstance(found, list) or len(found) > records.MOST_RECORDS:
            raise HTTPError(400, reason=f"A request is a list of at most {records.MOST_RECORDS} records.")
        return found


class ClassPage(Base):
    """The page for the projector, and the one with names."""

    def initialize(self, names=False):
        """Choose one of the two."""
        self.names = names

    @authenticated
    def get(self):
        """Show the page; its script then asks for the counts every second."""
        self.teachers_only()
        self.finish(
            page.of_class(self.catalogue, self.settings["prefix"], names=self.names, xsrf=self.xsrf_token)
        )


class Counts(Base):
    """The numbers on the page of the class."""

    @authenticated
    def get(self):
        """Return the counts of a lesson as JSON, with names only if the request wants them."""
        self.teachers_only()
        now = time.time()
        since = now - self.number("hours", 4, self.store.days * 24) * HOUR
        lesson = self.get_argument("lesson", "") or self.store.latest_lesson(since) or "00"
        if not self.catalogue.exercises_of(lesson) and not self.catalogue.questions_of(lesson):
            raise HTTPError(404, reason="The course has no such lesson.")
        found = self.store.of_lesson(lesson, since)
        vote = self._vote(found, now)
        counted = summary.of_lesson(lesson, found, self.catalogue, now, vote)
        names = self.get_argument("names", "") == "1"
        shown = counted if names else summary.for_projector(counted)
        self.finish({**shown, "now": round(now, 3)})

    def _vote(self, found, now):
        """Return the question that the page asks for, or else the one that was answered last."""
        since = self.number("since", 0, now)
        name = self.get_argument("question", "")
        if not name:
            name = next((one.name for one in reversed(found) if one.kind == "question"), "")
        question = self.catalogue.find("question", name)
        return (name, since) if question and found and question.lesson == found[0].lesson else None


class Table(Base):
    """The records as a file for a spreadsheet."""

    @authenticated
    def get(self):
        """Return the records of the class, with names."""
        self.teachers_only()
        hours = self.number("hours", 24, self.store.days * 24)
        found = self.store.since(time.time() - hours * HOUR)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="class-view.csv"')
        self.finish(as_csv(found))


class Mine(Base):
    """What is kept about the person who opens the page."""

    @authenticated
    def get(self):
        """Show it."""
        found = self.store.of_person(self.person)
        shown = page.of_person(
            self.person, found, self.catalogue, self.settings["prefix"],
            days=self.store.days, xsrf=self.xsrf_token, deleted=self.get_argument("deleted", ""),
        )  # fmt: skip
        self.finish(shown)

    @authenticated
    def post(self):
        """Delete it."""
        number = self.store.forget(self.person)
        self.redirect(f"{self.settings['prefix']}mine?deleted={number}", status=303)


def as_csv(found):
    """Return records as CSV. No cell can begin a formula, whatever a user is called.

    Parameters
    ----------
    found : list of Record

    Returns
    -------
    str
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["person", "time (UTC)", "lesson", "kind", "name", "status", "mistake or answer", "hints"]
    )
    for one in found:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(one.time))
        row = [one.person, when, one.lesson, one.kind, one.name, one.status, one.mistake, str(one.hint)]
        writer.writerow([f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in row])
    return text.getvalue()


def application(store, found, prefix, teachers):
    """Return the web application.

    Parameters
    ----------
    store : Store
    found : Catalogue
    prefix : str
        The beginning of all addresses, such as ``/services/class-view/``.
    teachers : str
        The group of the hub whose members are teachers.
    """
    pages = [
        ("", Home),
        ("class", ClassPage),
        ("names", ClassPage, {"names": True}),
        ("counts", Counts),
        ("class-view.csv", Table),
        ("mine", Mine),
        ("attempts", Attempts),
        ("oauth_callback", HubOAuthCallbackHandler),
        (r"(class\.js|style\.css)", StaticFileHandler, {"path": str(page.FOLDER)}),
        ("(.*)", Missing),
    ]
    routes = [(url_path_join(prefix, name) if name else prefix, *rest) for name, *rest in pages]
    return Application(
        routes, store=store, catalogue=found, prefix=prefix, teachers=teachers, cookie_secret=store.secret()
    )


async def serve():
    """Listen where the hub says, until the hub ends this program."""
    store = Store(Path(os.environ[FOLDER]), int(os.environ.get(DAYS) or 30))
    found = catalogue.read()
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    app = application(store, found, prefix, os.environ.get(TEACHERS) or "teachers")
    server = HTTPServer(app, xheaders=True, max_body_size=16 * records.LARGEST_BODY)
    server.listen(address.port, address.hostname)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    log.info("the class view listens at %s", address.geturl())
    while not ended.is_set():
        store.prune()
        try:
            await asyncio.wait_for(ended.wait(), HOUR)
        except TimeoutError:
            continue
    server.stop()
    store.close()


def main():
    """Run the service."""
    logging.basicConfig(level=logging.INFO, format="[%(levelname)s %(name)s] %(message)s")
    logging.getLogger("tornado.application").setLevel(logging.WARNING)
    asyncio.run(serve())
