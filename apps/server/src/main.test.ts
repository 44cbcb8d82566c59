import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import * as contract from '@piaojue/contract';
import { firstStart, fresh, password, Person } from './testing/world.js';
import { issueSetUpToken } from './accounts/service.js';
import { BadKeyFile, serverKeys } from './audit/keys.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folders: string[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'piaojue-main-'));
  folders.push(folder);
});
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })));

/** Starts the compiled program until it ends or serves. */
function run(env: Record<string, string>): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      DATA_DIR: folder,
      DATABASE_URL: `file:${folder}/piaojue.db`,
      DEMO: '0',
      WEB: '0',
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (text.includes('票决已启动')) setTimeout(() => child.kill('SIGTERM'), 100);
    });
  return new Promise((done) => child.once('exit', (code) => done({ code, out })));
}

test('a first start prints the address and a one-time token, and a signal ends it in order', async () => {
  const { code, out } = await run({});
  expect(code, out).toBe(0);
  expect(out).toMatch(/票决已启动：http:\/\/localhost:\d+/);
  expect(out).toMatch(/一次性口令/);
});

test('a port that is in use is told with what to do', async () => {
  const taken = createServer();
  const port = await new Promise<number>((done) =>
    taken.listen(0, '127.0.0.1', () => done((taken.address() as { port: number }).port)),
  );
  const { code, out } = await run({ PORT: String(port) });
  taken.close();
  expect(code).toBe(1);
  expect(out).toContain(`端口 ${port} 已被占用`);
  expect(out).not.toMatch(/at .*\.js/);
});

test('a key file that is damaged is not replaced: the start is refused in words', async () => {
  const path = join(folder, 'keys.json');
  const damaged = [
    '{"logName":"piao',
    '',
    '{"key":1}',
    '{"logName":"x","logSeed":"00","jwtSecret":"x"}',
    '[]',
    'null',
    '7',
  ];
  for (const content of damaged) {
    writeFileSync(path, content);
    expect(() => serverKeys(folder), content).toThrow(BadKeyFile);
    expect(readFileSync(path, 'utf8')).toBe(content);
  }
  const { code, out } = await run({});
  expect(code).toBe(1);
  expect(out).toContain('密钥文件');
  expect(out).not.toMatch(/SyntaxError|at .*\.js/);
});

test('what cannot start is told in a sentence that says what to do, never as a stack', async () => {
  const notFolder = join(folder, 'file');
  writeFileSync(notFolder, '');
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ PORT: 'abc' }, 'PORT 应为 0 到 65535 的整数'],
    [{ PORT: '99999' }, 'PORT 应为 0 到 65535 的整数'],
    [{ PORT: '' }, 'PORT 应为 0 到 65535 的整数'],
    [{ DATA_DIR: notFolder }, '不是文件夹'],
    [{ DATA_DIR: join(notFolder, 'below') }, '不是文件夹'],
    [{ HOST: '203.0.113.7' }, 'HOST 不是本机的地址'],
    [{ DATABASE_URL: `file:${folder}/nowhere/piaojue.db` }, 'DATABASE_URL 指定的目录不存在'],
    [{ DATABASE_URL: 'mysql://root@127.0.0.1/none' }, 'DATABASE_URL 应以'],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, '连不上 DATABASE_URL'],
  ];
  for (const [env, sentence] of cases) {
    const { code, out } = await run(env);
    expect([code, out.includes(sentence)], out).toEqual([1, true]);
    expect(out).not.toMatch(/at .*\.js|node:internal/);
  }
});

test('a file that is no database, or a damaged one, is kept and named', async () => {
  const file = join(folder, 'piaojue.db');
  const path = join(folder, 'other.db');
  const noDatabase = 'this is no database, and it is long enough to have a header of its own'.repeat(20);
  writeFileSync(path, noDatabase);
  const first = await run({ DATABASE_URL: `file:${path}` });
  expect([first.code, first.out.includes('数据库文件已损坏')], first.out).toEqual([1, true]);
  expect(readFileSync(path, 'utf8')).toBe(noDatabase);
  expect((await run({})).code).toBe(0);
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096, 3 * 4096);
  writeFileSync(file, bytes);
  const second = await run({});
  expect(second.code, second.out).toBe(1);
  expect(second.out).toContain('数据库文件已损坏');
});

test('what the program makes is readable by its owner alone', async () => {
  expect((await run({})).code).toBe(0);
  for (const name of ['piaojue.db', 'keys.json', 'checkpoint.txt'])
    expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
});

test('without its key file an installation that has been at work does not start with a new one', async () => {
  expect((await run({})).code).toBe(0);
  rmSync(join(folder, 'keys.json'));
  const { code, out } = await run({});
  expect([code, out.includes('缺少密钥文件')], out).toEqual([1, true]);
  expect(existsSync(join(folder, 'keys.json'))).toBe(false);
});

test('a second program on the same data folder is refused, and the first goes on', async () => {
  const world = await firstStart();
  const { code, out } = await run({ DATA_DIR: world.database.folder, DATABASE_URL: world.database.url });
  expect([code, out.includes('已有一个票决在运行')], out).toEqual([1, true]);
  expect((await world.anyone.ask(contract.readHealth)).body.ok).toBe(true);
});

