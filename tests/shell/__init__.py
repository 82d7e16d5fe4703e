"""Tests of the shell: fetching, the pipeline, the daemon, the command line."""
