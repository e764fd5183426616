package assess

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// How findings and objects are recognised in another version of the same sources.
//
// A finding's fingerprint hashes its code, the object's kind and name, the first tokens under its span in normal
// form, and its number among findings that agree in all of that. So it survives edits elsewhere in the file and in the
// object, renamed and moved files, and reformatting. What it does not survive is an edit of the very code that it
// marks: that is another finding then.

// contextTokens is how many tokens of the marked code go into a fingerprint: a span may hold a whole subquery, and an
// edit at its far end should not make another finding of it.
const contextTokens = 16

// identities hands out the fingerprints of one report.
type identities struct {
	findings map[string]int // how often a fingerprint's base was met
	objects  map[string]int
}

func newIdentities() *identities {
	return &identities{findings: map[string]int{}, objects: map[string]int{}}
}

// objectBase is what an object is called for fingerprints. Objects without a name of their own are told apart by the
// code alone: their names in the report come from lines or files.
func objectBase(o ir.Object) string {
	if anonymous(o) {
		return o.ObjKind()
	}
	return o.ObjKind() + "\x00" + keyName(o)
}

func anonymous(o ir.Object) bool {
	b := o.Obj()
	if _, data := o.(*ir.DataScript); data || b.Name.IsZero() {
		return true
	}
	last := b.Name.Last().Key
	return strings.HasPrefix(last, "line ") || strings.Contains(last, ":")
}

// object gives an object's key, unique in the report, and the hash of its code.
func (id *identities) object(o ir.Object) (key, content string) {
	content = contentHash(o.Span().Text())
	key = hash("object", objectBase(o))
	if id.objects[key]++; id.objects[key] > 1 || anonymous(o) {
		key = hash(key, content)
		if id.objects[key]++; id.objects[key] > 1 {
			key = hash(key, strconv.Itoa(id.objects[key]))
		}
	}
	return key, content
}

// finding gives a finding's fingerprint. Findings must come in the order of the source.
func (id *identities) finding(o ir.Object, f *diag.Finding) string {
	base, text := "", f.Span.Text()
	if o != nil {
		base = objectBase(o)
		if at := o.Span(); !anonymous(o) && f.Span.File == at.File && f.Span.Start <= at.Start {
			text = "" // it marks the object as such
		}
	}
	fp := hash(f.Code.ID, base, normalText(text, contextTokens))
	id.findings[fp]++
	if n := id.findings[fp]; n > 1 {
		fp = hash(fp, strconv.Itoa(n))
	}
	return fp
}

// hash gives 128 bits of SHA-256 over the parts, in hex.
func hash(parts ...string) string {
	s := sha256.Sum256([]byte(strings.Join(parts, "\x01")))
	return hex.EncodeToString(s[:16])
}
