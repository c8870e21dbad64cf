# Questions and answers, for both sides.

about-nothing = { "" }
about-lesson =
    { "" }
    About { $lesson } 🎬
about-moment =
    { "" }
    About { $lesson } at { $moment } 🎬
kind-text = [text]
kind-photo = [photo]
kind-video = [video]
kind-voice = [voice note]
kind-audio = [audio]
kind-document = [file]
kind-animation = [animation]
kind-video-note = [round video]
kind-sticker = [sticker]
mark-none = { "" }
mark-edited =
    { "" }
    (edited)

# --- to young people ---
receipt-new =
    <b>Got it, #{ $number }.</b>{ $about }
    { $when }
receipt-added = <b>Got it.</b> Added to #{ $number }.
tutors-here = A tutor will answer you here. Tutors are here right now, so it should not take long.
tutors-back = Tutors are back { $when }. Your question is safe until then, and you should get an answer that day.
button-place = Where am I in the queue?
button-ask-new = New question
button-take-back = Take it back
button-helped = That helped
button-stuck = Still stuck
button-question = #{ $number } { $words }
answer-for-asker =
    <b>{ $tutor }</b> answered #{ $number }:
    <blockquote>{ $quote }</blockquote>
    { $words }{ $mark }
ask-for-words = What would you like to ask? Send words, a voice note, a photo or a video.
ask-empty = I couldn't see a question in that. Send words, a voice note, a photo or a video.
ask-too-many = You have asked a lot in one hour. Please wait a little, then ask again. You can still add to a question that is open.
file-name-refused = The name of that file has a number or an address in it, so I can't give it to a tutor. Please change its name and send it again.
kind-refused = I can't give that to a tutor. Words, a voice note, a photo, a video or a file all work.
location-refused = I don't take locations, and I did not keep yours. Please don't tell people in chats where you are.
file-too-large = That file is too big for me (more than { $most } MB). Could you send a shorter one?
file-left-out = That file was too big for me (more than { $most } MB), so I could not pass it on. I kept your words.
no-questions = You have no questions yet. Just send me one.
my-questions =
    <b>Your questions</b>
    { $lines }
my-question-line = #{ $number } { $words } – { $state }
state-waiting = waiting for a tutor
state-answered = answered
state-closed = done
state-withdrawn = taken back
question-thread =
    <b>Question #{ $number }</b> – { $state }{ $about }

    { $lines }
thread-line = <b>{ $who }</b>, { $when }: { $words }
place-in-queue =
    { $before ->
        [0] #{ $number } is next in the queue.
        [one] There is one question before #{ $number }.
       *[other] There are { $before } questions before #{ $number }.
    }
place-not-waiting = #{ $number } is not in the queue: { $state }.
taken-back-whole = OK, #{ $number } is taken back.
taken-back-part = OK, that message is taken back from #{ $number }.
take-back-answered = #{ $number } has an answer already, so it can't be taken back.
take-back-closed = #{ $number } is done, so it can't be taken back.
glad-it-helped = Great! #{ $number } is done. You can ask something new at any time. 🎶
still-stuck = OK. #{ $number } is back with the tutor. You can send more about it: what did you try? { $when }
no-such-question = I can't find that question. /questions shows yours.

# --- to tutors ---
entry-for-tutor =
    <b>#{ $number }</b> · { $alias } ({ $name }){ $about }

    { $words }{ $mark }
entry-taken-back = #{ $number }: they took this back.
question-helped = #{ $number }: { $name } ({ $alias }) says that helped.
question-stuck = #{ $number }: { $name } ({ $alias }) is still stuck.
question-withdrawn = #{ $number }: { $name } ({ $alias }) took the question back.
button-earlier = ◀ Earlier
button-later = Later ▶
button-back = Back on duty
button-send = Send
button-drop = Don't send
button-undo = Undo
button-draft-for = #{ $number } · { $alias }
lease-lapsed = #{ $number } ({ $alias }) went back to the queue after 20 minutes.
answer-empty = What is the answer? For example: /answer { $number } Try it slower first
kind-refused-staff = I can't pass that on. Words, voice, photo, video and files all work.
answer-queued = #{ $number } → { $alias }: queued…
answer-undo = #{ $number } → { $alias }: leaves in 30 seconds.
answer-delivered = #{ $number } → { $alias }: delivered ✓
answer-retrying = #{ $number } → { $alias }: Telegram does not take it right now; retrying…
answer-blocked = #{ $number } → { $alias }: they have blocked the bot. It is kept, and goes out if they come back.
answer-failed = #{ $number } → { $alias }: Telegram refused it. Please send it another way, for example as words.
answer-withdrawn = #{ $number }: not sent. It is yours again.
draft = Draft for <b>#{ $number }</b> · { $alias } ({ $name }). Send it?
draft-for-which = Kept as a draft. Which question is it for? For any other, send it as a reply to a message about that one.
draft-no-question = Not sent: no question waits. For one that was answered, send it again as a reply to a message about it. /search finds it.
draft-gone = That draft is gone: it was sent, or thrown away.
draft-for-nobody = Choose the question first.
draft-sent = Taken for #{ $number }. The message below says where it is.
draft-dropped = Not sent.
undo-too-late = The answer to #{ $number } has gone out already. You can edit your message, and the change will reach them.
you-are-away = You are off duty.{ $others ->
        [0] { " " }Nobody else is on duty now: new questions wait, and young people are told so.
       *[other] { " " }New questions go to the others.
    } { $timed ->
        [yes] I can't bring you back by myself: send /back when you return.
       *[no] /back when you return.
    }
you-are-back =
    { $waiting ->
        [0] Welcome back. Nothing waits.
        [one] Welcome back. One question waits.
       *[other] Welcome back. { $waiting } questions wait.
    }

# --- to leads ---
transcript =
    <b>{ $alias }</b> ({ $name }). This reading is recorded.

    { $lines }
transcript-line = <b>#{ $number } { $who }</b>, { $when }: { $words }{ $mark }
transcript-plain = { "" }
transcript-edited = { "" } (edited)
transcript-withdrawn = { "" } (taken back)
transcript-media = From #{ $number }
button-see-media = #{ $number } { $kind }
