import { describe, expect, it } from 'vitest'
import { extractSnippets } from '../scripts/snippets/extract.ts'

const DOCUMENT = `# Title

\`\`\`ts
const a = 1
\`\`\`

- a list

  \`\`\`js file=server.ts
  if (a) {
    b()
  }
  \`\`\`

\`\`\`sh
not ours
\`\`\`

~~~~ts run-with=server.ts
const fence = \`
~~~
\`
~~~~

\`\`\`ts no-run
forever()
\`\`\`

It never ends.
`

describe('extractSnippets', () => {
  it('finds ts and js blocks with their place, flags and code', () => {
    expect(extractSnippets('README.md', DOCUMENT)).toEqual([
      { document: 'README.md', line: 3, language: 'ts', code: 'const a = 1\n', noRun: false },
      {
        document: 'README.md',
        line: 9,
        language: 'js',
        code: 'if (a) {\n  b()\n}\n',
        noRun: false,
        file: 'server.ts',
      },
      {
        document: 'README.md',
        line: 19,
        language: 'ts',
        code: 'const fence = `\n~~~\n`\n',
        noRun: false,
        runWith: 'server.ts',
      },
      { document: 'README.md', line: 25, language: 'ts', code: 'forever()\n', noRun: true },
    ])
  })

  it.each([
    ['a block that never ends', 'text\n```ts\nconst a = 1\n', 'x.md:2: the block never ends'],
    ['an unknown flag', '```ts norun\n```\n', 'x.md:1: norun is none of no-run, file, run-with'],
    ['another spelling', '```typescript\n```\n', 'x.md:1: write ts or js for typescript'],
    ['no-run at the end', '```ts no-run\n```\n', 'x.md:1: no-run needs its reason'],
    ['no-run before a heading', '```ts no-run\n```\n\n## Next\n', 'x.md:1: no-run needs its reason'],
  ])('refuses %s', (_, markdown, message) => {
    expect(() => extractSnippets('x.md', markdown)).toThrow(message)
  })
})
