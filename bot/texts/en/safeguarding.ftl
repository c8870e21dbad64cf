# Concerns, holds, cover, and what a young person reads from the safety person. Reading age 9 to 11 for young people.

# --- to young people ---
safety-new-message = New message
button-show = Show
button-hide = Hide
button-it-was-music = It was about music
button-write-back = Write to the safety person
card-worry =
    Thank you for telling me. I take it seriously, and it is not your fault.

    I am a bot. I can't call 999 for you.
    A person will read what you wrote: our safety person. They read it by { $when }. If nobody has it in ten minutes, I tell you here.

    <b>Who can help right now</b>
    { $lines }

    The safety person keeps young people safe, so they may have to tell someone who can help. Childline can keep more private than we can.
card-nobody-yet =
    Nobody from our team has your message yet. I keep calling them.

    You don't have to wait for them. <b>Who can help right now</b>
    { $lines }
card-not-taken-yet =
    Our safety person has not answered me yet. I keep calling them.

    You don't have to wait for them. <b>Who can help right now</b>
    { $lines }
card-has-it =
    The safety person has your message now. They are looking after it.

    If you can't wait, tap Help now.
card-reply =
    <b>{ $who }</b>, our safety person, wrote to you:

    { $words }

    Another adult of our team can read this too.
card-tutor-told =
    Your tutor <b>{ $words }</b> is thinking of you, and has told our safety person about something you wrote.

    You did nothing wrong. The safety person and { $words } know. The other tutors don't.
    Your music question is still being looked after.

    <b>Who can help right now</b>
    { $lines }
card-question-kept =
    The safety person is looking at your question themselves. A tutor does not answer it for now.

    You did nothing wrong. You can always ask a new one.
noted-music =
    OK, I have noted that it was about music. Thank you.

    A person still takes a look, just to be sure.
safety-write = What would you like to tell the safety person? Write it here, or send a voice note. Your tutor does not see it.
safety-written =
    Sent. The safety person gets it. They answer you here.

    You can write more here for the next 15 minutes. It goes to them too. For music, tap Home first.
safety-words-empty = I couldn't see any words in that. Write a few, and I pass them on.
answer-being-checked = Your question #{ $number } is answered. The answer is being checked, then you get it here.
answer-not-sent = #{ $number } is with the tutors again. They are working on a better answer.
answer-waits-for-adult = Your question #{ $number } is answered. It comes as soon as a second person of our team is there.
state-kept = with the safety person
state-being-checked = answered, being checked
receipt-voice-new =
    <b>Got it, #{ $number }.</b>{ $about }
    I can't listen to it, I am a bot. { $when }
    If you need help before that, tap Help now.
receipt-voice-added =
    <b>Got it.</b> Added to #{ $number }.
    I can't listen to it, I am a bot. { $when }
    If you need help before that, tap Help now.
voice-here = A person will listen. Tutors are here right now, so it should not take long.
voice-back = A person will listen { $when }. Your voice note is safe until then.
receipt-heard = <b>#{ $number }</b>: a person has listened to your voice note.

# --- severities and categories ---
severity-none = no worry
severity-medium = medium
severity-high = HIGH
severity-immediate = IMMEDIATE
category-none = nothing
category-abuse_neglect = abuse or neglect
category-bullying = bullying
category-contact_sharing = sharing contact details
category-domestic_violence = violence at home
category-drugs_county_lines = drugs, county lines
category-eating_disorder = eating
category-emotional_distress = distress
category-radicalisation = radicalisation
category-running_away_missing = running away, missing
category-self_harm_suicide = self-harm or suicide
category-sexual_exploitation_grooming = exploitation or grooming
category-weapons_violence = weapons, violence
category-contact_details = contact details
category-link = a link
category-demeaning = demeaning words
category-disclosure_mishandled = a disclosure mishandled
category-inappropriate_comment = an inappropriate comment
category-meeting_request = a private meeting
category-overfamiliar = over-familiar words
category-secrecy_request = secrecy
category-told = told the safety person
category-asked_for_help = wrote to the safety person
category-wrote_while_paused = wrote while paused
category-felt_wrong = felt wrong
category-unreadable = words that no machine could read
category-other = something else
category-media = media that no machine can read

