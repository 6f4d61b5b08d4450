package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// searchHits is how many hits `search` gives unless told otherwise.
const searchHits = 50

// hitJSON is one hit of `search`.
type hitJSON struct {
	Kind    string `json:"kind"` // lead, contact, company, note
	ID      int64  `json:"id"`
	Title   string `json:"title"`
	Snippet string `json:"snippet"`
}

func (r *run) searchCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "search TEXT...",
		Short: "Leads, contacts, companies and notes of the replica, best hit first",
		Long: "Looks for words, their beginnings, parts of phones, and ids, in any order, alphabet and spelling,\n" +
			"among the leads, contacts, companies and notes of the replica. It never asks the network.\n" +
			"The first search after a first sync waits until all is indexed.",
		Args: cobra.MinimumNArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			text := strings.TrimSpace(strings.Join(args, " "))
			switch {
			case text == "":
				return usagef("there is nothing to look for")
			case limit < 1:
				return usagef("--limit is a number of hits, not %d", limit)
			}
			return r.withAccount(ctx, func(s *session) error { return r.search(ctx, s, text, limit) })
		}),
	}
	cmd.Flags().IntVar(&limit, "limit", searchHits, "at most so many")
	return cmd
}

func (r *run) search(ctx context.Context, s *session, text string, limit int) error {
	if err := s.Store.FinishIndex(ctx); err != nil {
		return err
	}
	found, err := s.Store.Search(ctx, text, limit)
	if err != nil {
		return err
	}
	hits := make([]hitJSON, 0, len(found))
	for _, h := range found {
		hits = append(hits, hitJSON{Kind: string(h.Kind), ID: h.ID, Title: h.Title, Snippet: h.Snippet})
	}
	if r.json {
		return r.printJSON(hits)
	}
	rows := make([][]string, 0, len(hits))
	for _, h := range hits {
		rows = append(rows, []string{h.Kind, strconv.FormatInt(h.ID, 10), h.Title, h.Snippet})
	}
	return r.printRows(rows)
}
