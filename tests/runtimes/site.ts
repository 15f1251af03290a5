import type { RequestListener } from 'node:http'
import { moduleGraph } from './module-graph.ts'

/** Serves an empty page at `/page`, and the built packages and the suites beside it. */
export function site(): RequestListener {
  const modules = moduleGraph('/suites/worker.js', '/suites/run-all.js')
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://test')
    const module = modules.get(pathname)
    if (pathname === '/page') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>suites</title>')
    } else if (module) {
      const type = module.type === 'js' ? 'text/javascript' : 'application/json'
      response.writeHead(200, { 'content-type': type })
      response.end(module.text)
    } else {
      response.writeHead(404)
      response.end()
    }
  }
}