test('a stop waits for no connection that only waits for more', async () => {
  const world = await firstStart();
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true });
  const ask = () =>
    new Promise<number>((done, failed) =>
      get(`${address}/api/health`, { agent }, (reply) => reply.resume().on('end', () => done(reply.statusCode!))).on(
        'error',
        failed,
      ),
    );
  expect(await ask()).toBe(200);
  const underway = ask();
  const closed = world.close();
  await Promise.allSettled([underway]);
  await closed; // the test's own time limit is far below the 72 s of an idle connection
  agent.destroy();
});

test('R-09: a fresh installation has no account; its token makes one administrator, once', async () => {
  const world = await firstStart();
  expect(await world.count('account')).toBe(0);
  const token = (await issueSetUpToken(world.deps))!;
  const setUp = (given: string) =>
    new Person(world).ask(contract.setUp, {
      body: {
        token: given,
        congressName: '某区人民代表大会',
        place: '某区',
        username: 'first',
        displayName: '管理员',
        password,
      },
    });
  expect((await setUp('guessed')).refusal).toBe('token_invalid');
  const second = (await issueSetUpToken(world.deps))!; // printed by a second start: the first is void
  expect((await setUp(token)).refusal).toBe('token_invalid');
  const answers = await Promise.all([setUp(second), setUp(second), setUp(second)]);
  expect(answers.filter(({ status }) => status === 200).length).toBe(1);
  expect((await setUp(second)).status).toBe(410);
  expect(await world.count('account')).toBe(1);
  expect(await issueSetUpToken(world.deps)).toBeUndefined();
});

test('R-06: an activation code is kept by hash only, used once, ends after seven days and with the next one', async () => {
  const world = await firstStart();
  await world.database.sql(`INSERT INTO congress (id, name, place, demo, created_at) VALUES ('one', 'x', 'x', 0, 'z')`);
  const admin = await world.as('admin');
  const make = (username: string) =>
    admin.call(contract.createAccount, { body: { username, displayName: '新人', roles: ['unit'], unit: null } });
  const activate = (username: string, code: string) =>
    world.anyone.ask(contract.activate, { body: { username, code, password } });
  const { activationCode, account } = await make('one');
  expect(JSON.stringify(await world.database.sql('SELECT * FROM account'))).not.toContain(activationCode);
  expect((await activate('one', `${activationCode}x`)).refusal).toBe('code_invalid');
  const { activationCode: newer } = await admin.call(contract.renewActivation, { params: { accountId: account.id } });
  expect((await activate('one', activationCode)).refusal).toBe('code_invalid');
  expect((await activate('one', newer)).status).toBe(200);
  expect((await activate('one', newer)).refusal).toBe('code_invalid');
  const { activationCode: old } = await make('two');
  world.clock.advance(7 * 86_400_000 + 1000);
  expect((await activate('two', old)).refusal).toBe('code_invalid');
});

test('R-10: the password of somebody who has one is reset by two people, of whom neither can do it alone', async () => {
  const world = await firstStart();
  await world.database.sql(`INSERT INTO congress (id, name, place, demo, created_at) VALUES ('one', 'x', 'x', 0, 'z')`);
  const [admin, clerk, chair] = [await world.as('admin'), await world.as('clerk'), await world.as('presidium')];
  const params = { accountId: chair.accountId };
  const activate = (code: string) =>
    world.anyone.ask(contract.activate, { body: { username: 'presidium', code, password: 'eine ganz andere Zeile' } });
  const complete = (who: Person) => who.ask(contract.completeActivation, { params });
  await fresh(clerk, chair);
  expect((await complete(clerk)).refusal).toBe('no_renewal');
  const { activationCode: first, half } = await admin.call(contract.renewActivation, { params });
  expect(half).toBe(true);
  expect((await activate(first)).refusal).toBe('code_invalid');
  expect((await complete(chair)).refusal).toBe('wrong_person');
  expect((await complete(admin)).refusal).toBe('role_forbidden');
  const { activationCode: second } = (await complete(clerk)).body;
  expect((await complete(clerk)).refusal).toBe('no_renewal');
  const kept = JSON.stringify(await world.database.sql('SELECT * FROM account'));
  for (const code of [first, second, `${second}.${first}`, `${first}.${first}`, `${first}.${second}.`, '.', ''])
    expect((await activate(code)).status, code).toBeGreaterThanOrEqual(400);
  for (const code of [first, second]) expect(kept).not.toContain(code);
  expect((await chair.ask(contract.readMe)).status).toBe(200); // until then the owner works on as before
  expect((await activate(`${first}.${second}`)).status).toBe(200);
  expect((await chair.ask(contract.readMe)).refusal).toBe('not_signed_in');
  expect((await activate(`${first}.${second}`)).refusal).toBe('code_invalid');
});

test('R-06: half a code that nobody completes within a day is void', async () => {
  const world = await firstStart();
  await world.database.sql(`INSERT INTO congress (id, name, place, demo, created_at) VALUES ('one', 'x', 'x', 0, 'z')`);
  const params = { accountId: await world.account('presidium', ['presidium']) };
  await (await world.as('admin')).call(contract.renewActivation, { params });
  world.clock.advance(24 * 3_600_000 + 1000);
  const [admin, clerk] = [await world.person('admin2', ['admin']), await world.as('clerk')];
  await fresh(clerk);
  expect((await clerk.ask(contract.completeActivation, { params })).refusal).toBe('renewal_expired');
  await admin.call(contract.renewActivation, { params });
  expect((await clerk.ask(contract.completeActivation, { params })).status).toBe(200);
});
