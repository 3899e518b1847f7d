"""Accounts and roles, each change with who and when, and an event."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from miernik.accounts.errors import AccountError
from miernik.accounts.models import Institution, InstitutionKind, Membership, Role, User
from miernik.audit.services import record
from miernik.kernel.text import squeeze


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


@transaction.atomic
def create_institution(
    *,
    name: str,
    kind: InstitutionKind,
    by: str,
    at: dt.datetime,
    parent: Institution | None = None,
    contact_name: str = "",
    contact_email: str = "",
) -> Institution:
    """Put an institution on record, as a member of a group when ``parent`` is one.

    Raises AccountError when the name is taken, the address is none, or ``parent`` is no group.
    """
    if parent is not None and parent.kind != InstitutionKind.GROUP:
        raise AccountError(f"„{parent}” nie jest grupą, więc nie może mieć członków.")
    institution = Institution(
        name=squeeze(name),
        kind=kind,
        parent=parent,
        contact_name=contact_name,
        contact_email=contact_email,
    )
    _save(institution)
    data = {"name": institution.name, "kind": kind.value, "group": parent.name if parent else ""}
    subject = f"institution:{institution.uuid}"
    record(action="institution.created", subject=subject, by=by, at=at, data=data)
    return institution


@transaction.atomic
def make_group(*, institution: Institution, by: str, at: dt.datetime) -> Institution:
    """Say that a printed name ("szkoły białostockie") means many institutions; a group stays one.

    Raises AccountError when it belongs to a group itself or people hold roles in it.
    """
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    if institution.kind == InstitutionKind.GROUP:
        return institution
    if institution.parent_id is not None or institution.memberships.exists():
        raise AccountError(
            f"„{institution}” to jedna instytucja: należy do grupy albo ktoś ma w niej rolę."
        )
    institution.kind = InstitutionKind.GROUP
    institution.save(update_fields=["kind"])
    subject = f"institution:{institution.uuid}"
    record(action="institution.made_group", subject=subject, by=by, at=at)
    return institution


@transaction.atomic
def add_to_group(
    *, institution: Institution, group: Institution, by: str, at: dt.datetime
) -> Institution:
    """Make an institution that is on record a member of a group; a member stays as it is.

    Raises AccountError when it is a group itself, belongs to another group, or ``group`` is none.
    """
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    if institution.parent_id == group.pk:
        return institution
    if group.kind != InstitutionKind.GROUP:
        raise AccountError(f"„{group}” nie jest grupą, więc nie może mieć członków.")
    if institution.kind == InstitutionKind.GROUP:
        raise AccountError(f"„{institution}” to grupa; członkiem może być tylko jedna instytucja.")
    if institution.parent_id is not None:
        raise AccountError(f"„{institution}” należy już do grupy „{institution.parent}”.")
    institution.parent = group
    institution.save(update_fields=["parent"])
    subject = f"institution:{institution.uuid}"
    data = {"group": group.name}
    record(action="institution.joined_group", subject=subject, by=by, at=at, data=data)
    return institution


@transaction.atomic
def change_contact(
    *, institution: Institution, name: str, email: str, by: str, at: dt.datetime
) -> Institution:
    """Change whom to write to; what is the same already leaves no event.

    The event keeps that it changed, not the address. Raises AccountError for what is no address.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    if (institution.contact_name, institution.contact_email) == (name, email):
        return institution
    institution.contact_name, institution.contact_email = name, email
    _save(institution)
    subject = f"institution:{institution.uuid}"
    record(action="institution.contact_changed", subject=subject, by=by, at=at)
    return institution


def _save(institution: Institution) -> None:
    try:
        institution.full_clean()
    except ValidationError as error:
        raise AccountError(f"{institution.name}: {' '.join(error.messages)}") from error
    institution.save()
