# The service's figures: plain lines, to be pasted into a form.

figures =
    { $is_term ->
        [yes] Figures for this term so far: { $first } to { $last }
       *[no] Figures: { $first } to { $last }
    }

    PEOPLE
    Young people: { $people }
    New: { $new }
    Active: { $active }

    SESSIONS
    Held: { $held }
    Hours of sessions: { $hours }
    Contact hours (session hours × young people there): { $contact }
    Called off by the service: { $off }
    Young people who said that they could not come: { $could_not }

    ATTENDANCE
    There: { $there }
    Of these late: { $late }
    Absent, had told us: { $told }
    Absent, had not told us: { $not_told }{ $register }

    LESSONS
    Opened: { $opened }
    Done: { $done }

    QUESTIONS
    Asked: { $asked }
    Answered: { $answered }
    Time to the first answer (median): { $wait }
    Helped: { $helped }
    Still stuck: { $stuck }
    No word: { $silent }

    Counts from 1 to 9 are given as “fewer than 10”, and a count that would tell them as “10 or more”, so that nobody can be recognised.
figures-few = fewer than 10
figures-more = 10 or more
figures-hidden = not shown
figures-no-wait = –
figures-no-register =
    { "" }
    No register kept for { $count ->
        [one] 1 session
       *[other] { $count } sessions
    } of { $held }
figures-hours = { $hours } h { $minutes } min
figures-unreadable =
    I can't read that as two days. Like this:
    /figures 1/9 30/11
    /figures 2026-09-01 2026-11-30
    /figures last month
    Without days it is this term so far, or else last month.
figures-reversed = The second day is before the first. Which days did you mean? For example: /figures 1/9 30/11
figures-future = Those days are still to come, so there is nothing to count yet. For example: /figures last month
