"""Locks by date and the exceptions from them: /v1/locks, /v1/lock-exceptions."""

from typing import Any

from uhrwerk.entrypoints.native.alike import Kind, routes
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.models import approvals as models
from uhrwerk.operations.period_locks import EXCEPTIONS, LOCKS

LOCK = Kind(
    "Lock",
    "Locks",
    models.lock,
    models.Lock,
    models.NewLock,
    models.LockChanges,
    keepers="admins only",
    unused="",
    read=Scope.APPROVALS_READ,
    write=Scope.APPROVALS_WRITE,
    says_why=True,
)
LOCK_EXCEPTION = Kind(
    "LockException",
    "LockExceptions",
    models.lock_exception,
    models.LockException,
    models.NewLockException,
    models.LockExceptionChanges,
    keepers="admins only",
    unused="",
    read=Scope.APPROVALS_READ,
    write=Scope.APPROVALS_WRITE,
)

HANDLERS: list[Any] = [routes(LOCK, LOCKS), routes(LOCK_EXCEPTION, EXCEPTIONS)]
