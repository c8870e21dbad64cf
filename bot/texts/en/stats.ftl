# A tutor's figures, and what they may know of a young person.

stats =
    <b>Your figures</b>
    Waiting now: { $waiting } · yours: { $mine }

    { $lines }
stats-period =
    <b>Last { $days } days</b>
    Answered: { $answered }{ $wait }
    Helped: { $helped } · still stuck: { $stuck } · no word yet: { $silent }
stats-no-wait = { "" }
stats-wait =
    { "" }
    First answer: { $time } after asking, as they felt it (median of { $count })
person-card =
    <b>{ $alias }</b> ({ $name }) · { $band }
    Plays: { $instruments }

    <b>Lessons done: { $done }</b>
    { $lessons }

    <b>Questions: { $count }</b>
    { $earlier }
person-lesson = { $lesson } 🎬
person-question = <b>#{ $number }</b> { $words } – { $state }
