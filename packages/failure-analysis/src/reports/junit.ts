import sax, { type SAXParser } from 'sax'
import type { ReportReading } from '../report-reading.ts'
import { createJunitFindings } from './junit-findings.ts'

const deepest = 100

/** Reads the XML that JUnit began and most runners write. Entities that it declares are unknown to the parser: nothing is expanded or fetched. */
export function readJunit(xml: string, roots: readonly string[]): ReportReading {
  const findings = createJunitFindings(roots)
  let depth = 0
  const handlers: Partial<SAXParser> = {
    onerror(error) {
      throw new Error(error.message.replaceAll(/\s+/g, ' '))
    },
    onopentag({ name, attributes }) {
      depth += 1
      if (depth > deepest) throw new Error(`its elements are nested deeper than ${deepest}`)
      findings.open(name, (attribute) => (typeof attributes[attribute] === 'string' ? attributes[attribute] : undefined))
    },
    ontext: findings.text,
    oncdata: findings.text,
    onclosetag(name) {
      depth -= 1
      findings.close(name)
    },
  }
  // strict: what is not well-formed is an error
  Object.assign(sax.parser(true), handlers).write(xml).close()
  return findings.report()
}
