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

const alwaysAsked = {
  'which code of others is used': [
    'requirements/base.txt', 'dev-requirements.txt', 'constraints.txt', 'requirements.in', 'requirements-dev.in', 'Podfile.lock', 'pubspec.lock', 'packages.lock.json', 'paket.lock', 'conda-lock.yml', 'pixi.lock', 'Package.resolved', 'go.work.sum', 'rebar.lock', 'MODULE.bazel.lock', 'gradle/verification-metadata.xml',
    'docs/requirements.txt', 'node_modules/left-pad/index.js', 'vendor/github.com/x/y.go', 'third_party/zlib/inflate.c',
  ],
  'how it is built': [
    'Podfile', 'Package.swift', 'pubspec.yaml', 'environment.yml', 'pixi.toml', 'gradle/libs.versions.toml', 'gradle/wrapper/gradle-wrapper.jar', 'mvnw', 'mvnw.cmd', 'Gruntfile.js', 'gulpfile.js', 'Gulpfile.ts', 'gulpfile.mjs', 'webpack.mix.js', 'build.sh', 'build.js', 'build.sbt', 'build.xml', 'build.zig', 'project/plugins.sbt', 'packages/x/scripts/build.js', 'packages/x/build.mjs',
    'project.json', 'packages/x/project.json', 'angular.json', 'workspace.json', 'package.json5', 'package.yaml', 'pnpmfile.js', 'defs.bzl', 'BUCK', 'SConstruct', 'wscript', 'CMakePresets.json', 'Makefile.am', 'Makefile.inc', 'makefile.win', 'vcpkg.json', 'conanfile.py', 'conanfile.txt', 'docker-bake.hcl', 'Vagrantfile', 'Tiltfile', 'Earthfile', 'Jakefile', 'Snakefile',
    'rebar.config', 'stack.yaml', 'foo.cabal', 'dune-project', 'lib/tasks/x.rake', 'magefile.go', 'Taskfile.dist.yml', 'jsconfig.json', 'nuget.config', 'NuGet.Config', 'global.json', 'packages.config', 'paket.dependencies', 'MyApp.slnx', 'app.vcxproj', 'Brewfile', 'install.sh', 'scripts/x.js', 'release.sh', 'sitecustomize.py', 'src/evil.pth', 'docs/conf.py', 'Procfile.dev', 'package.json:x', 'Makefile::$DATA',
  ],
  'how it is tested': ['karma.conf.js', 'wdio.conf.ts', 'phpunit.xml', 'phpunit.xml.dist', 'vitest.workspace.ts', 'vitest.setup.ts', 'jest.setup.js', 'test/mocha.opts', 'cypress.json', 'codecov.yml'],
  'what runs elsewhere or by itself': ['Jenkinsfile.groovy', 'jenkins/Jenkinsfile.release', 'ci/azure-pipelines.yml', 'sub/.gitlab-ci.yml', 'codemagic.yaml', 'bitrise.yml', 'buildspec.yml', 'cloudbuild.yaml', 'renovate.json', 'dagger.json', 'sub/.husky/pre-commit', 'hooks/pre-commit', 'githooks/x', 'pre-commit-config.yaml', 'firebase.json'],
  'what agents and Autopack take as orders': ['sub/autopack.yaml', 'CLAUDE.local.md', 'AGENT.md', 'codex.md', 'copilot-instructions.md', '.roo/x'],
}

describe('a plan’s word', () => {
  test.each(['src/greet.js', 'lib/config/index.ts', 'app/page.tsx', 'README.md', 'docs/guide.md', 'docs/picture.png', 'test/greet.test.js', 'src/greet.test.ts', 'pkg/x_test.go', 'tests/conftest.py', 'src/a/[id].js', 'src/keys.ts', 'src/environment.ts', 'src/build.ts', 'src/vendor.js', 'src/scripts/main.js', 'docs/requirements/login.md', 'src/locales/global.json', 'src/hooks/useA.ts', 'bin/tool.js', 'src/app.json', 'src/conf.py', 'notes.txt', 'docs/notes.txt', 'docs/api.html', 'src/lock.ts'])(
    'covers %s',
    (path) => expect(verdictOf(path, 'project_build')).toBe('allow'),
  )

  test.each([
    'package.json', 'packages/a/package.json', 'package-lock.json', 'uv.lock', 'requirements-dev.txt', 'Makefile', 'Dockerfile', 'docker/Dockerfile.dev', 'tsconfig.json', 'scripts/release.sh', 'pyproject.toml',
    '.github/workflows/ci.yml', '.gitlab-ci.yml', '.autopack/config.yaml', 'autopack.yaml', 'config/x', './config/x', 'a/../config/x', 'CONFIG/x', 'vite.config.ts', '.eslintrc.json', '.gitignore', 'a/.gitattributes', '.npmrc',
    '.env', '.env.production', 'certs/server.key', 'CODEOWNERS', '.vscode/tasks.json', '.husky/pre-commit', '.envrc', 'AGENTS.md', '.claude/settings.json', 'db/migrations/001.sql', 'schema.prisma', 'infra/main.tf', 'k8s/app.yaml', 'compose.yaml', 'LICENSE',
  ])('does not cover %s', (path) => expect(verdictOf(path, 'project_build')).toBe('ask'))

  describe.each(Object.entries(alwaysAsked))('does not cover %s:', (_, paths) => {
    test.each(paths)('%s', (path) => expect(verdictOf(path, 'project_build')).toBe('ask'))
  })
})

test.each(['src/greet.js', 'README.md', 'test/greet.test.js', 'package.json'])('what Autopack itself originates asks for %s', (path) => {
  expect(verdictOf(path, 'maintenance')).toBe('ask')
})

test.each(['packages/governed-apply/src/rules/scope.ts', 'packages/command-sandbox/src/index.ts', 'packages/contracts/src/plan.ts', 'src/greet.js', '.github/workflows/ci.yml'])('an upgrade of Autopack itself asks for %s', (path) => {
  expect(verdictOf(path, 'self_upgrade')).toBe('ask')
})

test.each(['docs/conf.py', 'docs/build.js', 'docs/.vitepress/config.ts', 'constraints.txt', 'src/words.txt'])('what is no document by its ending asks in an upgrade: %s', (path) => {
  expect(verdictOf(path, 'self_upgrade')).toBe('ask')
  expect(verdictOf('docs/guide.md', 'self_upgrade')).toBe('allow')
})

test.each(['project_build', 'maintenance', 'self_upgrade'] as const)('in %s git’s folder is denied and every class has a verdict', (runType) => {
  expect([verdictOf('.git/hooks/x', runType), verdictOf('sub/.GIT/config', runType)]).toEqual(['deny', 'deny'])
  expect(Object.keys(file.runTypes[runType]).toSorted()).toEqual(Object.keys(file.classes).toSorted())
})
