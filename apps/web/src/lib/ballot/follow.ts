import type { Screen } from '@piaojue/contract';
import { apiPrefix, call } from '../api/call.js';
import { at } from '../api/wire.js';
import { plainFetch } from './plain-fetch.js';

const askEvery = 15_000;
const askWhenCut = 3000;
const listenAgain = 5000;

/**
 * Follows what the hall screen shows, without a cookie: an EventSource would send one. Reads the stream; asks from time
 * to time as well, because a hall's Wi-Fi can go silent without closing anything. @returns what ends it.
 */
export function followScreen(onScreen: (screen: Screen) => void, onLink?: (isUp: boolean) => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let isStreaming = false;

  const ask = async (): Promise<void> => {
    const reply = await call(plainFetch, at('readScreen'), { signal });
    if (signal.aborted) return;
    onLink?.(reply.ok);
    if (reply.ok) onScreen(reply.value);
  };
  const listen = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await readStream(signal, (screen) => {
          isStreaming = true;
          onLink?.(true);
          onScreen(screen);
        });
      } catch {
        // cut: asking goes on meanwhile
      }
      isStreaming = false;
      await pause(listenAgain * (0.5 + Math.random()), signal);
    }
  };
  const keepAsking = async (): Promise<void> => {
    while (!signal.aborted) {
      await ask();
      await pause((isStreaming ? askEvery : askWhenCut) * (0.75 + Math.random() / 2), signal);
    }
  };
  const askNow = () => void (document.visibilityState === 'visible' && ask());
  document.addEventListener('visibilitychange', askNow, { signal });
  addEventListener('online', askNow, { signal });
  void listen();
  void keepAsking();
  return () => ended.abort();
}

async function readStream(signal: AbortSignal, onScreen: (screen: Screen) => void): Promise<void> {
  const headers = { accept: 'text/event-stream', 'x-piaojue': '1' };
  const response = await plainFetch(`${apiPrefix}/public/screen/live`, { signal, headers });
  if (!response.ok || response.body === null) throw new Error(`stream: ${response.status}`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let held = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held += decoder.decode(value, { stream: true });
    const frames = held.split('\n\n');
    held = frames.pop() ?? '';
    for (const frame of frames) {
      const data = frame.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []));
      if (data.length > 0) onScreen(JSON.parse(data.join('\n')) as Screen);
    }
  }
}

/** Resolves after so many ms, at once when the signal falls or (`wakeOnline`) the device comes back online. */
export function pause(ms: number, signal?: AbortSignal, wakeOnline = false): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted === true) return done();
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      signal?.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, ms);
    if (wakeOnline) addEventListener('online', end);
    signal?.addEventListener('abort', end);
  });
}
