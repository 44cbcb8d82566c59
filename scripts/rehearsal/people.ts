import * as contract from '@piaojue/contract';
import { Client } from './client.js';

export const password = 'Rehearsal-7719';

export interface Staff {
  readonly admin: Client;
  readonly clerk: Client;
  readonly chair: Client;
  readonly teller: Client;
  readonly scrutineers: readonly { readonly client: Client; readonly accountId: string }[];
}

/** Sets up an empty installation over HTTP: congress, administrator, and staff who each set their own password. */
export async function makeStaff(base: string, token: string, scrutineers: number): Promise<Staff> {
  await new Client(base).call(contract.setUp, {
    body: {
      token,
      congressName: '演练区人民代表大会',
      place: '演练区',
      username: 'admin',
      displayName: '演练管理员',
      password,
    },
  });
  const admin = await signedIn(base, 'admin');
  const make = async (username: string, displayName: string, role: contract.AccountRole) => {
    const { account, activationCode } = await admin.call(contract.createAccount, {
      body: { username, displayName, roles: [role], unit: null },
    });
    await new Client(base).call(contract.activate, { body: { username, code: activationCode, password } });
    return { client: await signedIn(base, username), accountId: account.id };
  };
  const [clerk, chair, teller] = [
    await make('clerk', '人大办', 'clerk'),
    await make('chair', '执行主席', 'presidium'),
    await make('teller', '总计票人', 'teller'),
  ];
  const keepers = [];
  for (let i = 1; i <= scrutineers; i++) keepers.push(await make(`scrutineer${i}`, `监票人${i}`, 'scrutineer'));
  return { admin, clerk: clerk.client, chair: chair.client, teller: teller.client, scrutineers: keepers };
}

async function signedIn(base: string, username: string): Promise<Client> {
  const client = new Client(base);
  await client.call(contract.signIn, { body: { username, password } });
  return client;
}

/** An act that cannot be undone wants the password entered within five minutes. */
export async function fresh(...clients: readonly Client[]): Promise<void> {
  await Promise.all(clients.map((client) => client.call(contract.confirmPassword, { body: { password } })));
}
