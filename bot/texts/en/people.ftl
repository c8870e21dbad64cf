# Joining, home, settings, help. Reading age 9 to 11 for young people.

joined-lines = { $lines }
words = { $words }
on = on
off = off
you = You

# --- strangers and help ---
helpline = <b>{ $reach }</b> – { $name }: { $about }.
stranger-hello =
    Hello. This is { $service }, a place to learn music.

    You need an invitation to come in. Ask the person who told you about us for one.

    If you need help right now:

    { $lines }
you-had-left =
    You have left { $service }. Your place is still here. Do you want to come back?

    If you need help right now:

    { $lines }
help-now =
    <b>Help right now</b>

    If you are in danger, or someone is hurt, call 999 first.

    { $lines }

    You can talk about anything. It is not your fault.
    I am a bot. I cannot call anyone for you.
help-young-person =
    <b>What you can do here</b>
    Just send your question. Words, a voice note, a photo or a video all work.
    /lessons – pick a lesson video
    /ask – ask a new question
    /questions – your questions and answers
    /sessions – your sessions
    /calendar – a session for your own calendar
    /felt – say how a session was
    /coming S4, /cantcome S4 – tell your tutor if you come; /asklater S4 – ask me again
    /settings – reminders, quiet hours and instruments
    /reminders evening before, 1h – when I remind you
    /quiet 21:00-07:00 – when nothing makes a sound
    /wrong – something felt wrong: tell the safety person
    /talk – talk to someone who is not my tutor
    /stop – stop reminders, or leave
help-tutor =
    <b>For tutors</b>
    /queue – what waits, oldest first
    /next – take the one that has waited longest
    /open 17, /claim 17, /letgo 17, /skip 17, /close 17, /reopen 17
    /takeover 17 – from another tutor, who is told
    /answer 17 words – or just reply to any message about #17
    /note 17 words – for tutors and leads only
    /pass 17 Tess – to another tutor, with a note if you like
    /later 17 2h – aside until then, or: tomorrow 9am, until they reply; /wake 17 – back at once
    /unsend 17 – takes your answer back; or edit your message, and they see the change
    /concern 17 words – to the safeguarding lead
    /save name words, /saved, /use 17 name – answers to use again
    /search words, /person Otter-12, /stats
    /sessions, /newsession, /enrol, /move, /cancel
    /calendar – what you lead, as a file for your calendar
    /felt S4 – how the young people say it was
    /announce S4 words – to everybody in a session; /announced S4 – whom it reached
    /register S4 – who was there, or: /register S4 Otter-12 late
    /reminders, /quiet – when your own reminders ring
    /tutor S4 Tess, /link S4 https://…, /places S4 6, /waiting S4, /wait S4 Otter-12, /allyear S4
    /term – the terms
    /away and /back – off and on duty
help-lead =
    <b>For safeguarding leads</b>
    /concerns – what worries; /ack C3, /reply C3 words, /refer C3 to whom, /referred C3 their answer, /resolve C3 outcome
    /holds – tutors' messages that wait for you; /release H2, /refuse H2 why
    /away until Friday – another lead is asked to cover; /back
    /transcript Otter-12 – everything that was said in a young person's threads. Each reading is recorded.
    /queue, /open 17, /search words, /person Otter-12, /saved – what tutors see
    /note 17 words – for tutors and leads only
    /sessions – all of them
    /felt S4 – how a session was, as its young people say
    /announced – every message that was written to a session
    /pause Otter-12, /resume Otter-12 – a break for a young person; help still reaches them
    /reveal Otter-12 reason – the sealed record. Every other lead reads the reason.
    /suspend Tom, /unsuspend Tom – a member of staff, at once
    /people, /staff, /missing, /checks, /newphone Otter-12
help-coordinator =
    <b>For coordinators</b>
    /sessions, /enrol S4 Otter-12, /move S4 when, /cancel S4 why – of every tutor
    /concerns, /holds – where there is no lead; each shows what can be done with it
    /invite young_person 5 – also tutor, lead or coordinator
    /confirm Otter-12 – confirm somebody who has joined
    /newphone Otter-12 – stop the old phone, move to a new one
    /suspend Tom, /unsuspend Tom – a member of staff, at once
    /calendar – the service's timetable, from a calendar file (or just send the .ics)
    /checks Tom dbs 2027-01-31 – until when a check or a training is good
    /announce S4 words – to everybody in a session; /announced – whom it reached
    /figures 1/9 30/11 – the service's figures for a funder's form
    /register S4 – who was there; /missing – who was not there three times in a row
    /term – terms and half-terms; series don't meet outside them
    /people, /staff, /saved
