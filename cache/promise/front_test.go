package promise

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// refuseLead answers 400 to every write of leads that has this one among
// others, and names it.
func refuseLead(id int64) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPatch {
			return false
		}
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		at := strings.Index(string(body), `"id":`+strconv.FormatInt(id, 10)+`,`)
		if err != nil || at < 0 {
			return false
		}
		// Its request id is the number of models before it.
		place := strings.Count(string(body[:at]), `"id":`)
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"validation-errors":[{"request_id":"%d","errors":[{"code":"NotSupportedChoice","path":"price","detail":"No."}]}],
			"title":"Bad Request","type":"https://httpstatus.es/400","status":400,"detail":"Request validation failed"}`, place)
		return true
	}
}
