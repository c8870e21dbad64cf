# Messages to everybody in a session.

# --- to young people ---
announcement =
    <b>{ $title }</b> ({ $ref }): a message from { $who } to everybody in it.

    { $words }

    Another adult of our team can read this too.

# --- to tutors and coordinators ---
announce-how = What would you like to tell everybody in { $ref } { $title }? Write it here, up to { $most } letters. You see it once more before it goes.
announce-preview =
    This goes to { $people ->
        [one] <b>1 young person</b>
       *[other] <b>{ $people } young people</b>
    } in { $ref } { $title }:
    <blockquote>{ $words }</blockquote>{ $missing }
    Shall I send it? A safeguarding lead can read it too. Tap, or type /announce yes or /announce no.
announce-missing =
    { "" }
    { $count ->
        [one] 1 other can't be reached now.
       *[other] { $count } others can't be reached now.
    }
announce-leaving =
    It goes to { $people ->
        [one] 1 young person
       *[other] { $people } young people
    } in { $ref } { $title } in half a minute. Until then you can take it back: tap, or type /announce undo.
announce-undone =
    Taken back. Nobody got it:
    <blockquote>{ $words }</blockquote>
announce-dropped = OK, I have forgotten it. Nobody got it.
announcement-done =
    { $ref } { $title }: your message reached { $delivered } of { $people }{ $waiting }.{ $missed }
announced =
    <b>Messages to sessions</b>
    { $lines }
announced-none = Nothing has been written to a session here yet. /announce S4 words does it.
announced-one =
    { "" }
    <b>{ $ref } { $title }</b> · { $who }, { $when }
    <blockquote>{ $words }</blockquote>
    Reached: { $delivered } of { $people }{ $waiting }{ $missed }
announced-waiting = { " " }· under way: { $count }
announced-missed =
    { "" }
    Not reached: { $people }
reached-blocked = has blocked the bot
# to leads and coordinators alone; others read the line below it
reached-paused = paused by a safeguarding lead
reached-unreached = it did not get there
reached-left = has left
reached-failed = it could not be sent
reached-dropped = it came too late
announced-person = { $alias } ({ $name }), { $why }
announced-more = … and { $count } more

# --- what can't be done ---
announce-words-please = Please write what they are to read, as words.
announce-too-long = That is { $count } letters, and { $most } is the most. Can you say it in fewer?
announce-nobody = There is nobody in { $ref } whom a message would reach now.
announce-alone = No other adult of the team is there for safety now, so nothing leaves. Please try again later; your words are kept above.
announce-too-much = { $people ->
        [one] For 1 of them
       *[other] For { $people } of them
    } too many messages wait already. Please try again when they have gone out.
announce-none-written = You have written nothing to a session today. /announce S4 words does it.
announce-gone = It has left already. /announce { $ref } writes another.

# --- buttons ---
button-announce = Write to all
button-announced = Messages
button-send-it = Yes, send it
button-do-not-send = No
button-undo-announcement = Take it back
