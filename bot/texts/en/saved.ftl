# Saved answers, for tutors.

saved-list =
    <b>Saved answers: { $total }</b>
    { $lines }
saved-for =
    <b>Which one for #{ $number }?</b> It leaves after 30 seconds, until when you can undo it.
    { $lines }
saved-line = <b>{ $name }</b>{ $mark }: { $words }
saved-shared = { " " }(shared with all tutors)
saved-own = { " " }(only for you)
saved-others = { " " }(only for its author)
saved-not-yours = { $name } is { $author }'s: you can use it, and save your own: /save name words
saved-one =
    <b>{ $name }</b>{ $mark } · { $author }

    { $words }
saved-kept =
    Saved as <b>{ $name }</b>{ $mark }.
    Use it with /use 17 { $name }, or from a question's card.
saved-dropped = { $name } is thrown away.
saved-used = <b>{ $name }</b> goes out for #{ $number }. Not the one you meant? Undo it.
saved-none =
    There are no saved answers yet.
    /save barre Put your first finger flat over all strings.
    Or reply to one of your answers with /save barre.
save-how =
    What shall I save, and under which name?
    /save barre Put your first finger flat over all strings, { "{" }name{ "}" }.
    Or reply to one of your answers with /save barre. I fill in { "{" }name{ "}" }, { "{" }lesson{ "}" } and { "{" }moment{ "}" }.
save-name = A name needs letters, and at most { $most } of them. For example: /save barre Put your first finger flat.
save-too-many = You have { $most } saved answers. Throw some away first: /saved
save-not-theirs = Only answers can be saved, not what a young person wrote.
saved-gone = That saved answer is gone. /saved shows what there is.
saved-several = Which one do you mean? { $names }
no-such-saved = There is no saved answer { $name }. /saved shows what there is.
saved-gap = { $name } speaks of a { $gap }, and #{ $number } has none. Save it with other words for that: { "{" }{ $gap }|it{ "}" }
use-how = Which one? For example: /use 17 barre. /saved shows what there is.
button-saved = { $name }
button-use-saved = 💬 { $name }
button-choose-saved = Saved…
button-list-saved = Saved answers
button-share = Share with all tutors
button-unshare = Keep it to its author
button-drop-saved = Throw away
