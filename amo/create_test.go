package amo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// createServer answers POST /leads with ids from 1001 on, last first, and
// notes the sizes of the batches.
type createServer struct {
	mu      sync.Mutex
	sizes   []int
	made    int64
	refuse  string // the name of a lead to refuse
	without string // the name of a lead to leave out of the answer
	silent  bool   // no request ids in the answer, which then is in order
}

func (s *createServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var models []LeadDraft
	if err := json.NewDecoder(r.Body).Decode(&models); err != nil || r.Method != "POST" || r.URL.Path != "/api/v4/leads" {
		answer{status: 405}.ServeHTTP(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sizes = append(s.sizes, len(models))
	var list []string
	for _, m := range models {
		if m.Name == s.refuse {
			answer{400, problem4, fmt.Sprintf(`{"validation-errors":[{"request_id":%q,"errors":[{"code":"NotSupportedChoice","path":"status_id"}]}]}`, m.RequestID), nil}.ServeHTTP(w, r)
			return
		}
		s.made++
		switch {
		case m.Name == s.without:
		case s.silent:
			list = append(list, fmt.Sprintf(`{"id":%d}`, 1000+s.made))
		default:
			list = append([]string{fmt.Sprintf(`{"id":%d,"request_id":%q,"_links":{}}`, 1000+s.made, m.RequestID)}, list...)
		}
	}
	answer{200, halType, `{"_embedded":{"leads":[` + strings.Join(list, ",") + `]}}`, nil}.ServeHTTP(w, r)
}

func leadDraftsOf(n int) []LeadDraft {
	drafts := make([]LeadDraft, n)
	for i := range drafts {
		drafts[i] = LeadDraft{Name: fmt.Sprintf("L%d", i), RequestID: "same"}
	}
	return drafts
}

func TestCreatesAreCutAndMatched(t *testing.T) {
	for name, s := range map[string]*createServer{"request ids": {}, "none": {silent: true}} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, s.ServeHTTP)
			done, err := c.CreateLeads(t.Context(), leadDraftsOf(600))
			if err != nil || len(done) != 600 || fmt.Sprint(s.sizes) != "[250 250 100]" {
				t.Fatalf("%d receipts, batches %v, %v", len(done), s.sizes, err)
			}
			for i, d := range done {
				if want := (Created{ID: int64(1001 + i), RequestID: "same"}); d != want {
					t.Fatalf("receipt %d: %+v, want %+v", i, d, want)
				}
			}
		})
	}
}

func TestRefusedCreateNamesTheDraft(t *testing.T) {
	s := &createServer{refuse: "L407"}
	c := serve(t, s.ServeHTTP)
	done, err := c.CreateLeads(t.Context(), leadDraftsOf(600))
	var refusal *Error
	if !errors.As(err, &refusal) || len(refusal.Validation) != 1 || refusal.Validation[0].Item != 408 || refusal.Validation[0].RequestID != "same" {
		t.Fatalf("error %v", err)
	}
	if len(done) != 250 || IsUnclear(err) || !strings.Contains(err.Error(), "item 408: status_id (NotSupportedChoice)") {
		t.Errorf("%d receipts, error %v", len(done), err)
	}
}

func TestCreatedButNotAnswered(t *testing.T) {
	s := &createServer{without: "L260"}
	c := serve(t, s.ServeHTTP)
	done, err := c.CreateLeads(t.Context(), leadDraftsOf(300))
	var open *UnclearError
	if !errors.As(err, &open) || fmt.Sprint(open.Items) != "[261]" {
		t.Fatalf("error %v", err)
	}
	if len(done) != 300 || done[260].ID != 0 || done[261].ID == 0 {
		t.Errorf("receipts %v", done[259:262])
	}
}

