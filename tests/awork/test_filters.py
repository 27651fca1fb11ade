"""`filterby` and `orderby`: every construct of the grammar, on lists that have something to find."""

import pytest

from tests.awork.shop import Shop, asked, make_shop, names
from tests.awork.wire import refusal
from tests.home import MORNING, Home

WEB, TROUBLE, INTERN = "Website", "Ärger 100%", "intern"


@pytest.fixture(scope="session")
def made_shop(running_home: Home) -> Shop:
    running_home.clock.now = MORNING
    return make_shop(running_home)


@pytest.fixture
def shop(home: Home, made_shop: Shop) -> Shop:
    """Leave it as it is."""
    return made_shop


COMPARISONS = [
    ("name eq 'Website'", [WEB]),
    ("NAME Eq 'Website'", [WEB]),
    ("'Website' eq name", [WEB]),
    ("name eq 'website'", []),
    ("tolower(name) eq 'website'", [WEB]),
    ("ToLower( name ) eq 'ärger 100%'", [TROUBLE]),
    ("toupper(name) eq 'ÄRGER 100%'", [TROUBLE]),
    ("tolower(name) eq tolower('WEBSITE')", [WEB]),
    ("name ne 'Website'", [TROUBLE, INTERN]),
    ("projectKey eq 'WEB'", [WEB]),
    ("projectKey ne 'WEB'", [TROUBLE, INTERN]),
    ("not (projectKey eq 'WEB')", [TROUBLE, INTERN]),
    ("projectKey eq null", [TROUBLE]),
    ("null ne projectKey", [WEB, INTERN]),
    ("name gt 'Website'", [TROUBLE, INTERN]),
    ("name ge 'Website'", [WEB, TROUBLE, INTERN]),
    ("'a' gt name", [WEB]),
    ("name le 'Website'", [WEB]),
    ("description eq 'it''s here'", [TROUBLE]),
    ("name in ('Website', 'intern','Website')", [WEB, INTERN]),
    ("projectKey in ('WEB',null)", [WEB, TROUBLE]),
    ("not (projectKey in ('WEB'))", [TROUBLE, INTERN]),
]
FLAGS = [
    ("isBillableByDefault", [WEB]),
    ("isBillableByDefault eq true", [WEB]),
    ("isBillableByDefault ne true", [TROUBLE, INTERN]),
    ("not isBillableByDefault", [TROUBLE, INTERN]),
    ("isBillableByDefault in (true,false)", [WEB, TROUBLE, INTERN]),
    ("isExternal eq false", [WEB, TROUBLE, INTERN]),
    ("isExternal ne false or hasImage", []),
    ("isBillableByDefault and isPrivate eq false", [WEB]),
]
TEXTS = [
    ("substringof('SITE',name)", [WEB]),
    ("substringof('är',name)", [TROUBLE]),
    ("substringof('%',name)", [TROUBLE]),
    ("substringof('_',name)", []),
    ("substringof('',name)", [WEB, TROUBLE, INTERN]),
    ("substringof('here',description) eq true", [TROUBLE]),
    ("not substringof('here',description)", [WEB, INTERN]),
    ("startswith(name,'WEB')", [WEB]),
    ("startswith(name,'site')", []),
    ("startswith(name,'web') eq false", [TROUBLE, INTERN]),
    ("startswith(tolower(name),'ÄRG') ne false", [TROUBLE]),
    ("endswith(name,'00%')", [TROUBLE]),
    ("endswith(name,'SITE')", [WEB]),
    ("endswith(name,'Web')", []),
    ("endswith(name,'a very long text, longer than any name')", []),
]
LOGIC = [
    ("name eq 'intern' or name eq 'Website' and isBillableByDefault", [WEB, INTERN]),
    ("(name eq 'intern' or name eq 'Website') and isBillableByDefault", [WEB]),
    ("not (name eq 'intern' or projectKey eq null)", [WEB]),
    ("not not (name eq 'intern')", [INTERN]),
    ("(((name eq 'intern')))", [INTERN]),
    ("(name eq 'intern') eq false", [WEB, TROUBLE]),
    ("\tname\neq   'intern'", [INTERN]),
]
NESTED = [
    ("company/name eq 'Nordlicht'", [WEB]),
    ("company/name ne 'Nordlicht'", [TROUBLE, INTERN]),
    ("company eq null", [TROUBLE, INTERN]),
    ("company ne null", [WEB]),
    ("companyId eq guid'{client}'", [WEB]),
    ("companyId eq {client}", [WEB]),
    ("companyid in (guid'{owner}',guid'{client}')", [WEB]),
    ("id ne guid'{Website}'", [TROUBLE, INTERN]),
    ("projectType/name eq 'Customer' and projectStatus/type eq 'progress'", [WEB]),
    ("substringof('nord',Company/Name)", [WEB]),
]
COLLECTIONS = [
    ("members/any(m: m/userId eq guid'{owner}')", [WEB]),
    ("members/any(m:m/userId eq me.id and m/isResponsible)", [WEB]),
    ("members/any(m: m/userId eq guid'{colleague}' and m/isResponsible)", []),
    ("members/any()", [WEB]),
    ("not members/any( )", [TROUBLE, INTERN]),
    ("members/all(m: m/isResponsible)", [TROUBLE, INTERN]),
    ("members/all(m: m/firstName ne 'Nobody')", [WEB, TROUBLE, INTERN]),
    ("tags/any(x: x/name eq 'urgent')", [WEB]),
    ("tags/any(x: x/name eq 'urgent') eq false", [TROUBLE, INTERN]),
    ("tags/any(X: x/Name eq 'urgent' and name eq 'Website')", [WEB]),
    ("tags/count() gt 0", [WEB]),
    ("0 lt tags/count()", [WEB]),
    ("tags/$count eq 0", [TROUBLE, INTERN]),
    ("members/count() ge 2L and members/count() lt 3", [WEB]),
    ("teams/any(t: t/name eq 'Crew' and t/userIds/any(u: u eq guid'{owner}'))", [WEB]),
    ("teams/any(t: t/projectIds/all(p: p eq guid'{Website}'))", [WEB]),
    ("teams/any(t: t/userIds/any(u: u eq guid'{colleague}'))", []),
]
DATES = [
    ("dueDate eq datetime'2026-05-03'", [WEB]),
    ("dueDate eq datetime'2026-05-03T00:00:00Z'", [WEB]),
    ("dueDate eq datetime'2026-05-03T10:00'", []),
    ("dueDate ne datetime'2026-05-03T10:00'", [WEB, TROUBLE, INTERN]),
    ("dueDate lt datetime'2026-05-03T10:00'", [WEB]),
    ("dueDate ge datetime'2026-05-03T10:00'", []),
    ("dueDate gt 2026-5-2", [WEB]),
    ("dueDate in (datetime'2026-05-03',datetime'2026-05-04T01:00')", [WEB]),
    ("dueDate gt today+53d and dueDate lt today+55d", [WEB]),
    ("updatedOn ge datetime'2026-03-10T07:30:00.123Z'", [WEB]),
    ("updatedOn gt datetime'2026-03-10T07:30:00.123Z'", []),
    ("updatedOn eq datetime'2026-03-10T08:30:00.123+01:00'", [WEB]),
    ("updatedOn eq 2026-03-10T08:30:00.123+01:00", [WEB]),
    ("createdOn lt now and createdOn ge today", [WEB, TROUBLE, INTERN]),
]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [*COMPARISONS, *FLAGS, *TEXTS, *LOGIC, *NESTED, *COLLECTIONS, *DATES],
)
def test_projects_are_filtered(home: Home, shop: Shop, expression: str, expected: list[str]) -> None:
    answer = asked(home, shop.place.owner, "projects", filterby=shop.fill(expression))
    assert sorted(names(answer)) == sorted(expected)
    assert answer.headers["aw-totalitems"] == str(len(expected))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            "taskstatus/type ne 'done' and (substringof('ÄND',name) or substringof('site',project/name))",
            ["Sitemap", "ändern"],
        ),
        ("assignees/any(a: a/id eq guid'{owner}')", ["Sitemap", "ändern"]),
        ("assignees/any(a: a/title eq 'Dr.')", ["ändern"]),
        ("assignees/any(a: a/tags/any(t: name eq 'x' or t/name eq 'urgent'))", ["ändern"]),
        (
            "assignees/any(a: a/userContactInfos/any(c: c/type eq 'email' and c/value eq 'colleague@example.org'))",
            ["ändern"],
        ),
        ("assignees/any(a: a/teams/any(t: t/name eq 'Crew'))", ["Sitemap", "ändern"]),
        ("assignees/count() eq 0", ["Budget"]),
        ("isPrio", ["Budget"]),
        ("plannedDuration gt 3599.5", ["Budget"]),
        ("plannedDuration le 3600.0M", ["Budget"]),
        ("plannedDuration eq 3600.5", []),
        ("plannedDuration ne 3.6e3", ["Sitemap", "ändern"]),
        ("plannedDuration gt -1f", ["Budget"]),
        ("plannedDuration lt 99999999999", ["Budget"]),
        ("dueOn eq datetime'2026-03-10T07:30:00.123Z'", ["Budget"]),
        ("baseType eq 'projecttask' and not (baseType in ('private'))", ["Budget", "Sitemap", "ändern"]),
        ("baseType ne 'projecttask' or baseType eq 'epic'", []),
        ("isSubtask", ["ändern"]),
        ("parentTask/name eq 'Sitemap'", ["ändern"]),
        ("project/company/name eq 'Nordlicht' and tags/any()", ["Budget"]),
    ],
)
def test_tasks_are_filtered(home: Home, shop: Shop, expression: str, expected: list[str]) -> None:
    url = f"projects/{shop.place.project}/projecttasks"
    answer = asked(home, shop.place.owner, url, filterby=shop.fill(expression))
    assert sorted(names(answer)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "filterby=name+eq+'C%2B%2B'",
        "filterBy=name%2Beq%2B'C%2B%2B'",
        "FILTERBY=%20name%20eq%20'C%2B%2B'%20",
        "filterby=name+eq+'C%2B%2B'+and+createdOn+lt+today%2B5d&colour=red",
        "filterby=name+eq+'C%2B%2B'+and+createdOn+lt+today+5d+and+createdOn+gt+today+-+5d",
        "filterby=name+eq+'C%2B%2B'+and+createdOn+lt+2026-03-10T18:00:00+02:00",
        "filterby=name+eq+'C%2B%2B'+and+createdOn+ge+datetime'2026-03-10T07:00:00+00:00'",
    ],
)
def test_a_plus_is_a_blank_but_in_texts(home: Home, shop: Shop, query: str) -> None:
    answer = home.http.get(f"/api/v1/typeofwork?{query}", headers=shop.place.owner.awork_bearer)
    assert names(answer) == ["C++"]


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("nome eq 'x'", '"nome" is no property of: project (position 1)'),
        ("company/nome eq 'x'", '"nome" is no property of: company (position 9)'),
        ("name/x eq 'x'", "(position 5)"),
        ("name eq", "(position 8)"),
        ("name 'x'", "(position 6)"),
        ("name eq x", "(position 9)"),
        ("name eq projectKey", "(position 6)"),
        ("'a' eq 'a'", "(position 5)"),
        ("true", "(position 5)"),
        ("name", '"name" is a text (position 1)'),
        ("name eq 5", '"name" is a text (position 1)'),
        ("name eq guid'00000000-0000-7000-8000-00000000dead'", '"name" is a text'),
        ("id eq '00000000-0000-7000-8000-00000000dead'", '"id" is a guid (position 1)'),
        ("id in ('a')", '"id" is a guid (position 1)'),
        ("id gt guid'00000000-0000-7000-8000-00000000dead'", "eq and ne only"),
        ("isPrivate eq 1", '"isPrivate" is true or false'),
        ("isPrivate gt false", "eq and ne only"),
        ("isExternal eq 'no'", '"isExternal" is true or false'),
        ("isExternal lt true", "eq and ne only"),
        ("createdOn ge '2026-01-01'", '"createdOn" is a date and time'),
        ("dueDate eq 2026", '"dueDate" is a date'),
        ("dueDate le null", "eq and ne only"),
        ("id eq guid'xyz'", '"xyz" is no guid (position 7)'),
        ("dueDate eq datetime'2026-02-30'", '"2026-02-30" is no datetime'),
        ("dueDate eq datetime'yesterday'", '"yesterday" is no datetime'),
        ("dueDate eq datetime'9999-12-31T23:00:00-05:00'", "is no datetime"),
        ("dueDate lt today+99999999999999999999d", "is no today"),
        ("dueDate lt today-36601d", "is no today"),
        ("dueDate lt today-5h", "(position "),
        ("tags/count() gt 99999999999999999", "is no number"),
        ("tags/count() gt 1e999999999", "is no number"),
        ("tags/count() gt 1.5", "a count is compared with a whole number"),
        ("tags/count gt 1", "(position "),
        ("tags eq 'x'", "(position "),
        ("tags/any", "(position "),
        ("tags/all()", "(position "),
        ("tags/some(x: x/name eq 'a')", "any, all or count is expected"),
        ("tags/any(x x/name eq 'a')", '":" is expected'),
        ("tags/any(x: y/name eq 'a')", '"y" is no property of: project'),
        ("tags/any(x: x eq 'a')", '"x" is no property of: tag'),
        ("tags/any(x: x/name eq 'a'", '")" is expected instead of the end'),
        ("substringof(name,'x')", "in its own order"),
        ("startswith('x',name)", "in its own order"),
        ("startswith(isPrivate,'x')", '"isPrivate" is true or false'),
        ("startswith(name,5)", "in its own order"),
        ("startswith(name)", '"," is expected'),
        ("tolower(isPrivate) eq 'x'", "takes a text"),
        ("length(name) gt 3", '"length" is no property'),
        ("(name eq 'x'", '")" is expected instead of the end'),
        ("name eq 'x')", '")" is not expected (position 12)'),
        ("name eq 'x' and", "(position 16)"),
        ("name eq 'x' name eq 'y'", "(position 13)"),
        ("name eq 'x", "a text has no end (position 9)"),
        ("name eq 'it's'", "(position "),
        ("name = 'x'", '"=" is not expected (position 6)'),
        ("name eq 'x' ; drop table project", '";" is not expected'),
        ("name eq 'a\0b'", "null characters"),
        ("name in ()", "(position 10)"),
        ("name in 'x'", '"(" is expected'),
        ("name in ('x',projectKey)", "(position 14)"),
        ("name eq 'x' eq 'y'", "true or false"),
        ("eq eq eq", "(position 1)"),
        (")", "(position 1)"),
        ("not", "(position 4)"),
        ("(" * 21 + "isPrivate" + ")" * 21, "nested more than 20 deep"),
        ("not " * 500 + "isPrivate", "nested more than 20 deep"),
        (" or ".join(["isPrivate"] * 201), "more than 200 conditions"),
        ("name eq '" + "x" * 20_000 + "'", "longer than 20000 characters"),
        (
            "teams/any(a: teams/any(b: teams/any(c: teams/any(d: d/name eq 'x'))))",
            "at most three within one another",
        ),
    ],
)
def test_a_bad_filter_is_refused_and_named(home: Home, shop: Shop, expression: str, complaint: str) -> None:
    answer = asked(home, shop.place.owner, "projects", filterby=expression)
    body = refusal(answer, 400, "invalid-filter-or-order", "FilterBy")
    assert complaint in body["details"][0]
    assert len(body["details"][0]) < 200


