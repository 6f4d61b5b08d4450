package cache

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	gocmp "github.com/google/go-cmp/cmp"

	"voronka/amo"
	"voronka/cache/fold"
)

// The names a test account is made of, spelled as people do.
var (
	leadNames    = []string{"Oshxona mebeli", "Шкаф-купе Ўткир", "Yotoqxona Oʻgʻilxon", "stol", "", "Ёқуб uchun", "Ertak Елена"}
	contactNames = map[int64]string{21: "Karima Gʻaniyeva", 22: "Пётр Иванов", 23: "Yoqub aka"}
	companyNames = map[int64]string{31: "Baraka MChJ", 32: "ООО «Мебель»"}
	soughtTexts  = []string{"", "osh", "OʼTKIR", "петр", "ёқуб", "yelena", "baraka", "мебель", "x", "o'g'il"}
)

func drawLead(t *rapid.T, id int64) leadSpec {
	pick := func(label string, from ...int64) int64 { return rapid.SampledFrom(from).Draw(t, label) }
	s := leadSpec{
		ID: id, Name: rapid.SampledFrom(leadNames).Draw(t, "name"),
		Pipeline: pick("pipeline", salesID, salesID, salesID, serviceID),
		Price:    pick("price", 0, 1, 50, 50, 1_000_000, -3), Owner: pick("owner", 7, 8, 99),
		Contact: pick("contact", 0, 21, 22, 23), Company: pick("company", 0, 31, 32, 39),
		Created: pick("created", 10, 20, 30), Updated: pick("updated", 10, 20, 30), Closest: pick("closest", 0, 40, 50, 60),
		Tags: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"VIP", "Eski", "Yangi mijoz"}), 0, 2, rapid.ID).Draw(t, "tags"),
	}
	s.Status = pick("status", newID, measureID, contractID, 142, 143, incomingID)
	if s.Pipeline == serviceID {
		s.Status = pick("service status", onlyService, 142, 143)
	}
	return s
}

func drawFilter(t *rapid.T) Filter {
	f := Filter{Now: 45, DayStart: 40, DayEnd: 55}
	maybe := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	at := rapid.SampledFrom([]int64{9, 10, 15, 20, 30, 31})
	if maybe("by owner") {
		f.OwnerIDs = rapid.SliceOfN(rapid.SampledFrom([]int64{7, 8, 99, 5}), 1, 2).Draw(t, "owners")
	}
	if maybe("by tag") {
		f.Tags = rapid.SliceOfN(rapid.SampledFrom([]string{"VIP", "Eski", "Yangi", "vip"}), 1, 2).Draw(t, "any tag")
	}
	if maybe("price from") {
		f.PriceFrom = ptr(rapid.SampledFrom([]int64{0, 1, 51}).Draw(t, "from"))
	}
	if maybe("price to") {
		f.PriceTo = ptr(rapid.SampledFrom([]int64{0, 50, 1_000_000}).Draw(t, "to"))
	}
	if maybe("created") {
		f.CreatedFrom, f.CreatedTo = at.Draw(t, "created from"), at.Draw(t, "created to")
	}
	if maybe("updated") {
		f.UpdatedFrom = at.Draw(t, "updated from")
	}
	if maybe("updated to") {
		f.UpdatedTo = at.Draw(t, "to")
	}
	if maybe("task") {
		f.Task = rapid.SampledFrom([]TaskState{TaskOverdue, TaskToday, TaskNone}).Draw(t, "state")
	}
	if maybe("text") {
		f.Text = rapid.SampledFrom(soughtTexts).Draw(t, "sought")
	}
	return f
}

// passes is the filter as its comment says it, in plain Go.
func (s leadSpec) passes(f Filter) bool {
	within := func(v, from, to int64) bool { return (from == 0 || v >= from) && (to == 0 || v <= to) }
	contains := func(name string) bool { return fold.Match(fold.Index(name), f.Text) }
	tagged := len(f.Tags) == 0
	for _, tag := range f.Tags {
		tagged = tagged || slices.Contains(s.Tags, tag)
	}
	task := true
	switch f.Task {
	case TaskOverdue:
		task = s.Closest != 0 && s.Closest < f.Now
	case TaskToday:
		task = s.Closest >= f.DayStart && s.Closest <= f.DayEnd
	case TaskNone:
		task = s.Closest == 0
	}
	named := f.Text == "" || contains(s.Name)
	if !named && s.Contact != 0 {
		named = contains(contactNames[s.Contact])
	}
	if name, ok := companyNames[s.Company]; !named && ok {
		named = contains(name)
	}
	return (len(f.OwnerIDs) == 0 || slices.Contains(f.OwnerIDs, s.Owner)) && tagged && task && named &&
		(f.PriceFrom == nil || s.Price >= *f.PriceFrom) && (f.PriceTo == nil || s.Price <= *f.PriceTo) &&
		within(s.Created, f.CreatedFrom, f.CreatedTo) && within(s.Updated, f.UpdatedFrom, f.UpdatedTo)
}

