// A service worker that answers a page of its own with an event stream, from a hub that it holds.

import { Hub, MemoryLog, openSession } from '@eventwire/server'

const hub = new Hub({ log: new MemoryLog({ epoch: 'e' }) })
let left = 0

globalThis.addEventListener('install', () => globalThis.skipWaiting())
globalThis.addEventListener('activate', (event) => event.waitUntil(globalThis.clients.claim()))
globalThis.addEventListener('fetch', (event) => {
  const { pathname, searchParams } = new URL(event.request.url)
  if (pathname === '/from-worker/events') event.respondWith(events(event.request))
  if (pathname === '/from-worker/publish') event.respondWith(publish(searchParams.get('data')))
  if (pathname === '/from-worker/counts') event.respondWith(Response.json({ sessions: hub.sessions, left }))
})

async function events(request) {
  const { response, session } = await openSession(request)
  if (session) {
    session.gone.addEventListener('abort', () => (left += 1))
    await hub.subscribe(session, 'all')
  }
  return response
}

async function publish(data) {
  return new Response(await hub.channel('c').publish({ data }))
}
