"""When to read: what deserves an interruption, when the windows for messages are best, and what interruptions cost.

traffic     messages in the order of time, and which answers which
local_time  the clocks of rep and senders    business  their business minutes, in whole columns
arrivals    what comes in, against the rep's slots      windows   the exact plan of k windows a day
waiting     how long the senders wait under a plan      late_slot what a late window saves, and whom
"""
