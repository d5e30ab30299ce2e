"""Access tokens of Pages: looked at before they die, renewed from a user's token, tried by a probe.

`look` asks Facebook about one Page, `checks` judges what it said, `daily` is the clock's part, `renew` that of
`bhxh token`, `probe` tries how posts may be published on a Page without showing anything.
"""
