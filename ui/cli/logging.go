package cli

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"gopkg.in/natefinch/lumberjack.v2"

	"voronka/cache"
)

// logbook is the log file of a data folder.
type logbook struct {
	*slog.Logger
	file *lumberjack.Logger
}

// openLog opens <dir>/logs/voronka.log, which turns over at 5 MB and keeps
// three older files. Level is debug or, for anything else, info.
func openLog(dir, level string) (*logbook, error) {
	logs := filepath.Join(dir, "logs")
	if err := os.MkdirAll(logs, 0o700); err != nil {
		return nil, &cache.FolderError{Dir: logs, Err: err}
	}
	file := &lumberjack.Logger{Filename: filepath.Join(logs, "voronka.log"), MaxSize: 5, MaxBackups: 3}
	options := &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: hideSecrets}
	if strings.EqualFold(level, "debug") {
		options.Level = slog.LevelDebug
	}
	return &logbook{slog.New(slog.NewJSONHandler(file, options)), file}, nil
}

// hideSecrets is the second net under the rule that nobody logs a token or
// what belongs to a person: attributes that are named so lose their value.
func hideSecrets(_ []string, a slog.Attr) slog.Attr {
	private := []string{"token", "access_token", "refresh_token", "authorization", "secret", "client_secret", "phone", "email", "name"}
	if slices.Contains(private, strings.ToLower(a.Key)) {
		return slog.String(a.Key, "[hidden]")
	}
	return a
}

func (l *logbook) close() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("close log: %w", err)
	}
	return nil
}

// catchCrashes makes the runtime write the stacks of a crash to
// <dir>/logs/crash.log as well as to stderr, until calm is called.
func catchCrashes(dir string) (calm func(), err error) {
	path := filepath.Join(dir, "logs", "crash.log")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, &cache.FolderError{Dir: filepath.Dir(path), Err: err}
	}
	err = debug.SetCrashOutput(file, debug.CrashOptions{}) // keeps a copy of the descriptor
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("open crash log: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("open crash log: %w", err)
	}
	return func() {
		// Giving up the descriptor cannot fail in a way that matters at exit.
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	}, nil
}
