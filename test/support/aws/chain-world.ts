/** A world in which a source's holder may become One, and One may become Two. */
export function chainWorld(more: object = {}): object {
  const role = (account: string, name: string, principal: string): object => ({
    arn: `arn:aws:iam::${account}:role/${name}`,
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: ['sts:AssumeRole'] }],
    },
  });
  return {
    users: [{ arn: USER, accessKeyId: USER_KEY, secretAccessKey: USER_SECRET }],
    roles: [
      role('111122223333', 'Machine', 'arn:aws:iam::111122223333:root'),
      {
        arn: 'arn:aws:iam::222233334444:role/One',
        trust: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: [USER, 'arn:aws:iam::111122223333:role/Machine'] },
              Action: ['sts:AssumeRole'],
            },
          ],
        },
      },
      role('333344445555', 'Two', 'arn:aws:iam::222233334444:role/One'),
    ],
    ...more,
  };
}

export const USER = 'arn:aws:iam::111122223333:user/robot';
export const USER_KEY = 'AKIAEXAMPLEROBOTUSER';
export const USER_SECRET = 'example/robot/user/secret/access/key/0001';
export const TWO = 'arn:aws:sts::333344445555:assumed-role/Two/awscred-jane';

/** Profiles `alone`, `one` and `two`: the source, and one and two roles behind it. `source` has the keys of `alone`. */
export function chainConfig(url: string, source: string): string {
  const common = `region = eu-west-1\nendpoint_url = ${url}\n`;
  return `[profile alone]
${common}${source}
[profile one]
${common}role_arn = arn:aws:iam::222233334444:role/One
source_profile = alone
[profile two]
${common}role_arn = arn:aws:iam::333344445555:role/Two
source_profile = one
`;
}
