"""The class view: what a class gets wrong, live, as a service of JupyterHub; or from a folder of files.

records.py       what a record of an attempt is, and what is refused
catalogue.py     the exercises, questions and mistakes of the course, as its checks know them
store.py         the records, in SQLite
summary.py       counts for the teacher, and what a projector may show of them
service.py       the web pages, behind the hub's log-in
from_folder.py   the same page from files that learners have handed in
pages/           the pages themselves
"""
