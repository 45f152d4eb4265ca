import type { Folders } from './folder.ts'

/** Issues, hints, alerts and incidents. */
export const foldRecords: Folders<'issue-record' | 'hint-record' | 'cap-alert' | 'incident-record'> = {
  'issue-record': (view, data, event) => {
    view.issues.push({ ...data, at: event.at })
  },
  'hint-record': (view, data) => {
    view.hints.push(data.hint)
  },
  'cap-alert': (view, data) => {
    view.alerts.push(data)
  },
  'incident-record': (view, data) => {
    view.incidents.push(data)
  },
}
