"""What is wrong with a row of a file, said of the row or of its cell, by the reason code that the reading gives.

English, for doors to translate. Nothing here computes.
"""

PROBLEMS: dict[str, str] = {
    "no_customer": "names no customer",
    "total_row": "is a line of totals",
    "heading_again": "is the heading once more",
    "note_row": "is a note beside the table",
    "not_of_goods": "is a fee, a tax or a transfer, not goods",
    "bad_date": "is no date in the order of the other rows",
    "bad_amount": "is no amount",
    "bad_quantity": "is no quantity",
    "bad_price": "is no price",
    "bad_currency": "is no currency that the desk knows",
    "no_date": "has no order date",
    "no_amount": "has no amount, nor quantity and price",
    "too_few_cells": "has fewer cells than the heading",
    "too_many_cells": "has more cells than the heading",
    "order_has_wrong_row": "belongs to an order with a wrong row",
    "odd_date": "lies years away from nearly all other dates",
    "bad_time": "is no time of day",
}
# Of what stands in a conversation and became no message.
LINES: dict[str, str] = {
    "before_first_message": "stands above the first message",
    "out_of_time_order": "looks like a message, but is out of the order of time",
    "no_such_date": "has a date that does not exist",
    "no_time": "tells no time",
    "no_message": "holds no message",
    "no_mail": "is no mail",
    "mail_too_large": "is a mail of more than 32 MB",
    "bad_encoding": "is in another encoding than the rest",
    "broken_json": "is broken JSON",
    "no_record": "is no record",
    "cut_off": "ends in the middle",
    "record_too_large": "is too large a record",
    "too_deep": "is nested too deep",
    "delivered_twice": "was delivered twice",
    "more_lines": "more lines that became no message",
}
