package amo

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestRequestHeaders(t *testing.T) {
	var got *http.Request
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		w.Header().Set("Set-Cookie", "session=1")
		okLead().ServeHTTP(w, r)
	}, WithUserAgent("Voronka/1.2"))
	for range 2 {
		if _, err := c.Lead(t.Context(), 7001, "contacts", "loss_reason"); err != nil {
			t.Fatal(err)
		}
	}
	for header, want := range map[string]string{
		"Authorization": "Bearer " + testToken, "User-Agent": "Voronka/1.2", "Accept-Encoding": "gzip",
		"Accept": "application/hal+json, application/json, application/problem+json", "Content-Type": "", "Cookie": "",
	} {
		if v := got.Header.Get(header); v != want {
			t.Errorf("%s: %q, want %q", header, v, want)
		}
	}
	if got.Method != "GET" || got.RequestURI != "/api/v4/leads/7001?with=contacts%2Closs_reason" {
		t.Errorf("asked for %s %s", got.Method, got.RequestURI)
	}
	if n := c.Requests(); n != 2 {
		t.Errorf("%d requests counted", n)
	}
}

func TestPatchSendsJSON(t *testing.T) {
	var got *http.Request
	var body []byte
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body) // a short body fails the comparison below
		answer{200, halType, `{"id":7001,"updated_at":1760010000}`, nil}.ServeHTTP(w, r)
	})
	done, err := c.UpdateLead(t.Context(), LeadPatch{
		ID: 7001, StatusID: Set(StatusLost), PipelineID: Set[int64](11), LossReasonID: Null[int64](), Price: Set[int64](0),
		CustomFieldsValues: []FieldPatch{{FieldID: 501}}, TagsToAdd: []TagRef{{Name: "VIP"}}, RequestID: "mine",
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := (Updated{ID: 7001, UpdatedAt: 1760010000, RequestID: "mine"}); done != want {
		t.Errorf("receipt %+v, want %+v", done, want)
	}
	want := `{"price":0,"status_id":143,"pipeline_id":11,"loss_reason_id":null,"custom_fields_values":[{"field_id":501,"values":null}],` +
		`"tags_to_add":[{"name":"VIP"}],"request_id":"mine"}`
	if string(body) != want || got.Method != "PATCH" || got.URL.Path != "/api/v4/leads/7001" || got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s %s\n%s\nwant %s", got.Method, got.URL.Path, got.Header.Get("Content-Type"), body, want)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	huge := strings.Repeat(" ", maxReply)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, `{"id":1}`+huge); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, handler := range map[string]http.HandlerFunc{
		"declared": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(maxReply+1))
			answer{200, halType, `{"id":1`, nil}.ServeHTTP(w, r)
		},
		"streamed": func(w http.ResponseWriter, r *http.Request) {
			answer{200, halType, `{"id":1}` + huge, nil}.ServeHTTP(w, r)
		},
		"compressed": func(w http.ResponseWriter, r *http.Request) {
			answer{200, halType, packed.String(), map[string]string{"Content-Encoding": "gzip"}}.ServeHTTP(w, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, handler)
			_, err := c.Lead(t.Context(), 1)
			var bad *BadReplyError
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), "larger than 32 MiB") || c.Requests() != 1 {
				t.Errorf("error %v after %d requests", err, c.Requests())
			}
		})
	}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answer{500, htmlType, "<html><title>Oops</title>" + huge, nil}.ServeHTTP(w, r)
	}, withRetries(retryPolicy{attempts: 1}))
	_, err := c.Lead(t.Context(), 1)
	var refusal *Error
	if !errors.As(err, &refusal) || len(refusal.Body) > maxShownBody {
		t.Errorf("error %v", err)
	}
}

