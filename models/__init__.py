"""What is remembered: importing this package gathers every table."""

from models.announcements import Announcement, Reached
from models.attendance import Attendance
from models.audit import AuditEntry
from models.base import Base
from models.calendars import CalendarImport
from models.concerns import Concern, ConcernEvent, SafetyNote
from models.cover import Absence, AlertTest, AlertTestContact
from models.desk import Board, Note, PrivateWords, Watcher
from models.holds import Hold, Unjudged, Unread
from models.inbox import InboxRow, InboxState
from models.lessons import Lesson, Progress, UploadedFile
from models.outbox import OutboxRow, OutboxState, Priority, SentMessage
from models.people import (
    STAFF,
    Conversation,
    Invitation,
    JoinAttempt,
    Person,
    PersonRole,
    Role,
    SealedRecord,
)
from models.questions import Draft, Entry, EntryState, EntryVersion, Question, QuestionState, QuestionView
from models.saved import SavedAnswer
from models.sessions import Enrolment, Occurrence, Session, Waiting
from models.terms import Term

__all__ = [
    "STAFF",
    "Absence",
    "AlertTest",
    "AlertTestContact",
    "Announcement",
    "Attendance",
    "AuditEntry",
    "Base",
    "Board",
    "CalendarImport",
    "Concern",
    "ConcernEvent",
    "Conversation",
    "Draft",
    "Enrolment",
    "Entry",
    "EntryState",
    "EntryVersion",
    "Hold",
    "InboxRow",
    "InboxState",
    "Invitation",
    "JoinAttempt",
    "Lesson",
    "Note",
    "Occurrence",
    "OutboxRow",
    "OutboxState",
    "Person",
    "PersonRole",
    "Priority",
    "PrivateWords",
    "Progress",
    "Question",
    "QuestionState",
    "QuestionView",
    "Reached",
    "Role",
    "SafetyNote",
    "SavedAnswer",
    "SealedRecord",
    "SentMessage",
    "Session",
    "Term",
    "Unjudged",
    "Unread",
    "UploadedFile",
    "Waiting",
    "Watcher",
]
