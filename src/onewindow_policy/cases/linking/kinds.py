"""How an application comes from an earlier one."""

#: It renews what was approved and runs out (续办).
RENEWAL = "renewal"
#: It asks once more for what was not granted, or not decided (重新申请).
REAPPLICATION = "reapplication"
