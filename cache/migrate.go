package cache

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed schema
var schemaFiles embed.FS

// schema is a numbered list of migrations: files NNNNN_name.sql in goose's form.
type schema struct{ files fs.FS }

func folderSchema() schema  { return embeddedSchema("schema/folder") }
func accountSchema() schema { return embeddedSchema("schema/account") }

func embeddedSchema(dir string) schema {
	files, err := fs.Sub(schemaFiles, dir)
	if err != nil {
		panic(err) // only for a path that is not well formed
	}
	return schema{files}
}

// version is the number of the newest migration.
func (s schema) version() int64 {
	names, err := fs.Glob(s.files, "*.sql")
	if err != nil {
		panic(err) // only for a pattern that is not well formed
	}
	var newest int64
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// migrate brings the database at path to the newest schema and leaves nothing
// beside it. Each migration is one transaction together with its version
// number, so a kill leaves the schema of one version or the next.
func migrate(ctx context.Context, path string, schema schema) (err error) {
	db, err := connect(path, readWrite, 1)
	if err != nil {
		return databaseError(path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, schema.files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", path, databaseError(path, err))
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", path, databaseError(path, err))
	}
	return nil
}

// backUp copies the database as it stands, log included, to a file beside it
// named after its schema version: 31.db.v2.backup.
func backUp(ctx context.Context, path string, version int64) (err error) {
	target := path + ".v" + strconv.FormatInt(version, 10) + ".backup"
	unfinished := target + ".new"
	if err := removeIfThere(unfinished); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	file, err := os.OpenFile(unfinished, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	if err := file.Close(); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	db, err := connect(path, readWrite, 1)
	if err != nil {
		return databaseError(path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, unfinished); err != nil {
		return fmt.Errorf("back up %s before migrating it: %w", path, databaseError(path, err))
	}
	if err := os.Rename(unfinished, target); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	return nil
}