func TestBadReplies(t *testing.T) {
	for name, tc := range map[string]struct {
		handler http.Handler
		reason  string
	}{
		"web page":            {answer{200, htmlType, "<!DOCTYPE html><title>Log in\n here</title>", nil}, `web page (titled "Log in here")`},
		"web page as JSON":    {answer{200, halType, "\n<html></html>", nil}, "web page (a page without a title)"},
		"not JSON":            {answer{200, "text/plain", "ok", nil}, "not the JSON object the API promises: an object expected"},
		"cut JSON":            {answer{200, halType, `{"id":7001,"name":"x`, nil}, "end of string expected"},
		"cut body":            {http.HandlerFunc(hangUp), "cut short"},
		"list for an entity":  {answer{200, halType, `[]`, nil}, "an object expected, not a list"},
		"null for an entity":  {answer{200, halType, `null`, nil}, "an object expected"},
		"empty 200":           {answer{200, halType, "", nil}, "the answer is empty"},
		"cut compressed body": {answer{200, halType, "\x1f\x8b\x08\x00", map[string]string{"Content-Encoding": "gzip"}}, "cut short"},
		"object for a number": {answer{200, halType, `{"id":{}}`, nil}, "id: a whole number expected, not an object"},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, tc.handler.ServeHTTP)
			_, err := c.Lead(t.Context(), 7001)
			var bad *BadReplyError
			if !errors.As(err, &bad) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(err.Error(), tc.reason) || bad.Status != 200 || bad.Path != "/api/v4/leads/7001" {
				t.Errorf("error %q, want %q", err, tc.reason)
			}
		})
	}
}

func TestUntypedJSONIsRead(t *testing.T) {
	for _, media := range []string{"", "text/plain", "text/html", "application/json; charset=utf-8"} {
		c := serve(t, answer{200, media, "\ufeff" + ` {"id":7001}`, nil}.ServeHTTP)
		if lead, err := c.Lead(t.Context(), 7001); err != nil || lead.ID != 7001 {
			t.Errorf("%q: %+v, %v", media, lead, err)
		}
	}
}

func TestNoContent(t *testing.T) {
	c := serve(t, answer{status: 204}.ServeHTTP)
	page, err := c.Leads(t.Context(), LeadQuery{Page: 3})
	if err != nil || page.Items != nil || page.HasNext || page.Page != 3 {
		t.Errorf("page %+v, %v", page, err)
	}
	if pipelines, err := c.Pipelines(t.Context()); err != nil || pipelines != nil {
		t.Errorf("pipelines %v, %v", pipelines, err)
	}
	_, lead := c.Lead(t.Context(), 5)
	_, contact := c.Contact(t.Context(), 5)
	_, company := c.Company(t.Context(), 5)
	for name, err := range map[string]error{"leads": lead, "contacts": contact, "companies": company} {
		var missing *NotFoundError
		if !errors.Is(err, ErrNotFound) || !errors.As(err, &missing) || missing.Entity != name || missing.ID != 5 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.Account(t.Context()); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("an account that is no content: %v", err)
	}
}

func TestOtherSuccessesAreRead(t *testing.T) {
	for _, status := range []int{201, 202} {
		c := serve(t, answer{status, halType, `{"id":7001,"updated_at":5}`, nil}.ServeHTTP)
		if done, err := c.UpdateLead(t.Context(), LeadPatch{ID: 7001, Price: Set[int64](1)}); err != nil || done.UpdatedAt != 5 {
			t.Errorf("%d: %+v, %v", status, done, err)
		}
	}
	c := serve(t, answer{status: 202}.ServeHTTP)
	if done, err := c.UpdateLead(t.Context(), LeadPatch{ID: 7001, Price: Set[int64](1)}); err != nil || done != (Updated{ID: 7001}) {
		t.Errorf("without a body: %+v, %v", done, err)
	}
}

func TestServerDate(t *testing.T) {
	for date, want := range map[string]int64{"Thu, 09 Oct 2025 08:53:20 GMT": 1760000000, "yesterday": 0} {
		c := serve(t, answer{200, halType, `{"_embedded":{"leads":[{"id":1}]}}`, map[string]string{"Date": date}}.ServeHTTP)
		if page, err := c.Leads(t.Context(), LeadQuery{}); err != nil || page.Date != want {
			t.Errorf("%s: %d, %v", date, page.Date, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	var stolen []string
	thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen = append(stolen, r.Header.Get("Authorization"))
		okLead().ServeHTTP(w, r)
	}))
	defer thief.Close()
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v4/leads/1":
			http.Redirect(w, r, thief.URL+"/api/v4/leads/1?token=1", http.StatusFound)
		case "/api/v4/leads/2":
			http.Redirect(w, r, "/api/v4/leads/3", http.StatusMovedPermanently)
		case "/api/v4/leads/4":
			http.Redirect(w, r, "/api/v4/leads/4", http.StatusFound)
		default:
			okLead().ServeHTTP(w, r)
		}
	})
	for id, wantErr := range map[int64]bool{1: true, 2: false, 4: true} {
		_, err := c.Lead(t.Context(), id)
		var refusal *Error
		if (err != nil) != wantErr || wantErr && !errors.As(err, &refusal) {
			t.Errorf("lead %d: %v", id, err)
		}
	}
	if _, err := c.UpdateLead(t.Context(), LeadPatch{ID: 2, Price: Set[int64](1)}); KindOf(err) != KindUnknown || err == nil {
		t.Errorf("a redirected write: %v", err)
	}
	if len(stolen) > 0 {
		t.Errorf("the token went to another host: %q", stolen)
	}
}

