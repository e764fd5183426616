package secret

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAWS asks a server that answers as Secrets Manager's GetSecretValue does (API reference, 2017-10-17).
func TestAWS(t *testing.T) {
	secrets := map[string]string{"prod/db": `{"username": "app", "password": "pw1", "other": "pw2"}`, "plain": "pw3"}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		var in struct{ SecretId string }
		if err != nil || json.Unmarshal(b, &in) != nil || r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" ||
			!strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") {
			t.Errorf("%s %s", r.Header, b)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		s, ok := secrets[in.SecretId]
		if !ok {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type": "ResourceNotFoundException", "Message": "Secrets Manager can't find the specified secret."}`)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"Name": in.SecretId, "SecretString": s})
	}))
	defer srv.Close()
	none := filepath.Join(t.TempDir(), "none")
	for k, v := range map[string]string{"AWS_ENDPOINT_URL_SECRETS_MANAGER": srv.URL, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_SESSION_TOKEN": "",
		"AWS_REGION": "eu-central-1", "AWS_CONFIG_FILE": none, "AWS_SHARED_CREDENTIALS_FILE": none, "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true"} {
		t.Setenv(k, v)
	}
	for ref, want := range map[string]string{"aws:prod/db": "pw1", "aws:prod/db#other": "pw2", "aws:plain": "pw3"} {
		if got, err := Resolve(context.Background(), ref); err != nil || got != want {
			t.Errorf("%s: %q, %v", ref, got, err)
		}
	}
	for ref, want := range map[string]string{"aws:prod/db#none": `no text under the key "none"`, "aws:plain#password": "no JSON object", "aws:gone": "secret gone"} {
		if _, err := Resolve(context.Background(), ref); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "pw") {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

// TestRedact: a password in a driver's message is hidden in each spelling, and the cause stays.
func TestRedact(t *testing.T) {
	cause := os.ErrPermission
	for _, url := range []string{"postgres://u:p%27w%26@h/d", "postgres://u@h/d?password=p%27w%26"} {
		err := Redact(errors.Join(cause, errors.New("cannot use p'w& or p%27w%26")), url)
		if !errors.Is(err, cause) || strings.Contains(err.Error(), "p'w&") || strings.Contains(err.Error(), "p%27w%26") {
			t.Errorf("%s: %v", url, err)
		}
	}
	if Redact(nil, "postgres://u:p@h") != nil || Redact(cause, "postgres://u@h") != cause {
		t.Error("what holds no password is changed")
	}
}
