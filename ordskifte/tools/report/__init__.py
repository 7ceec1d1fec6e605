"""The translators' report: what is translated, what is left, and what comes next, as values, as JSON and as pages.

It has the words of sources in it, members' too, and is not for publishing.
"""
