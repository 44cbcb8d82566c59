import type { TwoPersonAct } from '@piaojue/rules';

/** Who may act. `anyone` needs no sign-in; `trustee` is a scrutineer's key page, known by its task token and by no cookie. */
export const accountRoles = [
  'unit',
  'gov_office',
  'clerk',
  'committee',
  'delegate',
  'scrutineer',
  'teller',
  'presidium',
  'auditor',
  'admin',
] as const;
export type AccountRole = (typeof accountRoles)[number];

export const callers = ['anyone', 'trustee', ...accountRoles] as const;
export type Caller = (typeof callers)[number];

export const roleNames: Record<AccountRole, string> = {
  unit: '责任单位',
  gov_office: '政府办公室',
  clerk: '人大工作人员',
  committee: '常委会组成人员',
  delegate: '代表',
  scrutineer: '监票人',
  teller: '计票人',
  presidium: '大会主席团',
  auditor: '审计人员',
  admin: '系统管理员',
};

/** Everyone who signs in. */
export const staff = accountRoles;

/** The two sides of an act of two people: one person of each must stand behind it (R-STATE-03). */
export const sidesOf: Readonly<Record<TwoPersonAct, readonly [readonly AccountRole[], readonly AccountRole[]]>> = {
  open: [['clerk'], ['scrutineer']],
  close: [['clerk'], ['scrutineer']],
  enter: [['clerk', 'teller'], ['scrutineer']],
  correct: [['clerk', 'teller'], ['scrutineer']],
  void: [['clerk'], ['presidium']],
  publish: [['clerk'], ['presidium']],
};

/** The side of an act on which somebody with these offices may stand, or both. */
export const sidesIn = (act: TwoPersonAct, roles: readonly string[]): (readonly AccountRole[])[] =>
  sidesOf[act].filter((side) => side.some((role) => roles.includes(role)));