// compareBy is the order as its comment says it.
func compareBy(order Order) func(a, b leadSpec) int {
	newest := func(a, b leadSpec) int { return cmp.Compare(b.ID, a.ID) }
	return func(a, b leadSpec) int {
		var by int
		switch order {
		case OrderCreated:
			by = cmp.Compare(b.Created, a.Created)
		case OrderPrice:
			by = cmp.Compare(b.Price, a.Price)
		case OrderName:
			by = cmp.Compare(fold.Index(a.Name), fold.Index(b.Name))
		case OrderTask:
			at := func(s leadSpec) int64 {
				if s.Closest == 0 {
					return math.MaxInt64
				}
				return s.Closest
			}
			by = cmp.Compare(at(a), at(b))
		default:
			by = cmp.Compare(b.Updated, a.Updated)
		}
		return cmp.Or(by, newest(a, b))
	}
}

// naiveColumns is the board of the sales pipeline counted by hand.
func naiveColumns(leads []leadSpec, q BoardQuery) []string {
	leads = slices.SortedFunc(slices.Values(leads), compareBy(q.Order))
	var out []string
	for _, status := range []int64{incomingID, newID, measureID, contractID, 142, 143} {
		ids := []int64{}
		var count int
		var sum int64
		for _, l := range leads {
			if l.Pipeline == q.PipelineID && l.Status == status && l.passes(q.Filter) {
				ids = append(ids, l.ID)
				count++
				sum += l.Price
			}
		}
		if slices.Contains(q.Folded, status) {
			ids = nil
		}
		out = append(out, columnText(status, ids, count, sum))
	}
	return out
}

func columnText(status int64, ids []int64, count int, sum int64) string {
	return fmt.Sprintf("%d: %d leads, %d, folded %v, %v", status, count, sum, ids == nil, ids)
}

func TestBoardIsExactUnderEveryFilter(t *testing.T) {
	s, _ := newStore(t)
	_, err := s.writer.ExecContext(t.Context(), `PRAGMA synchronous = OFF`) // hundreds of commits, and no power cut
	check(t, err)
	var batch Batch
	for id, name := range contactNames {
		batch.Contacts = append(batch.Contacts, contact(t, id, name))
	}
	for id, name := range companyNames {
		batch.Companies = append(batch.Companies, company(t, id, name))
	}
	check(t, s.Apply(t.Context(), batch))
	var had []int64
	rapid.Check(t, func(rt *rapid.T) {
		specs := make([]leadSpec, rapid.IntRange(0, 30).Draw(rt, "leads"))
		leads := make([]amo.Lead, len(specs))
		ids := make([]int64, len(specs))
		for i := range specs {
			ids[i] = int64(i + 1)
			specs[i] = drawLead(rt, ids[i])
			leads[i] = specs[i].lead(t)
		}
		check(t, s.Apply(t.Context(), Batch{DeletedLeads: had}))
		check(t, s.Apply(t.Context(), Batch{Leads: leads}))
		had = ids
		for range 6 {
			q := BoardQuery{
				PipelineID: salesID, Filter: drawFilter(rt),
				Order:  rapid.SampledFrom([]Order{"", OrderUpdated, OrderCreated, OrderPrice, OrderName, OrderTask}).Draw(rt, "order"),
				Folded: rapid.SliceOfNDistinct(rapid.SampledFrom([]int64{142, 143, newID}), 0, 2, rapid.ID).Draw(rt, "folded"),
			}
			compareBoard(t, rt, s, specs, q)
		}
	})
}

func compareBoard(t *testing.T, rt *rapid.T, s *Store, specs []leadSpec, q BoardQuery) {
	b := must(s.Board(t.Context(), q))(t)
	var got []string
	var count int
	var sum int64
	for _, c := range b.Columns {
		got = append(got, columnText(c.Status.ID, c.IDs, c.Count, c.Sum))
		if !c.Status.IsClosed() {
			count += c.Count
			sum += c.Sum
		}
	}
	if diff := gocmp.Diff(naiveColumns(specs, q), got); diff != "" {
		rt.Fatalf("board under %+v: %s", q, diff)
	}
	if b.Count != count || b.Sum != sum {
		rt.Fatalf("board of %d leads worth %d says %d and %d", count, sum, b.Count, b.Sum)
	}
	var want, listed []int64
	for _, l := range slices.SortedFunc(slices.Values(specs), compareBy(q.Order)) {
		if l.passes(q.Filter) {
			want = append(want, l.ID)
		}
	}
	for _, row := range must(s.Leads(t.Context(), LeadQuery{Order: q.Order, Filter: q.Filter}))(t) {
		listed = append(listed, row.ID)
	}
	if !slices.Equal(want, listed) {
		rt.Fatalf("list under %+v: %v, want %v", q, listed, want)
	}
}

