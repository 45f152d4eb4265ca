import type { Folders } from './fold-event.ts'

/** Issues, hints and alerts. */
export const foldRecords: Folders<'issue-record' | 'hint-record' | 'cap-alert'> = {
  'issue-record': (view, data, event) => {
    view.issues.push({ ...data, at: event.at })
  },
  'hint-record': (view, data) => {
    view.hints.push(data.hint)
  },
  'cap-alert': (view, data) => {
    view.alerts.push(data)
  },
}
