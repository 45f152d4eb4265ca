import type { TestCase } from '@autopack/contracts'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { hideRoots } from '../hide-roots.ts'
import type { ReportReading } from '../read-report.ts'
import { findPlace } from './place.ts'
import { testCase } from './test-case.ts'
import { attribute, children, readElement, type XmlElement } from './xml-element.ts'

const repeated = new Set(['testsuite', 'testcase', 'failure', 'error', 'skipped'])

/** Reads the XML that JUnit began and most runners write. Declared entities are not expanded and nesting is bounded by the parser. */
export function readJunit(xml: string, roots: readonly string[]): ReportReading {
  const valid = XMLValidator.validate(xml)
  if (valid !== true) return { kind: 'unreadable', message: `The JUnit report is not well-formed XML (line ${valid.err.line}: ${valid.err.msg}): it may have been cut short.` }
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    htmlEntities: true,
    isArray: (name) => repeated.has(name),
  })
  const document = readElement(parser.parse(xml))
  const top = 'testsuites' in document ? readElement(document['testsuites']) : document
  if (!('testsuites' in document) && !('testsuite' in document)) return { kind: 'unreadable', message: 'The JUnit report has no <testsuite>: check that the command writes JUnit XML.' }
  const found = readSuite(top, [], roots)
  return { kind: 'report', report: { cases: found.flatMap(({ test }) => test ?? []), collectionErrors: found.flatMap(({ collectionError }) => collectionError ?? []) } }
}

interface Finding {
  readonly test?: TestCase
  readonly collectionError?: string
}

function readSuite(suite: XmlElement, path: readonly string[], roots: readonly string[]): readonly Finding[] {
  return [
    ...children(suite, 'error').map((error) => ({ collectionError: hideRoots(`${path.join(' > ')}: ${textOf(error)}`, roots).slice(0, 500) })),
    ...children(suite, 'testcase').map((test) => readCase(test, path, attribute(suite, 'file'), roots)),
    ...children(suite, 'testsuite').flatMap((inner) => readSuite(inner, [...path, attribute(inner, 'name') ?? ''].filter((part) => part !== ''), roots)),
  ]
}

function readCase(element: XmlElement, path: readonly string[], suiteFile: string | undefined, roots: readonly string[]): Finding {
  const name = attribute(element, 'name') ?? ''
  const classname = attribute(element, 'classname') ?? ''
  const file = attribute(element, 'file') ?? suiteFile
  const failures = [...children(element, 'failure'), ...children(element, 'error')]
  const skipped = children(element, 'skipped').length > 0
  const text = failures.map(textOf).join('\n')
  if (failures.length > 0 && !skipped && isWholeFile(element, name, path, file)) return { collectionError: hideRoots(`${name}: ${firstLine(text)}`, roots).slice(0, 500) }
  const line = Number(attribute(element, 'line') ?? Number.NaN)
  const test = {
    path: [...path, ...(path.includes(classname) || classname === path.join('.') ? [] : [classname]), name].filter((part) => part !== ''),
    status: skipped ? ('skipped' as const) : failures.length > 0 ? ('failed' as const) : ('passed' as const),
    text,
    file,
    line: Number.isInteger(line) ? line : file === undefined ? undefined : (findPlace(hideRoots(text, roots))?.line ?? undefined),
  }
  return { test: testCase(test, roots) }
}

/** A file that could not be loaded is reported as a test of the file's name, by pytest as a collection failure. */
function isWholeFile(element: XmlElement, name: string, path: readonly string[], file: string | undefined): boolean {
  const collection = children(element, 'error').some((error) => attribute(error, 'message') === 'collection failure')
  return collection || (/\.\w{1,5}$/.test(name) && (path.at(-1) === name || file === name || (file ?? '').endsWith(`/${name}`)))
}

function textOf(element: XmlElement): string {
  const message = attribute(element, 'message') ?? ''
  const body = attribute(element, '#text') ?? ''
  return body.includes(message) ? body : `${message}\n${body}`
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
