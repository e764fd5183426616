package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// cryptoHash are the constants of DBMS_CRYPTO for HASH and MAC, by name and number.
var cryptoHash = map[string]string{"HASH_MD4": "md4", "HASH_MD5": "md5", "HASH_SH1": "sha1", "HASH_SH256": "sha256", "HASH_SH384": "sha384",
	"HASH_SH512": "sha512", "HMAC_MD5": "md5", "HMAC_SH1": "sha1", "HMAC_SH256": "sha256", "HMAC_SH384": "sha384", "HMAC_SH512": "sha512"}

var (
	hashNumber = []string{"", "HASH_MD4", "HASH_MD5", "HASH_SH1", "HASH_SH256", "HASH_SH384", "HASH_SH512"}
	macNumber  = []string{"", "HMAC_MD5", "HMAC_SH1", "HMAC_SH256", "HMAC_SH384", "HMAC_SH512"}
)

// constName gives the last part of the name of a package's constant.
func constName(e ir.Expr) string {
	for range 20 {
		r, ok := unwrap(e).(*ir.Ref)
		if !ok {
			break
		}
		d := constantDecl(r)
		if d == nil {
			return r.Name.Last().Key
		}
		e = d.Default
	}
	return ""
}

// doCryptoHash writes HASH and MAC with pgcrypto; those of the SHA-2 family are in the core.
func doCryptoHash(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		x := e.Args[0].Value
		if a[0].c != cBytes {
			a[0] = p.run("convert_to({1}, 'UTF8')", cBytes, p.toText(a[0], x))
		}
		name := constName(e.Args[1].Value)
		if n, ok := unwrap(e.Args[1].Value).(*ir.NumberLit); ok {
			numbers := hashNumber
			if fn == "hmac" {
				numbers = macNumber
			}
			if i, err := strconv.Atoi(n.Text); err == nil && i > 0 && i < len(numbers) {
				name = numbers[i]
			}
		}
		alg := cryptoHash[name]
		if alg == "" {
			return p.hashByNumber(fn, e, a)
		}
		if fn == "digest" && strings.HasPrefix(alg, "sha") && alg != "sha1" {
			return p.run(alg+"({1})", cBytes, a[0])
		}
		if fn == "digest" && alg == "md5" {
			return p.run("decode(md5({1}), 'hex')", cBytes, a[0])
		}
		p.useExtension("pgcrypto", e)
		if fn == "hmac" {
			return p.run("hmac({1}, {2}, '"+alg+"')", cBytes, a[0], a[2])
		}
		return p.run("digest({1}, '"+alg+"')", cBytes, a[0])
	}
}

// hashByNumber is for an algorithm that is known at run time only.
func (p *printer) hashByNumber(fn string, e *ir.Call, a []val) val {
	p.useExtension("pgcrypto", e)
	n := p.val(e.Args[1].Value)
	if fn == "hmac" {
		return p.run("hmac({1}, {2}, CASE {3} WHEN 1 THEN 'md5' WHEN 2 THEN 'sha1' WHEN 3 THEN 'sha256' WHEN 4 THEN 'sha384' ELSE 'sha512' END)",
			cBytes, a[0], a[2], n)
	}
	return p.run("digest({1}, CASE {2} WHEN 2 THEN 'md5' WHEN 3 THEN 'sha1' WHEN 4 THEN 'sha256' WHEN 5 THEN 'sha384' ELSE 'sha512' END)", cBytes, a[0], n)
}

// cipherParts are the constants that add up to DBMS_CRYPTO's cipher type.
var cipherParts = map[string]string{"ENCRYPT_DES": "des", "ENCRYPT_3DES": "3des", "ENCRYPT_3DES_2KEY": "3des", "ENCRYPT_AES": "aes",
	"ENCRYPT_AES128": "aes", "ENCRYPT_AES192": "aes", "ENCRYPT_AES256": "aes", "CHAIN_CBC": "-cbc", "CHAIN_ECB": "-ecb", "PAD_PKCS5": "/pad:pkcs",
	"PAD_NONE": "/pad:none", "AES_CBC_PKCS5": "aes-cbc/pad:pkcs", "DES_CBC_PKCS5": "des-cbc/pad:pkcs", "DES3_CBC_PKCS5": "3des-cbc/pad:pkcs"}

// cipher gives pgcrypto's name of a sum of such constants, "" when it is none.
func cipher(e ir.Expr) string {
	parts := map[byte]string{}
	ok := true
	var walk func(ir.Expr)
	walk = func(x ir.Expr) {
		if b, isSum := unwrap(x).(*ir.Binary); isSum && b.Op == ir.OpAdd {
			walk(b.L)
			walk(b.R)
			return
		}
		if r, isRef := unwrap(x).(*ir.Ref); isRef {
			if d := constantDecl(r); d != nil {
				walk(d.Default)
				return
			}
		}
		s := cipherParts[constName(x)]
		if s == "" {
			ok = false
			return
		}
		kind := s[0]
		if kind != '-' && kind != '/' {
			kind = 'a'
		}
		parts[kind] = s
	}
	walk(e)
	if !ok || parts['a'] == "" {
		return ""
	}
	return parts['a'] + parts['-'] + parts['/']
}

func doCrypt(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if len(e.Args) < 3 {
			return p.noRow(e)
		}
		alg := cipher(e.Args[1].Value)
		if alg == "" {
			p.find(diag.NoFunction, e.Sp, "DBMS_CRYPTO.%s with a cipher that is not a sum of constants: name it for pgcrypto, for example 'aes-cbc/pad:pkcs'", strings.ToUpper(fn))
			alg = "aes"
		}
		p.useExtension("pgcrypto", e)
		name, out := fn, []val{a[0], p.val(e.Args[2].Value)}
		if len(e.Args) > 3 && !p.isNull(e.Args[3].Value) {
			name += "_iv"
			out = append(out, p.val(e.Args[3].Value))
		}
		return p.run(name+"({*}, '"+alg+"')", cBytes, out...)
	}
}
