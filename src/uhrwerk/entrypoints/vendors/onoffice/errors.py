"""onOffice's numbered errors. The HTTP status is always 200; the error stands in the body."""

from enum import Enum

from litestar import Response

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.vendors.onoffice import wire
from uhrwerk.rules.lock import PeriodLocked
from uhrwerk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound, Overloaded, Refusal


class Code(Enum):
    """Number and message; `%s` is filled with the name at fault."""

    MALFORMED_JSON = 4, "Malformed JSON"
    SYNTAX = 6, "Syntax error"
    EMPTY_REQUEST = 9, "The request is empty"
    TOKEN_MISSING = 13, "The token is missing"
    REQUEST_MISSING = 14, "The request is missing"
    ACTIONS_MISSING = 15, "The actions are missing"
    ACTION_ID_MISSING = 16, "The actionid is missing"
    ACTION_ID_EMPTY = 17, "The actionid is empty"
    RESOURCE_ID_MISSING = 18, "The resourceid is missing"
    RESOURCE_TYPE_MISSING = 19, "The resourcetype is missing"
    PARAMETERS_MISSING = 20, "The parameters are missing"
    NOT_AUTHENTICATED = 22, "Not authenticated"
    NO_ACTION = 23, 'Missing configuration for actionId "%s"'
    NO_RESOURCE_ID = 24, 'Missing configuration for resourceId "%s"'
    NO_RESOURCE_TYPE = 25, 'Missing configuration for resourceType "%s"'
    ERROR_IN_ACTION = 97, "Error in action"
    USER_NOT_ACTIVE = 104, "User not active"
    TIMESTAMP_WRONG = 136, "The timestamp is too old or the server time is wrong"
    HMAC_INVALID = 137, "The HMAC is invalid"
    TOKEN_INVALID = 153, "Token data invalid"
    ACCESS_VIOLATION = 156, "Access violation"
    PARAMETER_MISSING = 167, 'Missing parameter "%s"'
    NO_PERMISSION_TO_MODIFY = 174, "No permission to perform modify call"
    NOT_IMPLEMENTED = 199, 'Not implemented: parameter "%s"'
    VALUE_INVALID = 255, 'Invalid value for parameter "%s"'
    TYPE_WRONG = 294, 'Wrong data type for parameter "%s"'

    @property
    def number(self) -> int:
        return self.value[0]

    def message(self, name: str) -> str:
        return self.value[1].replace("%s", name)


class Failure(Exception):
    """`name` fills the message's `%s`; `text` replaces the message."""

    def __init__(self, code: Code, name: str = "", text: str | None = None) -> None:
        self.code = code
        self.number = code.number
        self.message = text or code.message(name[:100])
        super().__init__(self.message)


class RequestFailed(Failure):
    """The whole request fails; nothing of it is carried out."""


class ActionFailed(Failure):
    """One action fails; the others of the request go on."""


def of_refusal(refusal: Refusal) -> ActionFailed:
    """The core's refusal as an action's failure."""
    match refusal:
        case NotAllowed():
            return ActionFailed(Code.NO_PERMISSION_TO_MODIFY)
        case NotFound():
            return ActionFailed(Code.ACCESS_VIOLATION)
        case Invalid():
            return ActionFailed(Code.VALUE_INVALID, refusal.problems[0].field if refusal.problems else "")
        case PeriodLocked():
            return ActionFailed(Code.NO_PERMISSION_TO_MODIFY, text=refusal.message)
        case Conflict():
            return ActionFailed(Code.USER_NOT_ACTIVE)
        case _:
            return ActionFailed(Code.ERROR_IN_ACTION, text=refusal.message)


def of_exception(error: Exception) -> Response[bytes] | None:
    """The reply to a request that fails as a whole, None for what is no refusal."""
    match error:
        case RequestFailed():
            status = 400 if error.code in (Code.NOT_AUTHENTICATED, Code.TOKEN_INVALID) else 500
            return wire.reply(status, error.number, error.message, [])
        case Malformed():
            return wire.reply(500, Code.MALFORMED_JSON.number, Code.MALFORMED_JSON.message(""), [])
        case Overloaded():
            return wire.reply(500, Code.ERROR_IN_ACTION.number, error.message, [])
        case Refusal():
            failure = of_refusal(error)
            return wire.reply(500, failure.number, failure.message, [])
        case _:
            return None


def of_status(status: int) -> Response[bytes]:
    """The reply to what the server itself refuses: too large, a wrong method, a bug."""
    text = {404: "There is nothing at this path", 405: "Use GET or POST", 413: "The request is too large"}
    return wire.reply(500, Code.ERROR_IN_ACTION.number, text.get(status, Code.ERROR_IN_ACTION.message("")), [])
