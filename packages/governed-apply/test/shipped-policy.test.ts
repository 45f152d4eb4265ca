import { readFileSync } from 'node:fs'
import { policyFileSchema, type ChangePolicy, type PathVerdict } from '@autopack/contracts'
import { createMemoryRepository } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createGovernor } from '../src/index.ts'

const file = policyFileSchema.parse(parse(readFileSync(new URL('../../../config/policy.yaml', import.meta.url), 'utf8')))
const governor = createGovernor({ repository: createMemoryRepository() })

function verdictOf(path: string, runType: keyof typeof file.runTypes): PathVerdict {
  const classes = Object.entries(file.classes).map(([name, globs]) => ({ name, globs, verdict: file.runTypes[runType][name] ?? 'deny' }))
  const policy: ChangePolicy = { digest: 'shipped', classes, allowPaths: [], limits: file.limits }
  const verdicts = governor.foresee([path], ['**'], policy).map(({ verdict }) => verdict)
  return verdicts.includes('deny') ? 'deny' : (verdicts[0] ?? 'allow')
}

describe('a plan’s word', () => {
  test.each(['src/greet.js', 'lib/config/index.ts', 'app/page.tsx', 'README.md', 'docs/guide.md', 'docs/picture.png', 'test/greet.test.js', 'src/greet.test.ts', 'pkg/x_test.go', 'tests/conftest.py', 'src/a/[id].js', 'src/keys.ts', 'src/environment.ts'])(
    'covers %s',
    (path) => expect(verdictOf(path, 'project_build')).toBe('allow'),
  )

  test.each([
    'package.json', 'packages/a/package.json', 'package-lock.json', 'uv.lock', 'requirements-dev.txt', 'Makefile', 'Dockerfile', 'docker/Dockerfile.dev', 'tsconfig.json', 'scripts/release.sh', 'pyproject.toml',
    '.github/workflows/ci.yml', '.gitlab-ci.yml', '.autopack/config.yaml', 'autopack.yaml', 'config/x', './config/x', 'a/../config/x', 'CONFIG/x', 'vite.config.ts', '.eslintrc.json', '.gitignore', 'a/.gitattributes', '.npmrc',
    '.env', '.env.production', 'certs/server.key', 'CODEOWNERS', '.vscode/tasks.json', '.husky/pre-commit', '.envrc', 'AGENTS.md', '.claude/settings.json', 'db/migrations/001.sql', 'schema.prisma', 'infra/main.tf', 'k8s/app.yaml', 'compose.yaml', 'LICENSE',
  ])('does not cover %s', (path) => expect(verdictOf(path, 'project_build')).toBe('ask'))
})

test.each(['src/greet.js', 'README.md', 'test/greet.test.js', 'package.json'])('what Autopack itself originates asks for %s', (path) => {
  expect(verdictOf(path, 'maintenance')).toBe('ask')
})

test.each(['packages/governed-apply/src/rules/scope.ts', 'packages/command-sandbox/src/index.ts', 'packages/contracts/src/plan.ts', 'src/greet.js', '.github/workflows/ci.yml'])('an upgrade of Autopack itself asks for %s', (path) => {
  expect(verdictOf(path, 'self_upgrade')).toBe('ask')
})

test.each(['project_build', 'maintenance', 'self_upgrade'] as const)('in %s git’s folder is denied and every class has a verdict', (runType) => {
  expect([verdictOf('.git/hooks/x', runType), verdictOf('sub/.GIT/config', runType)]).toEqual(['deny', 'deny'])
  expect(Object.keys(file.runTypes[runType]).toSorted()).toEqual(Object.keys(file.classes).toSorted())
})