help-all =
    /helpnow – crisis lines, any time
    /quickexit – clear this chat
    /privacy – who sees what
    /home – the first screen
privacy-policy =
    <b>Your privacy</b>

    You tell us only a name to be called by, about how old you are, and what you play. We never ask for your phone number.
    Tutors see that name, and a made-up one like Otter-12. They never see your Telegram account, and you never see theirs.
    No tutor is ever alone with you here: another adult can read everything that is written.
    Chats with a bot are not end-to-end encrypted. That means that Telegram could read them.
    If we are worried that you are not safe, we tell the people whose job it is to keep you safe.
    After a session you can say how it was. Your tutor and our safety person can read that. If it is low three times in a row, our safety person is told.
    We use what you send to help you learn. We never sell it, and we never train a computer with it.
    You can ask for a copy with /mydata, or ask us to delete it with /delete.

# --- joining ---
join-privacy =
    Hi! This is { $service }.

    Before we start:
    1. A real tutor answers your questions. I am only the bot that carries them.
    2. Another adult can read everything that is written here, to keep you safe.
    3. We don't need your real name or your phone number.
    4. If we think you are not safe, or three sessions in a row felt bad, we tell someone who can help.
    5. You can stop at any time with /stop.

    Is that OK for you?
join-staff-privacy =
    You have been invited to { $service } as <b>{ $role }</b>.

    1. Young people see only the name you give here.
    2. A safeguarding lead can read everything that you write.
    3. Don't share contact details, don't arrange to meet, don't promise secrecy.
    4. If something worries you, tell the safeguarding lead.
    5. Everything that you do here is recorded.

    Do you agree?
button-yes = Yes
button-no = No
join-declined =
    That's fine. Nothing was kept.
    Your invitation still works. Tap it again if you change your mind.
join-age = How old are you?
button-younger = Under { $age }
join-name =
    What shall we call you?

    Tap a name, or send one you like. It should <b>not</b> be your real name.
join-staff-name =
    What is the name that young people should see? For example your first name.

    Send it as a message.
join-too-young =
    Thank you for telling us. This chat is for people who are a bit older.
    { $way }

    If you need help right now:

    { $lines }
too-young-contact = You can still take part another way: { $contact }
too-young-ask = You can still take part another way. Ask the person who gave you the invitation.
code-does-not-work =
    This invitation does not work. It may have been used already, or it is too old.
    Ask the person who gave it to you for a new one.

    If you need help right now:

    { $lines }
code-too-many-tries = That was too many tries. Please wait an hour, then tap your invitation again.
code-not-for-you = This invitation is for somebody else. It was not used.
name-empty = I couldn't see a name in that. Please send one, up to 40 letters.
name-too-long = That name is a bit long. Please send one with up to 40 letters.
name-contact = Please leave out numbers and @names. Send just a name to be called by.
name-link = Please leave out links. Send just a name to be called by.
name-command = That looks like a command. Send just a name to be called by.
name-unreadable = I couldn't read that. Please send a name with letters.

welcome =
    Welcome, { $name }! 🎵

    Pick a lesson, or just send me your question. A tutor will answer.
welcome-unconfirmed =
    Welcome, { $name }! 🎵

    Pick a lesson, or just send me your question. A tutor will answer.
    Soon one of our team will say OK. Then you can see where your sessions are, too.
home =
    Hi { $name }. What would you like to do?

    You can also just send me your question.
home-staff-welcome =
    Welcome, { $name }. You have joined.
    { $roles }
home-staff =
    Hello, { $name }.
    { $roles }
home-young_person = You learn here.
home-tutor = Tutor: questions wait in the /queue. Reply to any message about a question to answer it.
home-lead = Safeguarding lead: /concerns shows what worries, /holds what waits for you, and /transcript Otter-12 reads every thread.
home-coordinator = Coordinator: /invite makes links for those who are to join; /people and /staff show who is here. /help lists the rest.
role-young_person = young person
role-tutor = tutor
role-lead = safeguarding lead
role-coordinator = coordinator

