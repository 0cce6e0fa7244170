# For everyone:      make lab    make test
# For teachers:      make lab EXTRA=teach    make slides    make kit    make nbgrader    make learners
#                    make site    make site-for-learners    make class-view ARGS=folder
# For maintainers:   make lint    make mutants    make notebooks    make images    make links    make bench    make load-test
#                    make lock    make address    make clean
#
# Every target works inside .venv. The first one that you run creates it from the locked requirements.

ARGS       ?=
UV_VERSION := 0.13.9
BIN        := .venv/bin
VERSIONS   := python3 python3.13 python3.12 python3.11 python
PYTHON     ?= $(shell for name in $(VERSIONS); do \
                $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
                && echo $$name && break; done)
# Compile bytecode during installation: otherwise the first `import tensorflow` takes 10 s longer.
INSTALL    := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode
# Compares a file with the schema of the program that reads it. The schemas are part of the package.
SCHEMA     := $(BIN)/check-jsonschema --quiet --builtin-schema

.PHONY: lab test lint mutants slides site site-for-learners kit links notebooks images bench load-test class-view nbgrader learners lock address clean

lab: .venv/course.stamp $(EXTRA:%=.venv/%.stamp)
	@echo "Opening the course in JupyterLab. To stop it, press Ctrl-C twice here."
	@exec $(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" \
	    --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(ARGS)

test: .venv/tests.stamp
	@echo "Testing the course: every notebook is run, then the helpers, the exercises and the pages."
	@$(BIN)/python -m pytest $(ARGS)

# Everything that can be checked without running it: Python, the files that GitHub reads, the explorers' scripts.
lint: .venv/course.stamp .venv/lint.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --exclude notebooks .
	@# Longer lines would be cut off at the right in JupyterLab.
	@$(BIN)/ruff check --select E501 --line-length 106 --isolated --quiet notebooks/*.ipynb
	@$(BIN)/ruff format --check --line-length 106 notebooks
	@$(SCHEMA) github-workflows .github/workflows/*.yml
	@$(SCHEMA) dependabot .github/dependabot.yml
	@$(SCHEMA) github-issue-forms .github/ISSUE_TEMPLATE/number.yml
	@$(SCHEMA) github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(SCHEMA) citation-file-format CITATION.cff
	@$(BIN)/zizmor --quiet --offline .github
	@$(BIN)/python -m tests.pages.tools
	@echo "Nothing to fix."

# Changes one thing at a time in the code, and lists the changes that no test notices: hours for everything.
mutants: .venv/tests.stamp
	@$(BIN)/python -m tests.mutation $(ARGS)

# Builds the decks into _slides/, opens each of them without a network, then presents a lesson live in JupyterLab.
slides: .venv/tests.stamp .venv/teach.stamp
	@$(BIN)/python docs/slides/build.py $(ARGS)
	@echo "The slides are ready: _slides/index.html. Now testing them in a browser."
	@$(BIN)/python -m pytest -n0 tests/slide_decks.py
	@$(BIN)/python -m pytest -n0 tests/slide_live.py

notebooks: .venv/tests.stamp
	@$(BIN)/python -m tests.execute_notebooks $(ARGS)

images: .venv/course.stamp
	@$(BIN)/python images/draw.py

site: .venv/tests.stamp
	@echo "Building the web edition and testing its pages in a browser."
	@$(BIN)/python docs/site/build.py
	@$(BIN)/python -m pytest --dist=load tests/site_files.py tests/site_pages.py $(ARGS)
	@echo "The web edition is ready: open _site/index.html"

# The same without solutions and without the pages for teachers.
site-for-learners: .venv/tests.stamp
	@echo "Building the web edition for learners and testing its pages."
	@$(BIN)/python docs/site/build.py --for-learners
	@COURSE_SITE=_site_for_learners $(BIN)/python -m pytest tests/site_files.py $(ARGS)
	@echo "The learners' web edition is ready: open _site_for_learners/index.html"

# Checks all external links. It needs the internet and takes minutes.
links: .venv/tests.stamp
	@$(BIN)/python docs/site/build.py --links

bench: .venv/tests.stamp
	@$(BIN)/python -m tests.benchmarks $(ARGS)

# Makes the page of a class from the files that learners have handed in: make class-view ARGS=folder
class-view: .venv/course.stamp
	@$(BIN)/python -m docs.classroom.class_view $(ARGS)

# Simulates a class on a real JupyterHub, whose proxy only this target installs.
load-test: .venv/classroom.stamp .venv/tests.stamp
	@$(BIN)/python -m pytest -n0 tests/test_rooms.py
	@$(BIN)/python docs/classroom/load_test.py $(ARGS)

# Prints the worksheets into _kit/.
kit: .venv/tests.stamp
	@$(BIN)/python -m docs.teaching.worksheets $(ARGS)

# The course without its solutions, or with those that are released: make learners ARGS="--solutions-to 04"
learners: | $(BIN)/uv
	@$(BIN)/python docs/classroom/learners.py $(ARGS)

# Makes a course for nbgrader in _nbgrader/, then grades a class of three with it. Only this target installs nbgrader.
nbgrader: .venv/classroom.stamp .venv/tests.stamp
	@$(BIN)/python -m docs.classroom.grading.make_course $(ARGS)
	@echo "Now testing it: three learners hand in, and get the marks that they have earned."
	@$(BIN)/python -m pytest -n0 tests/test_grading.py

# Writes the address of the repository wherever it is needed: make address ARGS=owner/name
address: | $(BIN)/uv
	@$(BIN)/python -m tests.address $(ARGS)

# The only place where versions are chosen. ARGS=--upgrade takes the newest ones that pyproject.toml allows.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
       --custom-compile-command "make lock" $(ARGS)
lock: | $(BIN)/uv
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) pyproject.toml --group dev --group slides --group site -c requirements.txt -o requirements-dev.txt
	@$(LOCK) pyproject.toml --extra teach --group classroom -c requirements.txt -o requirements-classroom.txt
	@$(LOCK) --group lint -c requirements-dev.txt -o requirements-lint.txt

clean:
	rm -rf .venv .pytest_cache .hypothesis .ruff_cache .import_linter_cache .pages tests/pages/node_modules _site _site_for_learners _slides _kit

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "The course needs Python 3.11, 3.12 or 3.13, and none of them was found.\
	 Install one, or say where it is: make lab PYTHON=/path/to/python3.12"; exit 1; }
	@echo "Creating the course's own Python environment in .venv (with $$($(PYTHON) --version))."
	@$(PYTHON) -m venv .venv || { echo "This Python cannot create environments. On Debian and Ubuntu:\
	 sudo apt install python3-venv"; rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)

.venv/course.stamp: requirements.txt pyproject.toml $(shell find lab -type f) | $(BIN)/uv
	@echo "Installing JupyterLab, TensorFlow and everything else (about 500 MB, a few minutes, only once)."
	@$(INSTALL) -r requirements.txt
	@$(INSTALL) --no-deps --editable .
	@# Otherwise JupyterLab covers a new learner's first lesson with a question about news.
	@$(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements 2>/dev/null
	@touch $@

# Separate from the test tools. Otherwise everybody who has run the tests would see it in every lesson.
.venv/teach.stamp: requirements-classroom.txt pyproject.toml | .venv/course.stamp
	@$(INSTALL) --constraint requirements-classroom.txt --editable ".[teach]"
	@touch $@

# The development requirements include the course's at the same versions, so this installs both.
.venv/tests.stamp: requirements-dev.txt pyproject.toml | .venv/course.stamp
	@echo "Installing the test tools."
	@$(INSTALL) -r requirements-dev.txt
	@touch .venv/course.stamp $@

.venv/lint.stamp: requirements-lint.txt | .venv/course.stamp
	@echo "Installing the linters, including Node.js."
	@$(INSTALL) -r requirements-lint.txt
	@touch $@

.venv/classroom.stamp: requirements-classroom.txt | .venv/course.stamp
	@echo "Installing JupyterHub, its proxy and nbgrader."
	@$(INSTALL) -r requirements-classroom.txt
	@touch $@
