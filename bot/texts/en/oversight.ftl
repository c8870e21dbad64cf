# What those who look after the service do and hear: reading, pausing, suspending, seals, checks.

# --- reading ---
transcript-kept-back = [held back: see /holds]
transcript-document = The whole conversation with { $alias }, as { $format }. It is taken out of this chat within two days.
thread-was-read = { $reader } has read the threads of { $alias }, { $when }.
button-saw-reading = I have seen it
reading-seen = Noted: you have seen that.
sample =
    Some conversations of this week, picked at random. Please look at them.
    { $lines }
sample-line = #{ $number } · { $alias }
button-read-thread = Read #{ $number }

# --- the document ---
document-title = Conversation with { $alias } ({ $name })
document-made = Made on { $when } for a safeguarding lead of { $service }. Times are local. It names no young person: { $alias } is an alias.
document-question = Question #{ $number }, { $when }
document-when = { $when }
document-announced = Messages to their sessions
document-felt = How they say that sessions were
document-in-session = { $ref }: { $words }
document-not-drawn = A box stands for a character that this PDF can't draw. The HTML document shows all of them.
document-page = Page
document-earlier = before an edit on { $when }: { $words }
document-young-person = { $name } ({ $alias })
document-staff = { $name } (staff)
document-nothing = Nothing has been said yet.
document-file = [{ $kind }: see it with /transcript in the chat]
document-state-plain = { "" }
document-state-edited = edited
document-state-withdrawn = taken back
document-state-not-delivered = not delivered

# --- pausing ---
button-pause = Pause
button-resume = Resume
person-paused =
    { $alias } ({ $name }) is paused. Nothing reaches them, and no tutor reads what they write.
    Help, and what you and the other leads say to them, still reaches them. What they write comes to you as a concern.
    /resume { $alias } ends it.
person-resumed = { $alias } ({ $name }) is no longer paused. What waited goes out now.
you-are-back-from-pause = Music is back. You can ask your questions again. 🎵
mark-paused = · paused
mark-suspended = · suspended
asker-is-paused = Nothing can go to { $alias } for now, so #{ $number } was not answered. It is nothing that you did. The question is kept; a safeguarding lead knows more.

# --- suspending ---
staff-missing = Whom? Put the name or the alias behind the command. /staff lists them.
no-such-staff = There is nobody of the staff with that name or alias. /staff lists them.
staff-which = Several have that name. Please use the alias: { $aliases }
suspend-not-yourself = You can't suspend yourself. Ask another lead or coordinator.
suspended-already = { $alias } ({ $name }) is suspended already. /unsuspend { $alias } ends it.
not-suspended = { $alias } ({ $name }) is not suspended.
staff-suspended =
    { $alias } ({ $name }) is suspended as of now. Their commands do nothing, and nothing reaches them.
    What they sent and has not left is held. Questions back in the queue: { $back }. Their unused invitations are void.{ $sessions }
    /unsuspend { $alias } ends it.
staff-leads =
    { "" }
    They lead { $sessions }: please call these off, or find somebody else.
staff-unsuspended =
    { $alias } ({ $name }) may work again.
    { $released ->
        [0] Nothing of theirs was held.
        [one] One message of theirs was held and goes out now.
       *[other] { $released } messages of theirs were held and go out now.
    }
staff-was-suspended = { $by } has suspended { $alias } ({ $name }). It is in the audit.
staff-was-unsuspended = { $by } has ended the suspension of { $alias } ({ $name }).

# --- a second adult for staff ---
home-staff-waiting = Welcome, { $name }. A second adult has to confirm you before you can begin. You will hear of it here.
staff-to-confirm =
    <b>{ $alias }</b> ({ $name }) wants to join the staff as { $roles }.
    You did not invite them: please make sure that they are who they say, then confirm.
staff-confirmed = { $alias } ({ $name }) is confirmed and can begin.
staff-confirmed-already = { $alias } ({ $name }) is confirmed already.
staff-second-person = That needs a second adult: not you who invited them.
you-are-confirmed-staff = You are confirmed, and can begin. /help shows what you can do.

# --- the seal ---
reveal-reason =
    Why? Put the reason behind the alias, in a sentence. It is kept, and every other lead reads it:
    /reveal { $alias } the duty social worker asked for the reference
sealed-nothing = –
sealed-record =
    <b>{ $alias }</b> ({ $name }). Every other lead is told of this, with your reason.

    Your service's reference: { $reference }
    To call out of hours: { $contact }
    Telegram id, for the police only: { $account }

    This message is taken out of the chat within two days.
seal-was-opened =
    { $by } has opened the sealed record of { $alias }.
    Reason: { $reason }

# --- checks ---
check-dbs = DBS check
check-training = Safeguarding training
check-is-missing = no date
check-is-past = past since { $until }
check-is-soon = until { $until }, soon
check-is-good = until { $until }
checks =
    <b>Checks of tutors</b>
    { $lines }

    To set one: /checks Tom dbs 2027-01-31 or /checks Tom training 2027-01-31
checks-line = <b>{ $alias }</b> { $name } · DBS: { $dbs } · training: { $training }
checks-set =
    Noted.
    { $lines }
checks-how =
    Whose check, which, and until when? For example:
    /checks Tom dbs 2027-01-31
    /checks Tom training 2027-01-31
checks-date = I can't read "{ $words }" as a date. Please send it like this: 2027-01-31
checks-ask = Until when is the { $check } of { $name } good? Send the date like this: 2027-01-31
button-checks = Checks
menu-checks = Checks and training
button-set-check = { $name }: { $check }
check-runs-out = The { $check } of { $name } ({ $alias }) runs out on { $until }. After that day they can't answer.
check-has-run-out = The { $check } of { $name } ({ $alias }) ran out on { $until }. They can't answer until there is a new date.
checks-missing =
    Dates that nobody has entered yet:
    { $lines }

    They can answer all the same, unless the service requires the dates. To set one: /checks Tom dbs 2027-01-31
checks-missing-line = { $name } ({ $alias }): { $check }
check-stops-answers = Your { $check } has run out, so I can't send answers of yours. Please talk to the coordinator.
check-missing-stops = There is no date of your { $check } yet, so I can't send answers of yours. Please talk to the coordinator.
