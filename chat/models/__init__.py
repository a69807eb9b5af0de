"""The data of the service, one noun a file."""

from chat.models.accounts import ApiToken, Connection, Departure, Membership, Organization, User
from chat.models.events import Event
from chat.models.messages import Attachment, Message, MessageRevision, Translation
from chat.models.threads import Inquiry, Participant, Side, Thread

__all__ = [
    "ApiToken",
    "Attachment",
    "Connection",
    "Departure",
    "Event",
    "Inquiry",
    "Membership",
    "Message",
    "MessageRevision",
    "Organization",
    "Participant",
    "Side",
    "Thread",
    "Translation",
    "User",
]