// TestUnclearCreates: a create is never repeated once it may have arrived, and
// its error says so.
func TestUnclearCreates(t *testing.T) {
	page500 := answer{500, htmlType, page(500), nil}
	repeat := answer{400, problem4, `{"detail":"system error, repeat the request"}`, nil}
	for name, tc := range map[string]struct {
		answer  http.Handler
		unclear bool
		offline bool
	}{
		"server failed":    {page500, true, false},
		"gateway gave up":  {answer{504, htmlType, page(504), nil}, true, false},
		"asked to repeat":  {repeat, true, false},
		"cut":              {http.HandlerFunc(hangUp), true, false},
		"hung up":          {http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), true, true},
		"answer unread":    {answer{200, halType, `{"_embedded":{"leads":{}}}`, nil}, true, false},
		"not JSON":         {answer{200, halType, `{"_embedded":`, nil}, true, false},
		"web page":         {answer{200, htmlType, page(200), nil}, true, false},
		"id is no number":  {answer{200, halType, `{"_embedded":{"leads":[{"id":"x","request_id":"0"}]}}`, nil}, true, false},
		"answer empty":     {answer{status: 204}, true, false},
		"refused":          {answer{400, problem4, `{"validation-errors":[]}`, nil}, false, false},
		"no rights":        {answer{403, problem4, `{}`, nil}, false, false},
		"token not taken":  {answer{401, problem4, `{}`, nil}, false, false},
		"account not paid": {answer{402, problem4, `{}`, nil}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, tc.answer.ServeHTTP)
			_, err := c.CreateLeads(t.Context(), leadDraftsOf(2))
			if err == nil || IsUnclear(err) != tc.unclear || IsOffline(err) != tc.offline || c.Requests() != 1 {
				t.Fatalf("error %v after %d requests", err, c.Requests())
			}
			var open *UnclearError
			if tc.unclear && (!errors.As(err, &open) || fmt.Sprint(open.Items) != "[1 2]" || IsTemporary(err)) {
				t.Errorf("error %+v, temporary %t", open, IsTemporary(err))
			}
			checkSecret(t, err)
		})
	}
}

func TestCreateWithoutAServer(t *testing.T) {
	c := clientOf(t, "http://127.0.0.1:1")
	_, err := c.CreateLeads(t.Context(), leadDraftsOf(1))
	if IsUnclear(err) || !IsOffline(err) || c.Requests() != 4 {
		t.Errorf("error %v after %d requests", err, c.Requests())
	}
}

// TestCancelledCreates: before it is sent nothing happened, afterwards who knows.
func TestCancelledCreates(t *testing.T) {
	arrived := make(chan struct{})
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		// The server notices a client that left once the body is read.
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		close(arrived)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if _, err := c.CreateLeads(ctx, leadDraftsOf(1)); !IsUnclear(err) || !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := c.CreateLeads(ctx, leadDraftsOf(1)); IsUnclear(err) || !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestRepeatableWrites: what may be done twice is repeated like a read.
func TestRepeatableWrites(t *testing.T) {
	failure := answer{502, htmlType, page(502), nil}
	links := answer{200, halType, `{"_embedded":{"links":[{"entity_id":1,"to_entity_id":2}]}}`, nil}
	c := serve(t, inTurn(failure, links))
	if made, err := c.Link(t.Context(), EntityLeads, 1, []LinkDraft{{ToEntityID: 2, ToEntityType: EntityContacts}}); err != nil || len(made) != 1 {
		t.Errorf("%v, %v", made, err)
	}
	c = serve(t, inTurn(failure, answer{200, halType, `{"_embedded":{"tags":[{"id":5,"name":"VIP","request_id":"0"}]}}`, nil}))
	if tags, err := c.CreateTags(t.Context(), EntityLeads, []TagDraft{{Name: "VIP"}}); err != nil || len(tags) != 1 || tags[0].ID != 5 {
		t.Errorf("%v, %v", tags, err)
	}
	c = serve(t, failure.ServeHTTP)
	if err := c.DeleteLossReason(t.Context(), 5); !IsUnclear(err) || c.Requests() != 1 {
		t.Errorf("error %v after %d requests", err, c.Requests())
	}
}

// TestSlowBatchesAreHalved until the server has time for them.
func TestSlowBatchesAreHalved(t *testing.T) {
	receipts := &receiptServer{}
	most := 3
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > int64(most*len(`{"id":1,"price":1,"request_id":"0"},`)) {
			answer{504, htmlType, page(504), nil}.ServeHTTP(w, r)
			return
		}
		receipts.ServeHTTP(w, r)
	})
	done, err := c.UpdateLeads(t.Context(), patches(1, 8))
	if err != nil || len(done) != 8 || fmt.Sprint(receipts.sizes) != "[2 2 2 2]" || c.Requests() != 7 {
		t.Errorf("%d receipts, batches %v in %d requests, %v", len(done), receipts.sizes, c.Requests(), err)
	}
	receipts.refuse = map[int64]bool{6: true}
	done, err = c.UpdateLeads(t.Context(), patches(1, 8))
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Validation[0].ID != 6 || refusal.Validation[0].Item != 6 || len(done) != 4 {
		t.Errorf("%d receipts, error %v", len(done), err)
	}
	most = 0 // not even for one
	before := c.Requests()
	if _, err := c.UpdateLeads(t.Context(), patches(1, 4)); KindOf(err) != KindTemporary || c.Requests() != before+6 {
		t.Errorf("error %v after %d requests", err, c.Requests()-before)
	}
}
