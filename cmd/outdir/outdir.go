// Package outdir writes a set of files into a folder and replaces only what it wrote itself.
//
// A manifest in the folder lists every file that was written with its SHA-256. The next run removes what the manifest
// lists; a file that it does not list, or that was edited since, is never touched: it is an error, before
// anything is changed.
package outdir

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
)

// Manifest is the name of the manifest.
const Manifest = ".crosswalk-manifest.json"

type manifest struct {
	Tool  string            `json:"tool"`
	Files map[string]string `json:"files"` // slash path: SHA-256 in hex
}

// Write puts files (slash path: content) into dir, which is made when missing. It stays inside dir, symbolic
// links included.
func Write(dir string, files map[string]string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	old, err := readManifest(root)
	if err != nil {
		return fmt.Errorf("%s/%s: %w", dir, Manifest, err)
	}
	same, err := conflicts(root, dir, old, files)
	if err != nil {
		return err
	}
	// The manifest covers old and new files while they are exchanged, so that a run that is cut off can be repeated.
	next := manifest{Tool: "crosswalk", Files: map[string]string{}}
	for f, h := range old.Files {
		next.Files[f] = h
	}
	for f, text := range files {
		next.Files[f] = strings.TrimPrefix(next.Files[f]+","+hash([]byte(text)), ",")
	}
	if err := writeManifest(root, next); err != nil {
		return err
	}
	for f := range old.Files {
		if _, keep := files[f]; keep {
			continue
		}
		if err := root.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		delete(next.Files, f)
		removeEmpty(root, path.Dir(f))
	}
	names := make([]string, 0, len(files))
	for f := range files {
		names = append(names, f)
	}
	sort.Strings(names)
	made := map[string]bool{".": true}
	for _, f := range names {
		next.Files[f] = hash([]byte(files[f]))
		if same[f] {
			continue
		}
		if d := path.Dir(f); !made[d] {
			if err := root.MkdirAll(d, 0o755); err != nil {
				return err
			}
			made[d] = true
		}
		if err := replace(root, f, files[f]); err != nil {
			return err
		}
	}
	return writeManifest(root, next)
}

// replace writes a file whole or not at all.
func replace(root *os.Root, f, text string) error {
	tmp := f + ".crosswalk-tmp"
	if err := root.WriteFile(tmp, []byte(text), 0o644); err != nil {
		return err
	}
	return root.Rename(tmp, f)
}

func hash(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func readManifest(root *os.Root) (manifest, error) {
	var m manifest
	b, err := root.ReadFile(Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Tool != "crosswalk" {
		return m, errors.New("this is not a manifest of Crosswalk; name another folder with --out")
	}
	for f := range m.Files {
		if !fs.ValidPath(f) {
			return m, fmt.Errorf("it lists %q, which is no path inside the folder", f)
		}
	}
	return m, nil
}

func writeManifest(root *os.Root, m manifest) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return root.WriteFile(Manifest, append(b, '\n'), 0o644)
}

// conflicts finds what stands in the way: files in place that the manifest does not list, and listed ones
// that were edited. It gives the files that are in place as they are to be.
func conflicts(root *os.Root, dir string, old manifest, files map[string]string) (same map[string]bool, err error) {
	var bad []string
	same = map[string]bool{}
	check := func(f string) {
		b, err := root.ReadFile(f)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return
		case err != nil:
			bad = append(bad, fmt.Sprintf("%s (%v)", f, err))
			return
		}
		h, listed := old.Files[f]
		text, wanted := files[f]
		switch {
		case wanted && text == string(b):
			same[f] = true
		case !listed:
			bad = append(bad, f+" (not written by Crosswalk)")
		case !strings.Contains(h, hash(b)):
			bad = append(bad, f+" (edited since Crosswalk wrote it)")
		}
	}
	for f := range files {
		check(f)
	}
	for f := range old.Files {
		if _, wanted := files[f]; !wanted {
			check(f)
		}
	}
	if len(bad) == 0 {
		return same, nil
	}
	sort.Strings(bad)
	n := len(bad)
	if n > 5 {
		bad = append(bad[:5], fmt.Sprintf("and %d more", n-5))
	}
	return nil, fmt.Errorf("nothing was written to %s, because it would overwrite: %s; move them away, or name another folder with --out",
		dir, strings.Join(bad, ", "))
}

// removeEmpty removes folders that became empty, upwards.
func removeEmpty(root *os.Root, d string) {
	for d != "." && d != "/" {
		if root.Remove(d) != nil {
			return
		}
		d = path.Dir(d)
	}
}
