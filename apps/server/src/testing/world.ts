import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import * as contract from '@piaojue/contract';
import type { AccountRole, BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from '@piaojue/contract';
import { first } from '@piaojue/db';
import { afterAll } from 'vitest';
import { freshDatabase, type Dialect, type TestDatabase } from '../../../../db/src/testing/databases.js';
import { hashPassword } from '../accounts/passwords.js';
import { newAccount } from '../accounts/service.js';
import { insertAccount } from '../accounts/store.js';
import { ProofPool } from '../ballots/proof-pool.js';
import type { Config } from '../config.js';
import { start, type Given, type Running } from '../start.js';

export const password = 'Test-7719-lamp';
export const host = 'piaojue.test';

/** One argon2 for all accounts of all worlds of a test file. */
const passwordHash = hashPassword(password);
/** Stateless, and slow to start: one pool for all worlds of a test file. */
const proofs = new ProofPool();
const worlds: World[] = [];
afterAll(async () => {
  for (const world of worlds) await world.remove();
  await proofs.close();
});

export interface Asked<E extends Endpoint> {
  params?: ParamsOf<E>;
  query?: QueryOf<E>;
  body?: BodyOf<E>;
}
export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly refusal: string | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Anything that `app.inject` takes, with our own headers already there. */
export interface Raw {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
  url: string;
  headers?: Record<string, string | undefined>;
  payload?: string | Buffer | object;
}

/** Somebody at a browser: keeps a cookie or a task token and speaks the contract. */
export class Person {
  readonly #world: World;
  readonly accountId: string;
  cookie: string | undefined;
  token: string | undefined;

  constructor(world: World, accountId = '', token?: string) {
    this.#world = world;
    this.accountId = accountId;
    this.token = token;
  }

  async raw({ method = 'GET', url, headers = {}, payload }: Raw): Promise<Answer> {
    const all: Record<string, string | undefined> = {
      host,
      'x-piaojue': '1',
      origin: `http://${host}`,
      cookie: this.cookie,
      authorization: this.token && `Bearer ${this.token}`,
      ...headers,
    };
    const given = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const response: LightMyRequestResponse = await this.#world.app.inject({
      method,
      url,
      headers: given,
      ...(payload === undefined ? {} : { payload }),
    });
    const cookie = response.cookies.find(({ name }) => name === 'piaojue');
    if (cookie) this.cookie = cookie.value ? `piaojue=${cookie.value}` : undefined;
    let body: unknown;
    try {
      body = JSON.parse(response.body);
    } catch {
      body = undefined;
    }
    const refusal = (body as { refusal?: string } | undefined)?.refusal;
    return { status: response.statusCode, body, refusal, text: response.body, headers: response.headers };
  }

  /** The whole answer, whatever it is. */
  ask<E extends Endpoint>(endpoint: E, { params, query, body }: Asked<E> = {}): Promise<Answer<ReplyOf<E>>> {
    return this.raw({
      method: endpoint.method,
      url: urlOf(endpoint, params as Record<string, string>, query as Record<string, unknown>),
      ...(body === undefined ? {} : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }) as Promise<Answer<ReplyOf<E>>>;
  }

  /** The reply; throws on a refusal. */
  async call<E extends Endpoint>(endpoint: E, asked: Asked<E> = {}): Promise<ReplyOf<E>> {
    const { status, body, text } = await this.ask(endpoint, asked);
    if (status !== 200) throw new Error(`${endpoint.name}: ${status} ${text.slice(0, 300)}`);
    return body;
  }
}

export function urlOf(
  endpoint: Endpoint,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? `no-${name}`),
  );
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return `/api${path}${search && `?${search}`}`;
}

export interface Clock {
  now: number;
  advance(ms: number): void;
}

export interface WorldOptions {
  dialect?: Dialect;
  demo?: boolean;
  random?: Given['random'];
  logLevel?: string;
  /** Where the data lies; absent = a temporary folder. */
  folder?: string;
}

