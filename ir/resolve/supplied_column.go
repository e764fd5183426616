package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// The columns of Oracle's dictionary views are named by rules: what a name ends in tells the type.
var (
	dictionaryNames = map[string]*ir.Type{
		"OWNER": vc(128), "TEXT": vc(4000), "LINE": tNumber, "POSITION": tNumber, "SEQUENCE": tNumber, "STATUS": vc(7), "OVERLOAD": vc(40),
		"CREATED": tDate, "LAST_DDL_TIME": tDate, "TIMESTAMP": vc(19), "DATA_DEFAULT": tText, "SEARCH_CONDITION": tText, "TRIGGER_BODY": tText,
		"DATA_LENGTH": tNumber, "DATA_PRECISION": tNumber, "DATA_SCALE": tNumber, "CHAR_LENGTH": tNumber, "COLUMN_ID": tNumber, "NUM_ROWS": tNumber,
		"BYTES": tNumber, "BLOCKS": tNumber, "NULLABLE": vc(1), "IN_OUT": vc(9), "COMMENTS": vc(4000), "VALUE": vc(4000), "SID": tNumber,
		"SERIAL#": tNumber, "AUDSID": tNumber, "USERNAME": vc(128), "OSUSER": vc(128), "MACHINE": vc(64), "PROGRAM": vc(64), "MODULE": vc(64),
		"ACTION": vc(64), "CLIENT_INFO": vc(64), "TERMINAL": vc(30), "PARAMETER": vc(128), "BANNER": vc(80), "GLOBAL_NAME": vc(4000),
		"LAST_NUMBER": tNumber, "INCREMENT_BY": tNumber, "MIN_VALUE": tNumber, "MAX_VALUE": tNumber, "CACHE_SIZE": tNumber, "GRANTEE": vc(128),
		"GRANTOR": vc(128), "PRIVILEGE": vc(40), "ROLE": vc(128), "DATA_LEVEL": tNumber, "TEXT_LENGTH": tNumber, "SUBPROGRAM_ID": tNumber,
	}
	dictionarySuffixes = []struct {
		end string
		typ *ir.Type
	}{
		{"_NAME", vc(128)}, {"_OWNER", vc(128)}, {"_TYPE", vc(128)}, {"_ID", tNumber}, {"_NUM", tNumber}, {"_DATE", tDate}, {"_TIME", tDate},
		{"_POSITION", tNumber}, {"_LENGTH", tNumber}, {"_COUNT", tNumber}, {"_SIZE", tNumber}, {"_STATUS", vc(30)},
	}
)

// dictionaryColumn gives the type of a dictionary view's column; unknown where no rule holds.
func dictionaryColumn(name string) *ir.Type {
	if t, ok := dictionaryNames[name]; ok {
		return t
	}
	for _, s := range dictionarySuffixes {
		if strings.HasSuffix(name, s.end) {
			return s.typ
		}
	}
	return tUnknown
}

// openColumn gives the type of a column of a relation whose columns are not all known.
func (r *relation) openColumn(name string) *ir.Type {
	if r.supplied && !r.view.IsZero() {
		return dictionaryColumn(name)
	}
	return tUnknown
}
