package awsdms

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// endpoint is the source or target endpoint of a stack.
type endpoint struct {
	s    *Stack
	e    *Endpoint
	kind types.ReplicationEndpointTypeValue
	id   string
}

// endpointNamed gives the endpoint, nil where there is none.
func (c *Session) endpointNamed(ctx context.Context, id string) (*types.Endpoint, error) {
	out, err := c.dms.DescribeEndpoints(ctx, &dms.DescribeEndpointsInput{Filters: filter("endpoint-id", id)})
	if isCode(err, notFound) || err == nil && len(out.Endpoints) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, explain("look up endpoint "+id, err)
	}
	return &out.Endpoints[0], nil
}

func (r *endpoint) read(ctx context.Context, c *Session) (*actual, error) {
	e, err := c.endpointNamed(ctx, r.id)
	if e == nil || err != nil {
		return nil, err
	}
	a := &actual{arn: aws.ToString(e.EndpointArn), state: aws.ToString(e.Status)}
	a.fields = differ(a.fields, "engine", aws.ToString(e.EngineName), r.e.Engine)
	a.fields = differ(a.fields, "database", aws.ToString(e.DatabaseName), r.e.Database)
	a.fields = differ(a.fields, "sslMode", string(e.SslMode), r.e.SSLMode)
	a.fields = differ(a.fields, "certificate", aws.ToString(e.CertificateArn), r.e.Certificate)
	a.fields = differ(a.fields, "extraConnectionAttributes", aws.ToString(e.ExtraConnectionAttributes), r.e.Attributes)
	secret, role := engines[r.e.Engine].secret(e)
	a.fields = differ(a.fields, "secret", aws.ToString(secret), r.e.Secret)
	a.fields = differ(a.fields, "secretRole", aws.ToString(role), r.e.SecretRole)
	return a, nil
}

func (r *endpoint) create(ctx context.Context, c *Session, tags []types.Tag) error {
	if err := c.secretThere(ctx, r.e.Secret); err != nil {
		return err
	}
	in := &dms.CreateEndpointInput{EndpointIdentifier: aws.String(r.id), EndpointType: r.kind, EngineName: aws.String(r.e.Engine),
		DatabaseName: optional(r.e.Database), SslMode: types.DmsSslModeValue(r.e.SSLMode), CertificateArn: optional(r.e.Certificate),
		ExtraConnectionAttributes: optional(r.e.Attributes), Tags: tags}
	engines[r.e.Engine].create(in, r.e)
	_, err := c.dms.CreateEndpoint(ctx, in)
	return explain("create endpoint "+r.id, err)
}

func (r *endpoint) update(ctx context.Context, c *Session, _ []Field) error {
	e, err := c.endpointNamed(ctx, r.id)
	if e == nil || err != nil {
		return err
	}
	in := &dms.ModifyEndpointInput{EndpointArn: e.EndpointArn, EngineName: aws.String(r.e.Engine), DatabaseName: optional(r.e.Database),
		SslMode: types.DmsSslModeValue(r.e.SSLMode), CertificateArn: optional(r.e.Certificate), ExtraConnectionAttributes: optional(r.e.Attributes)}
	engines[r.e.Engine].modify(in, r.e)
	_, err = c.dms.ModifyEndpoint(ctx, in)
	return explain("change endpoint "+r.id, err)
}

func (r *endpoint) remove(ctx context.Context, c *Session) error {
	e, err := c.endpointNamed(ctx, r.id)
	if e == nil || err != nil {
		return err
	}
	if aws.ToString(e.Status) != "deleting" {
		if _, err := c.dms.DeleteEndpoint(ctx, &dms.DeleteEndpointInput{EndpointArn: e.EndpointArn}); err != nil && !isCode(err, notFound) {
			return explain("delete endpoint "+r.id, err)
		}
	}
	return c.wait(ctx, "deletion of endpoint "+r.id, func() (bool, string, error) {
		e, err := c.endpointNamed(ctx, r.id)
		if e == nil || err != nil {
			return err == nil, "gone", err
		}
		return false, aws.ToString(e.Status), nil
	})
}

// secretThere asks whether the secret exists, without reading its value. An account may let DMS read a secret that the
// person who runs this may not even describe: that is no error here, the connection test will tell.
func (c *Session) secretThere(ctx context.Context, id string) error {
	_, err := c.secrets.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &id})
	if isCode(err, "ResourceNotFoundException") {
		return fmt.Errorf("secret %s does not exist in this region: create it with host, port, username and password", id)
	}
	return nil
}

// testConnection has DMS connect from the instance to the endpoint.
func (c *Session) testConnection(ctx context.Context, instanceARN, endpointARN, id string) error {
	_, err := c.dms.TestConnection(ctx, &dms.TestConnectionInput{EndpointArn: &endpointARN, ReplicationInstanceArn: &instanceARN})
	if err != nil && !isCode(err, "InvalidResourceStateFault") { // a test that runs already is as good
		return explain("test the connection to "+id, err)
	}
	return c.wait(ctx, "connection test of "+id, func() (bool, string, error) {
		out, err := c.dms.DescribeConnections(ctx, &dms.DescribeConnectionsInput{Filters: []types.Filter{
			{Name: aws.String("endpoint-arn"), Values: []string{endpointARN}},
			{Name: aws.String("replication-instance-arn"), Values: []string{instanceARN}}}})
		if err != nil {
			return false, "", explain("look up the connection test of "+id, err)
		}
		if len(out.Connections) == 0 {
			return false, "testing", nil
		}
		x := out.Connections[0]
		switch state := aws.ToString(x.Status); state {
		case "successful":
			return true, state, nil
		case "failed":
			return false, state, fmt.Errorf("DMS cannot connect to %s: %s; check the secret, its role, the security groups and sslMode", id, aws.ToString(x.LastFailureMessage))
		default:
			return false, state, nil
		}
	})
}
