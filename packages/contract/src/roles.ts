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