# --- alerts: number, severity and alias only ---
alert = 🔴 <b>{ $ref }</b> · { $severity } · { $alias }
alert-again = 🔴 <b>{ $ref }</b> · { $severity } · { $alias } · nobody has it yet
alert-taken = <b>{ $ref }</b> · { $severity } · { $alias } · { $who } has it
alert-closed = <b>{ $ref }</b> · { $alias } · closed
concern-more = <b>{ $ref }</b> · { $severity } · { $alias } · more of the same, { $messages } messages now
concern-music = <b>{ $ref }</b> · { $severity } · { $alias } · they say it was about music. It stays open until you close it.
concern-pattern = <b>{ $ref }</b> · { $severity } · { $alias } · something stands out over the last weeks. It is on your list.
concern-wrote = <b>{ $ref }</b> · { $alias } · they wrote to the safety person
button-i-have-it = I have it
button-read = Read
button-reply = Reply
button-wrong-alarm = Wrong alarm
button-resolve = Close
button-refer = Referred
button-referral-answered = They answered
button-keep-question = Hold the question
button-free-question = Give it back to the tutors
button-concerns = Concerns
button-concern = { $ref }
button-unread = Unread: { $count }
button-holds = Holds: { $count }

# --- the lead's list and a concern ---
concerns-none = No concern is open.
concerns =
    <b>Open concerns: { $count }</b>
    { $lines }
concern-line = <b>{ $ref }</b> · { $severity } · { $alias } · { $category } · { $when } · { $who }
concern-nobody-has-it = nobody has it yet
concern-taken-by = { $who } has it
concern-on-the-list = on the list
concern =
    <b>{ $ref }</b> · { $severity } · { $category } · { $alias }
    { $state }

    { $lines }
concern-state-open = Nobody has it yet.
concern-state-listed = On the list; nobody was rung for it.
concern-state-taken = { $who } has it since { $when }.
concern-state-closed = Closed { $when } by { $who }: { $words }
concern-adult-answer = It is about an answer of { $who }, who is not told.
concern-adult-message = It is about a message of { $who } to a session. They are not told.
concern-adult-sessions = { $who } led these sessions, and is not told.
concern-adult-pattern = It is about how { $who } works here. They are not told.
concern-adult-tutor = { $who } is also their tutor, and is not told: young people are promised that their tutor does not see it.
concern-adult-wrote = { $who } wrote it. Nothing wrong was found in it: it is here because no machine could read it.
concern-adult-other = It is about { $who }, who is not told.
concern-event-opened = { $when } – <b>{ $who }</b>: <blockquote>{ $words }</blockquote>{ $why }
concern-event-joined = { $when } – <b>{ $who }</b>, more: <blockquote>{ $words }</blockquote>{ $why }
concern-event-wrote = { $when } – <b>{ $who }</b>, to the safety person: <blockquote>{ $words }</blockquote>{ $why }
concern-event-told = { $when } – alerted: { $to }
concern-event-acknowledged = { $when } – { $who } has it
concern-event-read = { $when } – read by { $who }
concern-event-music = { $when } – they say it was about music
concern-event-replied = { $when } – { $who } replied: <blockquote>{ $words }</blockquote>
concern-event-reply_shown = { $when } – they opened the reply
concern-event-referred = { $when } – { $who } referred it: { $words }
concern-event-answered = { $when } – the answer to it: { $words }
concern-event-question_held = { $when } – { $who } holds the question
concern-event-question_freed = { $when } – { $who } gave the question back to the tutors
concern-event-outcome = { $when } – closed by { $who }: { $words }
concern-why = { "" }
    (score { $score }: { $reasons })
