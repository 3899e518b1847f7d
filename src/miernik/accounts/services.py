"""Accounts and roles, each change with who and when, and an event."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from miernik.accounts.errors import AccountError
from miernik.accounts.models import Institution, Membership, Role, User
from miernik.audit.services import record


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str,
    by: str,
    at: dt.datetime,
    email: str = "",
    first_name: str = "",
    last_name: str = "",
) -> User:
    """Create an account without any role.

    Raises AccountError when the name is taken or not allowed, or the password is too weak; its
    message is a Polish sentence.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise AccountError(f"Jest już konto o nazwie „{username}”.")
    user = User(
        username=username,
        email=email,
        first_name=first_name,
        last_name=last_name,
        date_joined=at,
    )
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    user.save()
    record(action="user.created", subject=f"user:{username}", by=by, at=at)
    return user


@transaction.atomic
def grant_role(
    *, user: User, role: Role, by: str, at: dt.datetime, institution: Institution | None = None
) -> Membership:
    """Give a person a role, in the city as a whole or in one institution.

    Raises AccountError when the person already holds it.
    """
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=user, role=role, institution=institution)
    except IntegrityError as error:
        raise AccountError(f"{user} ma już rolę „{role.label}”.") from error
    data = {"role": role.value, "institution": str(institution.uuid) if institution else ""}
    record(action="role.granted", subject=f"user:{user.username}", by=by, at=at, data=data)
    return membership


@transaction.atomic
def withdraw_role(*, membership: Membership, by: str, at: dt.datetime) -> None:
    """Take a role back; the event keeps that it was held."""
    data = {"role": membership.role}
    subject = f"user:{membership.user.username}"
    membership.delete()
    record(action="role.withdrawn", subject=subject, by=by, at=at, data=data)


@transaction.atomic
def set_password(*, username: str, password: str, by: str, at: dt.datetime) -> None:
    """Give an account a new password.

    Raises AccountError when there is no such account or the password is too weak.
    """
    user = account(username)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    record(action="user.password", subject=f"user:{user.username}", by=by, at=at)


@transaction.atomic
def switch(*, username: str, active: bool, by: str, at: dt.datetime) -> User:
    """Switch an account off, at once and in every open session, or on again.

    Raises AccountError when there is no such account or it already is so.
    """
    user = account(username)
    if user.is_active == active:
        raise AccountError(
            f"Konto {user.username} już jest {'włączone' if active else 'wyłączone'}."
        )
    user.is_active = active
    user.save(update_fields=["is_active"])
    action = "user.switched_on" if active else "user.switched_off"
    record(action=action, subject=f"user:{user.username}", by=by, at=at)
    return user


def membership(*, user: User, role: Role, institution: Institution | None) -> Membership:
    """Return a role that a person holds, in the city or in one institution.

    Raises AccountError when the person does not hold it there.
    """
    found = user.memberships.filter(role=role, institution=institution).first()
    if found is None:
        where = f" w: {institution}" if institution else " w całym mieście"
        raise AccountError(f"Konto {user.username} nie ma roli „{role.label}”{where}.")
    return found


def account(username: str) -> User:
    """Return the account of this name; raises AccountError when there is none."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise AccountError(f"Nie ma konta o nazwie „{username}”.")
    return user
