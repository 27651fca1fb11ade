"""Companies: our clients."""

from typing import Final
from uuid import UUID

from msgspec import UNSET

from uhrwerk.entrypoints.vendors.awork.wire.contacts import ContactInfo, Text, contact_info
from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.users import Tag, tag
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, ticks, timestamp
from uhrwerk.operations.directory import ClientDetails

NAMES: Final = {"name": "name", "note": "description", "industry": "industry"}
"""The form's members by the core's names."""

INDUSTRIES: Final = (
    *("Advertising", "Agriculture", "Architecture", "Automotive", "Banking", "Construction", "Consulting", "Culture"),
    *("Design", "Education", "Energy", "Engineering", "Finance", "Food", "Government", "Health", "Hospitality"),
    *("Insurance", "Law", "Logistics", "Manufacturing", "Media", "Non-profit", "Real estate", "Research", "Retail"),
    *("Software", "Sports", "Telecommunication", "Tourism", "Other"),
)
"""Offered, not required."""


class CompanyForm(Form):
    name: str
    description: Text = UNSET
    industry: Text = UNSET


class DeleteCompanyForm(Form):
    move_to_company: UUID | None = None
    delete_operation: str | None = None


class Company(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    industry: str | None = None
    has_image: bool
    company_contact_infos: list[ContactInfo]
    tags: list[Tag]
    projects_count: int
    projects_in_progress_count: int
    is_external: bool
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    resource_version: int


def company(details: ClientDetails) -> Company:
    client = details.client
    return Company(
        id=client.id,
        name=client.name,
        description=client.note,
        industry=client.industry,
        has_image=False,
        company_contact_infos=[contact_info(each) for each in client.contacts],
        tags=[tag(each) for each in details.tags],
        projects_count=details.projects,
        projects_in_progress_count=details.in_progress,
        is_external=False,
        created_on=timestamp(client.created_at),
        created_by=client.created_by,
        updated_on=timestamp(client.updated_at),
        updated_by=client.updated_by,
        resource_version=ticks(client.updated_at),
    )
