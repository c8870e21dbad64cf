# Who comes, the register, a session called off late. Reading age 9 to 11 for young people.

# --- to young people ---
button-coming = I'm coming
button-not-coming = Can't make it
button-ask-later = Ask me later
button-come-after-all = I can come after all
button-cannot-after-all = I can't make it after all
button-tell-why = Tell { $tutor } why
button-other-times = A later one
button-ask-another = Ask { $tutor } for another time
reply-coming =
    Great, { $tutor } knows that you're coming.
    <b>{ $title }</b> ({ $ref }), { $when }
reply-not-coming =
    OK, thank you for telling us. { $tutor } can see that you can't make it.
    <b>{ $title }</b> ({ $ref }), { $when }
reply-moved =
    <b>{ $title }</b> ({ $ref }) has another time now: <b>{ $when }</b>.
    Can you come then?
reply-later =
    OK. I'll ask you once more: { $at }.
    <b>{ $title }</b> ({ $ref }), { $when }
reply-no-later =
    That's fine. Just tap when you know.
    <b>{ $title }</b> ({ $ref }), { $when }
reply-why =
    Write to { $tutor } why you can't make it, or send a voice note. A few words are enough.
    You don't have to.
reply-told =
    I've told { $tutor }. Thank you!
    <b>{ $title }</b> ({ $ref }), { $when }
reply-others =
    The next times of <b>{ $title }</b> ({ $ref }) are:
    { $times }
    You have a place in them. If none of them works, { $tutor } can look for another time.
reply-others-none = There is no later time of <b>{ $title }</b> ({ $ref }) yet. { $tutor } can look for one.
reply-another = I've asked { $tutor } for another time. They will see what they can find.
reply-no-place = You have no place in that one any more. /sessions shows yours.
reply-no-session = I can't find a time of { $number } for you. /sessions shows yours.
reply-off = { $title } on { $when } is called off, so you don't need to do anything.
reply-begun = { $title } on { $when } has begun. If you need to reach your tutor, just write here.
reply-number = Which session? I need its number, like this: { $example }. /sessions shows yours.

# --- who comes, to staff ---
session-who = { "" }

    Next, { $when }:
    { $lines }
who-coming = Coming: { $people }
who-cannot = Can't make it: { $people }
who-unsaid = Not said yet: { $people }
# to leads and coordinators alone
who-paused = Not reached, paused by a safeguarding lead: { $people }
who-unreached = Not reached: { $people }
who-blocked = Not reached, they have blocked the bot: { $people }
who-off = Not reached, they want no reminders: { $people }
cannot-come = <b>{ $alias }</b> ({ $name }) can't make it to { $title } ({ $ref }), { $when }.
cannot-come-asks = <b>{ $alias }</b> ({ $name }) can't make it to { $title } ({ $ref }), { $when }, and would like another time. /enrol gives them one.
cannot-come-why =
    <b>#{ $number }</b> { $alias } ({ $name }) can't make it to { $title } ({ $ref }), { $when }:
    { $words }

# --- the register ---
button-register = Register
button-rest-here = Everyone else is here
button-mark = { $mark ->
        [late] Late
        [told] Absent, told
        [not_told] Absent
       *[present] { $alias }
    }
button-marked = ✓ { $mark ->
        [late] Late
        [told] Absent, told
        [not_told] Absent
       *[present] { $alias }
    }
button-other-registers = Another time
button-missing = Who is missing
mark-present = here
mark-late = late
mark-told = absent, told us
mark-not_told = absent, did not tell us
mark-nothing = –
register =
    <b>Register { $ref } { $title }</b>
    { $when }

    { $lines }

    { $unmarked ->
        [0] Everyone is marked.
       *[other] Not marked yet: { $unmarked }. Tap the alias of whoever is here.
    }
register-line = { $alias } ({ $name }): { $mark }
register-nobody = Nobody had a place in { $ref } { $title } on { $when }.
register-which = Which time of { $ref } { $title }?
register-waits = Who was at { $title } ({ $ref }) on { $when }? Its register is empty.
register-not-yet = { $number } has not begun yet{ $when ->
        [0] .
       *[other] : it is on { $when }. Its register opens then.
    }
register-no-such-day = { $number } had nothing on { $day }.
register-not-in = { $alias } had no place in { $number } then.
register-off = The one on { $when } is called off, so it has no register.
register-words =
    I can't read that. Like this:
    /register S4
    /register S4 Otter-12 late – also: here, absent, told
    /register S4 2026-12-03
    /register S4 all here
missing =
    <b>Not there three times in a row or more</b>
    { $lines }
missing-none = Nobody has been away three times in a row.
missing-line = <b>{ $alias }</b> ({ $name }): { $count } times, since { $since }; { $told } of them they told us before.
missing-now =
    <b>{ $alias }</b> ({ $name }) has not been there { $count } times in a row, since { $since }.
    They told us before: { $told } of { $count }. I tell you once; /missing lists everybody.

# --- a session called off late ---
button-seen-off = Seen
button-already-there = I'm already there
off-seen-thanks =
    Thank you. <b>{ $title }</b> ({ $ref }) on { $when } is called off.
off-there-thanks =
    Thank you for telling us. I'm telling { $tutor } and the team now.
    <b>{ $title }</b> ({ $ref }) on { $when } is called off.
    Stay where other people are, if you can. If you don't feel safe, tap Help now.
off-none = Nothing of { $number } is called off.
off-late =
    <b>{ $title }</b> ({ $ref }), { $when }, is called off.
    { $lines }
off-there = <b>Already there:</b> { $people }
off-unseen = Not seen yet, please ring them: { $people }
off-undelivered = Did not reach them, please ring them: { $people }
# to leads and coordinators alone
off-paused = Of these paused by a safeguarding lead: { $people }
off-seen = Seen: { $people }
off-contact-lead = A tap opens a sealed contact. It is recorded, and the other leads read why.
off-contact-others = The safeguarding leads have this list too, and can open a sealed contact.
off-somebody-there =
    <b>{ $alias } ({ $name }) is already there.</b>
    { $title } ({ $ref }), { $when }, is called off. Please go to them or ring them now.
button-contact-of = Contact of { $alias }
off-reveal-reason = { $ref } on { $when } was called off late, and they have to be reached.
off-has-seen = They have seen it by now. /reveal opens a contact for another reason.
