/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { build, files, version } from '$service-worker';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/**
 * For the reception page alone: it is registered with the scope /reception, so the browser never asks it about the booth,
 * the keys, the slips or any staff page. It keeps that one page and the program's own files; never an answer of the API.
 */
const name = `reception-${version}`;
const page = '/reception';
const own = new Set([...build.filter((path) => !path.includes('/workers/')), ...files]);

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll([page, ...own]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((keys) =>
        Promise.all(
          keys.filter((key) => key.startsWith('reception-') && key !== name).map((key) => caches.delete(key)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const keeps = request.mode === 'navigate' ? url.pathname === page : own.has(url.pathname);
  if (!keeps) return;
  event.respondWith(
    caches.open(name).then(async (cache) => {
      const kept = await cache.match(url.pathname);
      if (request.mode !== 'navigate') return kept ?? fetch(request);
      // The page itself from the network where there is one, so that a new version is not missed.
      return fetch(request).catch(() => kept ?? Response.error());
    }),
  );
});
