import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { nchanModule } from '../nchan-module.ts'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

/** nginx with one worker and nchan, which is published to over HTTP; counted is the worker. */
export const start: StartServer = async () => {
  const { file = '' } = nchanModule()
  const folder = mkdtempSync(join(tmpdir(), 'eventwire-nchan-'))
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), configuration(file, folder, port))
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
  const nginx = spawn('nginx', args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const pid = await workerOf(nginx.pid ?? 0)
  const publisher = connect(port, '127.0.0.1')
  await once(publisher, 'connect')
  let waiting = 0
  let answered: (() => void) | undefined
  publisher.setEncoding('latin1').on('data', (text: unknown) => {
    waiting -= String(text).split('HTTP/1.1 20').length - 1
    if (waiting <= 0) answered?.()
  })
  // All requests of a turn in one write: nginx has no request for several messages.
  const publish = (data: readonly string[]): Promise<void> => {
    waiting = data.length
    const done = new Promise<void>((resolve) => (answered = resolve))
    publisher.write(data.map(postOf).join(''))
    return done
  }
  const stop = (): void => {
    nginx.kill()
    rmSync(folder, { recursive: true })
  }
  return { port, pids: [pid], publish, stop }
}

function postOf(text: string): string {
  return `POST /publish HTTP/1.1\r\nHost: test\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}

function configuration(file: string, folder: string, port: number): string {
  return `load_module ${file};
    daemon off; worker_processes 1; worker_rlimit_nofile 20000; pid ${folder}/pid; user root;
    events { worker_connections 19900; }
    http {
      access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
      uwsgi_temp_path ${folder}; scgi_temp_path ${folder}; keepalive_requests 100000000; tcp_nodelay on;
      server {
        listen 127.0.0.1:${port} backlog=4096;
        location = /publish { nchan_publisher; nchan_channel_id ticks; nchan_message_buffer_length 1000; }
        location / { nchan_subscriber eventsource; nchan_channel_id ticks; nchan_subscriber_first_message newest; }
      }
    }`
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return port
}

/** The worker of a master, once it is there. */
async function workerOf(master: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const worker = Number(readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ')[0])
    if (worker > 0 && isNginx(worker)) return worker
    await setTimeout(20)
  }
  throw new Error('nginx has not started')
}

function isNginx(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker')
}