concern-exact = { "" }
    About these words: <blockquote>{ $words }</blockquote>
concern-no-words = [no words]
concern-how =
    /ack { $ref } · /reply { $ref } words · /refer { $ref } to whom · /resolve { $ref } outcome
no-such-concern = There is no concern { $ref }. /concerns shows what is open.
concern-which = Which concern? Put its number behind the command, for example: /{ $verb } C3
concern-words-missing = What are the words? For example: /{ $verb } { $ref } and then your words.
concern-ask-reply = { $ref }: what would you like to write to { $alias }? They see it behind "New message"; every other lead sees it too, and where there is none, the coordinators.
concern-ask-resolve = { $ref }: what is the outcome? Your words close it and stay in the record.
concern-ask-refer = { $ref }: to whom was it referred, and with what reference? In one working day I ask you for their answer.
concern-ask-answered = { $ref }: what did they answer?
concern-replied = { $ref }: your words are on their way to { $alias }.
concern-nobody-to-reply = { $ref } is about no young person, so there is nobody to reply to.
concern-not-referred = { $ref } was not referred to anybody yet. /refer { $ref } and to whom.
concern-no-question = { $ref } has no open question.
concern-wrong-alarm-words = wrong alarm
lead-replied =
    <b>{ $ref }</b>: { $who } wrote to { $alias }:
    <blockquote>{ $words }</blockquote>
referral-due =
    <b>{ $ref }</b> ({ $alias }) was referred { $when }: { $words }
    A working day has passed. Has there been an answer?

# --- what no machine could read ---
unread-none = Nothing waits for your eyes or ears.
unread =
    <b>No machine could read these</b> ({ $count })
    { $lines }
unread-line = #{ $number } { $alias } · { $who } · { $when } · { $why }
button-look = #{ $number } · { $alias } · { $why }
unread-one = <b>#{ $number }</b> · { $alias } · { $who }, { $when }: { $words }
unread-young = young person
why-photo = photo
why-video = video
why-voice = voice note
why-audio = audio
why-document = file
why-animation = animation
why-video_note = round video
why-sticker = sticker
why-script = another script or language
why-failed = detection failed on it
why-other = can't be read

# --- a tutor's concern, and a disclosure on a tutor's screen ---
concern-raised = { $ref } is with the safeguarding leads. #{ $number } stays in the queue; what worried you is hidden from the other tutors. { $alias } is told that you and the safety person know.
concern-raise-words = What worries you? For example: /concern { $number } what they wrote about home
hidden-words = [part of this is with the safety person]
disclosure-advice =
    { "" }
    ⚠ <b>This may be about safety. The safety person knows.</b>
    Do: thank them, say that it was right to tell, and that the safety person is told. Then the music, if they want it.
    Don't: ask questions about it, promise to keep it secret, or judge anybody. If someone is in danger now, call 999.

# --- holds ---
hold-alert = 🟠 <b>{ $ref }</b> · { $severity } · { $alias } · a tutor's message is held
hold-alert-again = 🟠 <b>{ $ref }</b> · { $severity } · { $alias } · still held, nobody has it yet
hold-alert-taken = <b>{ $ref }</b> · { $alias } · { $who } has it
hold-alert-decided = <b>{ $ref }</b> · { $alias } · { $outcome }
hold-outcome-released = released
hold-outcome-refused = refused
hold-outcome-reworded = said again without it
button-release = Release
button-refuse = Refuse
button-reword = Say it again without
button-hold = { $ref }
holds-none = Nothing is held.
holds =
    <b>Held: { $count }</b>
    { $lines }
hold-line = <b>{ $ref }</b> · { $severity } · { $category } · { $who } → { $alias } · { $when }
hold =
    <b>{ $ref }</b> · { $severity } · { $category }
    { $what } by { $who }{ $for }, { $when }:
    <blockquote>{ $words }</blockquote>
    (score { $score }: { $reasons })
    { $state }
