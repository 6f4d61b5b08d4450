package sandbox

// The catalogs the field of chained lists chooses from: what sort of goods,
// which of them, and in which finish.
const (
	catalogSorts = 90 + iota
	catalogModels
	catalogFinishes
)

// firstElement is the id of the first element; those of each catalog follow
// each other.
const firstElement = 8001

func (d *demo) catalogs() {
	id := int64(firstElement)
	for i, c := range demoCatalogs() {
		d.st.putCatalog(&catalog{
			ID: catalogSorts + int64(i), Name: c.name, Sort: int64(i+1) * 10, Type: "regular", CanAdd: true, Multiple: true,
			CreatedBy: demoUserID, UpdatedBy: demoUserID, CreatedAt: d.day - 700*secondsPerDay, UpdatedAt: d.day - 700*secondsPerDay,
		})
		for n, name := range c.elements {
			at := d.day - (690-int64(n))*secondsPerDay
			d.st.putElement(&element{
				ID: id, Catalog: catalogSorts + int64(i), Name: name,
				CreatedBy: demoUserID, UpdatedBy: demoUserID, CreatedAt: at, UpdatedAt: at,
			})
			id++
		}
	}
}

// demoCatalog is a catalog and the names of its elements.
type demoCatalog struct {
	name     string
	elements []string
}

func demoCatalogs() []demoCatalog {
	sorts := []string{"Oshxona mebeli", "Ofis mebeli", "Yotoqxona mebeli", "Bolalar mebeli", "Maktab mebeli", "Мягкая мебель"}
	lines := []string{"Lola", "Nargiza", "Registon", "Samo", "Версаль", "Classic", "Loft"}
	var models []string
	for _, sort := range sorts {
		for _, line := range lines {
			models = append(models, line+" — "+sort)
		}
	}
	return []demoCatalog{
		{"Mahsulot toifalari", sorts},
		{"Modellar", models},
		{"Qoplamalar", []string{"Oq emal", "Eman shponi", "Yongʻoq shponi", "Orex", "Антрацит", "Laminat", "Mato", "Charm"}},
	}
}

// chain is what a lead has chosen from the catalogs, nil for most. It draws
// nothing, so that all else of the account stays as it was without catalogs.
func (d *demo) chain(l *lead) []value {
	if l.ID%7 != 0 {
		return nil
	}
	catalogs := demoCatalogs()
	item := func(catalog int, n int64) value {
		first := int64(firstElement)
		for _, c := range catalogs[:catalog] {
			first += int64(len(c.elements))
		}
		return value{Text: itoa(catalogSorts+int64(catalog)) + ":" + itoa(first+n%int64(len(catalogs[catalog].elements)))}
	}
	values := []value{item(0, l.ID/7)}
	if l.ID%2 == 0 {
		values = append(values, item(1, l.ID/7))
	}
	return values
}

// chainedLists is the definition's member.
func chainedLists() string {
	type list struct {
		Title  string `json:"title"`
		ID     int64  `json:"catalog_id"`
		Parent *int64 `json:"parent_catalog_id"`
	}
	sorts, models := int64(catalogSorts), int64(catalogModels)
	return asJSON([]list{{"Toifa", catalogSorts, nil}, {"Model", catalogModels, &sorts}, {"Qoplama", catalogFinishes, &models}})
}
