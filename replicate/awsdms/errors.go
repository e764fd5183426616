package awsdms

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/aws/smithy-go"
)

// advice is what to do about an error, by its code. The faults are those of the DMS API reference, "Common Errors" and
// the errors of each action.
var advice = map[string]string{
	"ExpiredToken":                                "the credentials have expired: log in again, then run the command again; nothing is lost",
	"ExpiredTokenException":                       "the credentials have expired: log in again, then run the command again; nothing is lost",
	"UnrecognizedClientException":                 "the access key is not known: check AWS_PROFILE and the region",
	"InvalidClientTokenId":                        "the access key is not known: check AWS_PROFILE and the region",
	"AccessDeniedException":                       "the credentials lack a permission of DMS: grant the dms actions that the message names",
	"AccessDeniedFault":                           "the credentials, or the roles dms-vpc-role and dms-cloudwatch-logs-role, lack a permission",
	"ThrottlingException":                         "AWS is throttling the account, also after retries: wait a minute and run the command again",
	"Throttling":                                  "AWS is throttling the account, also after retries: wait a minute and run the command again",
	"ResourceQuotaExceededFault":                  "a quota of the account is used up (60 instances, 1,000 endpoints, 600 tasks): delete what is unused, or ask for more",
	"StorageQuotaExceededFault":                   "the storage quota of the account is used up: lower instance.storageGB, or ask for more",
	"InsufficientResourceCapacityFault":           "the zone has no such instance at the moment: another class or zone may do",
	"InvalidResourceStateFault":                   "the resource is busy: `crosswalk dms status` shows its state; run the command again when it has settled",
	"KMSKeyNotAccessibleFault":                    "the KMS key cannot be used: check its policy and region",
	"ReplicationSubnetGroupDoesNotCoverEnoughAZs": "name subnets in at least two availability zones under network.subnets",
	"InvalidSubnet":                               "a subnet of network.subnets is not in the account's VPC, or they are in different VPCs",
	"ResourceNotFoundFault":                       "it does not exist in this account and region: check region and stack name, or run `crosswalk dms apply`",
	"InvalidParameterValueException":              "a document or value was refused: `crosswalk mappings lint` finds what is wrong with mappings",
}

// explain gives an error of the SDK in the words of a user: what was tried, what the service said, what to do.
func explain(tried string, err error) error {
	if err == nil {
		return nil
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		msg := strings.TrimSpace(api.ErrorMessage())
		if msg == "" {
			msg = "no message"
		}
		if do := advice[api.ErrorCode()]; do != "" {
			return &Error{Code: api.ErrorCode(), text: fmt.Sprintf("could not %s: %s (%s); %s", tried, msg, api.ErrorCode(), do), cause: err}
		}
		return &Error{Code: api.ErrorCode(), text: fmt.Sprintf("could not %s: %s (%s)", tried, msg, api.ErrorCode()), cause: err}
	}
	var nerr net.Error
	if errors.As(err, &nerr) {
		return fmt.Errorf("could not %s: AWS was not reached (%w); check the network, --region and --endpoint-url", tried, nerr)
	}
	return fmt.Errorf("could not %s: %w", tried, err)
}

// Error is a refusal by the service. Code is its fault, as the API reference names it.
type Error struct {
	Code  string
	text  string
	cause error
}

func (e *Error) Error() string { return e.text }
func (e *Error) Unwrap() error { return e.cause }

// isCode tells whether the service refused with one of the codes.
func isCode(err error, codes ...string) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	for _, c := range codes {
		if api.ErrorCode() == c {
			return true
		}
	}
	return false
}

const notFound = "ResourceNotFoundFault"
