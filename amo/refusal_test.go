package amo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const nginxPage = "<html>\r\n<head><title>%d %s</title></head>\r\n<body><center><h1>nginx</h1></center></body></html>"

func page(status int) string { return fmt.Sprintf(nginxPage, status, http.StatusText(status)) }

func TestRefusals(t *testing.T) {
	json4 := func(status int, title, detail string) answer {
		return answer{status, problem4, fmt.Sprintf(`{"title":%q,"type":"https://httpstatus.es/%d","status":%d,"detail":%q}`, title, status, status, detail), nil}
	}
	for name, tc := range map[string]struct {
		answer answer
		kind   Kind
		text   string
	}{
		"validation":            {answer{400, problem4, string(fixture(t, "refusal.json")), nil}, KindValidation, "Request validation failed"},
		"bad id":                {json4(400, "Bad Request", "Invalid id"), KindValidation, "Invalid id"},
		"400 to repeat":         {json4(400, "Bad Request", "Произошла системная ошибка. Повторите запрос"), KindTemporary, "системная"},
		"400 in English":        {json4(400, "Bad Request", "System error, please try again"), KindTemporary, "try again"},
		"400 page":              {answer{400, htmlType, page(400), nil}, KindTemporary, `a web page titled "400 Bad Request"`},
		"401 in Russian":        {json4(401, "Unauthorized", "Неверный логин или пароль"), KindUnauthorized, "Неверный логин"},
		"401 empty":             {answer{status: 401}, KindUnauthorized, "status 401 (unauthorized)"},
		"402":                   {json4(402, "Payment Required", "Account is not paid"), KindPayment, "not paid"},
		"403 scope":             {json4(403, "Forbidden", "Invalid scope"), KindForbidden, "Invalid scope"},
		"403 page":              {answer{403, htmlType, page(403), nil}, KindBlocked, `a web page titled "403 Forbidden"`},
		"403 page, wrong type":  {answer{403, problem4, page(403), nil}, KindBlocked, "403 Forbidden"},
		"404":                   {json4(404, "Not Found", "Pipeline not found"), KindNotFound, "Pipeline not found"},
		"404 with address":      {json4(404, "Not Found", "Cannot DELETE https://acme.amocrm.ru/calls/9?phone=998900000001!"), KindNotFound, "Cannot DELETE https://acme.amocrm.ru/calls/9"},
		"404 page":              {answer{404, htmlType, page(404), nil}, KindTemporary, "404 Not Found"},
		"404 plain":             {answer{404, "text/plain", "404 page not found\n", nil}, KindNotFound, "404 page not found"},
		"405":                   {answer{status: 405}, KindMethod, "status 405"},
		"408":                   {answer{status: 408}, KindTemporary, "status 408"},
		"418":                   {answer{418, "text/plain", "teapot", nil}, KindUnknown, "teapot"},
		"422":                   {json4(422, "Unprocessable Entity", "Only pipelines without leads can be deleted"), KindUnprocessable, "without leads"},
		"500":                   {json4(500, "Internal Server Error", "An unknown error occurred."), KindTemporary, "unknown error"},
		"500 page":              {answer{500, htmlType, page(500), nil}, KindTemporary, "500 Internal"},
		"502 page":              {answer{502, htmlType, page(502), nil}, KindTemporary, "502 Bad Gateway"},
		"504 cut":               {answer{504, htmlType, "<html><tit", nil}, KindTemporary, "a page without a title"},
		"echoed token":          {json4(401, "Unauthorized", "Token "+testToken+" is revoked"), KindUnauthorized, "Token [token] is revoked"},
		"broken JSON":           {answer{403, problem4, `{"title":"Forb`, nil}, KindForbidden, `{"title":"Forb`},
		"JSON of another shape": {answer{400, problem4, `["no"]`, nil}, KindValidation, `["no"]`},
	} {
		t.Run(name, func(t *testing.T) {
			tc.answer.header = map[string]string{"X-Request-Id": "0123abcd"}
			c := serve(t, tc.answer.ServeHTTP, withRetries(retryPolicy{attempts: 1}))
			_, err := c.Contacts(t.Context(), EntityQuery{Query: "998900000001"})
			var refusal *Error
			if !errors.As(err, &refusal) {
				t.Fatalf("error %v", err)
			}
			if refusal.Kind != tc.kind || refusal.Status != tc.answer.status || refusal.RequestID != "0123abcd" || refusal.Unsent {
				t.Errorf("%+v, want kind %s", refusal, tc.kind)
			}
			if refusal.Method != "GET" || refusal.Path != "/api/v4/contacts" || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("error %q, want %q in it", err, tc.text)
			}
			if strings.Contains(refusal.Body, "<") {
				t.Errorf("a page is shown: %q", refusal.Body)
			}
			checkSecret(t, err)
		})
	}
}

func TestPredicates(t *testing.T) {
	for kind, want := range map[Kind]string{
		KindUnauthorized: "unauthorized", KindBlocked: "blocked", KindTemporary: "temporary", KindRateLimited: "temporary", KindNotFound: "missing",
		KindValidation: "", KindPayment: "", KindForbidden: "",
	} {
		err := fmt.Errorf("while pulling: %w", &Error{Status: 400, Kind: kind})
		got := ""
		for name, is := range map[string]bool{
			"unauthorized": IsUnauthorized(err), "blocked": IsBlocked(err), "temporary": IsTemporary(err), "missing": errors.Is(err, ErrNotFound), "offline": IsOffline(err),
		} {
			if is {
				got += name
			}
		}
		if got != want {
			t.Errorf("%s is %q, want %q", kind, got, want)
		}
	}
	if Kind(200).String() != "unknown" || KindOf(errors.New("x")) != KindUnknown || IsTemporary(nil) {
		t.Error("strangers have a kind")
	}
}

