"""What chat programs write in place of what is no text, in the languages that buyers' phones speak.

Each list is of regular expressions with bars between, any case.
"""

from __future__ import annotations

import re

BAR = re.compile(r"\s\|\s")  # a bar between blanks; one without is part of its expression


def _joined(phrases: str) -> str:
    return "|".join(one.strip() for one in BAR.split(phrases))


# A file shown as a word in brackets: [图片], [Sticker].
SHOWN = _joined(r"""
    图片 | 圖片 | 照片 | 相片 | 图像 | 表情 | 动画表情 | 貼圖 | 贴图 | 表情包 | 语音 | 語音 | 视频 | 影片 |
    視頻 | 小视频 | 文件 | 檔案 | 位置 | 名片 | 链接 | 聊天记录 | 音乐 | 音樂 | 红包 | 转账 | photos? |
    pictures? | images? | stickers? | emoji | videos? | voice(?: message)? | audio | files? | location |
    contact | album | gif | 写真 | スタンプ | 動画 | ボイスメッセージ | ファイル | 連絡先 | アルバム |
    位置情報 | 사진 | 동영상 | 스티커 | 이모티콘
""")

# A file that was left out of the export: <Media omitted>, image omitted.
OMITTED = _joined(r"""
    omitted | omitid[oa]s? | omess[oaie] | omis(?:e|es)? | ocultad[oa]s? | ausgeschlossen | weggelassen |
    weggelaten | 忽略 | 省略 | 略過 | 略去 | 未包含 | пропущен[оаы]? | без медиафайлов | опущен[оаы]? |
    dahil edilmedi | 생략 | 제외 | absent[es]* | pominięt[oaey] | utelämnad[et]* | udeladt | utelatt |
    vynechán[oay]? | 除外 | 省かれました | 省かれています | حذف | استبعاد | bỏ qua | disertakan | छोड़ |
    ไม่รวม | poistettu mediatiedosto | vynechaná | kihagyva | omisă | παραλείφθηκ | הושמט
""")

DELETED = _joined(r"""
    this message was deleted | you deleted this message | message deleted |
    this message was deleted by admin .{1,40} | 此消息已删除 | 此訊息已刪除 | 该消息已删除 |
    [您你]已?删除了?此消息 | [您你]已?刪除了?此訊息 | 此消息已被?[^\n]{0,20}删除 |
    (?:"[^"\n]*"|“[^”\n]*”|[^\s\n]{1,30})? ?(?:撤回|收回)了?(?:[一1][条條则則])?(?:成员)?的?(?:消息|訊息|讯息|信息) |
    (?:"[^"\n]*"|[^\s\n]{1,30}) (?:unsent|recalled) a message | se eliminó este mensaje |
    este mensaje fue eliminado | eliminaste este mensaje | esta mensagem foi apagada | mensagem apagada |
    (?:você )?apagou esta mensagem | eliminou esta mensagem | ce message a été supprimé |
    vous avez supprimé ce message | diese nachricht wurde gelöscht | du hast diese nachricht gelöscht |
    questo messaggio è stato eliminato | hai eliminato questo messaggio | данное сообщение удалено |
    это сообщение удалено | сообщение удалено | вы удалили (?:данное|это) сообщение | bu mesaj silindi |
    bu mesajı sildiniz | تم حذف هذه الرسالة | لقد حذفت هذه الرسالة | حذفت هذه الرسالة | این پیام حذف شد |
    این پیام پاک شد | یہ پیغام حذف کر دیا گیا | यह (?:मैसेज|संदेश) (?:डिलीट|हटा)[^\n]{0,30} |
    このメッセージは削除されました | このメッセージを削除しました |
    (?:[^\s\n]{1,40}が)?メッセージの送信を取り消しました | 삭제된 메시지입니다 | 이 메시지는 삭제되었습니다 |
    삭제된 메시지 | 메시지를 삭제했습니다 | pesan ini telah dihapus | anda menghapus pesan ini |
    dit bericht is verwijderd | (?:u heeft|je hebt) dit bericht verwijderd | ta wiadomość została usunięta |
    usunięto tę wiadomość | usunąłeś tę wiadomość | tin nhắn này đã bị xóa | bạn đã xóa tin nhắn này |
    ข้อความนี้ถูกลบ[^\n]{0,10} | mesajul a fost șters | acest mesaj a fost șters | tämä viesti poistettiin |
    meddelandet har raderats | ההודעה נמחקה | הודעה זו נמחקה
""")