func TestListNarrows(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t,
		leadSpec{ID: 1, Status: 142}, leadSpec{ID: 2, Pipeline: serviceID, Status: 142},
		leadSpec{ID: 3}, leadSpec{ID: 4}, leadSpec{ID: 5})}))
	for _, c := range []struct {
		q    LeadQuery
		want string
	}{
		{LeadQuery{}, "[5 4 3 2 1]"},
		{LeadQuery{Limit: 2}, "[5 4]"},
		{LeadQuery{StatusID: 142}, "[2 1]"},
		{LeadQuery{StatusID: 142, PipelineID: serviceID}, "[2]"},
		{LeadQuery{PipelineID: salesID, Limit: 3}, "[5 4 3]"},
	} {
		var ids []int64
		for _, row := range must(s.Leads(t.Context(), c.q))(t) {
			ids = append(ids, row.ID)
		}
		if got := fmt.Sprint(ids); got != c.want {
			t.Errorf("%+v: %s, want %s", c.q, got, c.want)
		}
	}
}

func TestHostilePricesDoNotOverflow(t *testing.T) {
	s, _ := newStore(t)
	for _, c := range []struct {
		prices []int64
		want   int64
	}{
		{[]int64{math.MaxInt64, math.MaxInt64, 5}, math.MaxInt64},
		{[]int64{math.MinInt64, math.MinInt64}, math.MinInt64},
		{[]int64{math.MaxInt64, math.MinInt64, 7}, 6},
		{[]int64{-1, -2}, -3},
		{[]int64{1 << 40, 1 << 31, 1<<32 - 1}, 1<<40 + 1<<31 + 1<<32 - 1},
	} {
		var specs []leadSpec
		for i, price := range c.prices {
			specs = append(specs, leadSpec{ID: int64(i + 1), Price: price})
		}
		check(t, s.Apply(t.Context(), Batch{DeletedLeads: []int64{1, 2, 3}}))
		check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs...)}))
		if b := board(t, s); b.Sum != c.want || b.Columns[1].Sum != c.want {
			t.Errorf("%v: sum %d, column %d, want %d", c.prices, b.Sum, b.Columns[1].Sum, c.want)
		}
	}
}

func TestManyIDs(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 4}, leadSpec{ID: 9})}))
	ids := make([]int64, 100_000)
	for i := range ids {
		ids[i] = int64(i + 1000)
	}
	ids[500], ids[700], ids[900] = 9, 4, 9
	var got []string
	for _, c := range must(s.Cards(t.Context(), ids))(t) {
		got = append(got, fmt.Sprint(c.ID))
	}
	if text := strings.Join(got, " "); text != "9 4 9" {
		t.Errorf("cards %s", text)
	}
	if b := board(t, s); !slices.Equal(b.Columns[1].IDs, []int64{9, 4}) {
		t.Errorf("ids %v", b.Columns[1].IDs)
	}
}

// What the person has done is no news to them: by the server's name under it,
// or by an act of theirs when the server puts nobody's.
func TestOwnChangesAreLeftOut(t *testing.T) {
	s, _ := newStore(t)
	now := s.now().Unix()
	const me, colleague = 7, 8
	var batch Batch
	by := func(id, updated, created int64) {
		text := leadSpec{ID: id, Pipeline: salesID, Status: newID, Created: now, Updated: now}.json()
		text = strings.Replace(text, `"created_by":7,"updated_by":7`, fmt.Sprintf(`"created_by":%d,"updated_by":%d`, created, updated), 1)
		batch.Leads = append(batch.Leads, decode[amo.Lead](t, text))
	}
	by(1, me, me)
	by(2, colleague, me)
	by(3, me, colleague)
	by(4, 0, 0)
	by(5, 0, 0) // after an act of the person
	by(6, 0, 0) // before an act of the person was sent
	check(t, s.Apply(t.Context(), batch))
	act := must(s.Do(t.Context(), Command{Edits: []Edit{LeadEdit{ID: 5, Price: amo.Set[int64](99)}}}))(t)
	check(t, s.FinishChanges(t.Context(), Finished{IDs: []int64{act.Changes[0].ChangeID}, Rows: Batch{Leads: batch.Leads[4:5]}}))
	must(s.Do(t.Context(), Command{Edits: []Edit{
		LeadEdit{ID: 6, Price: amo.Set[int64](99)}, LeadEdit{Name: amo.Set("Yangi"), PipelineID: salesID, StatusID: newID},
	}}))(t)
	for _, c := range []struct {
		filter Filter
		want   []int64
	}{
		{Filter{NotUpdatedBy: me}, []int64{2, 4, 6}},
		{Filter{NotCreatedBy: me}, []int64{3, 4, 6}},
		{Filter{NotUpdatedBy: colleague}, []int64{1, 3, 4, 6}},
	} {
		var got []int64
		for _, l := range must(s.Leads(t.Context(), LeadQuery{Order: OrderName, Filter: c.filter}))(t) {
			got = append(got, l.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("under %+v: %v, want %v", c.filter, got, c.want)
		}
	}
}
