"""What is wrong with a row of a file, said of the row or of its cell, by the reason code that the reading gives.

English, for doors to translate. Nothing here computes.
"""

PROBLEMS: dict[str, str] = {
    "no_customer": "names no customer",
    "total_row": "is a line of totals",
    "heading_again": "is the heading once more",
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
