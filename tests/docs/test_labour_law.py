"""Every rule of labour law stands in its page, in its country's table, and no other does."""

import re

import pytest

from tests.docs.pages import ROOT, page
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.law.pack import Law

LAW_MODULES = ROOT / "src/uhrwerk/rules/law"


@pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
def test_every_rule_stands_in_the_table_of_its_law(law: Law) -> None:
    key = rf"{law.code.lower()}-[a-z-]+"
    modules = "".join(path.read_text() for path in LAW_MODULES.glob("*.py"))
    named = set(re.findall(rf'"({key})"', modules))
    assert len(named) >= 8
    _, found, section = page("docs/labour-law.md").partition(f"\n## {law.name}\n")
    assert found
    rows = [line.split("|")[1] for line in section.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    assert set(re.findall(rf"`({key})`", "".join(rows))) == named
