import { z } from 'zod'

/** Attributes, text (`#text`) and children of an element by name. */
export type XmlElement = Readonly<Record<string, unknown>>

const schema = z.record(z.string(), z.unknown())

/** An element without attributes or children is read as its text. */
export function readElement(value: unknown): XmlElement {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : { '#text': value }
}

export function children(element: XmlElement, name: string): readonly XmlElement[] {
  const value = element[name]
  return Array.isArray(value) ? value.map(readElement) : []
}

export function attribute(element: XmlElement, name: string): string | undefined {
  const value = element[name]
  return typeof value === 'string' ? value : undefined
}