func TestNoCookies(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	own := &http.Client{Jar: jar, Transport: &http.Transport{}}
	defer own.CloseIdleConnections()
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) > 0 {
			t.Errorf("cookies sent: %v", r.Cookies())
		}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		okLead().ServeHTTP(w, r)
	}, WithHTTPClient(own))
	for range 2 {
		if _, err := c.Lead(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if own.Jar == nil || own.CheckRedirect != nil {
		t.Error("the given client was changed")
	}
}

func TestBaseAddress(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://nurmebel.amocrm.ru": true, "https://nurmebel.amocrm.ru/": true, "http://127.0.0.1:1234": true,
		"http://localhost:8080": true, "http://[::1]:8080": true, "http://192.168.1.5:80": true, "http://sandbox:80": true, "http://amo.test": true,
		"http://nurmebel.amocrm.ru": false, "http://8.8.8.8": false, "nurmebel.amocrm.ru": false, "": false, "ftp://127.0.0.1": false,
		"https://user:secret@nurmebel.amocrm.ru": false, "https://nurmebel.amocrm.ru?token=secret": false, "https://nurmebel.amocrm.ru#secret": false,
		"https://%zz secret": false,
	} {
		_, err := NewClient(address, StaticToken(testToken))
		if (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows what was pasted: %v", err)
		}
	}
	if _, err := NewClient("https://nurmebel.amocrm.ru", nil); err == nil {
		t.Error("made without tokens")
	}
}

func TestLogHoldsNoSecrets(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c := serve(t, inTurn(answer{401, problem4, `{"detail":"` + testToken + `"}`, nil}, okLead()), WithLogger(log))
	for range 2 {
		_, err := c.Contacts(t.Context(), EntityQuery{Query: "998900000001"})
		checkSecret(t, err)
	}
	text := out.String()
	if strings.Contains(text, testToken) || strings.Contains(text, "998900000001") || strings.Contains(text, "query") {
		t.Errorf("the log shows a secret: %s", text)
	}
	for _, part := range []string{`"method":"GET"`, `"path":"/api/v4/contacts"`, `"status":401`, `"status":200`, `"duration":`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
}

func TestTokensAreNotPrinted(t *testing.T) {
	tokens := StaticToken(testToken)
	if text := fmt.Sprintf("%v %+v %#v %s", tokens, tokens, tokens, tokens); strings.Contains(text, testToken) {
		t.Error(text)
	}
}

func TestNetworkFailures(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c := clientOf(t, nobody)
	_, err = c.Contacts(t.Context(), EntityQuery{Query: "998900000001"})
	var network *NetworkError
	if !errors.As(err, &network) || !IsOffline(err) || !IsTemporary(err) || c.Requests() != 4 {
		t.Errorf("error %v after %d requests", err, c.Requests())
	}
	checkSecret(t, err)
	if !strings.Contains(err.Error(), "connection refused") || strings.Contains(err.Error(), "?") {
		t.Errorf("error %q", err)
	}
	c = serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if _, err := c.Lead(t.Context(), 1); !IsOffline(err) {
		t.Errorf("hung up: %v", err)
	}
}

func TestSlowServerTimesOut(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		hang := roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c := clientOf(t, "https://slow.amocrm.ru", WithHTTPClient(&http.Client{Transport: hang}), withRetries(retryPolicy{attempts: 1}))
		start := time.Now()
		_, err := c.Lead(t.Context(), 1)
		if !IsOffline(err) || time.Since(start) != requestTimeout || !strings.Contains(err.Error(), "no answer within 30s") {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Lead(ctx, 1); !errors.Is(err, context.DeadlineExceeded) || IsOffline(err) {
			t.Errorf("the caller's own end: %v", err)
		}
	})
}
