"""Every setting of a workspace, a line each."""

from typing import Final

from uhrwerk.entrypoints.vendors.awork import rates as awork
from uhrwerk.entrypoints.vendors.onoffice import auth as onoffice
from uhrwerk.entrypoints.vendors.timetrack import settings as timetrack
from uhrwerk.operations import (
    absences,
    approvals,
    billing,
    forgotten,
    identity_providers,
    law,
    retention,
    second_factors,
    team_board,
    webhooks,
)
from uhrwerk.operations.settings import Option

OPTIONS: Final[dict[str, Option]] = {
    option.name: option
    for option in (
        awork.RATE_LIMIT,
        onoffice.MODULE,
        onoffice.APP_SWITCH,
        onoffice.HMAC_1,
        timetrack.Z_MEANS,
        timetrack.UNKNOWN_NAMES,
        forgotten.FORGOTTEN_CLOCK,
        forgotten.WARN_AFTER,
        law.SHORT_REST,
        billing.ROUNDING,
        billing.ROUNDING_MODE,
        billing.ROUNDING_GRACE,
        retention.RETENTION,
        webhooks.PRIVATE_TARGETS,
        approvals.SELF_APPROVAL,
        approvals.OWN_CORRECTIONS,
        absences.BEYOND_ENTITLEMENT,
        team_board.TEAM_BOARD,
        second_factors.SECOND_FACTOR,
        identity_providers.PRIVATE_ISSUERS,
    )
}
