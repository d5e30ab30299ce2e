"""The sandbox: a local practice server that speaks the Pages part of Facebook's Graph API.

It exists so that publishing can be rehearsed over real HTTP, failures included, before anyone goes
live. It keeps its own data file and knows nothing of the rest of the product: everything it needs
comes as plain arguments, so that what it says about a publisher cannot be coloured by sharing code.
"""