func TestValidationNamesFieldAndModel(t *testing.T) {
	c := serve(t, answer{400, problem4, `{"validation-errors":[
		{"request_id":"1","errors":[{"code":"InvalidType","path":"price","detail":"This value should be of type int."},{"code":"FieldMissing","path":"name"}]},
		{"request_id":0,"errors":[{"code":"NotSupportedChoice","path":"status_id","detail":"The value you selected is not a valid choice."}]},
		{"request_id":"stranger","errors":[{"code":"X","path":"y"}]},
		{"errors":[{"code":"Z","path":"id"}]}],"title":"Bad Request","status":400,"detail":"Request validation failed"}`, nil}.ServeHTTP)
	_, err := c.UpdateLeads(t.Context(), []LeadPatch{{ID: 7001, Price: Set[int64](1)}, {ID: 7002, Price: Set[int64](1), RequestID: "mine"}})
	var refusal *Error
	if !errors.As(err, &refusal) || c.Requests() != 1 {
		t.Fatalf("error %v after %d requests", err, c.Requests())
	}
	want := []Invalid{
		{"mine", 2, 7002, "InvalidType", "price", "This value should be of type int."},
		{"mine", 2, 7002, "FieldMissing", "name", ""},
		{"0", 1, 7001, "NotSupportedChoice", "status_id", "The value you selected is not a valid choice."},
		{"stranger", 0, 0, "X", "y", ""},
		{"", 0, 0, "Z", "id", ""},
	}
	if fmt.Sprint(refusal.Validation) != fmt.Sprint(want) {
		t.Errorf("complaints %+v\nwant %+v", refusal.Validation, want)
	}
	if text := "id 7002: price: This value should be of type int. (InvalidType)"; !strings.Contains(err.Error(), text) {
		t.Errorf("error %q, want %q in it", err, text)
	}
	_, err = c.UpdateLead(t.Context(), LeadPatch{ID: 7003, Price: Set[int64](1)})
	if !errors.As(err, &refusal) || refusal.Validation[0].ID != 7003 || refusal.Validation[4].ID != 7003 {
		t.Errorf("single: %+v", refusal)
	}
}

func TestLongRefusalsAreShortened(t *testing.T) {
	e := &Error{Method: "PATCH", Path: "/api/v4/leads", Status: 400, Kind: KindValidation, Detail: "Request validation failed"}
	for i := range 100 {
		e.Validation = append(e.Validation, Invalid{ID: int64(i + 1), Path: "price", Code: "InvalidType"})
	}
	if text := e.Error(); !strings.Contains(text, "and 95 more") || len(text) > 500 {
		t.Errorf("error %q", text)
	}
}

func TestRetryAfterHeader(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"": 0, "30": 30 * time.Second, " 7 ": 7 * time.Second, "-5": 0, "soon": 0, "99999999999999": longestRetryAfter, "999999": longestRetryAfter,
		"Thu, 09 Oct 2025 08:53:50 GMT": 30 * time.Second, "Thu, 09 Oct 2025 08:53:10 GMT": 0, "Fri, 10 Oct 2025 08:53:10 GMT": longestRetryAfter,
	} {
		h := http.Header{"Retry-After": {value}, "Date": {"Thu, 09 Oct 2025 08:53:20 GMT"}}
		if got := retryAfter(h); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, s := range []string{"", "abc", strings.Repeat("ʻ", 10), strings.Repeat("😀", 5)} {
		for n := range 12 {
			got := cut(s, n)
			if len(got) > n || !strings.HasPrefix(s, got) || n-len(got) > 3 && len(s) > n || strings.ToValidUTF8(got, "") != got {
				t.Errorf("cut(%q, %d) = %q", s, n, got)
			}
		}
	}
}

// FuzzRefusal: no error answer crashes the client, shows the token, or makes a
// long text.
func FuzzRefusal(f *testing.F) {
	names, err := filepath.Glob("testdata/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(400, problem4, body)
	}
	f.Add(403, htmlType, []byte("<TITLE x>İ"+testToken+"</title>"))
	f.Add(429, "", []byte("\xff\xfe"))
	f.Add(400, problem4, []byte(`{"validation-errors":[{"request_id":{},"errors":[{"path":"`+testToken+`"}]}]}`))
	c, err := NewClient("https://acme.amocrm.ru", StaticToken(testToken))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, media string, body []byte) {
		if status < 300 || status > 999 {
			return
		}
		err := c.refused(call{method: "GET", path: "/api/v4/leads"}, testToken, &http.Response{
			StatusCode: status, Header: http.Header{"Content-Type": {media}}, Body: io.NopCloser(bytes.NewReader(body)),
		})
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Status != status || len(refusal.Body) > maxShownBody {
			t.Fatalf("error %+v", err)
		}
		shown, jsonErr := json.Marshal(refusal)
		if jsonErr != nil || strings.Contains(string(shown)+err.Error(), testToken) {
			t.Fatalf("shows the token: %s", shown)
		}
	})
}