CALLED = _joined(r"""
    missed (?:group )?(?:voice |video )?call | silenced (?:voice|video) call | (?:group )?(?:voice|video) call |
    (?:no answer|declined|cancell?ed) ?(?:voice|video)? ?call | call time | call cancell?ed |
    未接(?:语音|視訊|视频|語音)?(?:来电|來電|通话|通話) | (?:语音|视频|語音|視訊)(?:通话|通話|来电|來電) |
    通话时[长間间] | 通話時間 | 已取消通话 | 对方已取消 | 已拒绝 | 对方无应答 | 群组(?:语音|视频)通话 |
    llamada perdida | (?:video)?llamada(?: de voz| de video)? perdida | llamada de voz | videollamada |
    appel (?:vocal|vidéo) | appel(?: vocal| vidéo)? manqué | verpasster (?:sprach|video)anruf | sprachanruf |
    videoanruf | (?:chamada|ligação) (?:de voz|de vídeo)(?: perdida)? | chiamata (?:vocale|video)(?: persa)? |
    videochiamata | пропущенный (?:аудио|видео)?звонок | аудиозвонок | видеозвонок |
    cevapsız (?:sesli|görüntülü) arama | (?:sesli|görüntülü) arama | 不在着信 | 音声通話 | ビデオ通話 |
    부재중 (?:음성|영상) ?통화 | (?:음성|영상|보이스톡|페이스톡) ?통화 | مكالمة (?:صوتية|فيديو|مرئية) |
    تماس (?:صوتی|تصویری) | gemiste (?:spraak|video)oproep | panggilan (?:suara|video)
""")

# What the program itself says in a chat, though a name may stand before it.
SYSTEM = _joined(r"""
    end-to-end encrypted | end-to-end encryption | 端到端加密 | 端對端加密 | cifrad[oa]s? de extremo a extremo |
    chiffrés? de bout en bout | chiffrement de bout en bout | ende-zu-ende-verschlüsselt |
    criptografia de ponta a ponta | criptografadas de ponta a ponta | crittografati end-to-end |
    crittografia end-to-end | сквозным шифрованием | сквозное шифрование | uçtan uca şifreli |
    تشفير تام بين الطرفين | تامة التشفير | رمزگذاری سرتاسر | エンドツーエンド(?:で)?暗号化 | 종단간 암호화 |
    dienkripsi secara end-to-end | end-to-end versleuteld | szyfrowane (?:w pełni|end-to-end) |
    mã hóa đầu cuối | एंड-टू-एंड एन्क्रिप्टेड | created (?:this )?group | created group | changed the subject |
    changed the group | changed this group | changed the description | changed the settings |
    changed their phone number | changed to a new number | security code (?:with|changed) | added you |
    joined using | left the group | was added | were added | was removed | removed you | pinned a message |
    turned (?:on|off) disappearing | disappearing messages | is a contact | blocked this contact |
    now an admin | no longer an admin | business account | started using | 创建了群组 | 建立了群組 |
    建立了群组 | 更改了群组 | 更改了主题 | 变更了群 | 修改群名 | 加入了群 | 退出了群 | 移出了? |
    邀请 .{1,60}加入了?群 | 安全码已更改 | 更改了此群 | 已添加[您你] | 将[您你]添加 | 使用此群组的邀请链接加入 |
    creó el grupo | cambió el asunto | añadió a | salió del grupo | a créé le groupe | a changé le sujet |
    a quitté | criou (?:este|o) grupo | mudou o (?:nome|assunto) | saiu do grupo | hat die gruppe |
    hat den betreff | hat .{1,40} hinzugefügt | hat die gruppe verlassen | ha creato il gruppo |
    ha cambiato l'oggetto | создал\(?а?\)? группу | изменил\(?а?\)? тему | добавил\(?а?\)? |
    покинул\(?а?\)? группу | grubu oluşturdu | grup konusunu | أنشأ المجموعة | بإنشاء المجموعة | غادر |
    グループを作成 | グループ名を | 그룹을 만들었습니다 | 님이 들어왔습니다 | 님이 나갔습니다 |
    님을 초대했습니다 | がグループに参加 | が退会しました
""")
