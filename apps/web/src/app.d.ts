import type { IncomingMessage } from 'node:http';
import type { Me } from '@piaojue/contract';

interface Injected {
  statusCode: number;
  headers: Record<string, string | string[] | number | undefined>;
  rawPayload: Buffer;
}

interface InjectingApp {
  inject(request: {
    method: string;
    url: string;
    headers: Record<string, string>;
    payload?: Buffer;
    remoteAddress?: string;
  }): Promise<Injected>;
}

declare global {
  namespace App {
    interface Platform {
      /** Set by the server that mounts us; absent under `vite dev`. */
      req?: IncomingMessage & { app?: InjectingApp };
    }
    interface Locals {
      me: Me | null;
    }
    interface PageState {
      /** A ballot is under way on this page; says nothing about it. */
      atWork?: true;
    }
    interface Error {
      message: string;
      refusal?: string;
      /** Instead of the error page's own heading. */
      title?: string;
      /** Where to go on. */
      next?: { href: string; label: string };
    }
  }
}
export {};
