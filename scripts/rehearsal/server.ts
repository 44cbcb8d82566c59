import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

export interface ServerProcess {
  readonly base: string;
  readonly child: ChildProcess;
  /** The one-time set-up token of an empty database. */
  readonly token: string | undefined;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the real server on a free port with its own data folder, and waits until it serves. */
export function startServer(dataDir: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: dataDir,
      DEMO: '0',
      WEB: '0',
      DATABASE_URL: '',
      ...env,
      ...(env.DATABASE_URL ? {} : { DATABASE_URL: `file:${dataDir}/piaojue.db` }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  return new Promise((done, failed) => {
    let said = '';
    let waiting: NodeJS.Timeout | undefined;
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const base = /票决已启动：(http\S+)/.exec(said)?.[1];
      if (!base || waiting) return;
      // The token, where there is one, is printed right behind the address.
      waiting = setTimeout(() => {
        const token = /\n\n {2}([A-Za-z0-9_-]{20,})\n/.exec(said)?.[1];
        done({
          base: base.replace('localhost', '127.0.0.1'),
          child,
          token,
          async stop(signal = 'SIGTERM') {
            child.kill(signal);
            await gone;
          },
        });
      }, 50);
    });
  });
}
