# Lessons: browsing, a lesson's page, its video, "I'm stuck here". Reading age 9 to 11.

# --- what there is ---
level-beginner = Beginner
level-improver = Improver
level-advanced = Advanced
instrument-piano = Piano
instrument-organ = Organ
instrument-accordion = Accordion
instrument-percussion = Percussion
instrument-rap = Rap
instrument-dj = DJ
instrument-songwriting = Songwriting
instrument-production = Making tracks
instrument-theory = Music theory
instrument-viola = Viola
instrument-cello = Cello
instrument-double-bass = Double bass
instrument-harp = Harp
instrument-flute = Flute
instrument-recorder = Recorder
instrument-clarinet = Clarinet
instrument-oboe = Oboe
instrument-bassoon = Bassoon
instrument-saxophone = Saxophone
instrument-trumpet = Trumpet
instrument-trombone = Trombone
instrument-horn = Horn
instrument-tuba = Tuba
instrument-harmonica = Harmonica
instrument-tabla = Tabla
instrument-steel-pan = Steel pan

# --- browsing ---
no-lessons =
    There are no lessons here yet.
    You can still ask a tutor anything about music.
lessons-what-do-you-play =
    What do you play, or want to play? Tap one.

    You can add more later, in /settings.
lessons-none-for = There are no lessons for { $instrument } yet. Here is what there is.
lessons-instruments =
    <b>Lessons</b>
    Pick an instrument.
lessons-instruments-after =
    { $before }

    Pick an instrument.
lessons-of-instrument =
    <b>{ $instrument }</b>

    { $lines }
lessons-series-line =
    { $total ->
        [one] { $level }: <b>{ $series }</b> – one lesson
       *[other] { $level }: <b>{ $series }</b> – { $total } lessons
    }
lessons-series-progress = { $level }: <b>{ $series }</b> – { $done } of { $total } done
lessons-of-series =
    <b>{ $series }</b>
    { $instrument } · { $level }{ $progress }

    { $lines }
lessons-done-of = { "" } · { $done } of { $total } done
lessons-line = { $title } – { $length }
lessons-line-done = ✓ { $title } – { $length }
lessons-plain = { "" }
button-lesson-instrument = { $instrument }
button-lesson-series = { $series }
button-lesson-series-done = ✓ { $series }
button-lesson = { $title }
button-lesson-ticked = ✓ { $title }
button-lesson-found = { $title } ({ $instrument })
button-lesson-found-ticked = ✓ { $title } ({ $instrument })
button-lessons-up-next = Carry on: { $lesson }
button-lessons-all = All instruments
button-lessons-skip = Skip
button-lessons-find = Find a lesson
button-lessons-earlier = ◀ Earlier
button-lessons-later = More ▶

# --- finding ---
lessons-find =
    What are you looking for? Send a word or two.

    For example: <b>chords</b>, or <b>drum beat</b>. Spelling does not matter.
lessons-find-staff = Send /lessons with what you are looking for. For example: /lessons G chord
lessons-found = I found these for <b>{ $words }</b>:
lessons-found-none =
    I could not find a lesson for <b>{ $words }</b>. Sorry!

    Try another word, or look through all of them.
lessons-found-none-ask =
    I could not find a lesson for <b>{ $words }</b>. Sorry!

    Was it a question? I can give it to a tutor, just as you wrote it.
lessons-asked-this = OK, I have given it to the tutors.
button-lessons-browse = See all lessons
button-lessons-ask-this = Ask a tutor this
button-lessons-find-again = Try another word

# --- a lesson's page ---
lesson-title = <b>{ $title }</b>
lesson-place = { $series } · { $instrument } · { $level }
lesson-summary =
    { "" }
    { $summary }
lesson-teaches =
    { "" }
    You will learn:
    { $lines }
lesson-teaches-line = • { $words }
lesson-video =
    { "" }
    The video is { $length } long{ $size }. 🎬
lesson-video-outside = It opens outside Telegram.
lesson-size = { "" } ({ $size })
lesson-low-data = There is a low data video too ({ $size }).
lesson-low-data-unsized = There is a low data video too.
lesson-captions-yes = Captions: yes, you can read what is said.
lesson-captions-no = Captions: no, there are no words to read.
lesson-progress =
    { "" }
    { $state }{ $series }
lesson-is-new = Not watched yet
lesson-is-watched = Watched, not done yet
lesson-is-done = ✓ Done
lesson-last-of-series =
    { "" }
    That was the last lesson of { $series }.
megabytes = { $mb } MB
button-watch = ▶ Watch ({ $size })
button-watch-unsized = ▶ Watch
button-low-data = Low data ({ $size })
button-low-data-unsized = Low data
button-chapters = Chapters
button-stuck-here = I'm stuck here
button-lesson-done = Done
button-lesson-not-done = Not done
button-lesson-next = Next lesson: { $lesson }
button-lesson-back = Back to the lesson
button-series-back = Back to { $series }
button-instrument-back = More { $instrument } lessons
lesson-chapters =
    <b>{ $title }</b>

    { $lines }
lesson-no-chapters =
    <b>{ $title }</b>

    This video has no chapters. It is { $length } long.
lesson-chapter-line = { $at } { $title }
lesson-gone = That lesson is not here any more. Send /lessons to see the ones we have.
lesson-none-yet = You have not opened a lesson yet. Send /lessons to pick one.

# --- its video ---
video-coming =
    <b>{ $title }</b> 🎬

    It's on its way{ $size }.
video-size = { "" } ({ $size })
video-link =
    <b>{ $title }</b> 🎬

    Tap the button to watch it. It opens outside Telegram{ $size }.
button-open-video = ▶ Open the video
video-caption = <b>{ $title }</b>
video-caption-chapters =
    <b>{ $title }</b>

    { $lines }
video-trouble =
    Sorry, I could not send you the video of <b>{ $title }</b>. It is our mistake, not yours.

    I have noted it for our team. Please try again another day.

# --- I'm stuck here ---
stuck-where =
    Where in <b>{ $title }</b> are you stuck?

    Tap the part, or send the time, like { $example }.
stuck-where-no-chapters =
    Where in <b>{ $title }</b> are you stuck?

    Send the time, like { $example }.
stuck-too-late =
    The video is only { $length } long, so { $moment } is not in it.
    { "" }
stuck-unclear =
    I could not read that time.
    { "" }
stuck-what = { $place }: what is hard there? Send words, a voice note, a photo or a video. A tutor gets it.
stuck-what-anywhere = What is hard in <b>{ $title }</b>? Send words, a voice note, a photo or a video. A tutor gets it.
stuck-place = <b>{ $title }</b> at { $moment }
stuck-place-chapter = <b>{ $title }</b> at { $moment } ({ $chapter })
button-chapter = { $at } { $title }
button-nowhere = Not sure where
