/** What WhatsApp's exports say in the name of senders who wrote nothing of it, in the languages of its users. */

/** @returns the text without the mark of edited messages and without white space around it */
export function withoutMarks(text: string): string {
  const trimmed = text.trim();
  const start = trimmed.endsWith(">") ? trimmed.lastIndexOf("<") : -1;
  if (start < 0 || trimmed.length - start > 100) return trimmed;
  return edited.test(trimmed.slice(start))
    ? trimmed.slice(0, start).replace(/[\u200E\s]{0,9}$/u, "")
    : trimmed;
}

const edited =
  /edited|bearbeitet|editad|editó|modifi|bewerkt|изменен|изменён|відредаговано|düzenlen|edytowan|redig|muokattu|upraven|szerkeszt|διορθώ|επεξεργ|编辑|編輯|編集|수정|편집|diedit|chỉnh sửa|تعديل|ویرایش|संपादित|נערכ/iu;

/** @returns whether a message is a picture, a sound, a file, a place or a poll and nothing else */
export function isMedia(text: string): boolean {
  const plain = text.replace(/\u200E/g, "").trim();
  if (plain.length > 2000) return false;
  // <Media omitted>, <attached: 0001-PHOTO.jpg>, <Médias omis>
  if (/^<[^<>\n]*\p{L}[^<>\n]*>$/u.test(plain)) return true;
  const [first = ""] = plain.split("\n", 1);
  if (isPoll(plain, first)) return true;
  if (first.length < plain.length) return false;
  return leftOut.test(plain) || file.test(plain) || place.test(plain);
}

/** "image omitted", in two words either way round. */
const leftOut =
  /^(?:(?:image|picture|photo|video|audio|voice message|sticker|gif|document|contact card|file|media|bild|foto|videonachricht|sprachnachricht|dokument|kontaktkarte|imagen|vídeo|documento|tarjeta de contacto|vidéo|carte du contact|fiche contact|immagine|video|adesivo|scheda contatto|imagem|áudio|figurinha|cartão de contato|cartão do contato|afbeelding|contactkaart|изображение|видео|аудио|стикер|документ|карточка контакта|görüntü|ses|çıkartma|belge|kişi kartı|obraz|grafika|naklejka|wideo|dźwięk|karta kontaktu|kuva|ääni) (?:omitted|weggelassen|ausgeschlossen|nicht enthalten|omitid[oa]|omis|omise|absente?|omess[oa]|non inclus[oa]|ocultad[oa]|oculto|não revelad[oa]|weggelaten|отсутствует|пропущен[оаы]?|опущен[оаы]?|dahil edilmedi|pominięto|pominięt[oay]|jätetty pois|utelämnad|utelatt|udeladt)|(?:pominięto|omitted|omitido|se omitió)\s.{1,30}|(?:画像|動画|音声|ステッカー|ドキュメント|図|图像|图片|視訊|视频|影片|音频|音訊|貼圖|贴图|文件|圖片|聯絡人卡片)(?:は含まれていません|が省略されました|已省略|已忽略|已略過|省略|忽略)|(?:사진|동영상|오디오|스티커|문서|이미지) ?(?:생략됨|생략|제외됨))\.?$/iu;

/** IMG-20231231-WA0001.jpg (file attached): a name without spaces, or one that is said to be a file. */
const file =
  /^(?:\S{1,120}\.(?:jpe?g|png|gif|webp|heic|mp4|mov|3gp|opus|ogg|m4a|mp3|aac|amr|wav|pdf|vcf|docx?|xlsx?|pptx?|zip|apk) \([^()\n]{3,40}\)|.{1,120}\.[a-z\d]{2,5} \((?:file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado|ficheiro anexado|bestand bijgevoegd|файл добавлен|файл додано|dosya ekli|plik załączony|załączono plik|bifogad fil|vedhæftet fil|fil vedlagt|liitetiedosto)\))$/iu;

/** A link to a map, with a word before it. */
const place =
  /^(?:[^\n]{0,60}[:：] ?)?https?:\/\/(?:maps\.google\.com|maps\.app\.goo\.gl|goo\.gl\/maps|(?:www\.)?google\.[a-z.]{2,6}\/maps|maps\.apple\.com|foursquare\.com)\/?\S*$|^(?:live location shared|Live-Standort wird geteilt|Ubicación en tiempo real compartida|Localização em tempo real compartilhada|Localisation en direct partagée|Posizione in tempo reale condivisa)\.?$/iu;

/** "POLL:", the question, and "OPTION: yes (2 votes)" line by line. */
function isPoll(text: string, first: string): boolean {
  if (!/^[\p{Lu}\p{Lo} ]{2,24}[:：]\s*$/u.test(first)) return false;
  return (
    text.split("\n").filter((line) => /^[\p{Lu}\p{Lo} ]{2,24}[:：] .*[(（]\d+ [^()]*[)）]\s*$/u.test(line))
      .length >= 2
  );
}

