import type { StartServer } from '../subject.ts'
import { clusterHub } from './cluster-hub.ts'

export const start: StartServer = () => clusterHub(2)
