/** A role that an assertion offers, with the provider that AWS knows it by. */
export interface RolePair {
  readonly roleArn: string;
  readonly providerArn: string;
}

const ARN = /^arn:[a-z-]+:iam::\d{12}:(role|saml-provider)\/[\w+=,.@/-]+$/;

/** `ROLE,PROVIDER` in either order; several pairs of one value stand apart by line breaks or semicolons. */
export function pairsIn(text: string): readonly RolePair[] {
  return text.split(/[;\r\n]+/).flatMap((part) => {
    // A role's own name may have commas.
    const arns = part.split(/,(?=\s*arn:)/).map((word) => word.trim());
    const roleArn = arns.find((arn) => ARN.exec(arn)?.[1] === 'role');
    const providerArn = arns.find((arn) => ARN.exec(arn)?.[1] === 'saml-provider');
    return roleArn === undefined || providerArn === undefined ? [] : [{ roleArn, providerArn }];
  });
}