hold-for = { "" } for { $alias }, #{ $number }
hold-for-nobody = { "" }
hold-state-open = It does not go out until you decide. /release { $ref } · /refuse { $ref } why
hold-state-decided = { $outcome } { $when } { $why }
hold-what-answer = Answer
hold-what-edit = Edit of an answer
hold-what-media = Media
hold-what-title = Title of a session
hold-what-place = Place of a session
hold-what-reason = Reason
hold-what-saved = Saved answer
hold-what-announcement = Announcement
hold-what-note = Note
no-such-hold = There is no hold { $ref }. /holds shows what is held.
hold-which = Which hold? Put its number behind the command, for example: /{ $verb } H2
hold-decided-already = { $ref } is decided already: { $outcome }.
hold-edited = { $ref } was edited after you read it, so nothing is released yet. Please read it again: /holds { $ref }
hold-question-gone = { $ref }: #{ $number } was taken back or closed in the meantime, so nothing can go out. You can still /refuse it.
hold-released = { $ref } is released.
hold-refused = { $ref } is refused. The tutor reads why.
hold-ask-why = { $ref }: why does it not go out? The tutor reads your words.
hold-why-missing = Why not? For example: /refuse { $ref } no contact details, please
answer-held = #{ $number } → { $alias }: under review.
answer-refused = #{ $number } → { $alias }: not sent.
answer-alone = #{ $number } → { $alias }: waits until a second adult of the team is there.
answer-under-review = #{ $number }: your words are under review before they go out.
words-under-review = Your words are under review, so nothing was changed. A lead looks at them; you hear from me.
hold-released-words = The lead looked at your words: they are fine. Send the same again, and it works. Here they are: <blockquote>{ $words }</blockquote>
hold-refused-for-author =
    <b>Not sent:</b> <blockquote>{ $words }</blockquote>
    { $who }: { $why }
hold-back-in-queue = { "" } #{ $number } is back in the queue.
reword-ask = #{ $number }: please say it again without contact details or links. What you wrote first is kept for the lead.
reword-gone = #{ $number } is decided already, so there is nothing to say again.

# --- cover ---
absence-how = Until when? For example: /away until 2026-12-24, or /away until Friday 18:00
absence-past = That is not in the future. For example: /away until 2026-12-24
absence-asked-others = Asked the other leads to take over until { $until }. You are on duty until one of them accepts.
absence-alone = You are away until { $until }. No other lead is there, so alerts still reach you, and the coordinators.
absence-asked =
    <b>{ $who }</b> would like to be away as safeguarding lead until { $until }. Can you take over?
button-absence-accept = I take over
button-absence-decline = I can't
absence-accepted = { $who } takes over. You are away until { $until }.
absence-declined = { $who } can't take over until { $until }. You are still on duty.
absence-you-accepted = You look after safety until { $until }.
absence-you-declined = { $who } is told that you can't.
absence-gone = That was settled already.
lead-is-back = You are on duty as safeguarding lead again.
alert-test =
    <b>This is the weekly test of the alerts.</b> Nothing has happened. 🔔
    Please tap the button, so that we know that alerts reach you.
button-test-arrived = It arrived
alert-test-thanks = Thank you. Alerts reach you.

# --- menu descriptions ---
menu-concerns = Open concerns
menu-holds = What is held
button-thread = Everything they wrote
button-concern-file = { $kind }
button-unread-more = More
button-holds-all = What is held
voice-away = A person listens as soon as one is back. Your voice note is safe until then.
kind-contact = [a contact, hidden]
answer-waits = #{ $number }: it leaves as soon as a second adult of the team is there.
category-raised = raised by a tutor
category-pattern = a pattern over weeks
concern-event-noticed = { $when } – noticed over time: { $why }
why-language = another language
