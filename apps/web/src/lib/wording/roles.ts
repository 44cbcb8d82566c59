import type { AccountRole } from '@piaojue/contract';

/** The contract's names, said again so that a page does not load the schemas; a test compares the two. */
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
