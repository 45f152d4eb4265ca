import { existsSync, readdirSync } from 'node:fs'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const conditions = ['@autopack/source', 'module', 'node', 'import', 'default']

/** One vitest project a workspace folder, so that a test's name says which room it belongs to. */
const rooms = ['packages', 'apps']
  .filter((parent) => existsSync(parent))
  .flatMap((parent) => readdirSync(parent).map((folder) => `${parent}/${folder}`))
  .concat('tools')
  .filter((root) => existsSync(`${root}/package.json`))

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'], exclude: ['**/*.{test,fixture}.ts'] },
    projects: rooms.map((root) => ({
      extends: true,
      test: {
        name: root.split('/').at(-1) ?? root,
        root,
        include: root === 'tools' ? ['**/*.test.ts'] : ['src/**/*.test.ts', 'test/**/*.test.ts'],
        setupFiles: [new URL('tools/test/quiet.ts', import.meta.url).pathname],
      },
    })),
  },
})

export default config
