# The hours of the service: who is there, what waits until morning, what was promised.

# --- to young people ---
tutors-away = No tutor is here just now. Your question is safe, and the next tutor who comes back will see it.
late-answer =
    Sorry, <b>#{ $number }</b> is still waiting for a tutor. { $when }
    Your question is still safe here.
late-until = Tutors are back { $when }.
late-here = Tutors are here again now.
stuck-until = Tutors are back { $when }.
state-on-its-way = answered, and on its way to you

# --- to tutors ---
digest =
    { $count ->
        [one] <b>One question came in while you were off.</b>
       *[other] <b>{ $count } questions came in while you were off.</b>
    }
    { $lines }
digest-line = <b>#{ $number }</b> { $alias } · since { $since }: { $words }{ $about }
digest-more = … and { $more } more: /queue
answer-later = #{ $number } → { $alias }: leaves { $when }.
draft-sent-later = #{ $number } leaves { $when }, when the service is open. Until then you can undo it.

# --- to coordinators ---
nobody-on-duty =
    { $waiting ->
        [0] <b>No tutor has been on duty since { $since }.</b> No question waits.
        [one] <b>No tutor has been on duty since { $since }.</b> One question waits.
       *[other] <b>No tutor has been on duty since { $since }.</b> { $waiting } questions wait.
    }
    /staff shows who they are. A tutor sends /back to be on duty again.
