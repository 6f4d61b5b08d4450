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
	wrongCall         phrase = "usage"             // Reason
	unknownAccount    phrase = "unknown_account"   // Name
	noLead            phrase = "no_lead"           // ID
	noChange          phrase = "no_change"         // ID
	foreignFolder     phrase = "foreign"           // Folder
	addressTaken      phrase = "listen"            // Addr
	openAddress       phrase = "open_address"      // Address
	unsentChanges     phrase = "unsent"            // Count
	receiverElsewhere phrase = "receiver"          //
	noDisplay         phrase = "no_display"        //
	noContact         phrase = "no_contact"        // ID
	noConflict        phrase = "no_conflict"       // ID
	noCompany         phrase = "no_company"        // Name
	noUser            phrase = "no_user"           // Name
	noField           phrase = "no_field"          // Name
	closedField       phrase = "closed_field"      // Name
	wrongValue        phrase = "wrong_value"       // Name, Reason
	refusedValue      phrase = "refused_value"     // Name
	nothingToUndo     phrase = "nothing_to_undo"   //
	nothingToRedo     phrase = "nothing_to_redo"   //
	nothingToChange   phrase = "nothing_to_change" //
	stuckChange       phrase = "stuck"             // Count, ID, Answer
	stuckLater        phrase = "stuck_later"       // Count, ID, Answer
	stuckSilent       phrase = "stuck_silent"      // Count
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
			wrongCall:         "Неверный вызов: {{.Reason}}. Справка: voronka help.",
			unknownAccount:    "Аккаунт «{{.Name}}» не подключён; список: voronka accounts.",
			noLead:            "Сделки {{.ID}} в локальной копии нет; возможно, она удалена или ещё не загружена.",
			noChange:          "Неотправленного изменения {{.ID}} нет; возможно, оно уже отправлено.",
			foreignFolder:     "Папку {{.Folder}} создало не демо, поэтому она не тронута; перенесите её или укажите другую через --data-dir.",
			addressTaken:      "Адрес {{.Addr}} занят или недоступен; укажите другой через --addr.",
			openAddress:       "Откройте этот адрес в браузере и разрешите доступ: {{.Address}}",
			unsentChanges:     "Неотправленных изменений: {{.Count}}. Отправьте их командой voronka sync --once или откажитесь от них через --drop-unsent.",
			receiverElsewhere: "Эту папку уже обслуживает другой приёмник вебхуков; остановите его или выберите другой аккаунт через --account.",
			noDisplay:         "Окно открыть негде: экрана нет. Запустите программу на рабочем столе или пользуйтесь командами: voronka help.",
			noContact:         "Контакта {{.ID}} в локальной копии нет; возможно, он удалён или ещё не загружен.",
			noConflict:        "Конфликтов у сделки {{.ID}} нет; список: voronka conflicts list.",
			noCompany:         "Компании «{{.Name}}» в локальной копии нет, или их несколько; укажите её по id.",
			noUser:            "Пользователя «{{.Name}}» в аккаунте нет, или их несколько; укажите его по id.",
			noField:           "Поля «{{.Name}}» в аккаунте нет.",
			closedField:       "Поле «{{.Name}}» отсюда не заполняется.",
			wrongValue:        "Поле «{{.Name}}»: {{.Reason}}",
			refusedValue:      "Такое значение поля «{{.Name}}» amoCRM не примет.",
			nothingToUndo:     "Отменять нечего.",
			nothingToRedo:     "Повторять нечего.",
			nothingToChange:   "Там уже так, менять нечего.",
			stuckChange:       "Не отправлено изменений: {{.Count}}. Изменение {{.ID}} amoCRM не берёт: {{.Answer}}. Посмотрите его: voronka outbox list; отказаться: voronka outbox cancel с его номером.",
			stuckLater:        "Не отправлено изменений: {{.Count}}. На изменение {{.ID}} amoCRM сейчас не отвечает как надо: {{.Answer}}. Изменение сохранено; его отправит окно или позже voronka sync --once.",
			stuckSilent:       "Не отправлено изменений: {{.Count}}. Они ждут друг друга или ещё придержаны; список: voronka outbox list, повтор: voronka sync --once.",
		}
	case i18n.English:
		return map[phrase]string{
			wrongCall:         "Wrong call: {{.Reason}}. See voronka help.",
			unknownAccount:    "The account “{{.Name}}” is not connected; voronka accounts lists those that are.",
			noLead:            "Lead {{.ID}} is not in the local copy; it may have been deleted or not loaded yet.",
			noChange:          "There is no unsent change {{.ID}}; it may have been sent already.",
			foreignFolder:     "The folder {{.Folder}} was not made by the demo, so it was left alone; move it or name another with --data-dir.",
			addressTaken:      "The address {{.Addr}} is taken or not available; name another with --addr.",
			openAddress:       "Open this address in a browser and allow access: {{.Address}}",
			unsentChanges:     "Changes not sent yet: {{.Count}}. Send them with voronka sync --once, or give them up with --drop-unsent.",
			receiverElsewhere: "Another receiver already stores the webhooks of this account; stop it or name another account with --account.",
			noDisplay:         "There is no display to open the window on. Start it on a desktop, or use the commands: voronka help.",
			noContact:         "Contact {{.ID}} is not in the local copy; it may have been deleted or not loaded yet.",
			noConflict:        "Lead {{.ID}} has no such conflict; voronka conflicts list shows all of them.",
			noCompany:         "There is no company “{{.Name}}” in the local copy, or several; name it by its id.",
			noUser:            "There is no user “{{.Name}}” in the account, or several; name one by id.",
			noField:           "The account has no field “{{.Name}}”.",
			closedField:       "The field “{{.Name}}” cannot be filled in from here.",
			wrongValue:        "The field “{{.Name}}”: {{.Reason}}",
			refusedValue:      "amoCRM would not take this value of the field “{{.Name}}”.",
			nothingToUndo:     "There is nothing to undo.",
			nothingToRedo:     "There is nothing to redo.",
			nothingToChange:   "It stands like that already, there is nothing to change.",
			stuckChange:       "Changes not sent: {{.Count}}. amoCRM does not take change {{.ID}}: {{.Answer}}. voronka outbox list shows it; voronka outbox cancel with its number gives it up.",
			stuckLater:        "Changes not sent: {{.Count}}. amoCRM cannot take change {{.ID}} now: {{.Answer}}. The change is kept; the window sends it, or voronka sync --once later.",
			stuckSilent:       "Changes not sent: {{.Count}}. They wait for each other or are still held; voronka outbox list shows them, voronka sync --once tries again.",
		}
	}
	return map[phrase]string{
		wrongCall:         "Buyruq notoʻgʻri yozilgan: {{.Reason}}. Yordam: voronka help.",
		unknownAccount:    "“{{.Name}}” akkaunti ulanmagan; ulanganlar roʻyxati: voronka accounts.",
		noLead:            "{{.ID}} raqamli bitim mahalliy nusxada yoʻq; oʻchirilgan yoki hali yuklanmagan boʻlishi mumkin.",
		noChange:          "{{.ID}} raqamli yuborilmagan oʻzgarish yoʻq; u allaqachon yuborilgan boʻlishi mumkin.",
		foreignFolder:     "{{.Folder}} papkasini demo yaratmagan, shuning uchun unga tegilmadi; uni koʻchiring yoki --data-dir bilan boshqasini koʻrsating.",
		addressTaken:      "{{.Addr}} manzili band yoki ochib boʻlmaydi; --addr bilan boshqasini koʻrsating.",
		openAddress:       "Bu manzilni brauzerda oching va ruxsat bering: {{.Address}}",
		unsentChanges:     "Yuborilmagan oʻzgarishlar: {{.Count}}. Ularni voronka sync --once bilan yuboring yoki --drop-unsent bilan voz keching.",
		receiverElsewhere: "Bu akkaunt vebhuklarini boshqa qabul qiluvchi saqlamoqda; uni toʻxtating yoki --account bilan boshqa akkauntni koʻrsating.",
		noDisplay:         "Oynani ochish uchun ekran yoʻq. Dasturni ish stolida ishga tushiring yoki buyruqlardan foydalaning: voronka help.",
		noContact:         "{{.ID}} raqamli kontakt mahalliy nusxada yoʻq; oʻchirilgan yoki hali yuklanmagan boʻlishi mumkin.",
		noConflict:        "{{.ID}} raqamli bitimda bunday ziddiyat yoʻq; hammasi: voronka conflicts list.",
		noCompany:         "Mahalliy nusxada “{{.Name}}” kompaniyasi yoʻq yoki bir nechta; uni id bilan koʻrsating.",
		noUser:            "Akkauntda “{{.Name}}” foydalanuvchisi yoʻq yoki bir nechta; uni id bilan koʻrsating.",
		noField:           "Akkauntda “{{.Name}}” maydoni yoʻq.",
		closedField:       "“{{.Name}}” maydonini bu yerdan toʻldirib boʻlmaydi.",
		wrongValue:        "“{{.Name}}” maydoni: {{.Reason}}",
		refusedValue:      "“{{.Name}}” maydonining bunday qiymatini amoCRM qabul qilmaydi.",
		nothingToUndo:     "Bekor qilinadigan amal yoʻq.",
		nothingToRedo:     "Qaytariladigan amal yoʻq.",
		nothingToChange:   "U allaqachon shunday, oʻzgartiradigan narsa yoʻq.",
		stuckChange:       "Yuborilmagan oʻzgarishlar: {{.Count}}. {{.ID}} raqamli oʻzgarishni amoCRM olmayapti: {{.Answer}}. Koʻrish: voronka outbox list; voz kechish: voronka outbox cancel va uning raqami.",
		stuckLater:        "Yuborilmagan oʻzgarishlar: {{.Count}}. {{.ID}} raqamli oʻzgarishni amoCRM hozir ololmayapti: {{.Answer}}. Oʻzgarish saqlangan; uni oyna yoki keyinroq voronka sync --once yuboradi.",
		stuckSilent:       "Yuborilmagan oʻzgarishlar: {{.Count}}. Ular bir-birini kutyapti yoki hali ushlab turilibdi; roʻyxat: voronka outbox list, qayta urinish: voronka sync --once.",
	}
}
