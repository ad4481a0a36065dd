"""Orders exported from Alibaba.com and AliExpress, in Chinese or English headings."""

from __future__ import annotations

from tradewind.collect.shops.shop import Shop, told, words

NUMBERS = words(
    "信保订单号, 信用保障订单号, 信用保障订单编号, 订单号, 订单编号, Trade Assurance order number, "
    "Trade Assurance Order No., Order number, Order ID, Order No."
)
STATES = words("订单状态, 交易状态, Order status, Status")
DEAD = frozenset(
    {"已取消", "订单取消", "订单已取消", "交易取消", "已关闭", "订单关闭", "交易关闭", "订单已关闭", "cancelled",
     "canceled", "closed", "order cancelled", "order closed", "transaction closed"}
)  # fmt: skip

ALIBABA = Shop(
    name="Alibaba.com",
    told_by=told(
        "信保订单号",
        "信用保障订单号",
        "信用保障订单编号",
        "Trade Assurance order number",
        "Trade Assurance Order No.",
        "订单号, 订单状态, 买家名称",
        "订单编号, 订单状态, 买家名称",
        "订单号, 订单状态, 买家公司",
        "订单编号, 订单状态, 买家公司",
        "订单号, 订单状态, 买家邮箱",
        "Order number, Order status, Buyer name, Order amount",
    ),
    fields={
        "order_id": NUMBERS,
        "customer_id": words("买家会员ID, 买家ID, 买家编号, Buyer member ID, Buyer ID"),
        "customer": words(
            "买家公司名称, 买家公司, 公司名称, 买家名称, 买家姓名, 买家, 收货人名称, 收货人, "
            "Buyer company, Buyer name, Buyer"
        ),
        "contact": words("买家名称, 买家姓名, 联系人, 收货人名称, 收货人, Buyer name, Contact"),
        "email": words("买家邮箱, 邮箱, Buyer email, Email"),
        "phone": words("买家电话, 联系电话, 手机, Buyer phone, Phone"),
        "country": words("买家国家, 买家国家/地区, 国家/地区, 国家, 收货国家, 目的国, Buyer country, Country/Region"),
        "ordered_on": words(
            "下单时间, 订单创建时间, 创建时间, 起草时间, 下单日期, 订单日期, Order date, Order time, Created at"
        ),
        "requested_on": words("约定发货时间, 约定发货日期, 交货日期, Delivery date"),
        "shipped_on": words("发货时间, 实际发货时间, 发货日期, Ship date"),
        "currency": words("币种, 订单币种, 货币, Currency"),
        "order_total": words(
            "订单总金额, 订单金额, 订单总额, 应付总额, 合计金额, 总金额, Order amount, Total order amount, Order total"
        ),
        "refunded": words("退款金额, 已退款金额, Refund amount"),
        "quantity": words("数量, 产品数量, 商品数量, Quantity"),
        "price": words("单价, 产品单价, 商品单价, Unit price"),
        "unit": words("单位, 计量单位, Unit"),
        "product_code": words("产品编号, 商品编码, 产品型号, 型号, SKU, Model"),
        "product": words("产品名称, 商品名称, 产品, Product name"),
        "rep": words("业务员, 负责人, 订单负责人, 跟单员, 业务负责人, Sales rep, Owner"),
    },
    number=NUMBERS,
    dead=dict.fromkeys(STATES, DEAD),
)