/** @returns whether the program speaks: a deleted message, a call, encryption */
export function isNotice(text: string): boolean {
  // iOS marks what the program itself says with an invisible character.
  if (text.startsWith("\u200E")) return true;
  if (text.length > 400) return false;
  return (
    text === "null" || deleted.test(text) || call.test(text) || waiting.test(text) || encryption.test(text)
  );
}

const deleted = new RegExp(
  `^(?:${[
    "(?:This message was deleted|You deleted this message|This message was deleted by admin .{1,60})",
    "(?:Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht)",
    "(?:Se eliminó este mensaje|Este mensaje fue eliminado|Eliminaste este mensaje|Este mensaje se eliminó)",
    "(?:Ce message a été supprimé|Vous avez supprimé ce message)",
    "(?:Questo messaggio è stato eliminato|Hai eliminato questo messaggio)",
    "(?:Mensagem apagada|Ess[ae] mensagem foi apagada|Esta mensagem foi apagada|Você apagou esta mensagem|Apagou esta mensagem|Eliminou esta mensagem|Esta mensagem foi eliminada)",
    "(?:Dit bericht is verwijderd|Dit bericht werd verwijderd|(?:U hebt|Je hebt|U heeft) dit bericht verwijderd)",
    "(?:(?:Данное |Это )?[Сс]ообщение удалено|Вы удалили (?:данное|это) сообщение|Це повідомлення (?:було )?видалено|Ви видалили це повідомлення)",
    "(?:Bu mesaj silindi|Bu mesajı sildiniz)",
    "(?:Ta wiadomość została usunięta|Usunięto tę wiadomość|Usunąłeś tę wiadomość)",
    "(?:Det här meddelandet (?:har )?raderades|Meddelandet raderades|Du raderade (?:det här )?meddelandet|Denne meldingen ble slettet|Du slettet denne meldingen|Denne besked blev slettet|Du slettede denne besked|Tämä viesti poistettiin|Poistit tämän viestin)",
    "(?:Pesan ini telah dihapus|Anda telah menghapus pesan ini|Tin nhắn này đã bị xóa|Bạn đã xóa tin nhắn này)",
    "(?:Αυτό το μήνυμα διαγράφηκε|Διαγράψατε αυτό το μήνυμα|הודעה זו נמחקה|מחקת הודעה זו|تم حذف هذه الرسالة|(?:لقد )?حذفت هذه الرسالة|این پیام حذف شد|यह संदेश हटा दिया गया|आपने यह संदेश हटा दिया)",
    "(?:此訊息已刪除|此消息已删除|你已刪除此訊息|您已刪除此訊息|你已删除此消息|您已删除此消息|このメッセージは削除されました|このメッセージを削除しました|삭제된 메시지입니다|이 메시지는 삭제되었습니다|이 메시지를 삭제했습니다)",
  ].join("|")})[.。]?$`,
  "u",
);

const call =
  /^(?:(?:Missed|Silenced) (?:group )?(?:voice |video )?call|(?:Voice|Video) call, .{1,40}|Verpasster (?:Sprach|Video|Gruppen)anruf|(?:Videoll|Ll)amada(?: de voz| de vídeo| grupal)? perdida|Appel (?:vocal|vidéo) manqué|(?:Chiamata|Videochiamata)(?: vocale)? persa|Chamada de (?:voz|vídeo) perdida|Gemiste (?:spraak|video)oproep|Пропущенный (?:аудио|видео)звонок|Cevapsız (?:sesli|görüntülü) arama)\b.{0,60}$/iu;

const waiting =
  /^(?:Waiting for this message\. This may take a while\.|Warte(?:n)? auf diese Nachricht\..{0,60}|Esperando (?:este )?mensaje\..{0,60}|En attente de ce message\..{0,60}|In attesa del messaggio\..{0,60}|Aguardando (?:esta )?mensagem\..{0,60}|Wachten op dit bericht\..{0,60})$/iu;

const encryption =
  /^.{0,200}(?:end-to-end encrypt|Ende-zu-Ende-verschlüsselt|cifrad[oa]s? de extremo a extremo|chiffrés de bout en bout|crittografia end-to-end|crittografat[ie] end-to-end|criptografia de ponta a ponta|encriptad[oa]s ponto a ponto|end-to-end versleuteld|сквозным шифрованием|наскрізним шифруванням|uçtan uca şifreli|szyfrowane (?:metodą )?end-to-end|端到端加密|端對端加密|エンドツーエンド(?:で)?暗号化|종단간 암호화).{0,200}(?:WhatsApp|Tap|click|chat|Nadie|Personne|Niemand|Nessuno|Ninguém|$)/u;
