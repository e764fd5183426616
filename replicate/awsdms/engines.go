package awsdms

import (
	"sort"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
)

// engine knows in which structure of the API an engine's settings stand. All of them name the secret alike.
type engine struct {
	create func(in *dms.CreateEndpointInput, e *Endpoint)
	modify func(in *dms.ModifyEndpointInput, e *Endpoint)
	secret func(e *types.Endpoint) (secret, role *string)
}

var (
	oracleEngine = &engine{
		create: func(in *dms.CreateEndpointInput, e *Endpoint) { in.OracleSettings = oracleSettings(e) },
		modify: func(in *dms.ModifyEndpointInput, e *Endpoint) { in.OracleSettings = oracleSettings(e) },
		secret: func(e *types.Endpoint) (*string, *string) {
			if s := e.OracleSettings; s != nil {
				return s.SecretsManagerSecretId, s.SecretsManagerAccessRoleArn
			}
			return nil, nil
		},
	}
	sqlServerEngine = &engine{
		create: func(in *dms.CreateEndpointInput, e *Endpoint) { in.MicrosoftSQLServerSettings = sqlServerSettings(e) },
		modify: func(in *dms.ModifyEndpointInput, e *Endpoint) { in.MicrosoftSQLServerSettings = sqlServerSettings(e) },
		secret: func(e *types.Endpoint) (*string, *string) {
			if s := e.MicrosoftSQLServerSettings; s != nil {
				return s.SecretsManagerSecretId, s.SecretsManagerAccessRoleArn
			}
			return nil, nil
		},
	}
	postgresEngine = &engine{
		create: func(in *dms.CreateEndpointInput, e *Endpoint) { in.PostgreSQLSettings = postgresSettings(e) },
		modify: func(in *dms.ModifyEndpointInput, e *Endpoint) { in.PostgreSQLSettings = postgresSettings(e) },
		secret: func(e *types.Endpoint) (*string, *string) {
			if s := e.PostgreSQLSettings; s != nil {
				return s.SecretsManagerSecretId, s.SecretsManagerAccessRoleArn
			}
			return nil, nil
		},
	}
	mysqlEngine = &engine{
		create: func(in *dms.CreateEndpointInput, e *Endpoint) { in.MySQLSettings = mysqlSettings(e) },
		modify: func(in *dms.ModifyEndpointInput, e *Endpoint) { in.MySQLSettings = mysqlSettings(e) },
		secret: func(e *types.Endpoint) (*string, *string) {
			if s := e.MySQLSettings; s != nil {
				return s.SecretsManagerSecretId, s.SecretsManagerAccessRoleArn
			}
			return nil, nil
		},
	}
)

// engines are the values of EngineName that a stack may have.
var engines = map[string]*engine{
	"oracle": oracleEngine, "sqlserver": sqlServerEngine, "postgres": postgresEngine, "aurora-postgresql": postgresEngine,
	"mysql": mysqlEngine, "mariadb": mysqlEngine, "aurora": mysqlEngine,
}

func engineNames() string {
	var n []string
	for k := range engines {
		n = append(n, k)
	}
	sort.Strings(n)
	return strings.Join(n, ", ")
}

func oracleSettings(e *Endpoint) *types.OracleSettings {
	return &types.OracleSettings{SecretsManagerSecretId: &e.Secret, SecretsManagerAccessRoleArn: &e.SecretRole}
}

func sqlServerSettings(e *Endpoint) *types.MicrosoftSQLServerSettings {
	return &types.MicrosoftSQLServerSettings{SecretsManagerSecretId: &e.Secret, SecretsManagerAccessRoleArn: &e.SecretRole}
}

func postgresSettings(e *Endpoint) *types.PostgreSQLSettings {
	return &types.PostgreSQLSettings{SecretsManagerSecretId: &e.Secret, SecretsManagerAccessRoleArn: &e.SecretRole,
		DatabaseName: optional(e.Database)}
}

func mysqlSettings(e *Endpoint) *types.MySQLSettings {
	return &types.MySQLSettings{SecretsManagerSecretId: &e.Secret, SecretsManagerAccessRoleArn: &e.SecretRole}
}

// optional is nil for "".
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return aws.String(s)
}
