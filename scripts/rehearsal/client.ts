import type { Endpoint, BodyOf, ParamsOf, QueryOf, ReplyOf } from '@piaojue/contract';

export class Refusal extends Error {
  readonly refusal: string;
  readonly status: number;
  constructor(endpoint: string, status: number, answer: { refusal?: string; detail?: unknown }) {
    super(`${endpoint}: ${status} ${answer.refusal ?? '?'} ${JSON.stringify(answer.detail ?? '')}`);
    this.refusal = answer.refusal ?? '?';
    this.status = status;
  }
}

interface Given<E extends Endpoint> {
  params?: ParamsOf<E>;
  query?: QueryOf<E>;
  body?: BodyOf<E>;
}

/** One person's browser: keeps a cookie or a task token, and speaks the contract over real HTTP. */
export class Client {
  readonly base: string;
  #cookie: string | undefined;
  #token: string | undefined;

  constructor(base: string, token?: string) {
    this.base = base;
    this.#token = token;
  }

  async call<E extends Endpoint>(endpoint: E, { params, query, body }: Given<E> = {}): Promise<ReplyOf<E>> {
    let path = endpoint.path;
    for (const [name, value] of Object.entries((params ?? {}) as Record<string, string>))
      path = path.replace(`:${name}`, encodeURIComponent(value));
    const search = query
      ? `?${new URLSearchParams(Object.entries(query as Record<string, unknown>).map(([k, v]): [string, string] => [k, String(v)]))}`
      : '';
    const response = await fetch(`${this.base}/api${path}${search}`, {
      method: endpoint.method,
      headers: {
        'x-piaojue': '1',
        origin: this.base,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = response.headers.getSetCookie().at(0)?.split(';')[0];
    if (cookie) this.#cookie = cookie;
    const answer = (await response.json()) as unknown;
    if (!response.ok) throw new Refusal(endpoint.name, response.status, answer as { refusal?: string });
    return answer as ReplyOf<E>;
  }

  async bytes(path: string): Promise<Uint8Array> {
    const response = await fetch(this.base + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
