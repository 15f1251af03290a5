import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'ngx_nchan_module.so'

/** Where nginx's module nchan is, or why it cannot be used: that of `NCHAN_MODULE`, or else the one that is installed. */
export function nchanModule(): { readonly file: string | undefined; readonly why: string } {
  const { status, stderr } = spawnSync('nginx', ['-V'], { encoding: 'utf8' })
  if (status !== 0) return { file: undefined, why: 'nginx is not on PATH (Debian: nginx-light, libnginx-mod-nchan).' }
  const own = process.env['NCHAN_MODULE']
  const [, folder = '/usr/lib/nginx/modules'] = /--modules-path=(\S+)/.exec(stderr) ?? []
  const file = own ?? join(folder, FILE)
  if (existsSync(file)) return { file, why: '' }
  return { file: undefined, why: `there is no ${FILE} among nginx's modules (Debian: libnginx-mod-nchan).` }
}
