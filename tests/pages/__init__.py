"""Tests of the pages' arithmetic, which runs in Node.js here and in the browser for a learner."""
