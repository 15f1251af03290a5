import type { RequestListener } from 'node:http'
import { moduleGraph } from './module-graph.ts'

/** Serves an empty page at `/page`, and beside it the suites, or other entries, with the built packages. */
export function site(...entries: readonly string[]): RequestListener {
  const modules = moduleGraph(...(entries.length > 0 ? entries : ['/suites/worker.js', '/suites/run-all.js']))
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://test')
    const module = modules.get(pathname)
    if (pathname === '/page') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>suites</title>')
    } else if (module) {
      const type = module.type === 'js' ? 'text/javascript' : 'application/json'
      // Workers in a folder may serve the pages beside it (Service Workers, "Service-Worker-Allowed").
      response.writeHead(200, { 'content-type': type, 'service-worker-allowed': '/' })
      response.end(module.text)
    } else {
      response.writeHead(404)
      response.end()
    }
  }
}
