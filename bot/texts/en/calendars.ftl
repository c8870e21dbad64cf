# Calendar files: coming in from a coordinator, and going out to anybody's own calendar.

# --- to young people ---
calendar-which =
    Which one shall I put in a file for your calendar?
    It has the name and the time, nothing else.
calendar-none = You have no sessions coming up, so there is nothing to put in a calendar yet.
calendar-time =
    <b>{ $title }</b> ({ $ref }), { $when }
    Open the file to put it in your calendar. If the time changes, I tell you here. Your calendar will not know.
calendar-coming = The file is on its way to you.
session-on-again =
    <b>{ $title }</b> ({ $ref }) on <b>{ $when }</b> takes place after all. It is not called off any more.
more-times-changed =
    <b>{ $title }</b> ({ $ref }): { $count ->
        [one] 1 more time has changed.
       *[other] { $count } more times have changed.
    }
    /sessions shows them all.

# --- to tutors ---
calendar-timetable =
    All that you lead and that is still to come, for your calendar. The times that another tutor takes are in theirs.
    It is a copy of today: what changes here later is not in it.
# the description of a session in that file
calendar-places = { $count ->
        [one] 1 place
       *[other] { $count } places
    }
calendar-leads-nothing = You lead no sessions that are still to come. /newsession makes one.
leads-imported = { $count ->
        [one] A session that you lead
       *[other] { $count } sessions that you lead
    } came in with a calendar file. /sessions shows what you lead.

# --- a coordinator sends a file ---
calendar-how =
    <b>A calendar of the service</b>
    Send me the calendar file as a document. Its name ends in .ics. Google Calendar, Outlook and Apple Calendar all export one.

    I show you what would change before anything does. Send the same calendar again whenever it has changed: I find what differs.
    Up to { $sessions } sessions with times to come, { $events } entries in all, { $megabytes } MB.
calendar-no-file = Please send the calendar file as a document: a file whose name ends in .ics.
calendar-ask-leader =
    { $count ->
        [one] 1 new session names no tutor that I know.
       *[other] { $count } new sessions name no tutor that I know.
    }
    Who leads { $count ->
        [one] it
       *[other] them
    }?
calendar-preview =
    <b>{ $stale ->
        [yes] Something has changed since I showed you this. Nothing was done. Now it would be:
       *[no] What this calendar would change
    }</b>
    { $lines }
calendar-preview-nothing =
    <b>Nothing would change.</b> All that this calendar has is here already.
    { $lines }
calendar-new = New: { $count }
calendar-changed = Changed: { $count }
calendar-same = As they are: { $count }
calendar-left = Not in this file, so they stay as they are: { $count }
calendar-skipped = Left out: { $count }
calendar-more = … and { $count } more
calendar-new-line = • { $title }: { $when }{ $recurs ->
        [yes] { " " }and on
       *[no] { "" }
    }, with { $tutor }
calendar-changed-line = • { $ref } { $title }: { $what }. { $people ->
        [0] Nobody has a place.
        [one] 1 young person is told.
       *[other] { $people } young people are told.
    }
calendar-quiet-line = • { $ref } { $title }: { $what }
calendar-skipped-line = • { $title }: { $why }
calendar-what-moved = { $count ->
        [one] { $was } moves to { $now }
       *[other] { $count } moved, the first from { $was } to { $now }
    }
calendar-what-off = { $count ->
        [one] { $was } called off
       *[other] { $count } called off, the first on { $was }
    }
calendar-what-again = { $count ->
        [one] { $now } takes place after all
       *[other] { $count } take place after all
    }
calendar-what-added = { $count ->
        [one] new: { $now }
       *[other] { $count } new, the first on { $now }
    }
calendar-what-renamed = name, place or link
calendar-what-later = later times
calendar-and = { $one }; { $other }
calendar-why-all-day = a whole day, no session
calendar-why-no-length = it doesn't say how long
calendar-why-too-long = longer than a day
calendar-why-no-number = it has no UID, so I could not find it again
calendar-why-private = marked as private there
calendar-why-part = a changed time of a series that is not in this file
calendar-why-rule = it repeats in a way that I can't follow
calendar-why-alone = one time of a session that is here: /move changes it, or /cancel
calendar-why-off = called off
calendar-why-over = it is over
calendar-why-too-far = it begins more than two years from now
calendar-why-called-off-here = it was called off here, for good
calendar-done =
    Done. { $new } new, { $changed } changed.
    { $lines }
calendar-done-line = • { $ref } { $title }
calendar-dropped = OK, I have forgotten that file. Nothing was changed.

# --- what is not taken ---
calendar-bad-too-large = This file is larger than { $most } MB, so I did not take it. Nothing was changed. Export fewer years, or one calendar at a time.
calendar-bad-not-one = This is no calendar file that I can read. Nothing was changed. Please export it as iCalendar (.ics).
calendar-bad-encoding = This file is not written in UTF-8, as calendar files are. Nothing was changed. Please export it again, or save it as UTF-8.
calendar-bad-cut-off = This file ends in the middle. Nothing was changed. Please export it again.
calendar-bad-nested = In this file one thing stands inside another where it can't. Nothing was changed. Please export it again.
calendar-bad-unreadable = I can't read this calendar file. Nothing was changed. Please export it again.
calendar-bad-empty = There is nothing in this calendar. Nothing was changed.
calendar-bad-too-many = This calendar has more than { $most } entries, the most that I take. Nothing was changed. Export fewer years, please.
calendar-bad-too-many-sessions = This calendar has more than { $most } sessions with times to come, the most that I take. Nothing was changed.
calendar-bad-zone = This calendar names a time zone that does not exist: “{ $zone }”. Nothing was changed.
calendar-bad-bomb = “{ $title }” repeats far more often than any session, so I took nothing of this file. Nothing was changed.
calendar-bad-slow = This file took too long to work out, so I stopped. Nothing was changed. Export fewer years, or one calendar at a time.
calendar-bad-rule = I can't read how “{ $title }” repeats. Nothing was changed.
calendar-bad-date = I can't read a date of “{ $title }”, or it can't be right. Nothing was changed.
calendar-bad-backwards = “{ $title }” ends before it begins. Nothing was changed.
calendar-bad-twice = “{ $title }” stands in this file twice, under the same UID. Nothing was changed.
calendar-too-old = That preview is more than a day old. Please send the file again.
calendar-done-before = That is done already.
calendar-no-tutors = There is no tutor yet who could lead sessions. /invite tutor makes an invitation.

# --- buttons ---
button-add-to-calendar = Add to my calendar
button-calendar-time = { $when }
button-calendar-place = With the place too
button-own-timetable = What I lead, as a file
button-send-calendar = Send a calendar file
button-import-calendar = Yes, take it over
button-drop-calendar = No, change nothing
