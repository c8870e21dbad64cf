# After a session: how was it? Reading age 9 to 11 for young people.

face-5 = Great 😀
face-4 = Good 🙂
face-3 = OK 😐
face-2 = Not so good 🙁
face-1 = Bad 😞
button-face-5 = Great 😀
button-face-4 = Good 🙂
button-face-3 = OK 😐
button-face-2 = Not so good 🙁
button-face-1 = Bad 😞
felt-today = today
felt-yesterday = yesterday
felt-day = on { $when }
felt-ask =
    How was <b>{ $title }</b> { $day }?

    Tap one, or leave it. Both are fine. { $tutor } sees what you tap.{ $first }
felt-ask-first = { " " }If it is low three times in a row, our safety person sees that too.
felt-thanks =
    Thank you. You said: <b>{ $face }</b>.

    { $tutor } can see it. You can add one line if you like.
felt-thanks-low =
    Thank you for saying so. You said: <b>{ $face }</b>.

    { $tutor } can see it. You can add one line if you like. You can also tell someone else.
felt-line-how = What would you like to say about { $title }? Write one line. { $tutor } reads it. So can our safety person.
felt-line-kept =
    Thank you. { $tutor } gets your line:
    { $words }
felt-line-safe =
    Thank you for telling us. Our safety person reads that one. { $tutor } does not.
felt-words-please = I can only pass on words here. Write one line, or leave it.
felt-line-too-long = That is a bit long: { $count } letters. Up to { $most }, please.
felt-nothing-over = You had no session in the last two days. After your next one I ask you how it was.
felt-how =
    How was it? Send a number from 1 (bad) to 5 (great), and a line if you like:
    /felt 4
    /felt 2 It was too loud
button-add-line = Add a line
button-change-face = Change it

# --- to the tutor ---
felt-for-tutor =
    How <b>{ $ref } { $title }</b> was, { $when }:
    { $lines }
felt-line = { $alias } ({ $name }): { $face }{ $words }
felt-line-words = { " " }– “{ $words }”
felt-session =
    <b>{ $ref } { $title }</b>: how it was
    { $lines }
felt-meeting =
    <b>{ $when }</b>
    { $lines }
felt-session-none = Nobody has said anything about { $ref } { $title } yet. They are asked a few minutes after each session, and needn't answer.
button-how-it-was = How { $ref } was

# --- to the lead ---
felt-low = <b>{ $ref }</b> · { $alias } · three sessions in a row felt low. It is on your list; no answer was asked for.
category-low_faces = three sessions in a row felt low
