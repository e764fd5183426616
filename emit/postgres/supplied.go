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
	"DBMS_CRYPTO.HASH_MD4": "1", "DBMS_CRYPTO.HASH_MD5": "2", "DBMS_CRYPTO.HASH_SH1": "3", "DBMS_CRYPTO.HASH_SH256": "4",
	"DBMS_CRYPTO.HASH_SH384": "5", "DBMS_CRYPTO.HASH_SH512": "6", "DBMS_CRYPTO.HMAC_MD5": "1", "DBMS_CRYPTO.HMAC_SH1": "2",
	"DBMS_CRYPTO.HMAC_SH256": "3", "DBMS_CRYPTO.HMAC_SH384": "4", "DBMS_CRYPTO.HMAC_SH512": "5", "DBMS_CRYPTO.ENCRYPT_DES": "1",
	"DBMS_CRYPTO.ENCRYPT_3DES_2KEY": "2", "DBMS_CRYPTO.ENCRYPT_3DES": "3", "DBMS_CRYPTO.ENCRYPT_AES": "4", "DBMS_CRYPTO.ENCRYPT_AES128": "6",
	"DBMS_CRYPTO.ENCRYPT_AES192": "7", "DBMS_CRYPTO.ENCRYPT_AES256": "8", "DBMS_CRYPTO.CHAIN_CBC": "256", "DBMS_CRYPTO.CHAIN_ECB": "768",
	"DBMS_CRYPTO.PAD_PKCS5": "4096", "DBMS_CRYPTO.PAD_NONE": "8192", "DBMS_CRYPTO.PAD_ZERO": "12288", "DBMS_CRYPTO.DES_CBC_PKCS5": "4353",
	"DBMS_CRYPTO.DES3_CBC_PKCS5": "4355", "DBMS_CRYPTO.AES_CBC_PKCS5": "4356",
	"UTL_RAW.BIG_ENDIAN": "1", "UTL_RAW.LITTLE_ENDIAN": "2", "UTL_RAW.MACHINE_ENDIAN": "3",
	"DBMS_XMLGEN.ENTITY_ENCODE": "0", "DBMS_XMLGEN.ENTITY_DECODE": "1", "DBMS_UTILITY.INV_ERROR_ON_RESTRICTIONS": "1",
	"DBMS_LOCK.NL_MODE": "1", "DBMS_LOCK.SS_MODE": "2", "DBMS_LOCK.SX_MODE": "3", "DBMS_LOCK.S_MODE": "4", "DBMS_LOCK.SSX_MODE": "5",
	"DBMS_SCHEDULER.LOGGING_OFF": "32", "DBMS_SCHEDULER.LOGGING_RUNS": "64", "DBMS_SCHEDULER.LOGGING_FAILED_RUNS": "128", "DBMS_SCHEDULER.LOGGING_FULL": "256",
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
