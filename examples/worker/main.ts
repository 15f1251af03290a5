import { work } from './worker.ts'

await work('http://localhost:3417/', '.place', async ({ task }) => console.log(task))
