package cli

import (
	"fmt"
	"strings"

	"voronka/ui/i18n"
)

// phrase is a sentence that the command line alone says. Those it shares with
// the window are in package sentence.
type phrase string

// The phrases and the values they want.
const (
	wrongCall      phrase = "usage"           // Reason
	unknownAccount phrase = "unknown_account" // Name
	noLead         phrase = "no_lead"         // ID
	noChange       phrase = "no_change"       // ID
	foreignFolder  phrase = "foreign"         // Folder
	addressTaken   phrase = "listen"          // Addr
	keyUnreadable  phrase = "key"             //
	noDisplay      phrase = "no_display"      //
)

// own gives a phrase in a language; values follow as pairs of name and
// value.
func own(lang string, s phrase, pairs ...any) string {
	text := catalogue(lang)[s]
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{{.%v}}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return text
}

func catalogue(lang string) map[phrase]string {
	switch lang {
	case i18n.Russian:
		return map[phrase]string{
			wrongCall:      "Неверный вызов: {{.Reason}}. Справка: voronka help.",
			unknownAccount: "Аккаунт «{{.Name}}» не подключён; список: voronka accounts.",
			noLead:         "Сделки {{.ID}} в локальной копии нет; возможно, она удалена или ещё не загружена.",
			noChange:       "Неотправленного изменения {{.ID}} нет; возможно, оно уже отправлено.",
			foreignFolder:  "Папку {{.Folder}} создало не демо, поэтому она не тронута; перенесите её или укажите другую через --data-dir.",
			addressTaken:   "Адрес {{.Addr}} занят или недоступен; укажите другой через --addr.",
			keyUnreadable:  "Ключ к сохранённому токену недоступен; разблокируйте хранилище паролей системы или подключите аккаунт заново.",
			noDisplay:      "Окно открыть негде: экрана нет. Запустите программу на рабочем столе или пользуйтесь командами: voronka help.",
		}
	case i18n.English:
		return map[phrase]string{
			wrongCall:      "Wrong call: {{.Reason}}. See voronka help.",
			unknownAccount: "The account “{{.Name}}” is not connected; voronka accounts lists those that are.",
			noLead:         "Lead {{.ID}} is not in the local copy; it may have been deleted or not loaded yet.",
			noChange:       "There is no unsent change {{.ID}}; it may have been sent already.",
			foreignFolder:  "The folder {{.Folder}} was not made by the demo, so it was left alone; move it or name another with --data-dir.",
			addressTaken:   "The address {{.Addr}} is taken or not available; name another with --addr.",
			keyUnreadable:  "The key to the saved token cannot be read; unlock the system keychain or connect the account again.",
			noDisplay:      "There is no display to open the window on. Start it on a desktop, or use the commands: voronka help.",
		}
	}
	return map[phrase]string{
		wrongCall:      "Buyruq notoʻgʻri yozilgan: {{.Reason}}. Yordam: voronka help.",
		unknownAccount: "“{{.Name}}” akkaunti ulanmagan; ulanganlar roʻyxati: voronka accounts.",
		noLead:         "{{.ID}} raqamli bitim mahalliy nusxada yoʻq; oʻchirilgan yoki hali yuklanmagan boʻlishi mumkin.",
		noChange:       "{{.ID}} raqamli yuborilmagan oʻzgarish yoʻq; u allaqachon yuborilgan boʻlishi mumkin.",
		foreignFolder:  "{{.Folder}} papkasini demo yaratmagan, shuning uchun unga tegilmadi; uni koʻchiring yoki --data-dir bilan boshqasini koʻrsating.",
		addressTaken:   "{{.Addr}} manzili band yoki ochib boʻlmaydi; --addr bilan boshqasini koʻrsating.",
		keyUnreadable:  "Saqlangan token kaliti oʻqilmadi; tizimning parollar omborini oching yoki akkauntni qayta ulang.",
		noDisplay:      "Oynani ochish uchun ekran yoʻq. Dasturni ish stolida ishga tushiring yoki buyruqlardan foydalaning: voronka help.",
	}
}
