"""Domains of mail addresses that say nothing about whose company a person is of."""

from __future__ import annotations

DOMAIN = r"@([^@\s>]+\.[^@\s>]+?)[>\s.]*$"  # of an address in lower case
MOST_OF_A_DOMAIN = 20  # customers; a domain of more is a market place's or a mail provider's
_FREE = """
    gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.es hotmail.it hotmail.com.br hotmail.de
    outlook.com outlook.fr outlook.es outlook.de outlook.com.br outlook.sa live.com live.co.uk live.fr live.com.mx
    msn.com passport.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.co.id yahoo.co.jp yahoo.co.kr yahoo.co.th yahoo.fr
    yahoo.de yahoo.es yahoo.it yahoo.ca yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.cn yahoo.com.hk
    yahoo.com.mx yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.vn yahoo.gr yahoo.ro yahoo.cn
    ymail.com rocketmail.com aol.com aim.com icloud.com me.com mac.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de
    t-online.de freenet.de arcor.de mail.com email.com usa.com consultant.com europe.com fastmail.com fastmail.fm
    hushmail.com tutanota.com tuta.io posteo.de mailbox.org mail.ru yandex.ru yandex.com yandex.by ya.ru bk.ru
    list.ru inbox.ru internet.ru rambler.ru ukr.net i.ua meta.ua proton.me protonmail.com pm.me zoho.com zohomail.com
    qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 188.com 139.com 189.cn wo.cn 21cn.com tom.com
    sina.com sina.cn vip.sina.com sohu.com aliyun.com hanmail.net daum.net naver.com nate.com kakao.com rediffmail.com
    rediff.com indiatimes.com sify.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it
    virgilio.it tiscali.it alice.it tin.it uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com
    bigpond.com bigpond.net.au optusnet.com.au btinternet.com btopenworld.com ntlworld.com sky.com talktalk.net
    virginmedia.com shaw.ca rogers.com sympatico.ca telus.net ziggo.nl kpnmail.nl hetnet.nl planet.nl xs4all.nl
    skynet.be telenet.be wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz azet.sk abv.bg mail.bg freemail.hu
    citromail.hu walla.com walla.co.il netvision.net.il 012.net.il emirates.net.ae eim.ae maktoob.com
    mynet.com superonline.com hinet.net pchome.com.tw seed.net.tw netvigator.com singnet.com.sg
"""
FREE_MAIL = frozenset(_FREE.split())
