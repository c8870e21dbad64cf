# The tutors' desk: the board, the card, claims, notes, passing on, putting aside.

# --- the board ---
board =
    <b>{ $view ->
        [mine] Mine
        [overdue] Overdue
        [snoozed] Put aside
        [held] Being checked
       *[waiting] Waiting
    }: { $count }</b>{ $instrument }
    { $lines }

    { $page ->
        [1] { "" }
       *[other] Page { $page } ·{ " " }
    }As of { $now }
board-empty =
    <b>{ $view ->
        [mine] You have no question open.
        [overdue] Nothing is overdue.
        [snoozed] Nothing is put aside.
        [held] No answer is being checked.
       *[waiting] Nothing waits. 🎉
    }</b>{ $instrument }

    As of { $now }
board-instrument = { "" } · { $name }
board-line = <b>#{ $number }</b> { $alias } · { $waiting }{ $holder }{ $wakes }: { $words }{ $about }
board-wakes = { "" } · back { $when }
board-wakes-on-reply = { "" } · back when they write
waited = { $time }
view-waiting = Waiting
view-mine = Mine
view-overdue = Overdue
view-snoozed = Put aside
view-held = Being checked
button-view = { $name } { $count }
button-view-narrowed = { $name } { $count } · { $instrument }
button-view-now = • { $name } { $count }
button-queue = Queue
button-next = Next question
button-next-any = Take the oldest of them
button-number = #{ $number }
queue-empty = Nothing waits. 🎉
queue-how = /queue shows what waits. /queue mine, /queue overdue, /queue aside and /queue checked show the rest, and /queue drums only what is about drums.
next-nothing-else = Nothing else waits for you. #{ $number } is back in the queue.
next-others =
    { $count ->
        [one] Nothing that you teach waits. One other question does.
       *[other] Nothing that you teach waits. { $shown } other questions do.
    }

# --- the card ---
question-card =
    <b>#{ $number }</b> · { $alias } ({ $name }){ $about }
    { $waiting }{ $state }

    { $lines }{ $notes }{ $earlier }

    { $how }
card-waiting =
    { $name } has been waiting for { $time }, since { $since }.
    { "" }
card-yours = It is yours for the next 20 minutes.
card-yours-after = It is yours for the next 20 minutes. { $tutor } had it before, until the time ran out.
card-with = { $holder } has it right now.
card-snoozed = { $tutor } put it aside until { $when }.
card-snoozed-on-reply = { $tutor } put it aside until they write.
card-free = Nobody has it.
card-answered = It is answered.
card-closed = It is closed.
card-withdrawn = The young person took it back.
card-kept = A safeguarding lead has it.
card-how = Reply to this message, or to any message about #{ $number }, to answer at once. Words, voice, photo or video.
card-more = … { $count } more before this
card-notes =
    { "" }

    <b>Private notes</b> (tutors and leads only)
    { $lines }
note-line = 📝 <b>{ $who }</b>, { $when }: { $words }
card-earlier =
    { "" }

    <b>Asked on this lesson before</b>
    { $lines }
card-earlier-line = #{ $number } { $words } – { $state }
being-checked = [an answer that is being checked]
button-claim = I'll take it
button-open = Open
button-card = Back to the card
button-let-go = Let go
button-skip = Let go, next one
button-take-over = Take it over
button-close = Close
button-reopen = Open it again
button-note = Note
button-pass = Pass on
button-aside = Later
button-wake = Bring it back
let-go = #{ $number } is back in the queue.
let-go-answered = You have let #{ $number } go. It is answered, so it is not in the queue.
closed-by-tutor = #{ $number } is closed.
woken = #{ $number } is back in the queue.

# --- numbers ---
number-missing = Which question? Put its number behind the command, for example: { $example }. Or send the command as a reply to a message about it.
which-of-two = Is this about #{ $number }, or about #{ $replied }, which you replied to? Nothing was done. Send it again without the reply: { $example }
no-such-question-staff = There is no question #{ $number }. /queue shows what waits.
question-was-withdrawn = #{ $number } was taken back by the young person.
question-is-closed = #{ $number } is closed. /reopen { $number } opens it again.
question-is-open = #{ $number } is not closed. /open { $number } shows it.
question-is-kept = A safeguarding lead has #{ $number } for now.
question-is-held = #{ $number } is with { $holder } right now. You will hear when that ends.
question-is-not-yours = #{ $number } is not with you, so there is nothing to give back. /open { $number } shows who has it.
held-by-you = { "" } · yours
held-by = { "" } · with { $holder }

