# When somebody is reminded, and when it is quiet. Reading age 9 to 11.

reminders =
    <b>When shall I remind you?</b>
    { $chosen ->
        [yes] You get a reminder: { $times }.
       *[no] You get no reminders.
    }
    Quiet hours: { $quiet }. { $early ->
        [yes] A reminder that falls in them comes a little earlier.
       *[no] { "" }
    }

    Tap as many as you like.
reminders-some = { $first }, { $rest }
reminder-evening = the evening before
reminder-morning = in the morning of the day
reminder-before = { $left } before
button-reminder-evening = The evening before
button-reminder-morning = That morning
button-reminder-before = { $left } before
button-reminder-on = ✓ { $words }
button-no-reminders = No reminders
button-usual-reminders = The usual ones
button-reminders = When to remind me
button-quiet = Quiet hours
reminders-unreadable =
    I can't read “{ $value }” as a time. Like this:
    /reminders evening before, 1h
    /reminders morning of, 10m
    /reminders none
quiet-hours =
    <b>Quiet hours: { $quiet }</b>
    In this time nothing that I send makes a sound, unless a session changes at the last minute.

    Tap one, or type it: /quiet 21:30-07:30
quiet-span = { $start } to { $end }
quiet-none = none
quiet-usual = { $hours } (the usual)
button-quiet-span = { $start } to { $end }
button-quiet-off = No quiet hours
button-quiet-usual = The usual
quiet-unreadable =
    I can't read “{ $value }” as quiet hours. Like this:
    /quiet 21:00-07:00
    /quiet 9pm to 7am
    /quiet off
