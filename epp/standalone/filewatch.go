package standalone

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settleTime is how long after a sign of change the file is read: editors write in several steps.
const settleTime = 100 * time.Millisecond

// watchFile calls changed once soon after it was called, and then each time that the content of the file has changed, from one
// goroutine, until ctx is done. It watches the folder, so that a file that is replaced by renaming (editors, mounted ConfigMaps)
// stays watched. An error means that the folder cannot be watched.
func watchFile(ctx context.Context, path string, changed func()) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watching %s: %w", path, err)
	}
	if err := watcher.Add(filepath.Dir(path)); err != nil {
		_ = watcher.Close()
		return fmt.Errorf("watching %s: %w", path, err)
	}
	go func() {
		defer func() { _ = watcher.Close() }()
		// The first look is for what changed between the first reading and the watch.
		settled, last := time.After(settleTime), ""
		for {
			select {
			case <-ctx.Done():
				return
			case <-watcher.Events:
				// Any event of the folder: a ConfigMap changes through a link beside the file. A folder that is never quiet must not
				// put the look off for ever, so it is not put off at all.
				if settled == nil {
					settled = time.After(settleTime)
				}
			case <-watcher.Errors:
				// Events were lost.
				if settled == nil {
					settled = time.After(settleTime)
				}
			case <-settled:
				settled = nil
				if content := contentOf(path); content != last {
					last = content
					changed()
				}
			}
		}
	}()
	return nil
}

// contentOf is the file's text, or why there is none.
func contentOf(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
