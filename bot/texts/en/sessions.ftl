# Sessions, for both sides. Reading age 9 to 11 for young people.

session-nothing = { "" }
session-at =
    { "" }
    Where: { $place } 📍
session-at-later =
    { "" }
    You can see the place here when one of our team has said OK to your joining. 📍
button-show-place = Show place { $ref }
button-hide-place = Hide
session-place =
    { $title } ({ $ref })
    Where: { $place } 📍
session-place-hidden = { $title } ({ $ref })
session-place-later = The place of { $title } ({ $number }) shows here from { $when }. Tap again then.
session-place-none = I can't show a place for that one. /sessions shows yours.
session-time = • { $when }
session-when = { $day } at { $time }
session-once = Once
session-weekly = Every week
session-fortnightly = Every two weeks
session-imported = As its calendar has it
session-imported-until = As its calendar has it, until { $until }
session-weekly-until = Every week until { $until }
session-fortnightly-until = Every two weeks until { $until }

# --- to young people ---
enrolled =
    <b>You have a place in { $title }</b> ({ $ref })
    With { $tutor }, { $minutes } minutes each time.
    { $times }{ $place }

    /sessions shows all your times.
taken-out = You no longer have a place in { $title } ({ $ref }). If that is a surprise, just ask here.
session-reminder =
    <b>{ $title }</b> ({ $ref }) is { $day }. That is in { $left }.{ $place }
session-today = today at { $time }
session-tomorrow = tomorrow at { $time }
session-day = on { $when }
left-days = { $count ->
        [one] 1 day
       *[other] { $count } days
    }
