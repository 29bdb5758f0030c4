/** IAM's refusal in its own form. */
export function iamRefusal(operation: string) {
  const message = `User: arn:aws:iam::777788889999:user/ci-user is not authorized to perform: iam:${operation}`;
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { kind: 'status', status: 403, body, headers: { 'Content-Type': 'text/xml' } } as const;
}
