"""Telling people what needs them: by mail and webhook in live mode, into a folder in a rehearsal.

`survey` and the checks of tokens raise notices, `carry` sends them, and nothing here can stop a tick.
"""
