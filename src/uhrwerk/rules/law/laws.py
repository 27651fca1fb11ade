"""Every law, a line each."""

from uhrwerk.rules.law.pack import BreakStep, Law, Rule, break_due, findings_of

__all__ = ["BreakStep", "Law", "Rule", "break_due", "findings_of"]
