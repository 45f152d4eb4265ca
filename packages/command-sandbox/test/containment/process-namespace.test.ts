import { describeContainment } from './describe-containment.ts'

await describeContainment('process-namespace')
