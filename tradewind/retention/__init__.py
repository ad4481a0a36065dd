"""Who stays: each buyer's rhythm, the chance of silence, the money behind it, and the rate at which buyers leave.

order_days   on which days a buyer ordered            rhythm      each buyer's own cycle
lifetime     the chance of no further order (BG/NBD)  likelihood  fits it        bgnbd  its numbers
warning      whom to call first                       reasons     and why
backtest     what the warning got right and wrong     churn_rate  the share that leaves, month by month
"""
