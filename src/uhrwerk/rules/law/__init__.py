"""Labour law: what the law asks of working time, country by country, and where a record falls short of it.

`case.py` has what a rule looks at, `findings.py` what it says, `pack.py` what a country's law is made of, a module a
country the rules themselves, and `laws.py` all of them by code. `measures.py`, `checks.py` and `averages.py` have what
the laws share; `advice.py` asks them before a punch.
"""
