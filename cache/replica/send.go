package replica

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// send writes items that are marked as being sent and brings each to an end:
// finished, refused, or put off. The server takes or refuses a request whole,
// so a refused one is sent again without the items it names, or in halves when
// it names none.
func (p *pusher) send(ctx context.Context, r route, items []item) error {
	write := p.patch
	if r.verb == verbLink {
		write = p.relink
	}
	var taken, doubtful []item
	receipts := map[int64]receipt{}
	for parts := [][]item{items}; len(parts) > 0; {
		part := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		// Whether a write whose answer was lost is still wanted is for the
		// next look at the rows to say, not for the client.
		got, err := write(amo.Once(ctx), r, part)
		maps.Copy(receipts, got)
		var missing *amo.MissingError
		switch {
		case err == nil:
			p.link.report(failureNone, nil)
			taken = append(taken, part...)
			continue
		case classifyWrite(ctx, err) != failureFinal:
			for _, rest := range parts {
				part = append(part, rest...)
			}
			return errors.Join(p.putOff(ctx, changesOf(part), err), p.close(ctx, taken, doubtful, receipts))
		case errors.As(err, &missing):
			p.link.report(failureFinal, err)
			in, out := split(part, func(it item) bool { _, ok := receipts[it.change.EntityID]; return ok })
			taken, doubtful = append(taken, in...), append(doubtful, out...)
			continue
		}
		p.link.report(failureFinal, err)
		again, err := p.turnDown(ctx, part, err)
		if err != nil {
			return errors.Join(err, p.close(ctx, taken, doubtful, receipts))
		}
		parts = append(parts, again...)
	}
	p.succeeded()
	return p.close(ctx, taken, doubtful, receipts)
}

// turnDown refuses the items of a refused request that are to blame and
// returns what to send again.
func (p *pusher) turnDown(ctx context.Context, part []item, refusal error) (again [][]item, err error) {
	blamed, rest := split(part, func(it item) bool { return complaint(refusal, it) != "" })
	if len(blamed) == 0 && len(part) > 1 {
		half := len(part) / 2
		return [][]item{part[:half], part[half:]}, nil
	}
	if len(blamed) == 0 {
		blamed, rest = part, nil
	}
	for _, it := range blamed {
		text := complaint(refusal, it)
		if text == "" {
			text = saying(refusal, it.change.Kind)
		}
		if err := p.refuse(ctx, it.change.ID, statusOf(refusal), text); err != nil {
			return nil, err
		}
	}
	if len(rest) > 0 {
		again = append(again, rest)
	}
	return again, nil
}

// complaint is what a refusal says of one item, empty when it does not name it.
func complaint(err error, it item) string {
	var unsendable *unsendableError
	if errors.As(err, &unsendable) && unsendable.change == it.change.ID {
		return unsendable.err.Error()
	}
	var refusal *amo.Error
	if !errors.As(err, &refusal) {
		return ""
	}
	var lines []string
	for _, v := range refusal.Validation {
		named := v.ID == it.change.EntityID
		if v.ID == 0 {
			named = v.RequestID == it.label()
		}
		if named {
			lines = append(lines, strings.TrimPrefix(v.String(), "id "+strconv.FormatInt(v.ID, 10)+": "))
		}
	}
	return strings.Join(lines, "; ")
}

// saying is a refusal of a kind of change in the server's own words, as far as
// it has any. What is to be made cannot have been deleted.
func saying(err error, kind cache.ChangeKind) string {
	if errors.Is(err, amo.ErrNotFound) && kind != cache.ChangeCreate {
		return goneText
	}
	var refusal *amo.Error
	if !errors.As(err, &refusal) {
		return err.Error()
	}
	for _, text := range []string{refusal.Detail, refusal.Title} {
		if text != "" {
			return text
		}
	}
	return refusal.Error()
}

// close ends the items of requests the server took. Their rows are read back:
// what the server has now is the new base, be it ours or already another's.
// doubtful items were left out of its answer, so the row decides.
func (p *pusher) close(ctx context.Context, taken, doubtful []item, receipts map[int64]receipt) error {
	if len(taken)+len(doubtful) == 0 {
		return nil
	}
	rows, err := p.readRows(ctx, append(changesOf(taken), changesOf(doubtful)...))
	if err != nil {
		p.link.report(classify(ctx, err), err)
		if len(doubtful) > 0 {
			err = p.putOff(ctx, changesOf(doubtful), err)
		} else {
			err = nil
		}
		rows, doubtful = map[int64]*target{}, nil
	}
	fresh := make([]*target, 0, len(taken))
	for _, it := range taken {
		if row := rows[it.change.EntityID]; row != nil {
			fresh = append(fresh, row)
		}
	}
	return errors.Join(err, p.finish(ctx, taken, nil, fresh, receipts), p.decide(ctx, doubtful, rows))
}

// decide ends items that the server's answer left out, by its rows.
func (p *pusher) decide(ctx context.Context, doubtful []item, rows map[int64]*target) error {
	for _, it := range doubtful {
		row := rows[it.change.EntityID]
		if row == nil {
			if err := p.refuse(ctx, it.change.ID, http.StatusNotFound, goneText); err != nil {
				return err
			}
			continue
		}
		what, err := merge.Judge(row.row, it.change.Before, it.change.After)
		if err != nil {
			return err
		}
		if what.IsDone() {
			err = p.finish(ctx, []item{it}, nil, []*target{row}, nil)
		} else {
			err = p.refuse(ctx, it.change.ID, 0, "amoCRM took the request but left this row as it was")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func split(items []item, in func(item) bool) (yes, no []item) {
	for _, it := range items {
		if in(it) {
			yes = append(yes, it)
		} else {
			no = append(no, it)
		}
	}
	return yes, no
}