# --- two tutors, one question ---
desk-free = #{ $number } ({ $alias }) is free again.
desk-taken = #{ $number } ({ $alias }): your 20 minutes had run out, and { $tutor } has it now.
desk-taken-over = { $tutor } took #{ $number } ({ $alias }) over from you.
desk-also-wrote = { $tutor } was answering #{ $number } ({ $alias }) at the same time. Yours went first; theirs is kept, and not sent unless they say so.
desk-aside = { $tutor } put #{ $number } ({ $alias }) aside until { $when }.
desk-aside-on-reply = { $tutor } put #{ $number } ({ $alias }) aside until they write.
desk-waiting = They have been waiting for { $waiting }.
desk-answered-already = It is answered, and they are not waiting.
desk-answered = { $tutor } answered #{ $number } ({ $alias }).
desk-closed = { $tutor } closed #{ $number } ({ $alias }).
desk-added =
    { $tutor } added an answer to #{ $number } ({ $alias }), which is still yours:
    <blockquote>{ $words }</blockquote>
desk-also-answered =
    { $tutor } answered #{ $number } ({ $alias }) as well:
    <blockquote>{ $words }</blockquote>
answered-meanwhile =
    { $tutor } answered #{ $number } in the meantime:
    <blockquote>{ $words }</blockquote>
    Yours is kept, and not sent.
held-not-sent = { $holder } has #{ $number } right now. Your answer is kept, and not sent. You can add it to what { $holder } will say, or take the question over.
closed-not-sent = #{ $number } is closed. Your answer is kept, and not sent.
button-send-mine = Send mine too
button-add-mine = Add mine
button-take-over-send = Take over and send
button-reopen-send = Open it again and send

# --- private notes ---
noted = Noted on #{ $number }. Only tutors and leads can read it.
note-write = What is your note on #{ $number }? Your next words are the note; only tutors and leads can read it.
note-empty = What is the note? For example: /note { $number } Is moving house this week
note-too-long = That note is too long: { $most } characters at the most.
note-words-only = A note is words only. Please write it, or go on with /open { $number }.
note-left =
    A note on #{ $number } ({ $alias }), which is yours:
    { $note }
note-or-answer = That looks like a note for other tutors, so it was not sent. What is it, for #{ $number } · { $alias } ({ $name })?
note-removed = The note on #{ $number } is gone.
button-keep-note = Keep it as a note
button-send-to = Send it to { $name }
button-remove-note = Remove the note
command-under-picture = { $command } takes words only, so nothing was sent and nothing was kept. To send the picture, reply with it and without the command.

# --- passing on ---
passed = #{ $number } is with { $tutor } now, and they know.
pass-to-whom = To whom do you pass #{ $number }?
pass-unknown = I know no tutor called “{ $unknown }”. To whom do you pass #{ $number }?
pass-nobody = There is no other tutor to pass #{ $number } to. /later { $number } 2h puts it aside.
pass-yourself = You can't pass #{ $number } to yourself. /claim { $number } makes it yours.
pass-has-it = { $tutor } has #{ $number } already. /note { $number } and your words: they are told.
pass-away = { $tutor } is off duty, so #{ $number } stays where it is. /pass { $number } shows who else there is.
passed-to-you =
    { $tutor } passed <b>#{ $number }</b> on to you · { $alias } ({ $name }){ $about }
    { $waiting }
    <blockquote>{ $words }</blockquote>
    { $note }
button-tutor = { $name } ({ $alias })
button-tutor-away = { $name } ({ $alias }), off duty

# --- putting aside ---
put-aside = #{ $number } is put aside until { $when }. It comes back by itself, and at once if { $name } writes.
put-aside-on-reply = #{ $number } is put aside until { $name } writes.
later-when = Until when do you put #{ $number } aside? It also comes back when they write.
later-unclear = When should #{ $number } come back? For example: /later { $number } 2h, /later { $number } tomorrow 9am, /later { $number } until they reply
later-past = That time has passed. For example: /later { $number } tomorrow 9am
later-soon = That is less than a minute. For example: /later { $number } 20m
later-far = That is more than a month away, and somebody waits. For example: /later { $number } 2w
later-answered = #{ $number } is answered, so it is off the board and comes back by itself when they write. For a reminder, name a time: /later { $number } 2d
woke =
    <b>#{ $number }</b> is back, as you asked · { $alias } ({ $name }){ $about }
    { $waiting }
    <blockquote>{ $words }</blockquote>
button-in-two-hours = In 2 hours
button-in-an-hour = In an hour
button-tomorrow = Tomorrow at 9
button-monday = Monday at 9
button-on-reply = When they write

# --- to young people ---
closed-for-asker = { $tutor } has marked #{ $number } as done. Do you still want help with it? Tap “Still stuck”, or just write.
place-aside = { $tutor } has read #{ $number } and comes back to it { $when }. If you write more, they see it at once.
place-aside-on-reply = { $tutor } has read #{ $number } and waits for your next message.
