# Corrections: what was sent is changed, or taken back.

# --- to young people ---
answer-corrected-line = <b>{ $tutor }</b> corrected #{ $number }.
answer-taken-back-line = <b>{ $tutor }</b> took an answer to #{ $number } back.

# --- to tutors ---
entry-changed-line = { $name } ({ $alias }) changed #{ $number }.
answer-corrected = #{ $number } → { $alias }: corrected ✓
answer-unsent = #{ $number } → { $alias }: taken back ✓
button-unsend = Take it back
unsent = Your answer to #{ $number } is taken back. You can answer it anew.
unsend-nothing = You have no answer to #{ $number } that could be taken back.
unsend-too-late =
    That answer to #{ $number } is older than 48 hours: Telegram does not let me remove it any more.
    Send one that puts it right: /answer { $number } words
correction-later = #{ $number }: your correction leaves { $when }, when the service is open.
edit-other-number = That message answered #{ $number }. Editing can't move it to another question: send a new /answer.
