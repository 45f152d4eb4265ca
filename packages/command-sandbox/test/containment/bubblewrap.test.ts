import { describeContainment } from './describe-containment.ts'

await describeContainment('bubblewrap')
