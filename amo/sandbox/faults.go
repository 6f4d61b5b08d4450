package sandbox

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Faults spoil answers on purpose. Shares are between 0 (never) and 1
// (always) and are drawn one after the other, so that their sum should not
// exceed 1. The zero Faults spoil nothing. Requests under /sandbox/ are spared.
type Faults struct {
	// Delay is waited for before each request is looked at, Jitter up to this
	// much longer.
	Delay, Jitter time.Duration
	// Status is the share of requests answered at once with that HTTP status
	// and not handled: an HTML page, but JSON for 400 ("repeat the request"),
	// 401 and 402.
	Status map[int]float64
	// Burst is how many requests in a row a drawn 429 refuses, at least 1.
	Burst int
	// CutBefore is the share whose connection is closed unhandled, CutAfter
	// the share that is handled, and then closed without an answer. Truncate
	// is the share that gets half of its answer.
	CutBefore, CutAfter, Truncate float64
	// StaleNext is the share of lists that point to a next page though there
	// is none, DropNext the share that do not though there is one.
	StaleNext, DropNext float64
	// Seed makes the draws repeatable.
	Seed uint64
	// Times ends the faults after so many were dealt, 0 for never. Delays do
	// not count.
	Times int
	// Methods limits the faults to these HTTP methods, Path to requests whose
	// path contains it. Empty means all.
	Methods []string
	Path    string
}

// ParseFaults reads the comma-separated SPEC of `voronka sandbox --faults`:
//
//	delay=200ms       wait before every answer
//	jitter=300ms      and up to this much longer
//	500=0.1           one request in ten gets that status (400 to 599)
//	burst=5           a drawn 429 refuses five requests in a row
//	cut-before=0.1    the connection is closed before the request is handled
//	cut-after=0.05    … after it was handled, without an answer
//	truncate=0.05     … after half of the answer
//	stale-next=0.1    a list points to a page after its last one
//	drop-next=0.1     a list that goes on does not say so
//	times=1           no more faults after the first one
//	methods=PATCH+POST, path=/leads
//	                  only requests like these
//	seed=7            another order of the draws
//
// An empty SPEC and "off" are no faults.
func ParseFaults(spec string) (Faults, error) {
	var f Faults
	spec = strings.TrimSpace(spec)
	if spec == "" || spec == "off" {
		return f, nil
	}
	for part := range strings.SplitSeq(spec, ",") {
		key, text, found := strings.Cut(strings.TrimSpace(part), "=")
		if !found {
			return Faults{}, fmt.Errorf("faults: %q is not NAME=VALUE", part)
		}
		if err := f.set(key, text); err != nil {
			return Faults{}, fmt.Errorf("faults: %s=%s: %w", key, text, err)
		}
	}
	return f, nil
}

func (f *Faults) set(key, text string) error {
	var err error
	switch key {
	case "delay":
		f.Delay, err = parseWait(text)
	case "jitter":
		f.Jitter, err = parseWait(text)
	case "burst":
		f.Burst, err = parseCount(text)
	case "times":
		f.Times, err = parseCount(text)
	case "cut-before":
		f.CutBefore, err = parseShare(text)
	case "cut-after":
		f.CutAfter, err = parseShare(text)
	case "truncate":
		f.Truncate, err = parseShare(text)
	case "stale-next":
		f.StaleNext, err = parseShare(text)
	case "drop-next":
		f.DropNext, err = parseShare(text)
	case "seed":
		f.Seed, err = strconv.ParseUint(text, 10, 64)
	case "methods":
		f.Methods = strings.Split(strings.ToUpper(text), "+")
	case "path":
		f.Path = text
	default:
		return f.setStatus(key, text)
	}
	return err
}

func (f *Faults) setStatus(key, text string) error {
	status, err := strconv.Atoi(key)
	if err != nil || status < 400 || status > 599 {
		return fmt.Errorf("unknown name; use delay, jitter, burst, times, cut-before, cut-after, truncate, stale-next, drop-next, seed, methods, path or a status from 400 to 599")
	}
	share, err := parseShare(text)
	if err != nil {
		return err
	}
	if f.Status == nil {
		f.Status = map[int]float64{}
	}
	f.Status[status] = share
	return nil
}

func parseShare(text string) (float64, error) {
	share, err := strconv.ParseFloat(text, 64)
	if err != nil || !(share >= 0 && share <= 1) {
		return 0, fmt.Errorf("want a share between 0 and 1")
	}
	return share, nil
}

func parseCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("want a whole number")
	}
	return n, nil
}

func parseWait(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("want a time such as 200ms")
	}
	return d, nil
}

// String is the SPEC that ParseFaults reads, "off" for none.
func (f Faults) String() string {
	var parts []string
	add := func(name string, v any, given bool) {
		if given {
			parts = append(parts, fmt.Sprintf("%s=%v", name, v))
		}
	}
	add("delay", f.Delay, f.Delay > 0)
	add("jitter", f.Jitter, f.Jitter > 0)
	for _, status := range f.statuses() {
		add(strconv.Itoa(status), f.Status[status], true)
	}
	add("burst", f.Burst, f.Burst > 0)
	add("cut-before", f.CutBefore, f.CutBefore > 0)
	add("cut-after", f.CutAfter, f.CutAfter > 0)
	add("truncate", f.Truncate, f.Truncate > 0)
	add("stale-next", f.StaleNext, f.StaleNext > 0)
	add("drop-next", f.DropNext, f.DropNext > 0)
	add("times", f.Times, f.Times > 0)
	add("methods", strings.Join(f.Methods, "+"), len(f.Methods) > 0)
	add("path", f.Path, f.Path != "")
	add("seed", f.Seed, f.Seed != 0)
	if len(parts) == 0 {
		return "off"
	}
	return strings.Join(parts, ",")
}

func (f Faults) statuses() []int {
	list := make([]int, 0, len(f.Status))
	for status := range f.Status {
		list = append(list, status)
	}
	slices.SortFunc(list, cmp.Compare[int])
	return list
}

// fault is what is done to one request.
type fault struct {
	wait      time.Duration
	answer    *reply // instead of handling the request
	cutBefore bool
	cutAfter  bool
	truncate  bool
	next      nextFault
}

// nextFault is what is done to the link to a list's next page.
type nextFault int

const (
	nextTrue nextFault = iota
	nextStale
	nextDropped
)

// mischief draws faults for requests.
type mischief struct {
	mu     sync.Mutex
	faults Faults
	random *rand.Rand
	dealt  int
	burst  int // 429s still to come
}

func newMischief(f Faults) *mischief {
	m := &mischief{}
	m.set(f)
	return m
}

func (m *mischief) set(f Faults) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.faults = f
	m.random = rand.New(rand.NewPCG(f.Seed, 0x6661756c))
	m.dealt, m.burst = 0, 0
}

func (m *mischief) get() Faults {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.faults
}

func (m *mischief) draw(method, path string) fault {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := &m.faults
	if len(f.Methods) > 0 && !slices.Contains(f.Methods, method) || !strings.Contains(path, f.Path) {
		return fault{}
	}
	out := fault{wait: f.Delay}
	if f.Jitter > 0 {
		out.wait += time.Duration(m.random.Int64N(int64(f.Jitter)))
	}
	if m.burst > 0 {
		m.burst--
		out.answer = faultReply(http.StatusTooManyRequests)
		return out
	}
	if f.Times > 0 && m.dealt >= f.Times {
		return out
	}
	if m.drawKind(&out) {
		m.dealt++
	}
	return out
}

// drawKind takes one number and looks into whose share it falls.
func (m *mischief) drawKind(out *fault) bool {
	f, x := &m.faults, m.random.Float64()
	hit := func(share float64) bool {
		x -= share
		return x < 0
	}
	for _, status := range f.statuses() {
		if hit(f.Status[status]) {
			if status == http.StatusTooManyRequests {
				m.burst = max(f.Burst, 1) - 1
			}
			out.answer = faultReply(status)
			return true
		}
	}
	switch {
	case hit(f.CutBefore):
		out.cutBefore = true
	case hit(f.CutAfter):
		out.cutAfter = true
	case hit(f.Truncate):
		out.truncate = true
	case hit(f.StaleNext):
		out.next = nextStale
	case hit(f.DropNext):
		out.next = nextDropped
	default:
		return false
	}
	return true
}

func faultReply(status int) *reply {
	var r reply
	switch status {
	case http.StatusBadRequest:
		// The temporary failure that looks like a refusal.
		r = badRequest("Произошла системная ошибка, повторите запрос")
	case http.StatusUnauthorized:
		r = unauthorized()
	case http.StatusPaymentRequired:
		r = problem(status, "Payment Required", "Аккаунт не оплачен")
	default:
		r = htmlPage(status)
	}
	return &r
}
