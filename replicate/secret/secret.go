// Package secret turns references into secrets, so that passwords stand in no command line, configuration or log.
package secret

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// Resolve reads a reference: env:NAME, file:PATH, or aws:SECRET with an optional #KEY of its JSON.
func Resolve(ctx context.Context, ref string) (string, error) {
	kind, name, ok := strings.Cut(ref, ":")
	if !ok {
		return "", fmt.Errorf("a secret is referred to as env:NAME, file:PATH or aws:SECRET#KEY")
	}
	switch kind {
	case "env":
		v, ok := os.LookupEnv(name)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", name)
		}
		return v, nil
	case "file":
		b, err := os.ReadFile(name)
		return strings.TrimRight(string(b), "\r\n"), err
	case "aws":
		return fromAWS(ctx, name)
	}
	return "", fmt.Errorf("%q is no kind of secret: use env:NAME, file:PATH or aws:SECRET#KEY", kind)
}

// fromAWS asks AWS Secrets Manager. The secrets that AWS makes for databases are JSON with the key "password".
func fromAWS(ctx context.Context, ref string) (string, error) {
	name, key, hasKey := strings.Cut(ref, "#")
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return "", fmt.Errorf("AWS Secrets Manager: %w", err)
	}
	out, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String(name)})
	if err != nil {
		return "", fmt.Errorf("AWS Secrets Manager, secret %s: %w", name, err)
	}
	return pick(aws.ToString(out.SecretString), key, hasKey)
}

func pick(text, key string, hasKey bool) (string, error) {
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		if hasKey {
			return "", fmt.Errorf("the secret is no JSON object, and so has no key %q", key)
		}
		return text, nil
	}
	if !hasKey {
		key = "password"
	}
	v, ok := m[key].(string)
	if !ok {
		return "", fmt.Errorf("the secret has no text under the key %q", key)
	}
	return v, nil
}

// URL puts the password that ref refers to into a database's URL; with ref "" the URL stays as it is.
func URL(ctx context.Context, raw, ref string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" && u.Path == "" {
		return "", fmt.Errorf("a database is given as a URL, such as postgres://user@host:5432/name")
	}
	if ref == "" {
		return raw, nil
	}
	pw, err := Resolve(ctx, ref)
	if err != nil {
		return "", err
	}
	u.User = url.UserPassword(u.User.Username(), pw)
	return u.String(), nil
}

// Exposed tells whether a URL itself holds a password.
func Exposed(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User == nil {
		return false
	}
	_, has := u.User.Password()
	return has || u.Query().Has("password")
}

// Hide gives a URL without its password.
func Hide(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "(not a URL)"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	q.Del("sslpassword")
	u.RawQuery = q.Encode()
	return u.String()
}

// Redact gives an error whose text does not hold the password of a URL, wherever a driver has put it.
func Redact(err error, raw string) error {
	if err == nil {
		return nil
	}
	u, perr := url.Parse(raw)
	if perr != nil {
		return err
	}
	var hide []string
	for _, pw := range []string{password(u), u.Query().Get("password"), u.Query().Get("sslpassword")} {
		if pw != "" {
			hide = append(hide, pw, "***", url.QueryEscape(pw), "***", url.PathEscape(pw), "***")
		}
	}
	text := strings.NewReplacer(hide...).Replace(err.Error())
	if text == err.Error() {
		return err
	}
	return &redacted{text, err}
}

func password(u *url.URL) string {
	if u.User == nil {
		return ""
	}
	pw, _ := u.User.Password()
	return pw
}

// redacted keeps the cause for errors.Is; only its text is shown.
type redacted struct {
	text  string
	cause error
}

func (r *redacted) Error() string { return r.text }

// Unwrap gives the cause.
func (r *redacted) Unwrap() error { return r.cause }