# --- buttons ---
button-words = { $words }
button-chosen = ✓ { $words }
button-home = Home
button-help-now = Help now
button-settings = Settings
button-lessons = Lessons
button-ask = Ask a question
button-questions = My questions
button-sessions = Sessions
button-carry-on = Carry on: { $lesson }
button-confirm = Confirm
button-no-contact = No contact

# --- menu descriptions ---
menu-helpnow = Help right now
menu-lessons = Lesson videos
menu-ask = Ask a question
menu-questions = My questions
menu-sessions = Sessions
menu-settings = Settings
menu-queue = What waits
menu-next = Take the next question
menu-away = Off duty
menu-transcript = Read a young person's threads
menu-people = Young people
menu-invite = Invite somebody
menu-staff = Staff

# --- settings, stopping ---
settings =
    <b>Settings</b>
    Name: { $name } ({ $alias })
    Reminders: { $reminders }
    Quiet hours: { $quiet }
    Instruments: { $instruments }
button-reminders-off = Turn reminders off
button-reminders-on = Turn reminders on
button-instruments = My instruments
instruments-none = none yet
instruments-and = { $before }, { $name }
choose-instruments = What do you play, or want to play? Tap as many as you like.
instrument-guitar = Guitar
instrument-keyboard = Keyboard
instrument-drums = Drums
instrument-voice = Singing
instrument-bass = Bass
instrument-ukulele = Ukulele
instrument-beats = Beats
instrument-violin = Violin
instrument-brass = Brass
instrument-woodwind = Woodwind
stop-what = What would you like to stop?
button-stop-reminders = Only the reminders
button-leave = Leave { $service }
button-return = Come back
reminders-stopped = OK, no more reminders. You can turn them on again in /settings.
you-left =
    You have left, and I won't write to you any more.
    Your place is kept. Send /start to come back.
    /helpnow always works.
languages = I speak { $offered }.
a-person-does-this =
    I can't do this by myself yet. A person does it for you.
    { $way }
person-contact = Please write to { $contact }
person-any = Please ask the person who invited you, or any adult of the team.

# --- staff ---
joiner-to-confirm =
    <b>{ $alias }</b> ({ $name }, { $band }) has joined.
    Confirm them, so that places and links of sessions show.
you-are-confirmed = You're all set. Now you can see where your sessions are: /sessions
confirmed-joiner = { $alias } ({ $name }) is confirmed.
person-blocked = { $alias } ({ $name }) has blocked the bot. Nothing reaches them until they come back; what waits is kept.
invite-how =
    Who is the invitation for?
    /invite young_person 5
    /invite tutor
    /invite lead
    /invite coordinator
invite-too-many = One to { $most } invitations at a time, please.
invite-reference =
    { $count ->
        [one] What is your service's own reference for this young person?
       *[other] What is your service's own reference for these { $count } young people?
    }
    It is sealed: nobody sees it in the chat again.
invite-reference-empty = Please send the reference as words. /invite starts again.
invite-contact =
    Whom does the service call if it has to, out of hours? A name and a number.
    It is sealed too.
invite-links =
    { $count ->
        [one] A link for a { $role }, good for { $days } days. It works once.
       *[other] { $count } links, one for each { $role }, good for { $days } days. Each works once.
    }

    { $lines }
alias-missing = Whom? Put the alias behind the command, for example Otter-12. It stands on every message of theirs.
no-such-person = There is nobody with that alias. It stands on every message of theirs, for example Otter-12.
new-phone =
    { $alias }: the old account is stopped.
    This link works once, for { $days } days, and brings everything along:
    { $link }
person-line = <b>{ $alias }</b> { $name } · { $roles } { $marks }
mark-left = · has left
mark-blocked = · has blocked the bot
mark-unconfirmed = · not confirmed
mark-away = · away
people-list =
    <b>Young people: { $count }</b>
    { $lines }
staff-list =
    <b>Staff: { $count }</b>
    { $lines }
staff-words = I don't know what to do with that. /help lists what you can do.

# --- for everyone ---
apology =
    Sorry, something went wrong on our side, and I couldn't use your last message.
    It is kept, and one of us will look at it. Please try again in a little while.
unknown-command = I don't know that one. /help shows what you can do.
unknown-command-near = I don't know that one. Did you mean { $near }? /help shows what you can do.
old-button = That button is too old to use. Here is a fresh start: /help
command-not-edited = Changing an old command does nothing. Please send it again.
