# Waiting for a place in a full session. To young people: reading age 9 to 11.

# --- to young people ---
waiting-on =
    <b>{ $title }</b> ({ $ref }) is full just now.
    You are on the waiting list, number { $place }. When there is a place for you, I'll ask you here.
waiting-off = You are no longer on the waiting list for { $title } ({ $ref }). If that is a surprise, just ask here.
place-offered =
    <b>There is a place in { $title }</b> ({ $ref })
    With { $tutor }, { $minutes } minutes each time. Next:
    { $next }

    Would you like it? Both answers are fine.
    I keep it for you until { $until }. You can also type /yes { $ref } or /no { $ref }
offer-over =
    The time to say yes to { $title } ({ $ref }) is over, so someone else gets the place.
    Would you still like one? Just ask here.
offer-taken = You have a place in { $title } ({ $ref }). /sessions shows all your times.
offer-declined = OK. Someone else gets the place in { $title } ({ $ref }).
offer-gone =
    Sorry, there is no place in { $title } ({ $ref }) for you right now.
    /sessions shows whether you are still on the waiting list.
offer-none = There is no place for you to say yes or no to. /sessions shows yours.
my-waiting = ⏳ { $title } ({ $ref }) is full. You are number { $place } on the waiting list.
my-offer = ⏳ There is a place for you in { $title } ({ $ref }), until { $until }.
my-sessions-waiting =
    You have no sessions coming up.
    { $lines }

# --- to staff ---
session-full =
    { $ref } { $title } is full: { $count ->
        [one] its 1 place is taken, or kept for somebody.
       *[other] all its { $count } places are taken, or kept for somebody.
    }
    No place for: { $people }
    Put them on the waiting list? They are told so. Typed: /wait { $ref } { $alias }
enrol-full = No place is left for: { $people }
waiting-list =
    <b>Waiting for { $ref } { $title }</b>
    { $count ->
        [0] No limit: { $taken } have a place.
       *[other] { $taken } of { $count } places are taken.
    }
    { $lines }
waiting-list-empty =
    Nobody waits for { $ref } { $title }.
    { $count ->
        [0] No limit: { $taken } have a place.
       *[other] { $taken } of { $count } places are taken.
    } /wait { $ref } Otter-12 puts somebody on the list.
waiting-line = { $place }. { $alias } ({ $name }), since { $when }
waiting-line-offered = { $place }. { $alias } ({ $name }): offered a place until { $when }
waiting-has-place = { $people } has a place in { $number } already, and need not wait.
waiting-not-there = None of them waits for { $number }. /waiting { $number } shows who does.
place-answered-yes = { $alias } ({ $name }) said yes, and has a place in { $ref } { $title }.
place-answered-no = { $alias } ({ $name }) said no to a place in { $ref } { $title }. It goes to whoever waits next.
place-answered-none = { $alias } ({ $name }) did not answer in time to a place in { $ref } { $title }. It goes to whoever waits next.
places-ask =
    How many places has { $ref } { $title }? Tap, or send the number. { $taken ->
        [0] Nobody has one yet.
       *[other] { $taken } are taken.
    }{ $count ->
        [0] { "" }
       *[other] { " " }Now it is { $count }.
    }
places-set =
    { $ref } { $title }: { $count ->
        [0] as many places as come; { $taken } taken.
        [one] 1 place, { $taken } taken.
       *[other] { $count } places, { $taken } taken.
    }
places-too-few = { $number } has { $taken } places that are taken, or kept for somebody. Take somebody out first.
newsession-bad-capacity = I can't read “{ $value }” as a number of places, from 1 to 1000. Like this: 6 places, or max 6.
button-places = { $count ->
        [one] 1 place
       *[other] { $count } places
    }
button-no-limit = No limit
button-put-on-list = { $alias } waits
button-take-off-list = Take { $alias } off
button-yes-to = Yes: { $ref }
button-no-to = No: { $ref }
