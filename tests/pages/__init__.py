"""The explorers' pages without a browser: a linter, a type checker, and tests that run in Node.js."""
