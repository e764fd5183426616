//go:build linux || darwin || freebsd

package spill

import "syscall"

// Free tells how many bytes can be written to a folder's disk; false when that is not known.
func Free(dir string) (uint64, bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return uint64(st.Bavail) * uint64(st.Bsize), true
}
