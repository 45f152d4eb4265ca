import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { snippetsOf } from './snippets-of.mjs'

const run = promisify(execFile)

/** Runs every README snippet and every example by itself, in a folder of its own inside the empty project. */
export async function runSnippets(project, packed) {
  const readmes = ['README.md', ...packed.map(({ path }) => `${path}/README.md`)].filter((file) => existsSync(file))
  const snippets = readmes.flatMap((file) => snippetsOf(readFileSync(file, 'utf8')).map(({ language, code }, index) => write(project, `${file} snippet ${index + 1}`, language, code)))
  const results = []
  for (const snippet of [...snippets, ...copyExamples(project)]) results.push(await runOne(snippet))
  console.log(`${snippets.length} README snippets and ${results.length - snippets.length} examples ran in an empty project`)
  return results.flat()
}

function write(project, title, language, code) {
  const folder = join(project, 'snippets', title.replace(/[^a-zA-Z0-9]+/g, '-'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `snippet.${language}`)
  writeFileSync(file, code)
  return { title, folder, file }
}

function copyExamples(project) {
  if (!existsSync('examples')) return []
  cpSync('examples', join(project, 'examples'), { recursive: true })
  return readdirSync('examples')
    .filter((name) => /^\d\d-.*\.ts$/.test(name))
    .sort()
    .map((name) => ({ title: `examples/${name}`, folder: join(project, 'examples'), file: join(project, 'examples', basename(name)) }))
}

async function runOne({ title, folder, file }) {
  try {
    await run(process.execPath, [file], { cwd: folder, timeout: 60_000, killSignal: 'SIGKILL' })
    return []
  } catch (error) {
    return [`${title} in an empty project: ${error.killed ? 'still running after 60 s' : `exit ${error.code}`}\n${error.stdout}${error.stderr}`]
  }
}
