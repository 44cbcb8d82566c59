import { and, asc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import { createTransport, type Transporter } from 'nodemailer';
import { all, first } from '@piaojue/db';
import { timeOf, type Deps } from '../deps.js';

/** Where letters are handed over: SMTP_URL (smtp://user:password@host:port) and SMTP_FROM. */
export interface MailSettings {
  readonly url: string;
  readonly from: string;
}

/** After so many failures a letter rests; it can still be read with its code. */
const mostAttempts = 5;
const batch = 20;
export const mailEveryMs = 30_000;

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
    const waiting = await store.read(function* ({ q, t }) {
      return yield* all(
        q
          .select()
          .from(t.letter)
          .where(and(isNull(t.letter.sentAt), isNotNull(t.letter.address), lt(t.letter.attempts, mostAttempts)))
          .orderBy(asc(t.letter.attempts), asc(t.letter.at))
          .limit(batch),
      );
    });
    for (const letter of waiting) {
      const failure = await this.#hand(letter.address ?? '', letter.subject, letter.body);
      const at = timeOf(this.#deps);
      await store.write(function* ({ q, t }) {
        return yield* first(
          q
            .update(t.letter)
            .set({ attempts: letter.attempts + 1, failure, ...(failure === null ? { sentAt: at } : {}) })
            .where(eq(t.letter.id, letter.id))
            .returning({ id: t.letter.id }),
        );
      });
    }
  }

  /** @returns why it was not taken, or null. */
  async #hand(to: string, subject: string, text: string): Promise<string | null> {
    try {
      await this.#transport.sendMail({ from: this.#from, to: { name: '', address: to }, subject, text });
      return null;
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      return `邮件服务器没有收下（${responseCode ?? code ?? '没有答复'}）`;
    }
  }

  close(): void {
    this.#transport.close();
  }
}
