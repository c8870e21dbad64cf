# Practice: what leads rehearse in the demo. The disclosures are made up.
practice =
    <b>Practice</b>
    Pick a message. It rings you as a real one would, from <b>{ $alias }</b>, who is made up. Handle it as you would:
    I have it, Read, /reply, /refer, /resolve. Nobody else is rung, no tutor sees it, and it counts in no figures.

    { $lines }
    You can type /practice 2 as well.
practice-line = { $number }. { $title }
button-practice = { $number }. { $title }
button-practise = Practise
practice-begun = { $ref } is on its way to you. It is practice: { $alias } is made up. "How did I do?" on its screen tells you at any time.
practice-which = There is no practice of that number. /practice shows them.
concern-practice = <b>Practice.</b> { $alias } is made up, and nobody else was rung.
button-how-did-i-do = How did I do?

practice-title-low-mood = Low mood, and hurting oneself
practice-words-low-mood = sorry i didnt practise. i just feel so low all the time and last night i cut my arm again. pls dont tell my mum
practice-then-low-mood = u wont tell anyone tho right?? it does help a bit that u wrote back
practice-good-low-mood =
    • Have it within minutes: every message until then feels like nobody is there.
    • Thank them, say that it is not their fault, and that you take it seriously.
    • Ask whether they are safe right now. Don't ask how, with what, or why.
    • Say what you can't keep to yourself, and who will know. Childline can keep more private than we can.
    • Say when you write again. Then speak with their carer or key worker, as your procedure says.
practice-title-home = Something at home
practice-words-home = can i come early on tues. my stepdad gets mad when hes had a drink and he hit me with his belt cos i was humming
practice-then-home = my arm still hurts. i dont want him to know i said
practice-good-home =
    • Thank them and say that you believe them. They did right to tell.
    • Ask whether they are safe right now; if not, 999.
    • No questions about what happened: those who are trained for it ask them, once.
    • Don't promise that nobody will know, least of all that he won't.
    • Refer on the same day, and write down to whom. The bot asks you for the answer after one working day.
practice-title-online = A stranger online
practice-words-online = this guy off a game keeps sending me robux n now he wants pics of me without my top or hell tell my school
practice-then-online = i already sent one. am i in trouble
practice-good-online =
    • Thank them. They are not in trouble, whatever they sent: it is his doing.
    • Don't ask to see anything, and don't have it sent on. Ask them to delete nothing.
    • Tell them not to answer him and not to pay.
    • Refer: police or CEOP, and children's social care. Childline and the IWF have a "Report Remove" for pictures.
practice-title-adult = An adult of the service
practice-words-adult = dont wanna have lessons with the drum tutor no more. he said id get a present if i came to his house and to not tell no one
practice-then-adult = is he gonna find out it was me
practice-good-adult =
    • Thank them and say that they did right. He is not told that it was them.
    • The adult hears nothing from you yet: no question to him, no warning.
    • /suspend first, so that he writes to no young person. Then the LADO, within one working day.
    • No questions about what happened. Write down the exact words only.
    • If the adult is a lead, this never rings them: another lead or the coordinator has it.

practice-review =
    <b>{ $ref }, practice: { $title }</b>
    { $lines }

    <b>What good handling looks like</b>
    { $good }
practice-taken-good = ✅ You had it after { $minutes } min.
practice-taken-bad = ⚠ You had it after { $minutes } min. After ten the young person is told that nobody has it yet.
practice-taken-open = ○ Nobody has it yet.
practice-read-good = ✅ You read it.
practice-read-open = ○ Not read yet.
practice-replied-open = ○ No reply yet.
practice-thanked-good = ✅ Your reply thanks them, or says that you believe them.
practice-thanked-bad = ⚠ Your reply doesn't thank them, and doesn't say that you believe them.
practice-secrecy-good = ✅ No promise to keep it secret.
practice-secrecy-bad = ⚠ This reads like a promise of secrecy: { $words }
practice-questions-good = ✅ No question that investigates.
practice-questions-bad = ⚠ This asks for facts, or doubts them: { $words }
practice-referred-good = ✅ You referred it.
practice-referred-bad = ⚠ Closed without a referral.
practice-referred-open = ○ Not referred yet.
practice-closed-good = ✅ Closed, with an outcome.
practice-closed-bad = ⚠ Closed as a wrong alarm.
practice-closed-open = ○ Still open.
