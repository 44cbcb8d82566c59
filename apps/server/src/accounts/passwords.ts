import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB, 2 passes, 1 lane: OWASP's first choice, 12 ms here. Algorithm 2 is argon2id. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost);

let decoy: Promise<string> | undefined;

/** Password checks that may wait at once: a hall that signs in together, not a flood. */
const mostWaiting = 500;
let waiting = 0;

export const tooMany = () => Object.assign(new Error('too many passwords to check'), { statusCode: 503 });

/** Takes the same time for an unknown account. @throws with status 503 where too many wait */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  if (waiting >= mostWaiting) throw tooMany();
  waiting += 1;
  try {
    decoy ??= hashPassword('no account has this password');
    const matches = await verify(stored ?? (await decoy), password.normalize('NFC'));
    return matches && stored !== null && stored !== undefined;
  } finally {
    waiting -= 1;
  }
}

const tooCommon = [
  '12345678',
  '123456789',
  '1234567890',
  'password',
  'password1',
  '11111111',
  '88888888',
  '66666666',
  'qwertyui',
  'abcd1234',
  'a1234567',
  'renda2024',
  '00000000',
];
const ofThePlace = ['人大', '票决', 'piaojue', 'renda', 'yanshi'];

/** Why a password is refused: too short, on the list of common ones, or made of the name of the place. */
export function passwordProblem(password: string, own: readonly string[]): string | undefined {
  const plain = password.normalize('NFC').toLowerCase();
  if ([...plain].length < 8) return '密码至少 8 个字符';
  if (tooCommon.includes(plain)) return '这个密码太常见';
  if ([...ofThePlace, ...own.map((word) => word.toLowerCase())].some((word) => word.length > 1 && plain.includes(word)))
    return '密码不能包含姓名、账号或单位名称';
  return undefined;
}
