package lead

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	"voronka/ui/input"
)

// draft is what was typed into a lead and not saved.
type draft struct {
	Name   *string               `json:"name,omitzero"`
	Tags   *tagDraft             `json:"tags,omitzero"`
	Fields map[string]fieldDraft `json:"fields,omitempty"` // by the field's key
}

type tagDraft struct {
	Add    []string `json:"add,omitempty"`
	Remove []string `json:"remove,omitempty"`
}

// fieldDraft is what was typed, and over what: when the server has something
// else by now, that is offered.
type fieldDraft struct {
	Was   input.Typed `json:"was"`
	Typed input.Typed `json:"typed"`
}

func (d *draft) isEmpty() bool {
	return d == nil || d.Name == nil && d.Tags == nil && len(d.Fields) == 0
}

func draftKey(lead int64) string { return "lead/" + strconv.FormatInt(lead, 10) }

// draftEvery is how long typing may go on before it is kept.
const draftEvery = 300 * time.Millisecond

// lastKept bounds the last write, when the window closes.
const lastKept = 5 * time.Second

// Drafts is where drafts are kept; it is called off the UI goroutine.
type Drafts interface {
	SaveDraft(ctx context.Context, key string, value []byte) error
	Draft(ctx context.Context, key string) ([]byte, error)
}

// drafts keeps what is typed, soon after it was typed and in order, on a
// goroutine of its own. It is safe for concurrent use.
type drafts struct {
	store  Drafts
	failed func(error) // on the writing goroutine

	mu      sync.Mutex
	pending map[int64][]byte // what is not written yet; nil drops
	wake    chan struct{}
	done    chan struct{}
}

// newDrafts starts the keeping, which ends with ctx after what is pending was
// written.
func newDrafts(ctx context.Context, store Drafts, failed func(error)) *drafts {
	d := &drafts{store: store, failed: failed, pending: make(map[int64][]byte), wake: make(chan struct{}, 1), done: make(chan struct{})}
	go d.run(ctx)
	return d
}

// wait returns when the last draft is kept, after ctx has ended.
func (d *drafts) wait() { <-d.done }

func (d *drafts) run(ctx context.Context) {
	defer close(d.done)
	for {
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), lastKept)
			defer stop()
			d.write(last)
			return
		case <-d.wake:
		}
		select {
		case <-ctx.Done():
		case <-time.After(draftEvery):
			d.write(ctx)
		}
	}
}

func (d *drafts) write(ctx context.Context) {
	d.mu.Lock()
	pending := d.pending
	d.pending = make(map[int64][]byte)
	d.mu.Unlock()
	for lead, value := range pending {
		if err := d.store.SaveDraft(ctx, draftKey(lead), value); err != nil {
			d.again(lead, value)
			d.failed(fmt.Errorf("keep the draft of lead %d: %w", lead, err))
		}
	}
}

// again keeps what could not be written for the next time, unless something
// newer has come.
func (d *drafts) again(lead int64, value []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, newer := d.pending[lead]; !newer {
		d.pending[lead] = value
	}
}

// keep takes what is typed into a lead; nothing typed drops its draft.
func (d *drafts) keep(lead int64, typed *draft) error {
	var value []byte
	if !typed.isEmpty() {
		var err error
		if value, err = json.Marshal(typed); err != nil {
			return fmt.Errorf("write the draft of lead %d: %w", lead, err)
		}
	}
	d.mu.Lock()
	d.pending[lead] = value
	d.mu.Unlock()
	select {
	case d.wake <- struct{}{}:
	default:
	}
	return nil
}

// read returns the draft of a lead, nil when there is none. One that cannot be
// read, as of another version, counts as none.
func (d *drafts) read(ctx context.Context, lead int64) (*draft, error) {
	d.mu.Lock()
	value, pending := d.pending[lead]
	d.mu.Unlock()
	if !pending {
		var err error
		if value, err = d.store.Draft(ctx, draftKey(lead)); err != nil {
			return nil, err
		}
	}
	if value == nil {
		return nil, nil
	}
	var kept draft
	if json.Unmarshal(value, &kept) != nil {
		return nil, nil
	}
	return &kept, nil
}
