import { describe, expect, it } from 'vitest'
import { surface } from '../scripts/surface.ts'

function surfaceOf(files: Readonly<Record<string, string>>, doors: readonly (readonly [string, string])[]): string {
  return surface(
    doors.map(([path, file]) => ({ path, file })),
    (file) => {
      const text = files[file]
      if (text === undefined) throw new Error(`${file} was asked for`)
      return text
    },
  )
}

describe('surface', () => {
  it('follows relative imports of every form, depth first, each file once', () => {
    const files = {
      'index.d.ts': `export { a } from './a.ts';\nexport * from "./b.js";\n`,
      'a.d.ts': `import type { C } from './deep/c.ts';\nexport declare const a: C;\n`,
      'b.d.ts': `export declare const b: import('./deep/d.ts').D;\n`,
      'deep/c.d.ts': `import './d.ts';\nimport type { A } from '../a.ts';\nexport type C = A;\n`,
      'deep/d.d.ts': `export type D = 1;\n`,
    }
    const headings = surfaceOf(files, [['.', 'index.d.ts']]).match(/^\/\/ .*$/gm)
    expect(headings).toEqual(['// index.d.ts (door ".")', '// a.d.ts', '// deep/c.d.ts', '// deep/d.d.ts', '// b.d.ts'])
  })

  it('holds the declarations as they are, one blank line between files', () => {
    const files = { 'index.d.ts': `\nexport { a } from './a.ts';\n\n`, 'a.d.ts': 'export declare const a = 1;\n' }
    expect(surfaceOf(files, [['.', 'index.d.ts']])).toBe(
      `// index.d.ts (door ".")\nexport { a } from './a.ts';\n\n// a.d.ts\nexport declare const a = 1;\n`,
    )
  })

  it('begins at every door and names other packages without following them', () => {
    const files = {
      'index.d.ts': `export type { P } from '@eventwire/parser';\n`,
      'extra.d.ts': `import 'fast-check';\nexport {};\n`,
      'unreached.d.ts': '',
    }
    const text = surfaceOf(files, [
      ['.', 'index.d.ts'],
      ['./extra', 'extra.d.ts'],
    ])
    expect(text).toContain(`// extra.d.ts (door "./extra")`)
    expect(text).toContain(`'@eventwire/parser'`)
    expect(text).not.toContain('unreached')
  })
})
