// Package secrets finds the URL of a database without having it on the command line, where every user of the machine
// can read it.
package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// URL resolves a reference:
//
//	env:NAME          the environment variable
//	file:PATH         the file's first line
//	secret:ID         a secret of AWS Secrets Manager, as RDS and DMS keep them: engine, host, port, username, password, dbname
//	anything else     the URL itself
//
// flag names the option, for messages. No error holds a secret.
func URL(ctx context.Context, flag, ref string) (string, error) {
	kind, rest, _ := strings.Cut(ref, ":")
	var text string
	var err error
	switch kind {
	case "env":
		if text = os.Getenv(rest); text == "" {
			err = fmt.Errorf("the environment variable %s is not set", rest)
		}
	case "file":
		var b []byte
		b, err = os.ReadFile(rest)
		text, _, _ = strings.Cut(string(b), "\n")
		text = strings.TrimSpace(text)
		if err == nil && text == "" {
			err = fmt.Errorf("%s is empty", rest)
		}
	case "secret":
		text, err = fromManager(ctx, rest)
	case "":
		err = errors.New("it is missing: give a URL, or env:NAME, file:PATH or secret:ID to keep it out of the command line")
	default:
		text = ref
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	return text, nil
}

// managed is the JSON of a secret as AWS's own services write it.
type managed struct {
	Engine   string      `json:"engine"`
	Host     string      `json:"host"`
	Port     json.Number `json:"port"`
	Username string      `json:"username"`
	Password string      `json:"password"`
	DBName   string      `json:"dbname"`
}

func fromManager(ctx context.Context, id string) (string, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return "", fmt.Errorf("read the AWS configuration: %w", err)
	}
	out, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &id})
	if err != nil {
		return "", fmt.Errorf("read the secret %s: %w", id, err)
	}
	if out.SecretString == nil {
		return "", fmt.Errorf("the secret %s is binary: it must be the JSON that RDS and DMS use", id)
	}
	var m managed
	if json.Unmarshal([]byte(*out.SecretString), &m) != nil || m.Host == "" {
		return "", fmt.Errorf("the secret %s is not JSON with engine, host, port, username and password", id)
	}
	return m.url(), nil
}

func (m *managed) url() string {
	u := url.URL{Scheme: scheme(m.Engine), User: url.UserPassword(m.Username, m.Password), Host: m.Host, Path: "/" + m.DBName}
	if m.Port != "" {
		u.Host = net.JoinHostPort(m.Host, m.Port.String())
	}
	return u.String()
}

func scheme(engine string) string {
	switch e := strings.ToLower(engine); {
	case strings.Contains(e, "postgres"):
		return "postgres"
	case strings.HasPrefix(e, "mariadb"):
		return "mariadb"
	case strings.HasPrefix(e, "mysql"), strings.HasPrefix(e, "aurora"):
		return "mysql"
	default:
		return e
	}
}
