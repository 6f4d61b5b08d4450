package sandbox

// words of one language from which deals are named. Every text is in lower
// case where it may stand inside a sentence.
type words struct {
	goods  []string
	places []string // "for a …"
	cities []string
	units  []string
	months []string
}

func uzbekWords() *words {
	return &words{
		goods: []string{
			"mebel jihozlari", "oshxona mebeli", "ofis stollari", "shkaf-kupe", "yotoqxona toʻplami",
			"divan va kreslolar", "maktab partalari", "restoran stullari", "bolalar mebeli", "qabulxona peshtaxtasi",
			"metall stellajlar", "savdo vitrinalari", "server uskunalari", "POS-tizim", "ERP litsenziyasi",
			"qurilish materiallari", "ofis kofe-mashinalari", "konditsionerlar", "yoritish tizimi", "videokuzatuv",
			"printer va kartrijlar", "pardalar", "laminat va plintus", "eshik va romlar", "oʻquv doskalari",
			"kompyuter toʻplami", "tibbiy mebel", "bogʻ mebeli", "garderob tizimi", "yumshoq burchak",
			"majlislar zali mebeli", "kassa apparatlari", "interaktiv doska", "arxiv javonlari", "oshxona texnikasi",
			"suv tozalash tizimi", "quyosh panellari", "generator", "gilam va poyandozlar", "reklama bannerlari",
		},
		places: []string{
			"kafe", "maktab", "mehmonxona", "yangi ofis", "shifoxona", "bogʻcha", "doʻkon", "ombor", "universitet",
			"restoran", "sport zali", "bank filiali", "oʻquv markazi", "dorixona", "goʻzallik saloni", "qurilish obyekti",
		},
		cities: []string{
			"Toshkent", "Samarqand", "Buxoro", "Andijon", "Fargʻona", "Namangan", "Xiva", "Urganch", "Qarshi",
			"Termiz", "Jizzax", "Guliston", "Navoiy", "Nukus", "Qoʻqon", "Margʻilon", "Chirchiq", "Angren",
		},
		units:  []string{"dona", "oʻrin", "toʻplam", "xona", "komplekt"},
		months: []string{"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr"},
	}
}

func cyrillicWords() *words {
	return &words{
		goods: []string{
			"мебель жиҳозлари", "ошхона мебели", "офис столлари", "шкаф-купе", "ётоқхона тўплами", "мактаб парталари",
			"болалар мебели", "савдо витриналари", "қурилиш материаллари", "кондиционерлар", "ёритиш тизими",
			"видеокузатув", "эшик ва ромлар", "тиббий мебель", "касса аппаратлари", "гилам ва поёндозлар",
			"юмшоқ бурчак", "ўқув доскалари", "сув тозалаш тизими", "қуёш панеллари",
		},
		places: []string{
			"кафе", "мактаб", "меҳмонхона", "янги офис", "шифохона", "боғча", "дўкон", "омбор", "ресторан", "ўқув маркази",
		},
		cities: []string{
			"Тошкент", "Самарқанд", "Бухоро", "Андижон", "Фарғона", "Наманган", "Хива", "Урганч", "Қарши", "Термиз", "Қўқон",
		},
		units:  []string{"дона", "ўрин", "тўплам", "хона"},
		months: []string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	}
}

func russianWords() *words {
	return &words{
		goods: []string{
			"оборудование", "офисная мебель", "парты и стулья", "кухонный гарнитур", "стеллажи для склада",
			"торговые витрины", "серверное оборудование", "кассовые аппараты", "системы видеонаблюдения", "кондиционеры",
			"строительные материалы", "двери и окна", "мягкая мебель", "кофемашины", "реклама на Яндексе",
			"лицензии ERP", "медицинская мебель", "шкафы-купе", "мебель для переговорной", "светильники",
			"ламинат и плинтус", "школьные доски", "компьютеры и мониторы", "принтеры и картриджи", "солнечные панели",
		},
		places: []string{
			"школы №%d", "детского сада №%d", "поликлиники №%d", "гостиницы", "нового офиса", "ресторана", "склада",
			"аптеки", "учебного центра", "салона красоты", "фитнес-клуба", "филиала банка", "магазина", "хокимията",
		},
		cities: []string{
			"Ташкент", "Самарканд", "Бухара", "Андижан", "Фергана", "Наманган", "Хива", "Ургенч", "Карши", "Термез", "Нукус", "Коканд",
		},
		units:  []string{"шт.", "мест", "комплектов", "кабинетов"},
		months: []string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	}
}

