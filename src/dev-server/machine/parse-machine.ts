import { parseIamArn } from '../world/iam-arn.ts';
import type { JsonReader } from '../world/json-reader.ts';
import type { Container, Instance, Role } from '../world/world.ts';

/** `instance`: the role of the EC2 instance that the local AWS's metadata service speaks for. */
export function parseInstance(json: JsonReader, roles: readonly Role[]): Instance | null {
  return json.isMissing ? null : { role: roleOf(json.field('role'), roles) };
}

/** `container`: the role of the task or pod, its id in the path of ECS and its token for EKS. */
export function parseContainer(json: JsonReader, roles: readonly Role[]): Container | null {
  return json.isMissing
    ? null
    : {
        role: roleOf(json.field('role'), roles),
        id: json.field('id').text(/^[\w-]{1,64}$/, 'an id of letters, digits and -'),
        token: json.field('token').text(/^[!-~]+$/, 'a token in printable ASCII'),
      };
}

function roleOf(json: JsonReader, roles: readonly Role[]): Role['arn'] {
  const arn = parseIamArn(json.text());
  const role = roles.find((each) => each.arn.text === arn?.text);
  if (role === undefined) {
    throw json.fault('is not the ARN of one of the roles');
  }
  return role.arn;
}
