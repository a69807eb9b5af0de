"""The data of the service, one noun a file."""

from chat.models.accounts import ApiToken, Connection, Departure, Membership, Organization, User
from chat.models.events import Event
from chat.models.memory import MemoryLine
from chat.models.messages import Attachment, Correction, Message, MessageRevision, Report, Translation
from chat.models.recordings import Recording
from chat.models.threads import Inquiry, Participant, Side, Thread

__all__ = [
    "ApiToken",
    "Attachment",
    "Connection",
    "Correction",
    "Departure",
    "Event",
    "Inquiry",
    "Membership",
    "MemoryLine",
    "Message",
    "MessageRevision",
    "Organization",
    "Participant",
    "Recording",
    "Report",
    "Side",
    "Thread",
    "Translation",
    "User",
]
