"""The web app in a real browser.

Only what needs one: scripts, the keyboard, what a page looks like, what axe says of it. What HTTP can show is tested
over HTTP, without a browser.
"""
