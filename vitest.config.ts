import { defineConfig } from 'vitest/config'

const conditions = ['@eventwire/source', 'module', 'node', 'development']

export default defineConfig({
  // Tests run the sources, without a build.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'demo/test/**/*.test.ts',
      'examples/*/*.test.ts',
      'tests/*.test.ts',
      'tests/faults/*.test.ts',
      'bench/test/*.test.ts',
    ],
    testTimeout: 30_000,
  },
})