/** An installation: a database, a data folder, the program over both, and staff of every office. */
export class World {
  readonly database: TestDatabase;
  readonly clock: Clock = {
    now: Date.parse('2024-03-01T01:00:00.000Z'),
    advance(ms) {
      this.now += ms;
    },
  };
  /** Every line that the program logged. */
  readonly logged: string[] = [];
  readonly anyone: Person;
  readonly #options: WorldOptions;
  readonly #accounts = new Map<string, string>();
  readonly #people = new Map<string, Person>();
  #running: Running | undefined;

  constructor(database: TestDatabase, options: WorldOptions) {
    this.database = database;
    this.#options = options;
    this.anyone = new Person(this);
    worlds.push(this);
  }

  get config(): Config {
    const { demo = false, logLevel = 'info' } = this.#options;
    return {
      databaseUrl: this.database.url,
      dataDir: this.database.folder,
      port: 0,
      host: '127.0.0.1',
      demo,
      web: false,
      trustProxy: false,
      logLevel,
    };
  }

  get running(): Running {
    if (!this.#running) throw new Error('this world is closed');
    return this.#running;
  }
  get app() {
    return this.running.app;
  }
  get deps() {
    return this.running.deps;
  }
  get dataFile(): string {
    return join(this.database.folder, 'piaojue.db');
  }

  async open(): Promise<this> {
    const { random } = this.#options;
    this.#running = await start(this.config, {
      now: () => new Date(this.clock.now),
      proofs,
      logTo: { write: (line) => void this.logged.push(line) },
      ...(random ? { random } : {}),
    });
    return this;
  }

  /** Stops the program, not the people. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.close();
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async remove(): Promise<void> {
    await this.close().catch(() => undefined);
    await this.database.remove();
  }

  /** An account with these offices; made once a name. */
  async account(username: string, roles: readonly AccountRole[], unit: string | null = null): Promise<string> {
    const known = this.#accounts.get(username);
    if (known) return known;
    const row = {
      ...newAccount(this.deps, {
        username,
        displayName: `${username}同志`,
        roles: [...roles],
        unit,
        passwordHash: await passwordHash,
        activationHash: null,
      }),
      activationExpiresAt: null,
    };
    await this.deps.store.write(function* (tx) {
      return yield* insertAccount(tx, row);
    });
    this.#accounts.set(username, row.id);
    return row.id;
  }

  /** Signed in, in a browser of their own. */
  async person(username: string, roles: readonly AccountRole[], unit: string | null = null): Promise<Person> {
    const known = this.#people.get(username);
    if (known) return known;
    const person = new Person(this, await this.account(username, roles, unit));
    await person.call(contract.signIn, { body: { username, password } });
    this.#people.set(username, person);
    return person;
  }

  as(role: AccountRole): Promise<Person> {
    return this.person(role, [role]);
  }

  /** Reads one number by SQL, past the program. */
  async count(from: string): Promise<number> {
    const [row] = await this.database.sql(`SELECT count(*) AS n FROM ${from}`);
    return Number(row?.n);
  }
}

/** Password entered again: an act that cannot be undone asks for it within five minutes. */
export const fresh = async (...people: readonly Person[]): Promise<void> => {
  for (const person of people) await person.call(contract.confirmPassword, { body: { password } });
};

/** An installation that is set up and has no sitting yet. */
export async function emptyCongress(options: WorldOptions = {}): Promise<World> {
  const world = await new World(await freshDatabase(options.dialect ?? 'sqlite', options.folder), options).open();
  await world.deps.store.write(function* ({ q, t }) {
    return yield* first(
      q
        .insert(t.congress)
        .values({
          id: 'one',
          name: '试验区人民代表大会',
          place: '试验区',
          demo: false,
          createdAt: new Date(world.clock.now).toISOString(),
        })
        .returning(),
    );
  });
  return world;
}

/** An installation at its first start: no congress, no account. */
export const firstStart = async (options: WorldOptions = {}): Promise<World> =>
  new World(await freshDatabase(options.dialect ?? 'sqlite'), options).open();

export async function until(holds: () => Promise<boolean> | boolean, what = 'it'): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`waited too long for ${what}`);
}
