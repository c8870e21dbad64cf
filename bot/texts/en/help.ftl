# Help for everyone, and the young people's way to the safety person. Reading age 9 to 11.

button-talk = Talk to someone who is not my tutor
button-talk-staff = Tell the safeguarding lead
button-leave-quickly = Leave quickly
button-felt-wrong = This felt wrong
button-tell-without-words = Just tell them
menu-wrong = Something felt wrong
menu-talk = Talk to the safety person

talk-how =
    Write it here, or send a voice note. You can use as many words as you like, or just a few.

    It goes to the safety person. Your tutor does not see it.
    The safety person is an adult. If someone is not safe, they may have to tell other adults who can help.
    Childline can keep more things private than we can. Tap Help now to see how to reach them.
talk-how-staff =
    Write what worries you. It goes to the safeguarding leads, and to nobody whom it is about.
    In an emergency call 999 first.
talk-sent =
    Thank you for telling us. It is sent.

    A safety person reads it as soon as they can. I tell you here when they have, and what they say.
    You can write more here for the next 15 minutes. It goes to the safety person too. For music, tap Home first.
    If you can't wait, tap Help now.
talk-more =
    Thank you. That goes to the safety person too.

    For music, tap Home first. If you can't wait, tap Help now.
talk-sent-staff = Thank you. It is with the safeguarding leads.
talk-empty = I couldn't see any words in that. Write a few, or send a voice note.

wrong-how =
    Thank you for telling me. It is good that you did.

    What felt wrong? Write it here, or send a voice note. You can also tap "Just tell them".
    It goes to the safety person. Your tutor does not see it.
wrong-status =
    What you have told the safety person:
    { $lines }
wrong-line-sent = { $when }: sent. Nobody has read it yet.
wrong-line-read = { $when }: { $who } has read it.
wrong-line-answered = { $when }: { $who } has answered. Look for "New message" in this chat.

paused =
    Your music here has a short break. You did nothing wrong.

    You can always write to the safety person, and they will read it.
    If you need help right now, tap Help now.
paused-words =
    Thank you. Your music here has a short break, so no tutor answers right now.

    What you wrote is with the safety person. They read it as soon as they can.
    If you need help right now, tap Help now.

cleared =
    Done. 🎵
    What I can't clear: messages older than two days, this line, and what popped up on your screen before.
    To be sure, delete this whole chat. You find it again with the same link.
    We still have what you sent us.
cleared-line = 🎵
