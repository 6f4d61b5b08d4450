package cache

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"voronka/cache/merge"

	"voronka/amo"
)

// killed names the folder in which this test binary shall move leads until it
// is killed, instead of running tests.
const killed = "VORONKA_TEST_MOVE_IN"

// moveUntilKilled moves leads from status to status and tells of every move
// when MoveLead has returned, as a screen would.
func moveUntilKilled(dir string) error {
	ctx := context.Background()
	f, err := OpenFolder(dir)
	if err != nil {
		return err
	}
	s, err := f.OpenAccount(ctx, testAccount)
	if err != nil {
		return err
	}
	to := []int64{newID, measureID, contractID, amo.StatusWon}
	for i := rand.IntN(4); ; i++ {
		lead, status := int64(1+i%7), to[(i/7)%4]
		_, err := s.MoveLead(ctx, Move{LeadID: lead, StatusID: status}, time.Hour)
		if err != nil && !strings.Contains(err.Error(), ErrUnchanged.Error()) {
			return err
		}
		fmt.Printf("%d %d\n", lead, status)
	}
}

func TestShownMovesSurviveKill(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	s := must(f.OpenAccount(t.Context(), testAccount))(t)
	var specs []leadSpec
	for id := range int64(7) {
		specs = append(specs, leadSpec{ID: id + 1, Status: incomingID})
	}
	check(t, s.Apply(t.Context(), Batch{Pipelines: testPipelines(t), Leads: leadsOf(t, specs...)}))
	check(t, s.Close())
	shown := map[int64]int64{}
	for range 12 {
		moveAndKill(t, dir, shown)
		checkAfterKill(t, f, shown)
	}
}

// moveAndKill runs the mover and kills it after a random number of moves. What
// it told of is put into shown.
func moveAndKill(t *testing.T, dir string, shown map[int64]int64) {
	t.Helper()
	self := exec.CommandContext(t.Context(), must(os.Executable())(t))
	self.Env = append(os.Environ(), killed+"="+dir)
	var stderr strings.Builder
	self.Stderr = &stderr
	out := must(self.StdoutPipe())(t)
	check(t, self.Start())
	lines := bufio.NewScanner(out)
	for moves := 1 + rand.IntN(60); moves > 0; moves-- {
		if !lines.Scan() {
			t.Fatalf("the mover ended: %s", stderr.String())
		}
		noteMove(t, shown, lines.Text())
	}
	check(t, self.Process.Kill())
	for lines.Scan() { // told before the kill arrived
		noteMove(t, shown, lines.Text())
	}
	if err := self.Wait(); err == nil {
		t.Fatal("the mover was not killed")
	}
}

func noteMove(t *testing.T, shown map[int64]int64, line string) {
	t.Helper()
	var lead, status int64
	if _, err := fmt.Sscan(line, &lead, &status); err != nil {
		t.Fatalf("line %q: %v", line, err)
	}
	shown[lead] = status
}

// checkAfterKill looks at what a killed process has left: every move that was
// told is there, in the outbox and on the board alike. At most one lead is
// further: the kill came between its commit and its line.
func checkAfterKill(t *testing.T, f *Folder, shown map[int64]int64) {
	t.Helper()
	s := must(f.OpenAccount(t.Context(), testAccount))(t)
	further := 0
	for lead, status := range shown {
		d := must(s.Lead(t.Context(), lead))(t)
		if d.Lead.StatusID != status {
			further++
			shown[lead] = d.Lead.StatusID
		}
		if len(d.Changes) != 1 || string(d.Changes[0].After[merge.Status]) != fmt.Sprint(d.Lead.StatusID) || d.Base.StatusID != incomingID {
			t.Errorf("lead %d stands in %d, base %d, changes %+v", lead, d.Lead.StatusID, d.Base.StatusID, d.Changes)
		}
		standing(t, s, lead)
	}
	if further > 1 {
		t.Errorf("%d leads stand elsewhere than was told", further)
	}
	if verdict := must(texts(t.Context(), s.reader, `PRAGMA integrity_check`))(t); len(verdict) != 1 || verdict[0] != "ok" {
		t.Errorf("integrity: %v", verdict)
	}
	check(t, s.Close())
}
