package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// suppliedConstants are constants of supplied packages that still mean something; the ones of DBMS_CRYPTO are looked at
// where its functions are written.
var suppliedConstants = map[string]string{
	"DBMS_LOB.CALL": "12", "DBMS_LOB.SESSION": "10", "DBMS_LOB.LOB_READONLY": "0", "DBMS_LOB.LOB_READWRITE": "1", "DBMS_LOB.FILE_READONLY": "0",
	"DBMS_LOB.LOBMAXSIZE": "1073741823", "DBMS_LOB.DEFAULT_CSID": "0", "DBMS_LOB.DEFAULT_LANG_CTX": "0", "DBMS_LOB.NO_WARNING": "0",
	"DBMS_LOB.WARN_INCONVERTIBLE_CHAR": "1", "DBMS_SQL.NATIVE": "1", "DBMS_SQL.V6": "0", "DBMS_SQL.V7": "2",
	"DBMS_DB_VERSION.VERSION": "19", "DBMS_DB_VERSION.RELEASE": "0", "DBMS_DB_VERSION.VER_LE_9": "false", "DBMS_DB_VERSION.VER_LE_9_1": "false",
	"DBMS_DB_VERSION.VER_LE_9_2": "false", "DBMS_DB_VERSION.VER_LE_10": "false", "DBMS_DB_VERSION.VER_LE_10_1": "false",
	"DBMS_DB_VERSION.VER_LE_10_2": "false", "DBMS_DB_VERSION.VER_LE_11": "false", "DBMS_DB_VERSION.VER_LE_11_1": "false",
	"DBMS_DB_VERSION.VER_LE_11_2": "false", "DBMS_DB_VERSION.VER_LE_12": "false", "DBMS_DB_VERSION.VER_LE_12_1": "false",
	"DBMS_DB_VERSION.VER_LE_12_2": "false", "DBMS_DB_VERSION.VER_LE_18": "false", "DBMS_DB_VERSION.VER_LE_19": "true",
	"UTL_RAW.BIG_ENDIAN": "1", "UTL_RAW.LITTLE_ENDIAN": "2", "UTL_RAW.MACHINE_ENDIAN": "3",
	"DBMS_XMLGEN.ENTITY_ENCODE": "0", "DBMS_XMLGEN.ENTITY_DECODE": "1", "DBMS_UTILITY.INV_ERROR_ON_RESTRICTIONS": "1",
	"DBMS_LOCK.NL_MODE": "1", "DBMS_LOCK.SS_MODE": "2", "DBMS_LOCK.SX_MODE": "3", "DBMS_LOCK.S_MODE": "4", "DBMS_LOCK.SSX_MODE": "5",
	"DBMS_LOCK.X_MODE": "6", "DBMS_LOCK.MAXWAIT": "32767", "DBMS_APPLICATION_INFO.SET_SESSION_LONGOPS_NOHINT": "-1",
}

// suppliedConst writes a constant of a supplied package.
func (p *printer) suppliedConst(r *ir.Ref) {
	parts := r.Name.Parts
	if len(parts) > 2 && parts[0].Is("SYS") {
		parts = parts[1:]
	}
	keys := make([]string, len(parts))
	for i, n := range parts {
		keys[i] = n.Key
	}
	name := strings.Join(keys, ".")
	if v, ok := suppliedConstants[name]; ok {
		p.W(v)
		return
	}
	p.refuseOnce(diag.NoPackage, r.Sp, keys[0], keys[0]+": "+packageWay(keys[0])+" ("+name+")")
	p.W("NULL")
}
