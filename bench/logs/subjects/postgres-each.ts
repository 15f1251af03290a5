import type { OpenNode } from '../subject.ts'
import { byHand } from './postgres-floor.ts'

/** What is asked for is a statement of its own each, over a pool of ten connections. */
export const open: OpenNode = ({ at }) => byHand(at, false)
