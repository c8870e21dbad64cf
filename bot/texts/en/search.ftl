# Search, for tutors.

search-how =
    What are you looking for?
    /search barre
    /search buzzing lesson:g-chord alias:Otter-12
search-found =
    { $lines }{ $narrow }
search-line = <b>#{ $number }</b> { $alias }, { $when } – { $state }: { $words }{ $about }
search-narrow =
    { "" }

    There is more. Add a word, a lesson:… or an alias:…
search-nothing = Nothing found. Fewer words find more; small mistakes in spelling do not matter.
search-no-lesson = There is no lesson like { $lesson }. /lessons shows them.
