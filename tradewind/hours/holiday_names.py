"""Public holidays by their Chinese names, for those that trade meets most; the rest keep their English name."""

from __future__ import annotations

import re

ADDED = re.compile(r"^(?P<name>.*?)\s*\((?:observed|in lieu)\)$")
SUBSTITUTED = "Day off (substituted"

CHINESE = {
    "New Year's Day": "元旦", "International New Year Day": "元旦", "New Year Holidays": "新年假期",
    "Day after New Year's Day": "元旦次日", "New Year's Eve": "新年前夜", "Universal Fraternization Day": "元旦",
    "Christmas Day": "圣诞节", "Christmas": "圣诞节", "Christmas Eve": "平安夜", "Boxing Day": "节礼日",
    "Second Day of Christmas": "圣诞节次日", "Saint Stephen's Day": "圣斯德望日", "Orthodox Christmas": "东正教圣诞节",
    "The first weekday after Christmas Day": "圣诞节后首个工作日", "Coptic Christmas Day": "科普特圣诞节",
    "Good Friday": "耶稣受难日", "Orthodox Good Friday": "东正教受难日", "Maundy Thursday": "濯足星期四",
    "Holy Saturday": "圣周六", "Black Saturday": "圣周六", "Easter Sunday": "复活节", "Easter": "复活节",
    "Easter Monday": "复活节星期一", "Green Monday": "净星期一", "Ascension Day": "耶稣升天节",
    "Pentecost": "圣灵降临节", "Pentecost Monday": "圣灵降临节星期一", "Corpus Christi": "基督圣体节",
    "Epiphany": "主显节", "Assumption Day": "圣母升天节", "Assumption Of Mary Day": "圣母升天节",
    "Dormition of the Mother of God": "圣母安息节", "All Saints' Day": "诸圣节", "All Souls' Day": "追思节",
    "Immaculate Conception": "圣母无染原罪节", "Reformation Day": "宗教改革日", "Saint Joseph's Day": "圣若瑟节",
    "Saint Peter and Saint Paul's Day": "圣彼得和圣保罗节", "Sacred Heart": "圣心节",
    "Saint Patrick's Day": "圣帕特里克节", "Saint Andrew's Day": "圣安德烈节",
    "Feast of the Annunciation": "圣母领报节", "Carnival": "狂欢节", "Carnival Monday": "狂欢节星期一",
    "Carnival Tuesday": "狂欢节星期二", "Ash Wednesday": "圣灰星期三", "Midsummer Day": "仲夏节",
    "Midsummer Eve": "仲夏节前夜", "Our Lady of Aparecida": "阿帕雷西达圣母节", "Labor Day": "劳动节",
    "Labour Day": "劳动节", "Workers' Day": "劳动节", "Worker's Day": "劳动节", "May Day": "五月节",
    "International Workers' Day": "国际劳动节", "International Worker's Day": "国际劳动节",
    "National Labor Day": "劳动节", "International Labor Day": "国际劳动节",
    "Holiday of Spring and Labor": "春天与劳动节", "Labor and Solidarity Day": "劳动与团结日",
    "Labor Thanksgiving Day": "勤劳感谢日", "National Day": "国庆日", "National Day Holiday": "国庆日",
    "Independence Day": "独立日", "Republic Day": "共和国日", "National Independence Day": "独立日",
    "Proclamation of Independence Day": "独立日", "Declaration of Independence": "独立日",
    "Independence Movement Day": "三一节", "Independence and Republic Day": "独立与共和国日",
    "Constitution Day": "宪法日", "Restoration of Independence Day": "恢复独立日", "Victory Day": "胜利日",
    "Liberation Day": "解放日", "Unity Day": "统一日", "National Unity Day": "民族团结日",
    "German Unity Day": "德国统一日", "Statehood Day": "建国日", "Revolution Day": "革命日",
    "State Foundation Day": "建国日", "Foundation Day": "建国纪念日", "National Foundation Day": "开天节",
    "Union Day": "联邦日", "Founding Day Holiday": "建国日", "Republic Proclamation Day": "共和国成立日",
    "Freedom Day": "自由日", "Army Day": "建军节", "Human Rights Day": "人权日", "Heritage Day": "遗产日",
    "Youth Day": "青年节", "Women's Day": "妇女节", "Family Day": "家庭日", "National Women's Day": "妇女节",
    "International Women's Day": "国际妇女节", "Day of Reconciliation": "和解日",
    "International Women's Rights Day": "国际妇女节", "Day of Goodwill": "友好日", "Mother's Day": "母亲节",
    "Children's Day": "儿童节", "Teachers and Instructors Day": "教师节", "Memorial Day": "阵亡将士纪念日",
    "Armistice Day": "停战日", "Armed Forces Day": "建军节", "Martyrs' Day": "烈士日", "Navy Day": "海军日",
    "Democracy Day": "民主日", "Heroes' Day": "英雄日", "Defender of the Fatherland Day": "祖国保卫者日",
    "Russia Day": "俄罗斯日", "National Mourning Day": "国家哀悼日",
    "Martin Luther King Jr. Day": "马丁·路德·金纪念日", "Washington's Birthday": "总统日", "Columbus Day": "哥伦布日",
    "Juneteenth National Independence Day": "六月节", "Veterans Day": "退伍军人节", "Thanksgiving Day": "感恩节",
    "Canada Day": "加拿大日", "Victoria Day": "维多利亚日", "Benito Juárez's birthday": "贝尼托·华雷斯诞辰",
    "Tiradentes' Day": "蒂拉登特斯日", "National Day of Zumbi and Black Awareness": "黑人觉醒日",
    "May Revolution Day": "五月革命日", "National Sovereignty Day": "国家主权日", "King's Day": "国王节",
    "Throne Day": "登基日", "Spring Bank Holiday": "春季银行假日", "Late Summer Bank Holiday": "夏季银行假日",
    "Bank Holiday": "银行假日", "Public Holiday": "公共假日", "National Holiday": "国民休日",
    "Substitute Holiday": "补假", "Bridge Public Holiday": "调休假日", "Anzac Day": "澳新军团日",
    "Waitangi Day": "怀唐伊日", "Australia Day": "澳大利亚日", "Malaysia Day": "马来西亚日",
    "Birthday of HM Yang di-Pertuan Agong": "最高元首诞辰", "Matariki": "玛塔里基节", "King's Birthday": "国王诞辰",
    "Pancasila Day": "建国五项原则日", "Day of Silence": "静居日", "National Heroes Day": "民族英雄日",
    "Rizal Day": "黎刹日", "Bonifacio Day": "博尼法西奥日", "Ninoy Aquino Day": "阿基诺日", "Day of Valor": "勇士日",
    "Coronation Day": "加冕日", "Chakri Memorial Day": "却克里王朝纪念日", "Songkran Festival": "宋干节",
    "Makha Bucha": "万佛节", "Visakha Bucha": "佛诞节", "Asarnha Bucha": "三宝节", "Buddhist Lent Day": "守夏节",
    "National Mother's Day": "母亲节", "National Father's Day": "父亲节",
    "HM King Chulalongkorn Memorial Day": "五世王纪念日", "Vesak Day": "卫塞节", "Buddha's Birthday": "佛诞节",
    "The Buddha's Birthday": "佛诞", "Buddha Purnima": "佛诞节", "Khmer New Year's Day": "高棉新年",
    "Pchum Ben Day": "亡人节", "Water Festival": "送水节", "Myanmar New Year": "缅历新年",
    "Hung Kings' Commemoration Day": "雄王节", "Lunar New Year": "春节", "Lunar New Year's Eve": "除夕",
    "Second Day of Lunar New Year": "大年初二", "Third Day of Lunar New Year": "大年初三",
    "Fourth Day of Lunar New Year": "大年初四", "Liberation Day/Reunification Day": "解放日",
    "Korean New Year": "韩国春节", "The day preceding Korean New Year": "韩国春节前一天",
    "The second day of Korean New Year": "韩国春节次日", "Chuseok": "中秋节",
    "The day preceding Chuseok": "中秋节前一天", "The second day of Chuseok": "中秋节次日", "Hangul Day": "韩文日",
    "Chinese New Year": "春节", "Chinese New Year's Eve": "除夕", "Chinese New Year (Second Day)": "大年初二",
    "Tomb-Sweeping Day": "清明节", "Dragon Boat Festival": "端午节", "Mid-Autumn Festival": "中秋节",
    "Coming of Age Day": "成人日", "Emperor's Birthday": "天皇诞生日", "Vernal Equinox Day": "春分日",
    "Showa Day": "昭和日", "Greenery Day": "绿之日", "Marine Day": "海之日", "Mountain Day": "山之日",
    "Respect for the Aged Day": "敬老日", "Autumnal Equinox Day": "秋分日", "Sports Day": "体育日",
    "Culture Day": "文化日", "Eid al-Fitr": "开斋节", "Eid al-Fitr Holiday": "开斋节假期", "Eid-ul-Fitr": "开斋节",
    "Eid al-Fitr (Second Day)": "开斋节次日", "Eid al-Fitr Second Day": "开斋节次日", "Eid al-Adha": "宰牲节",
    "Eid al-Adha Holiday": "宰牲节假期", "Eid-ul-Adha": "宰牲节", "Day of Arafah": "阿拉法日",
    "Islamic New Year": "伊斯兰新年", "Prophet's Birthday": "圣纪节", "Ashura": "阿舒拉节",
    "Prophet Muhammad's Birthday": "圣纪节", "Isra' and Mi'raj": "登霄节", "Nowruz": "诺鲁孜节",
    "Nowruz Holiday": "诺鲁孜节假期", "Tasua": "塔苏阿节", "Arbaeen": "阿尔巴因节", "Laylat al-Qadr": "盖德尔夜",
    "Diwali": "排灯节", "Holi": "洒红节", "Dussehra": "十胜节", "Mahatma Gandhi's Birthday": "甘地诞辰",
    "Ram Navami": "罗摩诞辰节", "Maha Shivaratri": "湿婆节", "Mahavira's Birthday": "大雄诞辰",
    "Guru Nanak's Birthday": "那纳克诞辰", "Janmashtami (Vaishnava)": "黑天诞辰节", "Rosh Hashanah": "犹太新年",
    "Yom Kippur": "赎罪日", "Sukkot": "住棚节", "Simchat Torah / Shemini Atzeret": "庆法节", "Pesach": "逾越节",
    "Seventh day of Pesach": "逾越节第七日", "Shavuot": "七七节", "Green March": "绿色进军日",
    "Nature's Day": "自然日", "National Sovereignty and Children's Day": "国家主权和儿童日",
    "Democracy and National Unity Day": "民主与团结日",
    "Commemoration of Atatürk, Youth and Sports Day": "阿塔图尔克纪念日", "Sinai Liberation Day": "西奈解放日",
    "Qatar National Day": "卡塔尔国庆日", "National Sports Day": "体育日", "Ethiopian New Year": "埃塞俄比亚新年",
    "Waqf al-Arafa": "阿拉法日", "Jamhuri Day": "共和国日", "Madaraka Day": "自治日", "Mashujaa Day": "英雄日",
    "Pakistan Day": "巴基斯坦日", "Bengali New Year's Day": "孟加拉新年", "Evacuation Day": "撤军日",
    "Ohi Day": "说不日",
}  # fmt: skip


def chinese_name(english: str) -> str:
    """The Chinese name of a holiday; "" where none is known here.

    >>> chinese_name("Independence Day (observed)"), chinese_name("Day off (substituted from 02/14/2026)")
    ('独立日（补假）', '调休放假')
    """
    if english in CHINESE:
        return CHINESE[english]
    if english.startswith(SUBSTITUTED):
        return "调休放假"
    added = ADDED.match(english)
    return f"{CHINESE[added['name']]}（补假）" if added and added["name"] in CHINESE else ""
