"""What may have become of a message."""

WAITING = "waiting"
#: A process is at it; where its time is over, nobody knows what became of it.
SENDING = "sending"
SENT = "sent"
#: Refused for good, tried too often, or given up by somebody.
FAILED = "failed"
#: It may have gone, or not.
UNCERTAIN = "uncertain"

STATES = (WAITING, SENDING, UNCERTAIN, FAILED, SENT)

#: What a person has to look at; an uncertain one only once it has no moment any more.
UNDONE = (UNCERTAIN, FAILED)
