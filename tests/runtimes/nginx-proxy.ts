import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as dial, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { nginx } from './requirements.ts'

/** What there is beside `proxy_pass`, which is all by default. */
export interface NginxSettings {
  /** Directives for the location. */
  readonly location?: string
  /** TLS and HTTP/2 by this key and certificate. */
  readonly http2?: { readonly key: string; readonly cert: string }
}

/** Runs nginx in front of an origin while something uses it. */
export async function behindNginx(
  target: string,
  use: (origin: string) => Promise<void>,
  { location = '', http2 }: NginxSettings = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwire-nginx-'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`)
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
  if (http2) await Promise.all([writeFile(key, http2.key), writeFile(cert, http2.cert)])
  const tls = http2 ? `ssl_certificate ${cert}; ssl_certificate_key ${key};` : ''
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
    http { access_log off; large_client_header_buffers 4 32k; ${temporary.join(' ')}
    server { listen 127.0.0.1:${port} ${http2 ? 'ssl http2' : ''}; ${tls}
    location / { proxy_pass ${target}; ${location} } } }`,
  )
  const child = spawn(nginx.find() ?? '', ['-p', folder, '-c', file], { stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    await answering(port)
    await use(`${http2 ? 'https' : 'http'}://127.0.0.1:${port}`)
  } finally {
    child.kill()
    await once(child, 'close')
    await rm(folder, { recursive: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const socket = dial(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen === true) return
    await delay(10)
  }
  throw new Error('nginx does not answer')
}
