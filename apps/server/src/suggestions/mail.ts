import { and, asc, eq, gte, isNotNull, isNull, lt, lte, or } from 'drizzle-orm';
import { createTransport, type Transporter } from 'nodemailer';
import { all, first } from '@piaojue/db';
import { timeOf, type Deps } from '../deps.js';

/** Where letters are handed over: SMTP_URL (smtp://user:password@host:port) and SMTP_FROM. */
export interface MailSettings {
  readonly url: string;
  readonly from: string;
}

/** After so many failures, three days of them, a letter rests until the next start; it can be read with its code all the same. */
const mostAttempts = 17;
/** Half a minute, two, eight, … six hours: a mail server that is down for a night, or for a weekend, loses nobody's letter. */
const pauseAfter = (attempts: number): number => Math.min(30_000 * 4 ** (attempts - 1), 6 * 3_600_000);
const batch = 20;
export const mailEveryMs = 30_000;

/** What nodemailer's codes say, in words for the clerk. Only what the mail server itself answered is told by its number. */
const failures: Readonly<Record<string, string>> = {
  ECONNECTION: '连不上邮件服务器',
  ESOCKET: '连不上邮件服务器',
  EDNS: '找不到邮件服务器',
  ETIMEDOUT: '邮件服务器没有及时答复',
  ETLS: '与邮件服务器之间不能加密',
  EAUTH: '邮件服务器不接受登录的账号或者密码',
  ENOAUTH: '邮件服务器要求登录，设置里没有账号',
  EENVELOPE: '邮件服务器不接受这个邮箱',
  EMESSAGE: '邮件服务器没有收下这封信',
};

export function failureText(answer: number | undefined, code: string | undefined): string {
  const words = failures[code ?? ''] ?? '邮件服务器没有收下';
  return answer === undefined ? words : `${words}（答复 ${answer}）`;
}

type Unsent = Pick<Deps, 'store' | 'now'>;

/**
 * Sends the letters that have an address and wait. A letter is marked as sent after the mail server took it: one that was
 * taken just before a crash may come twice, none is lost. What the mail server says of a failure is kept with the letter.
 */
export class Mail {
  readonly #deps: Unsent;
  readonly #transport: Transporter;
  readonly #from: string;
  #busy: Promise<void> | undefined;
  #isFirst = true;

  constructor(deps: Unsent, { url, from }: MailSettings) {
    this.#deps = deps;
    this.#from = from;
    this.#transport = createTransport(url, { from });
  }

  /** One round over what waits; a second call while it runs waits for the same one. */
  send(): Promise<void> {
    this.#busy ??= this.#round().finally(() => (this.#busy = undefined));
    return this.#busy;
  }

  async #round(): Promise<void> {
    const { store } = this.#deps;
    if (this.#isFirst) await this.#wake();
    this.#isFirst = false;
    const now = timeOf(this.#deps);
    const waiting = await store.read(function* ({ q, t }) {
      const isDue = or(isNull(t.letter.nextAt), lte(t.letter.nextAt, now));
      return yield* all(
        q
          .select()
          .from(t.letter)
          .where(and(isNull(t.letter.sentAt), isNotNull(t.letter.address), lt(t.letter.attempts, mostAttempts), isDue))
          .orderBy(asc(t.letter.attempts), asc(t.letter.at))
          .limit(batch),
      );
    });
    for (const letter of waiting) {
      const failure = await this.#hand(letter.address ?? '', letter.subject, letter.body);
      const attempts = letter.attempts + 1;
      const at = this.#deps.now();
      const outcome =
        failure === null
          ? { sentAt: at.toISOString(), nextAt: null }
          : { nextAt: new Date(at.getTime() + pauseAfter(attempts)).toISOString() };
      await store.write(function* ({ q, t }) {
        return yield* first(
          q
            .update(t.letter)
            .set({ attempts, failure, ...outcome })
            .where(eq(t.letter.id, letter.id))
            .returning({ id: t.letter.id }),
        );
      });
    }
  }

  /** Whoever mends the settings starts the program anew: what rested is tried again. */
  async #wake(): Promise<void> {
    await this.#deps.store.write(function* ({ q, t }) {
      return yield* all(
        q
          .update(t.letter)
          .set({ attempts: 0, nextAt: null })
          .where(and(isNull(t.letter.sentAt), gte(t.letter.attempts, 1)))
          .returning({ id: t.letter.id }),
      );
    });
  }

  /** @returns why it was not taken, or null. */
  async #hand(to: string, subject: string, text: string): Promise<string | null> {
    try {
      await this.#transport.sendMail({ from: this.#from, to: { name: '', address: to }, subject, text });
      return null;
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      return failureText(responseCode, code);
    }
  }

  close(): void {
    this.#transport.close();
  }
}
