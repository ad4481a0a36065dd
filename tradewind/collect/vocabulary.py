"""The words for each field in the headings of real tables, Chinese and English.

Within a field the earlier word wins: a table with both 总金额 and 金额 gives its order's amount in the first.
Words are written as `headings.plain` makes them: lower case, no spaces, no punctuation.
"""

from __future__ import annotations

VOCABULARY = """
order_id: 订单号 订单编号 订单号码 订单id 订单 合同号 合同编号 销售合同号 外销合同号 pi号 pi编号 形式发票号 发票号
    发票号码 发票编号 单号 单据编号 orderid orderno ordernumber ordernum orderref orderreference order ponumber pono
    po invoiceno invoiceid invoicenumber invoicenum invoice pino pinumber pi proformainvoice contractno
    contractnumber salesorder salesorderno sono documentno docno transactionid reference refno
customer_id: 客户编号 客户代码 客户id 客户编码 客户号 买家id 买家编号 会员id customerid customerno customernumber
    customercode clientid clientno clientcode buyerid buyercode custid custno custcode accountid accountno
    accountnumber accountcode companyid
customer: 客户名称 客户全称 客户公司 客户公司名称 客户 客户名 客户简称 客户姓名 公司名称 公司 公司名 买家 买家名称
    买方 采购商 进口商 购货单位 单位名称 抬头 customername customer customercompany companyname company clientname
    client buyername buyer buyercompany accountname account consignee importer soldto soldtoparty billto purchaser
    organization organisation
ordered_on: 下单日期 订单日期 下单时间 订单时间 签单日期 签约日期 合同日期 成交日期 成交时间 开单日期 单据日期
    发票日期 开票日期 订单创建时间 日期 时间 orderedat orderedon orderdate orderdatetime ordertime dateordered
    dateoforder invoicedate invoicedatetime contractdate podate pidate transactiondate purchasedate saledate
    salesdate documentdate docdate placedat placedon date day datetime
    下单时间戳 订单时间戳 时间戳 ordertimestamp orderepoch timestamp unixtimestamp unixtime epoch
ordered_time: 下单时刻 订单时刻 时刻 ordertimeofday timeofday time
amount: 订单总金额 订单金额 订单总额 总金额 总额 总价 合计金额 金额合计 合同金额 合同总额 成交金额 成交额 销售额
    销售金额 发票金额 应收金额 外币金额 货款 金额 合计 小计 行金额
    orderamount ordertotal ordervalue totalorderamount totalordervalue ordertotalamount totalamount
    totalvalue totalprice grandtotal invoiceamount invoicetotal contractamount amount total sales salesamount
    revenue linetotal lineamount netamount netvalue value extendedprice subtotal fobvalue
quantity: 数量 订单数量 订货数量 件数 个数 销售数量 出货数量 quantity qty quantityordered orderquantity orderqty
    orderedquantity qtyordered units pieces pcs
price: 单价 销售单价 报价 外销单价 成交单价 价格 fob单价 fob价 unitprice price priceeach unitvalue priceperunit rate
    fobprice salesprice
currency: 币种 货币 币别 结算币种 货币单位 外币币种 交易币种 订单币种 currency currencycode curr ccy cur
    ordercurrency invoicecurrency
country: 国家 国家地区 国家或地区 客户国家 国别 目的国 所在国家 所属国家 地区国家 国家名称 国家代码 出口国家
    国家和地区 country countryregion countryname countrycode customercountry buyercountry nation countryterritory
    destinationcountry shiptocountry billingcountry shippingcountry
rep: 业务员 外贸业务员 销售员 业务人员 销售人员 业务负责人 客户负责人 跟单 跟单员 跟单人 跟进人 负责人 销售
    所属业务员 归属人 业务经理 客户经理 所有者 salesrep salesperson rep salesrepresentative representative salesman
    owner customerowner accountowner accountmanager salesmanager salesowner assignedto handledby merchandiser seller
product_code: 产品编号 产品编码 产品代码 产品型号 商品编码 商品编号 货号 型号 款号 物料编码 物料号 料号 存货编码
    品号 sku skucode stockcode productcode productid productno productnumber itemcode itemno itemnumber itemid
    articleno articlenumber partno partnumber modelno model materialno materialcode style styleno
product: 产品名称 产品 品名 商品名称 商品 货物名称 货名 物料名称 存货名称 中文品名 英文品名 产品描述 品名规格 描述
    productname product itemname item description productdescription itemdescription goods goodsname commodity
    article material materialdescription
product_line: 产品线 产品类别 产品分类 产品大类 产品系列 商品类别 商品分类 品类 类别 分类 系列 大类 productline
    productcategory productgroup producttype category itemcategory itemgroup productfamily productclass series
    department
unit: 单位 计量单位 数量单位 销售单位 unit uom unitofmeasure measureunit qtyunit
requested_on: 要求交货日 要求交货日期 客户要求交期 客户交期 要求交期 要求到货日期 需求日期 交期 交货日期 交货期
    交货日 交付日期 requestedon requesteddeliverydate requesteddate requestdate requireddate requireddeliverydate
    deliverydate duedate needbydate requested requiredon
promised_on: 承诺交期 承诺交货日 承诺交货日期 承诺日期 答交日期 确认交期 预计交期 预计交货日期 预计出货日期 计划交期
    promisedon promiseddate promiseddeliverydate promisedate promised committeddate confirmeddeliverydate
    confirmeddate planneddeliverydate estimateddeliverydate estimatedshipdate etd
shipped_on: 出货日 出货日期 实际出货日期 实际出货日 发货日期 发货时间 实际发货日期 出运日期 装船日期 装运日期 船期
    开船日期 实际交期 实际交货日期 shippedon shippeddate shipdate shipmentdate shippingdate dateshipped shipped
    dispatchdate dispatchedon actualshipdate actualdeliverydate onboarddate bldate atd
contact: 联系人 联系人姓名 联系人名称 客户联系人 主要联系人 采购联系人 采购员 姓名 contactname contact contactperson
    primarycontact fullname personname attn attention name
contact_kind: 联系人类型 往来类型 contacttype contactkind
email: 邮箱 电子邮箱 邮箱地址 电子邮件 邮件 联系邮箱 客户邮箱 email emailaddress mail contactemail emails
phone: 电话 联系电话 手机 手机号 手机号码 电话号码 客户电话 固定电话 座机 phone phonenumber telephone tel telno
    mobile mobilephone cellphone contactphone phoneno
channel: 微信 微信号 whatsapp whatsapp号 社交账号 即时通讯 聊天工具 沟通渠道 渠道 wechat wechatid whatsappnumber
    skype im channel messenger telegram
language: 语言 客户语言 沟通语言 使用语言 language preferredlanguage lang
tier: 客户等级 客户级别 客户分级 客户星级 等级 级别 星级 tier customertier customerlevel customergrade grade level
    rating customerclass
timezone: 时区 客户时区 timezone tz timezonename
"""


def _words() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    field = ""
    for word in VOCABULARY.split():
        if word.endswith(":"):
            field = word[:-1]
        else:
            words[field] = (*words.get(field, ()), word)
    return words


WORDS = _words()
ORDER_FIELDS = frozenset({"order_id", "ordered_on", "amount", "quantity", "price"})
PERSON_FIELDS = frozenset({"contact", "email", "phone", "channel", "language", "contact_kind"})
CUSTOMER_FIELDS = frozenset({"country", "tier", "timezone", "rep"})
DATE_FIELDS = ("ordered_on", "requested_on", "promised_on", "shipped_on")
NUMBER_FIELDS = ("amount", "quantity", "price", "order_total", "refunded")
SHOP_FIELDS = ("order_total", "refunded")  # of a whole order, in the exports of shops

# Headings of an amount that belongs to the whole order, though it may stand on each of the order's lines.
WHOLE_ORDER = frozenset(
    WORDS["amount"][: WORDS["amount"].index("总金额")]
    + tuple(
        word for word in WORDS["amount"] if word.startswith(("合同", "发票", "order", "invoice", "contract", "grand"))
    )
)