// people are names of one script; women take an ending on the last name.
type people struct {
	men, women, lastMen []string
}

func uzbekPeople() *people {
	return &people{
		men: []string{
			"Alisher", "Jasur", "Sherzod", "Bekzod", "Aziz", "Otabek", "Sardor", "Rustam", "Ulugʻbek", "Dilshod", "Farhod",
			"Jamshid", "Islom", "Botir", "Anvar", "Sanjar", "Temur", "Nodir", "Oybek", "Shavkat", "Ravshan", "Murod", "Zafar", "Doniyor",
		},
		women: []string{
			"Dilnoza", "Nodira", "Malika", "Gulnora", "Kamola", "Nilufar", "Shahnoza", "Madina", "Zulfiya", "Feruza",
			"Lola", "Sevara", "Barno", "Umida", "Ozoda", "Nargiza", "Maftuna", "Iroda", "Saodat", "Zebo",
		},
		lastMen: []string{
			"Karimov", "Rahimov", "Qodirov", "Aliyev", "Yusupov", "Umarov", "Tursunov", "Ergashev", "Ismoilov", "Abdullayev",
			"Hamidov", "Mirzayev", "Sobirov", "Toʻrayev", "Xolmatov", "Joʻrayev", "Nazarov", "Saidov", "Yoʻldoshev", "Gʻulomov",
			"Haydarov", "Raxmatov", "Boboyev", "Sultonov", "Olimov", "Norboyev", "Egamberdiyev", "Oʻrinov",
		},
	}
}

func russianPeople() *people {
	return &people{
		men:   []string{"Александр", "Дмитрий", "Сергей", "Андрей", "Игорь", "Виктор", "Тимур", "Руслан", "Олег", "Павел", "Константин", "Артём"},
		women: []string{"Мария", "Елена", "Ольга", "Анна", "Наталья", "Светлана", "Ирина", "Юлия", "Татьяна", "Екатерина"},
		lastMen: []string{
			"Иванов", "Петров", "Сидоров", "Кузнецов", "Соколов", "Попов", "Лебедев", "Козлов", "Новиков", "Морозов",
			"Волков", "Павлов", "Семёнов", "Голубев", "Орлов", "Макаров",
		},
	}
}

func cyrillicPeople() *people {
	return &people{
		men:     []string{"Алишер", "Жасур", "Шерзод", "Улуғбек", "Отабек", "Дилшод", "Ғайрат", "Ҳасан", "Ўткир", "Қобил"},
		women:   []string{"Дилноза", "Нодира", "Малика", "Гулнора", "Шаҳноза", "Зулфия", "Ўғилой", "Ҳилола"},
		lastMen: []string{"Каримов", "Раҳимов", "Қодиров", "Юсупов", "Тўраев", "Ҳамидов", "Ғуломов", "Йўлдошев", "Эргашев", "Бобоев"},
	}
}

func companyStems() []string {
	return []string{
		"Nur", "Barakali", "Oltin", "Zamin", "Turon", "Afrosiyob", "Sharq", "Osiyo", "Ipak Yoʻli", "Registon", "Chorsu",
		"Humo", "Navroʻz", "Sarbon", "Ziyo", "Farovon", "Iqbol", "Orzu", "Diyor", "Yangi Avlod", "Artel", "Bunyodkor",
		"Mega", "Grand", "Silk", "Samo", "Oqtepa", "Zarafshon", "Hamkor", "Ishonch",
	}
}

func companyLines() []string {
	return []string{
		"Mebel", "Servis", "Savdo", "Trade", "Group", "Qurilish", "Invest", "Logistika", "Textile", "Agro", "Med", "Tech", "Plast", "Market", "Dizayn",
	}
}

func russianCompanyStems() []string {
	return []string{"Восток", "Азия", "Столица", "Мастер", "Альфа", "Гарант", "Евро", "Престиж", "Регион", "Южный", "Центр", "Прогресс"}
}

func russianCompanyLines() []string {
	return []string{"Трейд", "Сервис", "Строй", "Мебель", "Снаб", "Логистик", "Комфорт", "Инвест"}
}

func streets() []string {
	return []string{
		"Amir Temur shoh koʻchasi", "Navoiy koʻchasi", "Bobur koʻchasi", "Mustaqillik shoh koʻchasi", "Chilonzor mavzesi",
		"Yunusobod mavzesi", "ул. Шота Руставели", "Sergeli mavzesi", "Beruniy koʻchasi", "Buyuk Ipak Yoʻli koʻchasi",
	}
}
