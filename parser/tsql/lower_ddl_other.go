package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// otherKind is a kind of object that CREATE, ALTER or DROP may name, by its first words. Longer ones come first.
type otherKind struct {
	words string
	code  *diag.Code // the finding that refuses it
	why   string     // or why it is dropped
}

var otherKinds = []otherKind{
	{"APPLICATION ROLE", diag.NotConverted, ""},
	{"ASSEMBLY", diag.CLRCode, ""},
	{"AGGREGATE", diag.CLRCode, ""},
	{"MESSAGE TYPE", diag.ServiceBroker, ""},
	{"CONTRACT", diag.ServiceBroker, ""},
	{"QUEUE", diag.ServiceBroker, ""},
	{"SERVICE", diag.ServiceBroker, ""},
	{"ROUTE", diag.ServiceBroker, ""},
	{"REMOTE SERVICE BINDING", diag.ServiceBroker, ""},
	{"BROKER PRIORITY", diag.ServiceBroker, ""},
	{"MASTER KEY", diag.KeysAndCertificates, ""},
	{"SYMMETRIC KEY", diag.KeysAndCertificates, ""},
	{"ASYMMETRIC KEY", diag.KeysAndCertificates, ""},
	{"CERTIFICATE", diag.KeysAndCertificates, ""},
	{"CREDENTIAL", diag.KeysAndCertificates, ""},
	{"DATABASE SCOPED CREDENTIAL", diag.KeysAndCertificates, ""},
	{"COLUMN MASTER KEY", diag.KeysAndCertificates, ""},
	{"COLUMN ENCRYPTION KEY", diag.KeysAndCertificates, ""},
	{"CRYPTOGRAPHIC PROVIDER", diag.KeysAndCertificates, ""},
	{"SERVICE MASTER KEY", diag.KeysAndCertificates, ""},
	{"EXTERNAL DATA SOURCE", diag.ExternalData, ""},
	{"EXTERNAL FILE FORMAT", diag.ExternalData, ""},
	{"EXTERNAL TABLE", diag.ExternalData, ""},
	{"EXTERNAL LIBRARY", diag.CLRCode, ""},
	{"EXTERNAL LANGUAGE", diag.CLRCode, ""},
	{"EXTERNAL RESOURCE POOL", diag.ServerObject, ""},
	{"SERVER AUDIT", diag.AuditSpecification, ""},
	{"EVENT SESSION", diag.AuditSpecification, ""},
	{"EVENT NOTIFICATION", diag.AuditSpecification, ""},
	{"SECURITY POLICY", diag.SecurityPolicy, ""},
	{"SERVER ROLE", nil, "roles of the server have no counterpart in a database"},
	{"SERVER CONFIGURATION", nil, "it configures SQL Server"},
	{"RESOURCE", diag.ServerObject, ""},
	{"WORKLOAD", diag.ServerObject, ""},
	{"ENDPOINT", diag.ServerObject, ""},
	{"AVAILABILITY GROUP", diag.ServerObject, ""},
	{"BACKUP", nil, "it configures SQL Server"},
	{"SEARCH PROPERTY LIST", nil, "it only serves full-text indexes, which are refused one by one"},
	{"SENSITIVITY CLASSIFICATION", nil, "labels of columns have no counterpart"},
	{"ADD SENSITIVITY", nil, "labels of columns have no counterpart"},
}

// otherObject lowers CREATE, ALTER and DROP of what the grammar does not tell apart.
func (l *lowerer) otherObject(ctx antlr.ParserRuleContext, _ syntax.IOtherObjectContext) ir.Object {
	w := l.words(ctx)
	text := strings.Join(w[min(1, len(w)):], " ") + " "
	for _, k := range otherKinds {
		if !strings.HasPrefix(text, k.words+" ") {
			continue
		}
		what := strings.ToLower(k.words)
		name := l.nameAt(ctx, 1+len(strings.Fields(k.words)))
		if k.words == "MASTER KEY" || k.words == "SERVICE MASTER KEY" {
			name = ir.QName{Parts: []ir.Name{ir.MakeName(what)}, Sp: l.span(ctx)}
		}
		if k.code == nil {
			return l.dropped(ctx, what, name, k.why)
		}
		return l.refused(ctx, what, name, k.code, "%s %s is not converted", what, name.Last().Text)
	}
	return l.refused(ctx, strings.ToLower(wordAt(w, 1)), ir.QName{}, diag.NotConverted, "%s %s is not converted", wordAt(w, 0), wordAt(w, 1))
}

// refusedAdmin are statements of administration that do what has to be found another way of.
var refusedAdmin = map[string]*diag.Code{
	"SEND": diag.ServiceBroker, "RECEIVE": diag.ServiceBroker, "GET": diag.ServiceBroker, "MOVE": diag.ServiceBroker,
	"BEGIN": diag.ServiceBroker, "END": diag.ServiceBroker,
}

// admin lowers statements that run or maintain the server.
func (l *lowerer) admin(ctx antlr.ParserRuleContext) ir.Object {
	w := l.words(ctx)
	word := wordAt(w, 0)
	if c := refusedAdmin[word]; c != nil {
		return l.refused(ctx, "statement", ir.QName{}, c, "%s is not converted", word)
	}
	return l.dropped(ctx, strings.ToLower(word), ir.QName{}, "it runs or maintains the server of the source")
}
