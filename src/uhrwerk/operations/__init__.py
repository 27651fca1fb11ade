"""One async function per verb: permission → load → rule → save → journal, in one transaction.

The transaction, the actor and `now` are arguments. Nothing here reads the time, waits for anything but the
transaction, or knows a face.
"""
