"""What other rooms register: work that is due at times, and what is kept for a while."""

from zope.interface import Attribute
from zope.interface import Interface


class IJob(Interface):
    """Work that nobody asks for, by the name of the utility.

    It may be broken off at any moment, and is done again then: it reads what is due from
    the state of things, never from what it was told, and commits in short transactions.
    Each runs in one process at a time, and may, when a process was held up for long,
    begin once more while it is still at it.
    """

    title = Attribute("What administrators read it is, a message.")
    lane = Attribute("Jobs of a lane run one after the other (`jobs.lanes`).")
    when = Attribute("`Every` or `Daily`: when it is due again after a run.")

    def __call__(run):
        """Do what is due, and return how much that was.

        Call `run.keep_on()` between two transactions; `run.open_site()` is for what
        needs content or settings.
        """


class IRetention(IJob):
    """What a room keeps for a while only: a job that erases what is over its time.

    Records are all it needs. `onewindow records tidy` runs it too, where there is neither
    a site nor the room's other components: it is registered in the room's
    `retention.zcml`, which names it in full.
    """

    reported = Attribute("What is counted, in the words of the command.")

    def forget(now):
        """Erase what is over its time at `now`, a part of it; return how much.

        It is kept when Zope's transaction commits, and called until nothing is left. It
        leaves alone what somebody else is erasing just now.
        """
