"""What people type in English beside answers, whole messages by what they mean; `intents.py` reads them.

Without apostrophes: `don't` is heard as `don t`. Ways to leave are in `leaving_english.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import Aside, NoValue, Report, Told, Wish
from survey_flows.interview.state import MissingKind

ENGLISH: Mapping[Aside | Wish | Told | NoValue, str] = {
    Aside(Asked.WHO): """
        who is asking; who sent this; who is it; which office is this; what office is this; who are
        you people; where are you calling from; where are you from; are you the government; are you
        from the government; who is behind this; who runs this; is this a robot; are you a robot;
        are you a bot; is this a bot; am i talking to a human; are you human
    """,
    Aside(Asked.WHY): """
        why are you asking me; why are you asking; what is this for; what is this about; what s this
        about; what is the purpose; why do you ask; what is this survey; what survey; what is this
        survey about
    """,
    Aside(Asked.SCAM): """
        is this real; is it real; is this legit; is this legitimate; is it legit; how do i know this
        is real; fraud; is this fraud; is this a fraud; is this spam; is this phishing; phishing; is
        this genuine; is this official; prove it; i don t trust this; i do not trust this; how can i
        trust you; looks like a scam; sounds like a scam; is this a trick; scammer; scammers; is it
        safe; is this safe
    """,
    Aside(Asked.PRIVACY): """
        what about my data; what about my personal data; is my data safe; who sees my answers; who
        sees this; is this anonymous; is it anonymous; how did you get my number; where did you get
        my number; who gave you my number; what happens to my data; is this confidential; is it
        confidential; what do you do with my data; will my name be shown; will they know it was me;
        privacy; my data
    """,
    Aside(Asked.PAY): """
        does it cost money; is this free; is it free; how much does it cost; do i have to pay; do i
        get paid; what do i get; will i be charged; am i charged for this; is there a reward
    """,
    Aside(Asked.HELP): """
        i do not understand; i don t understand; don t understand; do not understand; how do i
        answer; how to answer; what do i do; what should i do; what does this mean; what do you
        mean; explain; please explain; how long does it take; how long will it take; how many
        questions; how many more questions; how many are left; i need help; help me; help please;
        call me; can someone call me; i want to talk to a person; what
    """,
    Wish(Command.LANGUAGE): """
        change language; change the language; other language; another language; can i do this in
        english; can i answer in english; in english please; english version; en; do you have
        english; do you speak english; in vietnamese please; vietnamese please
    """,
    Aside(Asked.LANGUAGE): """
        i do not speak vietnamese; i don t speak vietnamese; i don t read vietnamese; i do not read
        vietnamese; i can t read this; i cannot read this; i can not read
    """,
    Wish(Command.PAUSE): """
        not now; i am busy; i m busy; busy; busy now; tomorrow; later; maybe later; call me later;
        text me later; i will answer later; i ll answer later; ask me later; ask me tomorrow;
        another time; in a meeting; i am driving; i m driving; at work; not a good time; give me a
        minute
    """,
    Wish(Command.BACK): """
        i made a mistake; made a mistake; change my answer; i want to change my answer; wrong
        answer; my mistake; let me correct that; correct my answer; go back one; previous question;
        undo that; oops
    """,
    Wish(Command.SKIP): """
        prefer not to say; i prefer not to say; i d rather not say; i would rather not say; rather
        not say; skip this; skip this one; skip it; next question; pass; next please
    """,
    NoValue(MissingKind.DONT_KNOW): """
        i don t know; i do not know; no idea; i have no idea; don t know; do not know; not sure; i
        am not sure; i m not sure; can t remember; i don t remember; i do not remember; i forgot;
        idk; can not say
    """,
    NoValue(MissingKind.NOT_APPLICABLE): """
        not applicable; does not apply; doesn t apply; does not apply to me; this does not apply to
        me; not relevant; i never used it; i did not use it
    """,
    Told(Report.WRONG_PERSON): """
        you have the wrong number; you ve got the wrong number; this is not my number; not me; that
        s not me; that is not me; not my file; i did not apply for anything; i didn t apply for
        anything; wrong one; i am not that person; you have the wrong person; i have nothing to do
        with this
    """,
    Told(Report.MOVED): """
        he moved away; she moved away; he has moved; she has moved; they moved away; moved away; he
        moved; she moved; i moved away; i have moved; he no longer lives here; she no longer lives
        here; not living here
    """,
    Told(Report.DECEASED): """
        he died; she died; he is dead; she is dead; he passed away; she passed away; he has died;
        she has died; deceased; passed away; he s dead; she s dead; dead
    """,
    Told(Report.INELIGIBLE): """
        no result yet; i have no result yet; not my case yet; still waiting; still waiting for the
        result; not finished yet; not done yet; my file is not done yet; i am still waiting; no
        answer yet; still processing
    """,
    Told(Report.REFUSES): """
        no thanks; no thank you; not interested; i don t want to; i do not want to; i refuse; i don
        t want to answer; i do not want to answer; i won t answer; i will not answer; i decline
    """,
    Aside(Asked.THANKS): """
        thank you; thanks a lot; thank you very much; many thanks; thx a lot; cheers
    """,
    Aside(Asked.GREETING): """
        hello; hi; hi there; good morning; good afternoon; good evening; hey
    """,
}