left-hours = { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
left-minutes = { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
session-moved =
    <b>{ $title }</b> ({ $ref }) has moved.
    New time: <b>{ $now }</b>
    It was: { $was }
session-moved-all =
    <b>{ $title }</b> ({ $ref }) has moved, and all the times after it too.
    Next time: <b>{ $now }</b>
    It was: { $was }
    /sessions shows the rest.
session-cancelled =
    <b>{ $title }</b> ({ $ref }) on { $was } is called off.{ $why }
session-cancelled-all =
    <b>{ $title }</b> ({ $ref }) is called off, from { $was } on. There are no more times.{ $why }
session-why =
    { "" }
    Why: { $why }
my-sessions =
    <b>Your sessions</b>
    { $lines }{ $note }
my-sessions-later =
    { "" }

    You can see places here when one of our team has said OK to your joining. 📍
my-session =
    <b>{ $when }</b>{ $mark }
    { $title } ({ $ref }), { $minutes } minutes with { $tutor }
my-sessions-none =
    You have no sessions coming up.
    When a tutor gives you a place in one, I'll tell you.
session-mark-off = { " " }– called off
session-mark-out = { " " }– off, not in term
session-mark-moved = { " " }– moved

# --- to tutors and coordinators ---
session-reminder-tutor =
    <b>{ $title }</b> ({ $ref }), which you lead, is { $day }. That is in { $left }. { $people ->
        [one] 1 young person has a place.
       *[other] { $people } young people have a place.
    }{ $place }
    { $who }
led-sessions =
    { $own ->
        [yes] <b>Your sessions</b>
       *[no] <b>All sessions</b>
    }
    { $lines }
led-session = { $ref } <b>{ $title }</b> · next { $when } · { $people ->
        [one] 1 person
       *[other] { $people } people
    }{ $by }
led-by = { " " }· { $tutor }
led-none =
    There are no sessions to come.
    /newsession makes one: it asks for everything, step by step. Or in one line:
    /newsession Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2
session-card =
    <b>{ $ref } { $title }</b>
    { $repeats }, { $minutes } minutes, with { $tutor }{ $place }

    { $times }

    { $count ->
        [0] Nobody has a place yet. Enrol them with the button, or /enrol { $ref } Otter-12
        [one] 1 young person has a place: { $people }
       *[other] { $count } young people have a place: { $people }
    }{ $who }
session-made-card =
    Done. This is session <b>{ $ref }</b>.

    <b>{ $ref } { $title }</b>
    { $repeats }, { $minutes } minutes, with { $tutor }{ $place }

    { $times }

    { $count ->
        [0] Nobody has a place yet. Enrol them with the button, or /enrol { $ref } Otter-12
        [one] 1 young person has a place: { $people }
       *[other] { $count } young people have a place: { $people }
    }{ $who }
session-over = There are no more times.
session-line = • { $when }{ $mark }{ $by }
session-with = { " " }· with { $tutor }
session-below =
    { "" }
    { $lines }
session-place-line = Where: { $place } 📍
session-places = { $count ->
        [one] 1 place
       *[other] { $count } places
    }
session-waiting = { $count ->
        [one] 1 waits for a place: /waiting shows who
       *[other] { $count } wait for a place: /waiting shows who
    }
session-has-link = It has a link to join: shown to who has a place, on a tap, near the time 🔗
session-all-year = Meets all the year, in the holidays too

# --- enrolling ---
enrol-pick =
    Whom shall I give a place in { $ref } { $title }? They are told at once.
    { $everyone ->
        [yes] These are all young people.
       *[no] These are the ones that you have answered.
    }
enrol-done =
    { $ref } { $title }
    { $lines }
enrol-new = New, and being told: { $people }
enrol-had = Had a place already: { $people }
enrol-not-found = Nobody has this alias: { $people }
enrol-whom = Whom? Put one alias or more behind the number: /enrol { $number } Otter-12
enrol-unknown = Nobody has the alias { $unknown }. Tutors see it on every question, for example Otter-12.
enrol-too-many = Up to { $most } at a time, please.
place-of = { $alias } ({ $name }) has a place in { $ref } { $title }. Take them out? They are told.
place-gone = { $alias } ({ $name }) no longer has a place in { $ref } { $title }, and is being told.

# --- moving and calling off ---
move-which = Which time of { $ref } { $title } shall I move?
cancel-which = Which time of { $ref } { $title } is called off?
move-when =
    When is { $ref } { $title } instead of { $was }?{ $others }

    Tap a day, or type it: 3/12 16:30, Thu 4pm, tomorrow half 4, or 17:15 for another time on the same day. ✕ is out of term or a holiday.
move-time = { $day }: at what time? Tap one, or type it.
move-understood =
    Move { $ref } { $title } to <b>{ $when }</b>?
    It was: { $was }{ $others }{ $notes }
    { $people ->
        [0] Nobody has a place, so nobody is told.
        [one] 1 young person is told at once.
       *[other] { $people } young people are told at once.
    }
clock-skipped = There is no { $time } that night, as the clocks go forward. This is the nearest time.
clock-twice = { $time } comes twice that night, as the clocks go back. Which one? Tap, or type first or second.
move-day-shut = No series meets on that day: it is out of term, or a holiday. This one may, if you say so.
others-move = { "" }
    All that follow move with it: { $count } more.
session-moved-done =
    { $ref } { $title } has moved.
    New time: <b>{ $now }</b>
    It was: { $was }{ $others }
    { $people ->
        [0] Nobody has a place, so nobody is told.
        [one] I'm telling 1 young person.
       *[other] I'm telling { $people } young people.
    }
cancel-why =
    { $ref } { $title } on <b>{ $was }</b> is called off?{ $others }{ $why }
    { $people ->
        [0] Nobody has a place, so nobody is told.
        [one] 1 young person is told at once.
       *[other] { $people } young people are told at once.
    }
cancel-ask-why = { "" }
    Why? Send one line that they will read, or tap.
cancel-with-why = { "" }
    Why: { $why }
others-off = { "" }
    So are all that follow: { $count } more.
session-cancelled-done =
    { $ref } { $title } on <b>{ $was }</b> is called off.{ $others }
    { $people ->
        [0] Nobody has a place, so nobody is told.
        [one] I'm telling 1 young person.
       *[other] I'm telling { $people } young people.
    }

# --- a new session, step by step ---
ask-title = What is the session called? Send its name.
ask-when = When is it, or the first of them? Tap a day, or type it: 3/12 16:30, Thu 4pm or tomorrow half 4. ✕ is out of term or a holiday.
ask-time = { $day }: at what time? Tap one, or type it.
ask-clock-twice = On { $day } the clocks go back, and { $time } comes twice. Which one is it? Tap, or type first or second.
ask-clock-skipped = On { $day } the clocks go forward, and there is no { $time }. The nearest time is { $when }. Is that right?
ask-all-year = In term time only, or all the year, holidays too?
ask-capacity = How many places are there? Send a number, or tap.
ask-link = What is the address to join online? It begins with https://. It shows only near the time, on a tap.
ask-minutes = How long is it each time? Tap, or type it: 45m, 1h30m.
ask-frequency = How often?
ask-until = Until when? Tap how many times in all, or type the last day: 17/12.
ask-place = Where is it? Send the place or the link. Only young people who have a place and have been confirmed see it, near the time.
session-understood =
    <b>{ $title }</b>
    { $when }
    { $repeats }, { $minutes } minutes{ $place }

    Is that right?
change-what = What shall I change?
session-dropped = OK, I have forgotten it.

# --- what can't be done ---
session-number-missing = Which session? I need its number, like this: { $example }. /sessions lists yours.
no-such-session = You have no session { $number }. /sessions lists yours.
session-is-off = { $number } was called off for good. /newsession makes a new one.
session-out-of-term = { $number } has no time coming up in the terms that I know. /term shows them.
session-day-shut = { $day } is out of term or a holiday, so { $number } can't move there with all that follow. Move one alone, or /allyear { $number } first.
session-never-in-term =
    From { $day } on there is no day in term for it as far as I know. /term shows the terms.
    Put “all year” into the line if it meets in the holidays too.
session-is-over = { $number } has no more times to come. /newsession makes a new one.
session-past = { $when } has passed. Please give a time that is still to come.
session-too-far = { $when } is more than two years away. Did the year slip?
session-already-then = It is on { $when } already. Nobody was told anything.
session-off-already = The one on { $when } is called off already.
session-follows-calendar =
    { $number } came from a calendar file. I can move one time of it here.
    To move all that follow, change it in the calendar and send me the file again.
session-was = The one on { $when } is over, so it stays as it was.
no-such-day = { $number } has nothing coming up on { $day }. /sessions shows its times.
session-words-please = Please send that as words.
move-bad-when =
    I can't read “{ $value }” as a time. Like this:
    /move { $number } 2026-12-04 17:00
    /move { $number } Fri 5pm
    /move { $number } all 2026-12-04 17:00 – this one and all that follow
session-no = OK. Tap what to change, or send the right time.
newsession-bad-title = The name should be one line of up to 100 letters.
newsession-bad-when = I can't read “{ $value }” as a time. Like this: 2026-12-03 16:30, 3/12 16:30, or Thu 4pm.
newsession-bad-duration = I can't read “{ $value }” as a length. Like this: 45m, 1h or 1h30m, up to a day.
newsession-bad-recurrence =
    I can't read “{ $value }”. Like this: weekly, fortnightly, once, or weekly until 2026-12-17.
    The last day must not be before the first.
newsession-bad-link = I can't use “{ $value }” as a link. It is one address that begins with https://
newsession-bad-all-year = I can't read “{ $value }”. Send term time, or all year.
newsession-bad-place = I don't know what to do with “{ $value }”. The place comes last, in up to 300 letters.
newsession-after-the-end = That is after the last day, { $until }. Change how often first.

# --- buttons ---
button-session = { $ref }
button-new-session = New session
button-enrol = Enrol
button-move = Move
button-cancel-session = Call off
button-all-sessions = All my sessions
button-everyone = All young people
button-answered = Only those I answered
button-take-out = Take out
button-keep = Keep it
button-this-time = { $when }
button-all-that-follow = All from { $when } on
button-move-yes = Yes, move it
button-other-time = Another time
button-call-off = Call it off, no reason
button-call-off-why = Call it off
button-call-off-all = Call all of them off
button-day = { $day }
button-month-before = ‹
button-month-after = ›
button-month-1 = January { $year }
button-month-2 = February { $year }
button-month-3 = March { $year }
button-month-4 = April { $year }
button-month-5 = May { $year }
button-month-6 = June { $year }
button-month-7 = July { $year }
button-month-8 = August { $year }
button-month-9 = September { $year }
button-month-10 = October { $year }
button-month-11 = November { $year }
button-month-12 = December { $year }
button-weekday-0 = Mo
button-weekday-1 = Tu
button-weekday-2 = We
button-weekday-3 = Th
button-weekday-4 = Fr
button-weekday-5 = Sa
button-weekday-6 = Su
button-day-over = ·
button-day-today = [{ $words }]
button-day-shut = ✕{ $words }
button-clock-first = The first
button-clock-second = The second
button-clock-nearest = Yes, the nearest time
button-other-day = Another day
button-length = { $minutes } minutes
button-weekly = Every week
button-fortnightly = Every two weeks
button-once = Only once
button-no-end = No end
button-times = { $count } times
button-no-place = No place yet
button-make-it = Yes, make it
button-change = Change something
button-never-mind = Never mind
button-field-title = Name
button-field-when = Day and time
button-field-minutes = Length
button-field-frequency = How often
button-field-place = Place
button-field-all-year = Term or all year
button-field-capacity = Places
button-field-link = Link