def test_as_much_as_is_allowed_is_answered(home: Home, shop: Shop) -> None:
    deep = "(name eq 'x' or (isPrivate eq false and " * 10 + "isBillableByDefault" + "))" * 10
    wide = " or ".join(f"name eq '{number}'" for number in range(199)) + " or name eq 'Website'"
    many = "id in (" + ",".join([shop.fill("guid'{Website}'")] * 400) + ")"
    inner = "teams/any(a: teams/any(b: teams/any(c: c/name eq 'Crew' and b/name eq 'Crew')))"
    for expression in (deep, wide, many, inner):
        assert names(asked(home, shop.place.owner, "projects", filterby=expression)) == [WEB]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", [INTERN, WEB, TROUBLE]),
        ("Name ASC", [INTERN, WEB, TROUBLE]),
        ("name desc", [TROUBLE, WEB, INTERN]),
        ("projectKey", [TROUBLE, INTERN, WEB]),
        ("projectKey desc", [WEB, INTERN, TROUBLE]),
        ("company/name desc,name desc", [WEB, TROUBLE, INTERN]),
        ("company/name , name", [INTERN, TROUBLE, WEB]),
        ("isBillableByDefault+desc,projectKey", [WEB, TROUBLE, INTERN]),
        ("dueDate,projectKey", [TROUBLE, INTERN, WEB]),
        ("updatedOn desc,id", [WEB, TROUBLE, INTERN]),
    ],
)
def test_lists_are_ordered(home: Home, shop: Shop, order: str, expected: list[str]) -> None:
    assert names(asked(home, shop.place.owner, "projects", OrderBy=order)) == expected
    pages = [asked(home, shop.place.owner, "projects", orderby=order, page=str(n), pagesize="1") for n in (1, 2, 3, 4)]
    assert [names(page) for page in pages] == [[name] for name in expected] + [[]]


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        ("nome", '"nome" is no property'),
        ("name up", '"up" is not expected (position 6)'),
        ("name desc asc", "(position 11)"),
        ("name,", "(position 6)"),
        (",name", "(position 1)"),
        ("tags", '"tags" cannot be used like this'),
        ("tags/count()", "(position "),
        ("isExternal", '"isExternal" cannot be used like this'),
        ("'name'", "(position 1)"),
        ("name" + ",name" * 20, "no more than 20"),
    ],
)
def test_a_bad_order_is_refused_and_named(home: Home, shop: Shop, order: str, complaint: str) -> None:
    body = refusal(asked(home, shop.place.owner, "projects", orderby=order), 400, "invalid-filter-or-order", "OrderBy")
    assert complaint in body["details"][0]


def test_filter_order_and_page_go_together(home: Home, shop: Shop) -> None:
    answer = asked(
        home, shop.place.owner, "projects", filterby="name ne 'Website'", orderby="name desc", page="2", pageSize="1"
    )
    assert names(answer) == [INTERN]
    assert (answer.headers["aw-totalitems"], answer.headers["aw-page"]) == ("2", "2")


def test_a_filter_opens_no_way_around_the_path(home: Home, shop: Shop) -> None:
    """The path's own condition holds whatever the filter says."""
    url = f"projects/{shop.ids['trouble']}/projecttasks"
    assert names(asked(home, shop.place.owner, url, filterby="name ne '' or true eq isPrio or isPrio ne true")) == []
