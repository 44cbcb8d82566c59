import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import * as contract from '@piaojue/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disclose, entered, read, yearCollecting, type Collecting } from '../testing/years.js';
import { failureText, Mail } from './mail.js';

let c: Collecting;
let sink: SMTPServer;
let mail: Mail;
let address: string;
/** Letters that the mail server took, with the addresses they were for. */
let taken: { to: string[]; text: string }[];
let refuses: boolean;

beforeEach(async () => {
  c = await yearCollecting();
  [taken, refuses] = [[], false];
  sink = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      stream.on('end', () => {
        if (refuses) return done(Object.assign(new Error('no'), { responseCode: 452 }));
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        return done();
      });
    },
  });
  await new Promise<void>((ready) => sink.listen(0, '127.0.0.1', ready));
  const { port } = sink.server.address() as AddressInfo;
  address = `smtp://127.0.0.1:${port}`;
  mail = new Mail(c.world.deps, { url: address, from: 'renda@example.org' });
});
afterEach(async () => {
  mail.close();
  await new Promise<void>((done) => void sink.close(done));
});

const declined = async (email: string): Promise<number> => {
  const seq = await entered(c, { suggester: { name: '', phone: '', email } });
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version: 1, act: 'decline', reason: '上级已经安排' },
  });
  return seq;
};

test('a letter goes out once, when its round is published, to whoever left an address', async () => {
  const seq = await declined('li@example.org');
  await declined('');
  await mail.send();
  expect(taken).toEqual([]);
  await disclose(c, 'answers');
  await Promise.all([mail.send(), mail.send()]);
  await mail.send();
  expect(taken.map(({ to }) => to)).toEqual([['li@example.org']]);
  expect((await read(c, seq)).letters[0]?.sentAt).not.toBeNull();
});

test('a letter that the mail server refuses is kept, says so, and goes out later', async () => {
  refuses = true;
  const seq = await declined('li@example.org');
  await disclose(c, 'answers');
  await mail.send();
  expect((await read(c, seq)).letters[0]).toMatchObject({
    sentAt: null,
    failure: '邮件服务器没有收下这封信（答复 452）',
  });
  refuses = false;
  await mail.send();
  expect(taken).toEqual([]);
  c.world.clock.advance(30_000);
  await mail.send();
  expect((await read(c, seq)).letters[0]).toMatchObject({ failure: null });
  expect(taken).toHaveLength(1);
});

test('why a letter did not go is told in words, with a number only where the mail server gave one', async () => {
  const seq = await declined('li@example.org');
  await disclose(c, 'answers');
  const away = new Mail(c.world.deps, { url: 'smtp://127.0.0.1:1', from: 'renda@example.org' });
  await away.send();
  away.close();
  expect((await read(c, seq)).letters[0]).toMatchObject({ failure: '连不上邮件服务器' });
  expect(failureText(535, 'EAUTH')).toBe('邮件服务器不接受登录的账号或者密码（答复 535）');
  expect(failureText(undefined, 'ETIMEDOUT')).toBe('邮件服务器没有及时答复');
  expect(failureText(550, 'EENVELOPE')).toBe('邮件服务器不接受这个邮箱（答复 550）');
  expect(failureText(undefined, 'ESOMETHING')).toBe('邮件服务器没有收下');
});

test('a mail server that is down for two days loses no letter; after that it rests until the next start', async () => {
  refuses = true;
  const seq = await declined('li@example.org');
  await disclose(c, 'answers');
  const attempts = async () =>
    Number((await c.world.database.sql(`SELECT attempts FROM letter WHERE seq = ${seq}`))[0]!['attempts']);
  const hours = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      await mail.send();
      c.world.clock.advance(3_600_000);
    }
  };
  await hours(48);
  const tried = await attempts();
  expect(tried).toBeGreaterThan(8);
  expect(tried).toBeLessThan(20);
  refuses = false;
  await hours(6);
  expect(taken).toHaveLength(1);

  // As if it had been down for a week: it rests, and whoever mends the settings starts the program anew.
  await c.world.database.sql(`UPDATE letter SET sent_at = NULL, attempts = 17 WHERE seq = ${seq}`);
  await hours(24);
  expect(taken).toHaveLength(1);
  const mended = new Mail(c.world.deps, { url: address, from: 'renda@example.org' });
  await mended.send();
  mended.close();
  expect(taken).toHaveLength(2);
});

test('R-91: whoever is erased gets no letter that still waits', async () => {
  const seq = await declined('li@example.org');
  await disclose(c, 'answers');
  const { version } = await read(c, seq);
  await c.clerk.call(contract.eraseSuggester, { params: { seq: String(seq) }, body: { version } });
  await mail.send();
  expect(taken).toEqual([]);
});

test('a line break in what a person wrote adds no header to the letter', async () => {
  const seq = await entered(c, {
    title: '修路\nBcc: all@example.org',
    suggester: { name: '', phone: '', email: 'li@example.org' },
  });
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version: 1, act: 'solve', reason: '已经修好' },
  });
  await mail.send();
  expect(taken.map(({ to }) => to)).toEqual([['li@example.org']]);
  expect(taken[0]?.text).not.toMatch(/^Bcc:/m);
});
