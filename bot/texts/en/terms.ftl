# Terms, and who leads. To young people: reading age 9 to 11.

# --- to everybody concerned ---
terms-changed = { $parts }
terms-off =
    <b>These times are off: it is not in term.</b>
    { $lines }{ $more }
terms-on =
    <b>These times are on:</b>
    { $lines }{ $more }
terms-time = • { $when }: { $title } ({ $ref })
terms-more =
    { "" }
    … and { $count } more. /sessions shows them.
tutor-changed-place = <b>{ $title }</b> ({ $ref }) is with { $new }{ $when } instead of { $old }.
tutor-changed-new = You lead <b>{ $title }</b> ({ $ref }){ $when }, instead of { $old }. /sessions shows it.
tutor-changed-old = { $new } leads <b>{ $title }</b> ({ $ref }){ $when }, instead of you.
tutor-that-day = { " " }on { $when }

# --- to staff ---
terms =
    <b>Terms</b>
    { $lines }{ $how }
terms-none = No terms are entered: series meet on every day but bank holidays and days that are closed.{ $how }
term-line = <b>{ $name }</b>: { $first } to { $last }
term-line-breaks =
    <b>{ $name }</b>: { $first } to { $last }
    { $breaks }
term-break = – without { $name }: { $first } to { $last }
terms-how =
    { "" }

    To enter a term:
    /term Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30
    Several at once: one on each line. The same name with other days corrects it. /term remove Autumn takes one away.
terms-preview =
    { $parts }

    { $effect }
    { $after }{ $hours }

    Shall I?
terms-adding =
    <b>To enter:</b>
    { $lines }
terms-removing =
    <b>To take away:</b>
    { $lines }
terms-effect-none = No session changes, and nobody is told anything.
terms-effect =
    { $off ->
        [0] No time is called off.
        [one] 1 time is called off, as it is not in term.
       *[other] { $off } times are called off, as they are not in term.
    } { $on ->
        [0] { "" }
        [one] 1 time is put in.
       *[other] { $on } times are put in.
    }
    { $people ->
        [0] Nobody has a place, so nobody is told.
        [one] 1 person gets one message.
       *[other] { $people } people get one message each.
    }
terms-last = After { $last } I know of no term: series stop then, until you enter the next. You can send several terms in one message.
terms-no-more = With no term at all, series meet all year but for bank holidays.
terms-done =
    Done.
    { $effect }{ $hours }
terms-hours =
    { "" }
    Outside the terms tutors are out of hours: young people are told when they are back, and answers wait until then.
term-overlaps = { $name } shares days with { $other }. Take { $other } away first: /term remove { $other }
term-unknown = There is no term called { $name }. /term shows them.
term-several = More than one term is called { $name }. /term shows them, with a button for each.
term-bad-name = Line { $line }: a term has a name of up to 60 letters first, then its days: Autumn; 2026-09-02 to 2026-12-18. I read “{ $value }”.
term-bad-days = Line { $line }: I can't read “{ $value }” as two days. Like this: Autumn; 2026-09-02 to 2026-12-18
term-bad-order = Line { $line }: “{ $value }” ends before it begins.
term-bad-long = Line { $line }: “{ $value }” is longer than a year.
term-bad-break = Line { $line }: I can't read “{ $value }” as a break of its own. Like this: half-term 2026-10-26 to 2026-10-30
term-bad-outside = Line { $line }: “{ $value }” is not inside the term.
term-bad-overlap = Line { $line }: it shares days with { $value }.
term-bad-many = Line { $line }: that is more than 60 terms.
term-bad-empty = There is no term in it.
button-terms = Terms
button-remove-term = Take away { $name }
button-sample-terms = Use the sample dates (Milton Keynes 2026/27)
button-apply-terms = Yes, do it

# --- a session's settings ---
session-more =
    <b>{ $ref } { $title }</b>
    What shall I change?

    Typed: /tutor { $ref } Tess · /link { $ref } https://… · /places { $ref } 6 · /waiting { $ref } · /allyear { $ref }
tutor-ask = Who leads { $ref } { $title }{ $when }? From then on, or that one time. Everybody who has a place is told at once.
tutor-unknown = No other tutor is called “{ $unknown }”. Who leads { $ref } { $title }{ $when }?
tutor-which-day = Which time of { $ref } { $title } does somebody else lead?
tutor-set =
    { $tutor } leads { $ref } { $title }{ $when }.
    { $people ->
        [0] Nobody has a place, so no young person is told.
        [one] I'm telling 1 young person, and the tutors.
       *[other] I'm telling { $people } young people, and the tutors.
    }
tutor-already = { $tutor } leads { $number } already.
tutor-nobody = There is no other tutor.
link-ask =
    What is the address to join { $ref } { $title } online? Send it: it begins with https://
    Young people with a place see it when they tap for it, shortly before the time.
link-set = { $ref } { $title } has a link. Young people with a place see it when they tap for it, shortly before the time.
link-gone = { $ref } { $title } has no link now.
session-link =
    { $title } ({ $ref })
    { $link }
session-link-later = The link to { $title } ({ $ref }) shows here from { $when }. Tap again then.
session-link-over = { $title } ({ $ref }) has no more times, so there is no link.
session-link-none = I can't show a link for that one. /sessions shows yours.
all-year-on =
    { $ref } { $title } meets all the year, in the holidays too.{ $back ->
        [0] { "" }
        [one] { " " }1 time was put in.
       *[other] { " " }{ $back } times were put in.
    }
all-year-off =
    { $ref } { $title } meets in term alone.{ $off ->
        [0] { "" }
        [one] { " " }1 time is called off, and I'm telling everybody.
       *[other] { " " }{ $off } times are called off, and I'm telling everybody.
    }
button-more = More
button-new-tutor = Another tutor
button-tutor-once = Another tutor, once
button-link = Link to join
button-set-places = Places
button-waiting = Who waits
button-term-time = Term time only
button-all-year = All year
button-no-link = No link
button-show-link = Link { $ref }
