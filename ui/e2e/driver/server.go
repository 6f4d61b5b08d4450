package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Lead is what the tests look at of a lead on the server.
type Lead struct {
	ID           int64  `json:"id"`
	Name         string `json:"name"`
	Price        int64  `json:"price"`
	StatusID     int64  `json:"status_id"`
	PipelineID   int64  `json:"pipeline_id"`
	OwnerID      int64  `json:"responsible_user_id"`
	LossReasonID int64  `json:"loss_reason_id"`
	Fields       []struct {
		ID     int64           `json:"field_id"`
		Values json.RawMessage `json:"values"`
	} `json:"custom_fields_values"`
	Embedded struct {
		Tags []struct {
			Name string `json:"name"`
		} `json:"tags"`
	} `json:"_embedded"`
}

// Tags are the names of the lead's tags.
func (l Lead) Tags() []string {
	var names []string
	for _, t := range l.Embedded.Tags {
		names = append(names, t.Name)
	}
	return names
}

// Field is the values of a custom field as the server writes them, empty
// without any.
func (l Lead) Field(id int64) string {
	for _, f := range l.Fields {
		if f.ID == id {
			return string(f.Values)
		}
	}
	return ""
}

// Tally is how many leads a status has and what they are worth together.
type Tally struct {
	Count int
	Sum   int64
}

// ErrMissing means the server does not have what was asked for.
var ErrMissing = errors.New("the server does not have it")

// Lead asks the server for a lead; ErrMissing when it is gone.
func (a Account) Lead(ctx context.Context, id int64) (l Lead, err error) {
	return l, a.call(ctx, http.MethodGet, fmt.Sprintf("/api/v4/leads/%d", id), "", &l)
}

// Status asks the server which status a lead is in.
func (a Account) Status(ctx context.Context, lead int64) (status int64, err error) {
	l, err := a.Lead(ctx, lead)
	return l.StatusID, err
}

// Leads lists all leads of the server.
func (a Account) Leads(ctx context.Context) (all []Lead, err error) {
	for page := 1; ; page++ {
		var answer struct {
			Embedded struct {
				Leads []Lead `json:"leads"`
			} `json:"_embedded"`
		}
		err := a.call(ctx, http.MethodGet, fmt.Sprintf("/api/v4/leads?limit=250&page=%d", page), "", &answer)
		if err != nil && !errors.Is(err, ErrMissing) {
			return nil, err
		}
		all = append(all, answer.Embedded.Leads...)
		if len(answer.Embedded.Leads) < 250 {
			return all, nil
		}
	}
}

// Tallies counts a pipeline's leads by status.
func (a Account) Tallies(ctx context.Context, pipeline int64) (map[int64]Tally, error) {
	leads, err := a.Leads(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]Tally)
	for _, l := range leads {
		if l.PipelineID == pipeline {
			t := out[l.StatusID]
			out[l.StatusID] = Tally{t.Count + 1, t.Sum + l.Price}
		}
	}
	return out, nil
}

// Edit changes a lead as somebody else does in amoCRM; the body is what PATCH
// takes.
func (a Account) Edit(ctx context.Context, lead int64, body string) error {
	return a.call(ctx, http.MethodPost, fmt.Sprintf("/sandbox/leads/%d", lead), body, nil)
}

// Delete moves a lead to the trash, as somebody else does in amoCRM.
func (a Account) Delete(ctx context.Context, lead int64) error {
	return a.call(ctx, http.MethodPost, fmt.Sprintf("/sandbox/leads/%d/delete", lead), "", nil)
}

// DeleteField takes a custom field of leads out of the account.
func (a Account) DeleteField(ctx context.Context, id int64) error {
	return a.call(ctx, http.MethodDelete, fmt.Sprintf("/api/v4/leads/custom_fields/%d", id), "", nil)
}

// Request is one that the server has answered.
type Request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
}

// Requests lists the last requests, oldest first.
func (a Account) Requests(ctx context.Context) ([]Request, error) {
	var answer struct {
		Requests []Request `json:"requests"`
	}
	return answer.Requests, a.call(ctx, http.MethodGet, "/sandbox/requests", "", &answer)
}

// ForgetRequests empties that list.
func (a Account) ForgetRequests(ctx context.Context) error {
	return a.call(ctx, http.MethodDelete, "/sandbox/requests", "", nil)
}

// Get reads something through the API.
func (a Account) Get(ctx context.Context, path string, into any) error {
	return a.call(ctx, http.MethodGet, path, "", into)
}

// Post makes something through the API, as an integration does.
func (a Account) Post(ctx context.Context, path, body string, into any) error {
	return a.call(ctx, http.MethodPost, path, body, into)
}

// Set changes how the sandbox behaves, by one of its hooks: "oauth", "clock".
func (a Account) Set(ctx context.Context, hook, body string) error {
	return a.call(ctx, http.MethodPost, "/sandbox/"+hook, body, nil)
}

func (a Account) call(ctx context.Context, method, path, body string, into any) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, a.BaseURL+path, strings.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Authorization", "Bearer "+a.Token)
	req.Header.Set("X-Sandbox-Secret", a.ClientSecret)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	switch {
	case resp.StatusCode == http.StatusNoContent && into != nil, resp.StatusCode == http.StatusNotFound:
		return fmt.Errorf("%s %s: %w", method, path, ErrMissing)
	case resp.StatusCode/100 != 2:
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 1000))
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, said)
	case into == nil:
		return nil
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}
