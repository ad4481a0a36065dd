"""Who stays: each buyer's rhythm, the chance of silence, the money behind it, and the rate at which buyers leave.

order_days   on which days a buyer ordered            rhythm      each buyer's own cycle
lifetime     the chance of no further order (BG/NBD)  likelihood  fits it        bgnbd  its numbers
warning      whom to call first                       reasons     and why
backtest     what the warning got right and wrong     churn_rate  the share that leaves, month by month
chance       the blend of models: slices, blend, level, expected; held against the past by rolling
ripple       what a rise of churn sets off              ripple_bands  how sure that is
ripple_history  own history as a panel    ripple_fit  its strengths         ripple_mixed  beside the case
silences     what each was, and how it ended      own_rhythm  how surprising it is for this buyer
suspicion    how likely no order follows          alarm       on which days one looks, and how loud it is
budget       the bar that a false-alarm budget sets  replay   whom it would have flagged   early_warning  and how early
"""
